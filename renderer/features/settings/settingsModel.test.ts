import { expect, test } from "vitest";
import { fits, keysSetIn, settingFields } from "./settingsModel.ts";

test("every setting has a title, a help text and the control that its schema asks for", () => {
  const fields = settingFields();
  for (const field of fields)
    expect([field.key, field.title !== "", field.description !== ""]).toEqual([field.key, true, true]);
  const control = (key: string) => fields.find((field) => field.key === key)?.control;
  expect([
    control("workbench.theme"),
    control("editor.insertSpaces"),
    control("editor.tabSize"),
    control("completion.minimumProbability"),
    control("files.exclude"),
    control("terminal.shell"),
  ]).toEqual([
    { kind: "choice", choices: ["system", "dark", "light", "high-contrast"] },
    { kind: "boolean" },
    { kind: "number", minimum: 1, maximum: 16, whole: true },
    { kind: "number", minimum: 0, maximum: 1, whole: false },
    { kind: "list" },
    { kind: "text" },
  ]);
});

test("search finds by key, title and help text, all words together", () => {
  const found = (query: string) =>
    settingFields()
      .filter((field) => fits(field, query))
      .map((field) => field.key);
  expect([found("fontsize editor"), found("tab stands")]).toEqual([["editor.fontSize"], ["editor.tabSize"]]);
});

test("broken JSON sets nothing", () => {
  expect([[...keysSetIn('{"a": 1}')], [...keysSetIn("{")], [...keysSetIn("3")]]).toEqual([["a"], [], []]);
});
