import type { Feature } from "../../state/services.ts";
import { QuickOpenController } from "./quickOpenController.ts";

export const quickOpenFeature: Feature = {
  name: "quickOpen",
  activate(services) {
    const controller = new QuickOpenController(services);
    return services.commands.register(
      {
        id: "workbench.action.quickOpen",
        title: "Go to File…",
        category: "Go",
        keys: ["Ctrl+P"],
        skipsShell: true,
        run: () => controller.open(""),
      },
      // Apart from Ctrl+P: in a shell this one is "end of line".
      {
        id: "workbench.action.quickOpenPrevious",
        title: "Go to File…",
        category: "Go",
        keys: ["Ctrl+E"],
        hidden: true,
        run: () => controller.open(""),
      },
      {
        id: "workbench.action.showCommands",
        title: "Show All Commands",
        category: "Go",
        keys: ["Ctrl+Shift+P", "F1"],
        skipsShell: true,
        run: () => controller.open(">"),
      },
      {
        id: "workbench.action.gotoLine",
        title: "Go to Line…",
        category: "Go",
        keys: ["Ctrl+G"],
        when: () => services.editors.activeCodeEditor !== undefined,
        run: () => controller.open(":"),
      },
      {
        id: "workbench.action.gotoSymbol",
        title: "Go to Symbol in Editor…",
        category: "Go",
        keys: ["Ctrl+Shift+O"],
        when: () => services.editors.activeCodeEditor !== undefined,
        run: () => controller.open("@"),
      },
      {
        id: "workbench.action.editor.changeLanguageMode",
        title: "Change Language Mode",
        category: "Editor",
        keys: ["Ctrl+K M"],
        run: () => controller.changeLanguage(),
      },
    );
  },
};
