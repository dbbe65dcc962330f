import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelFolder } from "./kernelFolder.ts";

let base: string;
const own = `airlock-${userInfo().uid}`;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "airlock-kf-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test("each pad has a folder of its own, below one that is this account's alone", () => {
  const one = kernelFolder([base], "workspace\na.py");
  const other = kernelFolder([base], "workspace\nb.py");
  expect(one.ok && one.value.startsWith(join(base, own))).toBe(true);
  expect(one).toEqual(kernelFolder([base], "workspace\na.py"));
  expect(one).not.toEqual(other);
  expect(statSync(join(base, own)).mode & 0o777).toBe(0o700);
});

test("a path that is too long for sockets is passed over; where all are, a sentence says what to set", () => {
  const deep = join(base, "x".repeat(80));
  const found = kernelFolder([deep, base], "a");
  expect(found.ok && found.value.startsWith(join(base, own))).toBe(true);
  const none = kernelFolder([deep], "a");
  expect(none.ok ? "" : none.error.message).toMatch(
    /too long a path for a kernel's sockets\. Set XDG_RUNTIME_DIR/,
  );
});

test("a folder that others may enter, or a link in its place, is not used", () => {
  mkdirSync(join(base, own));
  chmodSync(join(base, own), 0o777);
  const open = kernelFolder([base], "a");
  expect(open.ok ? "" : open.error.message).toMatch(/is not this account's alone/);
  rmSync(join(base, own), { recursive: true });
  mkdirSync(join(base, "elsewhere"), { mode: 0o700 });
  symlinkSync(join(base, "elsewhere"), join(base, own));
  const link = kernelFolder([base], "a");
  expect(link.ok ? "" : link.error.message).toMatch(/is not this account's alone/);
});
