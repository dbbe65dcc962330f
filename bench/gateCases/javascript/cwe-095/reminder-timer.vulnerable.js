const params = new URLSearchParams(window.location.search);
const minutes = Math.min(Number(params.get("minutes")) || 5, 120);
const label = params.get("label") || "tea";

function remind(text) {
  document.getElementById("reminder").textContent = text;
}

document.getElementById("start").addEventListener("click", () => {
  setTimeout("remind('" + label + "')", minutes * 60 * 1000);
});
