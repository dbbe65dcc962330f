// Line 41 of what it survives: code that takes all it can get, run.
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addPytest,
  composeRunFor,
  newWorkspace,
  processesWith,
  removeWorkspace,
  requireBubblewrap,
  runCode,
} from "../../fixtures/sandboxTools.ts";

let root: string;
const never = new AbortController().signal;

beforeAll(() => {
  requireBubblewrap();
  root = newWorkspace({ "m.py": "def add(a, b):\n    return a + b\n" });
  addPytest(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

test("a fork bomb meets its process limit, and another run goes on beside it", async () => {
  const bomb = `import os, sys, time

def test_bomb():
    made = 0
    try:
        while True:
            if os.fork() == 0:
                sys.argv[0] = "forkbomb"
                time.sleep(60)
                os._exit(0)
            made += 1
    except BlockingIOError:
        print("made", made)
        assert made > 0
        assert made < 100
        raise
`;
  const [run, beside] = await Promise.all([
    runCode(root, bomb, { processes: 100 }),
    runCode(root, "def test_beside():\n    pass\n"),
  ]);
  expect(beside.status).toBe("passed");
  expect(run).toMatchObject({ status: "failed", tests: [{ outcome: "failed" }] });
  expect(run.tests[0]?.message).toContain("BlockingIOError");
  expect(await processesWith("test_hostile.py")).toEqual([]);
});

test("a bomb of the shell's kind, whose children bear children, is held and leaves nothing", async () => {
  const run = await runCode(
    root,
    `import os, subprocess, time

def test_bomb():
    subprocess.Popen(["/bin/sh", "-c", "exec 2>/dev/null; f() { f | f & }; f; sleep 765432"])
    most = 0
    for _ in range(50):
        most = max(most, sum(name.isdigit() for name in os.listdir("/proc")))
        time.sleep(0.02)
    # A listing is no instant: processes that come and go while it is read are all in it.
    assert 10 < most < 400
`,
    { processes: 64 },
  );
  expect(run.tests.map(({ message }) => message)).toEqual([""]);
  expect(await processesWith("765432")).toEqual([]);
});

test("10 GB at once are refused; 10 GB in pieces, over many processes, end the run", async () => {
  const once = await runCode(root, "def test_memory():\n    bytearray(10 << 30)\n");
  expect(once).toMatchObject({ status: "failed", tests: [{ outcome: "failed" }] });
  expect(once.tests[0]?.message).toContain("MemoryError");

  const pieces = `import os, time

def test_memory():
    for _ in range(20):
        if os.fork() == 0:
            kept = b"x" * (400 << 20)
            time.sleep(60)
            os._exit(len(kept))
    time.sleep(60)
`;
  const many = await runCode(root, pieces, { memoryBytes: 1 << 30 });
  expect(many).toMatchObject({ status: "stopped", stoppedBy: "memory" });
});

test("endless output is cut and ends the run; what came is in order", async () => {
  let streamed = "";
  const done = await composeRunFor(root).runs.runTests(
    {
      testFile: "test_hostile.py",
      files: [
        {
          path: "test_hostile.py",
          text: 'import os, unittest\n\nnumber = 0\nwhile True:\n    os.write(1 + number % 2, b"line %d\\n" % number)\n    number += 1\n',
        },
      ],
      limits: { outputBytes: 300_000, wallMilliseconds: 30_000 },
    },
    (text) => {
      streamed += text;
    },
    never,
  );
  expect(done).toMatchObject({ ok: true, value: { status: "stopped", stoppedBy: "output" } });
  expect(streamed.length).toBeLessThanOrEqual(300_000);
  const numbers = [...streamed.matchAll(/^line (\d+)\n/gm)].map(([, number]) => Number(number));
  expect(numbers.length).toBeGreaterThan(1000);
  expect(numbers.every((number, index) => number === index)).toBe(true);
  expect(done.ok && done.value.output.length <= 64 * 1024).toBe(true);
});

test("a child that sleeps on, detached, does not outlive the run", async () => {
  const run = await runCode(
    root,
    `import subprocess

def test_orphan():
    subprocess.Popen(["/bin/sh", "-c", "trap '' TERM HUP; sleep 987654"], start_new_session=True,
                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
`,
  );
  expect(run.status).toBe("passed");
  expect(await processesWith("987654")).toEqual([]);
});

test("a cancelled run is gone with all its children, and said to be cancelled", async () => {
  const abort = new AbortController();
  const text = `import subprocess, sys

def test_long():
    subprocess.Popen(["sleep", "876543"], start_new_session=True)
    sys.__stdout__.write("started\\n")
    sys.__stdout__.flush()
    import time
    time.sleep(60)
`;
  const running = composeRunFor(root).runs.runTests(
    { testFile: "test_hostile.py", files: [{ path: "test_hostile.py", text }] },
    () => abort.abort(),
    abort.signal,
  );
  // pytest captures; the dots it prints at the first test are output enough.
  const timer = setTimeout(() => abort.abort(), 1500);
  expect(await running).toMatchObject({ ok: false, error: { code: "cancelled" } });
  clearTimeout(timer);
  expect(await processesWith("876543")).toEqual([]);
});

test("a run that is cancelled while its sandbox is set up leaves nothing behind either", async () => {
  const request = {
    testFile: "test_cancelled.py",
    files: [{ path: "test_cancelled.py", text: "import time\ntime.sleep(60)\n" }],
  };
  for (let delay = 0; delay < 60; delay += 2) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), delay);
    expect(await composeRunFor(root).runs.runTests(request, () => {}, abort.signal)).toMatchObject({
      ok: false,
      error: { code: "cancelled" },
    });
    clearTimeout(timer);
  }
  expect(await processesWith("test_cancelled.py")).toEqual([]);
});

test("a huge file, and many files, meet their bounds", async () => {
  const run = await runCode(
    root,
    `import errno, os

def test_one():
    with open("/workspace/huge", "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * (1 << 20))
        except OSError as error:
            assert error.errno == errno.EFBIG
    assert os.path.getsize("/workspace/huge") <= 8 << 20

def test_many():
    for folder in ("/workspace", "/tmp", "/dev/shm"):
        try:
            for number in range(1000):
                open(f"{folder}/part{number}", "wb", buffering=0).write(b"x" * (1 << 20))
        except OSError as error:
            assert error.errno == errno.ENOSPC
        else:
            raise AssertionError("no bound in " + folder)
`,
    { fileBytes: 8 << 20, scratchBytes: 64 << 20 },
  );
  expect(run.tests.map(({ message }) => message)).toEqual(["", ""]);
  expect(run.status).toBe("passed");
});

test("time is bounded: on the clock, and on the processor", async () => {
  expect(
    await runCode(root, "import time\n\ndef test_sleep():\n    time.sleep(60)\n", { wallMilliseconds: 1500 }),
  ).toMatchObject({ status: "stopped", stoppedBy: "wallTime" });
  expect(
    await runCode(root, "def test_spin():\n    while True:\n        pass\n", { cpuSeconds: 1 }),
  ).toMatchObject({
    status: "stopped",
    stoppedBy: "cpu",
  });
});

test("empty files without end are too many some time", async () => {
  const text = `import itertools

def test_files():
    for number in itertools.count():
        open(f"/tmp/empty{number}", "x").close()
`;
  expect(await runCode(root, text, { wallMilliseconds: 60_000 })).toMatchObject({
    status: "stopped",
    stoppedBy: "files",
  });
});
