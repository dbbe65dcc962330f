import { z } from "zod";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { AssistantTask } from "../../../core/contract/assistant.ts";
import type { Services } from "../../state/services.ts";
import type { CodeEditor, Monaco } from "../editor/monaco/monacoLoader.ts";
import { type AssistantController, assistantViewId } from "./assistantController.ts";
import { InlineAsk } from "./inlineAsk.ts";
import { taskWords } from "./taskWords.ts";

const problem = z.object({ path: z.string(), line: z.int(), message: z.string() });
/** Those that need no words: they are asked for at once. The others open the box first. */
const wordless: readonly AssistantTask[] = ["explain", "tests", "complete"];
const inEditor: readonly AssistantTask[] = ["explain", "generate", "tests", "refactor", "debug", "complete"];

/** Every way in but the panel itself: commands, keys, the light bulb, the editor's menu, terminal and problems. */
export function registerEntries(services: Services, controller: AssistantController): Disposable {
  const own = new DisposableStore();
  const { commands, editors, layout, monaco } = services;
  const hasEditor = (): boolean => editors.activeCodeEditor !== undefined;
  const ask = (task: AssistantTask): void => {
    if (wordless.includes(task)) void controller.ask({ task });
    else if (editors.activeCodeEditor) InlineAsk.open(editors.activeCodeEditor, task, controller);
    else controller.begin(task);
  };
  own.add(
    commands.register(
      ...inEditor.map((task) => ({
        id: `airlock.assistant.${task}`,
        title: `${taskWords[task].title}${wordless.includes(task) ? "" : "…"}`,
        category: "Assistant",
        when: hasEditor,
        run: () => ask(task),
      })),
      {
        id: "airlock.assistant.inline",
        title: "Ask at the Cursor…",
        category: "Assistant",
        keys: ["Ctrl+I"],
        when: hasEditor,
        run: () => {
          const editor = editors.activeCodeEditor;
          if (editor) InlineAsk.open(editor, isBlank(editor) ? "generate" : "refactor", controller);
        },
      },
      {
        id: "airlock.assistant.review",
        title: "Review What Is Not Committed",
        category: "Assistant",
        run: () => controller.ask({ task: "review" }),
      },
      {
        id: "airlock.assistant.reviewFile",
        title: "Review the Open File",
        category: "Assistant",
        when: hasEditor,
        run: () => controller.ask({ task: "review", target: controller.target() }),
      },
      {
        id: "airlock.assistant.tour",
        title: "Tour of the Project",
        category: "Assistant",
        run: () => controller.ask({ task: "tour" }),
      },
      {
        id: "airlock.assistant.show",
        title: "Show Assistant",
        category: "View",
        run: () => layout.showRight(assistantViewId),
      },
      {
        id: "airlock.assistant.explainFailure",
        title: "Explain a Failure",
        category: "Assistant",
        hidden: true,
        run: (text) => {
          const trace = z.string().safeParse(text);
          if (trace.success) return controller.ask({ task: "debug", trace: trace.data });
          return undefined;
        },
      },
      {
        id: "airlock.assistant.explainProblem",
        title: "Explain a Problem",
        category: "Assistant",
        hidden: true,
        run: (argument) => explainProblem(services, controller, argument),
      },
    ),
  );
  own.add(monaco.whenLoaded((loaded) => own.add(registerLightBulb(loaded, services))));
  own.add(monaco.onEditor(({ editor }) => addToMenu(editor, services)));
  return own;
}

/** A problem is a failure whose place and words are known. */
async function explainProblem(
  services: Services,
  controller: AssistantController,
  argument: unknown,
): Promise<void> {
  const read = problem.safeParse(argument);
  if (!read.success) return;
  const { path, line, message } = read.data;
  const place = { line, column: 0 };
  services.editors.open(path, { range: { start: place, end: place }, focus: true });
  await services.documents.open(`file:${path}`);
  const model = services.documents.model(`file:${path}`);
  if (!model) return;
  const target = {
    path,
    language: model.getLanguageId(),
    text: model.getValue(1),
    startLine: line,
    endLine: line,
  };
  await controller.ask({ task: "debug", spec: message, target });
}

/** The light bulb offers what fits the place: VS Code's own kinds, so that its keys find them. */
function registerLightBulb(monaco: Monaco, { commands, editors }: Services): Disposable {
  const own = new DisposableStore();
  for (const task of inEditor) {
    const id = `airlock.assistant.${task}`;
    own.add(monaco.editor.registerCommand(id, () => void commands.run(id)));
  }
  const provided = monaco.languages.registerCodeActionProvider("*", {
    provideCodeActions(model, range) {
      if (editors.activeCodeEditor?.getModel() !== model) return { actions: [], dispose: () => {} };
      const isEmpty =
        model.getValueInRange(range) === "" && model.getLineContent(range.startLineNumber).trim() === "";
      const tasks: readonly AssistantTask[] = isEmpty
        ? ["generate"]
        : ["explain", "tests", "refactor", "debug"];
      const actions = tasks.map((task) => ({
        title: `${taskWords[task].title} (Assistant)`,
        kind: task === "refactor" || task === "generate" ? "refactor.rewrite" : "quickfix.assistant",
        command: { id: `airlock.assistant.${task}`, title: taskWords[task].title },
      }));
      return { actions, dispose: () => {} };
    },
  });
  own.add(provided);
  return own;
}

function addToMenu(editor: CodeEditor, { commands }: Services): Disposable {
  const own = new DisposableStore();
  for (const [index, task] of inEditor.entries())
    own.add(
      editor.addAction({
        id: `airlock.assistant.menu.${task}`,
        label: `${taskWords[task].title}${wordless.includes(task) ? "" : "…"}`,
        contextMenuGroupId: "1_assistant",
        contextMenuOrder: index,
        run: () => {
          commands.run(`airlock.assistant.${task}`);
        },
      }),
    );
  return own;
}

function isBlank(editor: CodeEditor): boolean {
  const selection = editor.getSelection();
  const model = editor.getModel();
  if (!selection || !model) return true;
  return selection.isEmpty() && model.getLineContent(selection.startLineNumber).trim() === "";
}
