import type { Services } from "../../state/services.ts";
import type { MenuEntry } from "../../ui/Menu.tsx";
import { parseResource } from "../editor/resource.ts";
import { nameItems } from "../tests/nameItems.ts";
import type { AssistantController } from "./assistantController.ts";

const mostListed = 50;
const terminalTextCommand = "airlock.terminal.outputText";
const problemsTextCommand = "airlock.problems.text";

/** What can be added to a question by hand. */
export function attachEntries(services: Services, controller: AssistantController): readonly MenuEntry[] {
  const { commands, notifications } = services;
  const fromCommand = (origin: "terminal" | "problems", id: string, nothing: string) => (): void => {
    const take = (text: string): void => {
      if (text.trim() === "") notifications.info(nothing);
      else controller.attach({ origin, text });
    };
    commands.run(id, take);
  };
  return [
    { title: "Selection", run: () => attachSelection(services, controller) },
    { title: "File…", run: () => pickFile(services, controller) },
    { title: "Symbol…", run: () => pickSymbol(services, controller) },
    "separator",
    {
      title: "Terminal output",
      run: fromCommand("terminal", terminalTextCommand, "The terminal has shown nothing yet."),
    },
    {
      title: "Problems",
      run: fromCommand("problems", problemsTextCommand, "There are no problems in the open files."),
    },
    { title: "Git changes", run: () => controller.attach({ origin: "gitDiff" }) },
  ];
}

function attachSelection({ notifications }: Services, controller: AssistantController): void {
  const target = controller.target();
  if (!target) {
    notifications.info("Open a file and select what you want to add.");
    return;
  }
  const { path, startLine, endLine, text } = target;
  const lines = text
    .split("\n")
    .slice(startLine, endLine + 1)
    .join("\n");
  controller.attach({ origin: "selection", path, startLine, endLine, text: lines });
}

function pickFile({ quickPick, host, editors }: Services, controller: AssistantController): void {
  quickPick.pick({
    placeholder: "A file to add to the question",
    nothing: "No file of that name.",
    items: async (text, signal) => {
      const found = await host.request("files.find", { query: text, limit: mostListed }, signal);
      const active = parseResource(editors.activeResource ?? "");
      const names = found.ok
        ? found.value.paths.map(({ path }) => path)
        : active?.kind === "file"
          ? [active.path]
          : [];
      return nameItems(
        names.map((name) => ({ name })),
        "",
        "file",
        (path) => controller.attach({ origin: "file", path }),
      );
    },
  });
}

function pickSymbol({ quickPick }: Services, controller: AssistantController): void {
  quickPick.pick({
    placeholder: "The name of a function or class to add",
    nothing: "Write its name.",
    items: (text) =>
      text.trim() === ""
        ? []
        : nameItems([{ name: text.trim() }], "", "symbol-method", (symbol) =>
            controller.attach({ origin: "symbol", symbol }),
          ),
  });
}
