import { z } from "zod";
import { request } from "./define.ts";
import { providers, redactionRules } from "./provider.ts";

/**
 * Every setting, flat and namespaced as in VS Code. `describe` is the form's help text; the default makes `{}` valid.
 * Unknown keys are kept and reported, never dropped.
 */
export const settingsSchema = z.object({
  "workbench.theme": z
    .enum(["system", "dark", "light", "high-contrast"])
    .default("system")
    .describe("Colours of the whole window."),
  "editor.fontSize": z.number().min(8).max(40).default(13).describe("Size of code, in pixels."),
  "editor.fontFamily": z.string().default("JetBrains Mono").describe("Typeface of code."),
  "editor.tabSize": z.int().min(1).max(16).default(4).describe("Columns a tab stands for."),
  "editor.insertSpaces": z.boolean().default(true).describe("Tab inserts spaces."),
  "editor.wordWrap": z.enum(["off", "on"]).default("off").describe("Wrap long lines at the window's edge."),
  "editor.minimap": z
    .boolean()
    .default(false)
    .describe("Show the overview of the file beside the scroll bar."),
  "editor.renderWhitespace": z
    .enum(["none", "boundary", "selection", "all"])
    .default("selection")
    .describe("Show spaces and tabs."),
  "files.autoSave": z
    .enum(["off", "afterDelay", "onFocusChange"])
    .default("off")
    .describe("When changed files are saved by themselves."),
  "files.trimTrailingWhitespace": z.boolean().default(false).describe("Remove spaces at line ends on save."),
  "files.insertFinalNewline": z.boolean().default(false).describe("End a file with a newline on save."),
  "files.exclude": z
    .array(z.string())
    .default(["**/.git", "**/node_modules", "**/__pycache__", "**/.venv"])
    .describe("Globs hidden in the explorer."),
  "completion.enabled": z.boolean().default(true).describe("Show ghost text while typing."),
  "completion.mode": z
    .enum(["eager", "subtle"])
    .default("eager")
    .describe("Eager shows ghost text by itself; subtle only on Alt+\\."),
  "completion.maxLines": z.int().min(1).max(60).default(12).describe("Most lines in one suggestion."),
  "completion.minimumProbability": z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe("Suggestions less sure than this are not shown."),
  "completion.disabledLanguages": z
    .array(z.string())
    .default(["plaintext", "markdown"])
    .describe("Languages without ghost text while typing."),
  "assistant.explainBeforeAccept": z
    .boolean()
    .default(false)
    .describe("Accept an alternative only after its explanation was read or a line was written about it."),
  "model.selected": z
    .string()
    .default("")
    .describe("Identifier of the model in use; empty is the bundled one."),
  "model.threads": z
    .int()
    .min(0)
    .max(256)
    .default(0)
    .describe("Processor threads for the model; 0 measures and chooses."),
  "retrieval.index": z
    .enum(["full", "words", "off"])
    .default("full")
    .describe("What finds related code: words and sense, words alone, or nothing, which takes no work."),
  "terminal.fontSize": z.number().min(8).max(40).default(13).describe("Size of terminal text, in pixels."),
  "terminal.shell": z.string().default("").describe("Shell to start; empty is your login shell."),
  "terminal.network": z
    .enum(["open", "sealed"])
    .default("open")
    .describe(
      "Whether programs in new terminals reach the network. Sealed, they reach nothing, servers on this machine included.",
    ),
  "terminal.scrollback": z
    .int()
    .min(100)
    .max(100_000)
    .default(5000)
    .describe("Lines kept above the terminal's window."),
  "python.interpreter": z
    .string()
    .default("")
    .describe("Interpreter for analysis; empty finds .venv, then python3."),
  "ledger.retentionDays": z
    .int()
    .min(1)
    .max(3650)
    .default(365)
    .describe("Days that the ledger keeps a suggestion's text."),
  "escalation.enabled": z
    .boolean()
    .default(false)
    .describe(
      "A question may go to a model beyond this machine once you have read exactly what would leave.",
    ),
  "escalation.providers": providers
    .default([])
    .describe("The models beyond this machine: an intranet's server, or a cloud's. See docs/escalation.md."),
  "escalation.redact": redactionRules
    .default({ words: [], paths: [] })
    .describe("Words and paths that are taken out of whatever leaves, and put back into the answer."),
  "window.reduceMotion": z.enum(["system", "on", "off"]).default("system").describe("Leave animations out."),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;

export const settingsScope = z.enum(["user", "workspace"]);

export const settingsSnapshot = z.object({
  effective: settingsSchema,
  /** As written, each file's own JSON text. */
  userJson: z.string(),
  workspaceJson: z.string(),
  /** One sentence each: unknown key, wrong type, broken JSON. The default holds where a value is refused. */
  problems: z.array(z.object({ scope: settingsScope, key: z.string().optional(), message: z.string() })),
});
export type SettingsSnapshot = z.infer<typeof settingsSnapshot>;

export const settingsRequests = {
  "settings.get": request(z.object({}), settingsSnapshot),
  /** `value` undefined removes the key from that scope. Fails with "invalidRequest" when the schema refuses it. */
  "settings.set": request(
    z.object({ scope: settingsScope, key: z.string(), value: z.unknown().optional() }),
    settingsSnapshot,
  ),
  "settings.writeJson": request(
    z.object({ scope: settingsScope, json: z.string().max(1_000_000) }),
    settingsSnapshot,
  ),
};
export const settingsEvents = { "settings.didChange": settingsSnapshot };
