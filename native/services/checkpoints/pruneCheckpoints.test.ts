import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ShadowGit } from "../../adapters/git/shadowGit.ts";
import { CheckpointedFolder, noise, pattern, unwrap } from "../../fixtures/checkpointedFolder.ts";

const never = new AbortController().signal;
let folder: CheckpointedFolder;
beforeEach(async () => {
  folder = await CheckpointedFolder.make();
});
afterEach(() => folder.remove());

test("checkpoints whose turns are gone give their room back; those that are named stay whole", async () => {
  const checkpoints = folder.service({ spared: 0 });
  const size = async (): Promise<number> =>
    unwrap(await new ShadowGit(folder.shadow, process.env).size(never)).bytes;
  await folder.put("a.bin", pattern(200_000, 3));
  folder.named = [unwrap(await checkpoints.make(never))];
  unwrap(await checkpoints.prune());
  const small = await size();
  for (let index = 0; index < 12; index++) {
    await folder.put("big.bin", noise(400_000, index));
    unwrap(await checkpoints.make(never));
  }
  expect(await size()).toBeGreaterThan(small + 4_000_000);
  unwrap(await checkpoints.prune());
  expect(await size()).toBeLessThan(small + 50_000);
  await folder.put("a.bin", "other");
  await rm(join(folder.root, "big.bin"));
  unwrap(await checkpoints.restore(folder.named[0] ?? "", undefined, never));
  expect(await readFile(join(folder.root, "a.bin"))).toEqual(pattern(200_000, 3));
});

test("however many are named, the store keeps to its bound: the oldest go, and say so", async () => {
  const checkpoints = folder.service({ spared: 0, storeBytes: 2_000_000 });
  for (let index = 0; index < 12; index++) {
    await folder.put("big.bin", noise(400_000, index));
    folder.named.push(unwrap(await checkpoints.make(never)));
  }
  unwrap(await checkpoints.prune());
  const store = new ShadowGit(folder.shadow, process.env);
  expect(unwrap(await store.size(never)).bytes).toBeLessThan(2_000_000);
  const kept = unwrap(await store.list(never)).length;
  expect(kept).toBeGreaterThan(0);
  const outcomes = await Promise.all(folder.named.map((id) => checkpoints.compare(id, never)));
  expect(outcomes.filter((one) => !one.ok && one.error.code === "notFound")).toHaveLength(12 - kept);
});

test("what was just made is spared though no turn names it yet, and so is the way back", async () => {
  await folder.put("a.py", "a");
  const checkpoints = folder.service();
  const id = unwrap(await checkpoints.make(never));
  unwrap(await checkpoints.prune());
  expect(unwrap(await checkpoints.compare(id, never))).toEqual([]);
  await folder.put("a.py", "b");
  const { undo } = unwrap(await checkpoints.restore(id, undefined, never));
  const later = folder.service({ spared: 0 });
  unwrap(await later.prune());
  expect((await later.compare(id, never)).ok).toBe(false);
  expect(unwrap(await later.compare(undo, never))).toEqual([{ path: "a.py", change: "changed" }]);
});

test("whatever is broken in the store, the next files are kept, and what is still there comes back", async () => {
  await folder.put("a.py", "a");
  await folder.put("b.py", "b");
  const first = unwrap(await folder.service().make(never));
  // Packs are lost, references stay.
  await rm(join(folder.shadow, "objects"), { recursive: true });
  await mkdir(join(folder.shadow, "objects"));
  await folder.put("a.py", "A");
  const checkpoints = folder.service();
  const second = unwrap(await checkpoints.make(never));
  expect(await checkpoints.compare(first, never)).toMatchObject({ error: { code: "notFound" } });
  expect(unwrap(await checkpoints.compare(second, never))).toEqual([]);

  for (const broken of ["HEAD", "config"]) {
    await writeFile(join(folder.shadow, broken), "\u0000noise\n]");
    await folder.put("a.py", broken);
    const again = folder.service();
    const id = unwrap(await again.make(never));
    await folder.put("a.py", "other");
    unwrap(await again.restore(id, undefined, never));
    expect(await folder.text("a.py")).toBe(broken);
  }
  expect((await readdir(join(folder.base, "home"))).length).toBe(4);
});

test("a lock that a lost machine left does not stop the tidying", async () => {
  await folder.put("a.py", "a");
  const checkpoints = folder.service({ spared: 0 });
  unwrap(await checkpoints.make(never));
  const lock = join(folder.shadow, "packed-refs.lock");
  await writeFile(lock, "");
  await utimes(lock, 1000, 1000);
  unwrap(await checkpoints.prune());
  expect(unwrap(await new ShadowGit(folder.shadow, process.env).list(never))).toEqual([]);
});
