const button = document.querySelector("#accept");

function target() {
  const { searchParams } = new URL(window.location.href);
  const back = new URL(searchParams.get("back") ?? "/", window.location.origin);
  return back.origin === window.location.origin ? back.href : "/";
}

button.addEventListener("click", async () => {
  const answer = await fetch("/api/consent", { method: "POST" });
  if (answer.ok) {
    window.location.assign(target());
  } else {
    button.disabled = true;
  }
});
