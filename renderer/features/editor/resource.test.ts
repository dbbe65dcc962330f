import fc from "fast-check";
import { expect, test } from "vitest";
import { baseName, folderOf, formatResource, movedPath, parseResource, type Resource } from "./resource.ts";

test("every resource comes back as it was written, whatever the name", () => {
  const name = fc.string({ unit: "binary" });
  const view = fc.stringMatching(/^[a-zA-Z]+$/);
  const resource: fc.Arbitrary<Resource> = fc.oneof(
    fc.record({ kind: fc.constant("file" as const), path: name }),
    fc.record({ kind: fc.constant("untitled" as const), name }),
    fc.record({ kind: fc.constant("view" as const), view, argument: name }),
  );
  fc.assert(
    fc.property(resource, (value) => {
      expect(parseResource(formatResource(value))).toEqual(value);
    }),
  );
});

test("what is not a resource is not read as one", () => {
  expect([parseResource(""), parseResource("a.py"), parseResource("http://x")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("a moved folder moves what lies in it and not its neighbour", () => {
  expect([
    movedPath("a/b/c.py", "a/b", "x"),
    movedPath("a/b", "a/b", "x"),
    movedPath("a/bc.py", "a/b", "x"),
  ]).toEqual(["x/c.py", "x", undefined]);
});

test("names and folders of paths", () => {
  expect([baseName("a/b.py"), baseName("b.py"), folderOf("a/b.py"), folderOf("b.py")]).toEqual([
    "b.py",
    "b.py",
    "a",
    "",
  ]);
});
