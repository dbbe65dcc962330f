(function () {
  const query = new URLSearchParams(window.location.search).get("q");
  const list = document.getElementById("results");

  function heading(text) {
    const holder = document.createElement("div");
    holder.insertAdjacentHTML("beforeend", "<h2>Results for " + text + "</h2>");
    return holder;
  }

  if (query !== null) {
    list.before(heading(query));
    fetch("/api/search?q=" + encodeURIComponent(query))
      .then((answer) => answer.json())
      .then((found) => {
        list.dataset.count = found.length;
      });
  }
})();
