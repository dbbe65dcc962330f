interface WidgetMessage {
  kind: "title" | "body";
  content: string;
}

const panel = document.getElementById("widget-panel") as HTMLElement;

window.addEventListener("message", (event: MessageEvent<WidgetMessage>) => {
  const { kind, content } = event.data;
  switch (kind) {
    case "title":
      document.title = content;
      break;
    case "body":
      panel.innerHTML = content;
      break;
  }
});
