import { expect, test } from "vitest";
import { charactersRightOfCursor, reasonToSkip } from "./prefilter.ts";

const place = { path: "src/a.py", language: "python", prefix: "def f(x):\n    ret", suffix: "\n" };
const base = { place, trigger: "typing", enabled: true, disabledLanguages: ["markdown"] } as const;

test("an ordinary place while typing is completed", () => {
  expect(reasonToSkip(base)).toBeUndefined();
});

test.each([
  ["switched off", { ...base, enabled: false }],
  ["a disabled language", { ...base, place: { ...place, language: "markdown" } }],
  ["a selection", { ...base, hasSelection: true }],
  ["nothing before the cursor", { ...base, place: { ...place, prefix: " \n" } }],
  ["text right of the cursor", { ...base, place: { ...place, suffix: " + something_else\n" } }],
] as const)("%s is skipped while typing but not when asked for", (_, input) => {
  expect(reasonToSkip(input)).toMatch(/\.$/);
  expect(reasonToSkip({ ...input, trigger: "explicit" })).toBeUndefined();
});

test.each([
  ".env",
  "conf/.env.local",
  "keys/server.pem",
  "id_rsa",
  "home/id_ed25519",
  "a/secrets.yaml",
  ".netrc",
])("%s is never read by a model, even when asked for", (path) => {
  expect(reasonToSkip({ ...base, trigger: "explicit", place: { ...place, path } })).toMatch(/secrets/);
});

test.each(["environment.py", "src/pem.ts", "id_rsa_reader/x.py", "secret_santa.py"])(
  "%s is an ordinary file",
  (path) => {
    expect(reasonToSkip({ ...base, place: { ...place, path } })).toBeUndefined();
  },
);

test("closing brackets, quotes and space do not count as text right of the cursor", () => {
  expect(charactersRightOfCursor(`  )]}>"'; ,\nrest of the file`)).toBe(0);
  expect(charactersRightOfCursor("abc)\n")).toBe(3);
});
