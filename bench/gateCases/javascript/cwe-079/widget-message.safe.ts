interface WidgetMessage {
  kind: "title" | "body";
  content: string;
}

const panel = document.getElementById("widget-panel") as HTMLElement;
const TRUSTED = "https://widgets.example.org";

window.addEventListener("message", (event: MessageEvent<WidgetMessage>) => {
  if (event.origin !== TRUSTED) return;
  const { kind, content } = event.data;
  switch (kind) {
    case "title":
      document.title = content;
      break;
    case "body":
      panel.replaceChildren(document.createTextNode(content));
      break;
  }
});
