import { describe, expect, test } from "vitest";
import { findFileLinks, webAddressOf, workspacePathOf } from "./terminalLinks.ts";

function found(line: string): readonly (readonly [string, string, number | undefined, number | undefined])[] {
  return findFileLinks(line).map((link) => [
    line.slice(link.start, link.end),
    link.path,
    link.line,
    link.column,
  ]);
}

describe("links to files in output", () => {
  test.each([
    ["src/a.py:12:3: error", [["src/a.py:12:3", "src/a.py", 12, 3]]],
    ["api/orders.py:7", [["api/orders.py:7", "api/orders.py", 7, undefined]]],
    ["src/a.ts(12,3): error TS1005", [["src/a.ts(12,3)", "src/a.ts", 12, 3]]],
    ['  File "/w/a b.py", line 4, in f', [['File "/w/a b.py", line 4', "/w/a b.py", 4, undefined]]],
    ["see (docs/read.me).", [["docs/read.me", "docs/read.me", undefined, undefined]]],
    ["tests/test_a.py::test_one FAILED", [["tests/test_a.py", "tests/test_a.py", undefined, undefined]]],
    ["ends in setup.py.", [["setup.py", "setup.py", undefined, undefined]]],
    ["12:34:56 1/2 3.5 ok", []],
    ["https://example.org/a.py:12", []],
  ] as const)("%s", (line, links) => {
    expect(found(line)).toEqual(links);
  });

  test("a line of a megabyte costs nothing", () => {
    expect(findFileLinks("a/".repeat(500_000))).toEqual([]);
  });

  test("paths outside of the workspace are none", () => {
    expect(workspacePathOf("src/a.py", "/ws")).toBe("src/a.py");
    expect(workspacePathOf("../b.py", "/ws", "/ws/src")).toBe("b.py");
    expect(workspacePathOf("/ws/src/./a.py", "/ws")).toBe("src/a.py");
    expect(workspacePathOf("/ws-evil/a.py", "/ws")).toBeUndefined();
    expect(workspacePathOf("../../etc/passwd", "/ws", "/ws/src")).toBeUndefined();
    expect(workspacePathOf("/ws", "/ws")).toBeUndefined();
  });

  test("ADVERSARIAL 34: addresses are http and https alone", () => {
    expect(webAddressOf("https://example.org/a")).toBe("https://example.org/a");
    expect(webAddressOf("file:///etc/passwd")).toBeUndefined();
    expect(webAddressOf("javascript:alert(1)")).toBeUndefined();
    expect(webAddressOf("no address")).toBeUndefined();
  });
});
