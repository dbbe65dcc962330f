(function () {
  const query = new URLSearchParams(window.location.search).get("q");
  const list = document.getElementById("results");

  function heading(text) {
    const holder = document.createElement("h2");
    holder.append("Results for ", document.createTextNode(text));
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
