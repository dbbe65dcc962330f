const button = document.querySelector("#accept");

function target() {
  const { searchParams } = new URL(window.location.href);
  return searchParams.get("back") ?? "/";
}

button.addEventListener("click", async () => {
  const answer = await fetch("/api/consent", { method: "POST" });
  if (answer.ok) {
    window.location.assign(target());
  } else {
    button.disabled = true;
  }
});
