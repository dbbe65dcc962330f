const notice = document.querySelector<HTMLDivElement>("#notice");

function show(text: string, level: "info" | "warning") {
  if (!notice) return;
  notice.className = level;
  notice.textContent = `Note: ${text}`;
  notice.hidden = false;
}

window.addEventListener("hashchange", () => {
  const text = decodeURIComponent(window.location.hash.slice(1));
  if (text.length > 0) {
    show(text, text.startsWith("!") ? "warning" : "info");
  }
});
