import "./zodWithoutEval.ts";
import "./theme/fonts.css";
import "@vscode/codicons/dist/codicon.css";
import "./theme/tokens.css";
import "./theme/base.css";
import { createRoot } from "react-dom/client";
import { Frame } from "./features/frame/Frame.tsx";
import { ServicesContext } from "./state/services.ts";
import { followTitle } from "./state/windowTitle.ts";
import { createWorkbench } from "./state/workbench.ts";
import { systemTheme } from "./theme/themeController.ts";
import { connect } from "./transport/connect.ts";
import { HostConnection } from "./transport/hostConnection.ts";
import { ErrorState } from "./ui/ErrorState.tsx";

// Before anything is drawn: the system's own choice, until the settings have come.
document.documentElement.dataset.theme = systemTheme();

async function start(element: HTMLElement): Promise<void> {
  const host = new HostConnection(connect);
  await host.start();
  const workbench = await createWorkbench(host);
  const root = createRoot(element);
  if (!workbench.ok) {
    const retry = { title: "Reload", run: () => location.reload() };
    root.render(
      <ErrorState text="Airlock could not start." cause={workbench.error.message} action={retry} />,
    );
    return;
  }
  followTitle(workbench.value);
  root.render(
    <ServicesContext value={workbench.value}>
      <Frame />
    </ServicesContext>,
  );
  // The frame is there and answers; now the heavy part.
  requestIdleCallback(() => void workbench.value.monaco.load());
}

const element = document.getElementById("root");
if (element) void start(element);
