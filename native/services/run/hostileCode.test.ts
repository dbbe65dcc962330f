// Line 41 of what it survives: code that nobody would want to run, run.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestRun } from "../../../core/contract/run.ts";
import {
  addPytest,
  composeRunFor,
  newWorkspace,
  removeWorkspace,
  requireBubblewrap,
} from "../../fixtures/sandboxTools.ts";
import type { TestRequest } from "./runService.ts";

let root: string;
const never = new AbortController().signal;

beforeAll(() => {
  requireBubblewrap();
  root = newWorkspace({ "m.py": "def add(a, b):\n    return a + b\n" });
  addPytest(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

/** Runs a test file that holds this code; the workspace on disk does not know it. */
async function runCode(text: string, limits: TestRequest["limits"] = {}): Promise<TestRun> {
  const done = await composeRunFor(root).runs.runTests(
    {
      testFile: "test_hostile.py",
      files: [{ path: "test_hostile.py", text }],
      limits: { wallMilliseconds: 30_000, ...limits },
    },
    () => {},
    never,
  );
  if (!done.ok) throw new Error(done.error.message);
  return done.value;
}

/** Command lines of processes of this machine that contain a word; the kernel may need a moment to end them. */
async function processesWith(word: string): Promise<readonly string[]> {
  let found: string[] = [];
  for (let attempt = 0; attempt < 40; attempt++) {
    found = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => {
        try {
          return readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        } catch {
          return "";
        }
      })
      .filter((line) => line.includes(word));
    if (found.length === 0) break;
    await sleep(50);
  }
  return found;
}

test("a fork bomb meets its process limit, and the machine stays answerable", async () => {
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
  const before = performance.now();
  let ticks = 0;
  const clock = setInterval(() => ticks++, 20);
  const run = await runCode(bomb, { processes: 100 });
  clearInterval(clock);
  expect(run).toMatchObject({ status: "failed", tests: [{ outcome: "failed" }] });
  expect(run.tests[0]?.message).toContain("BlockingIOError");
  expect(ticks).toBeGreaterThan((performance.now() - before) / 20 / 4);
  expect(await processesWith("test_hostile.py")).toEqual([]);
});

test("a bomb of the shell's kind, whose children bear children, is held and leaves nothing", async () => {
  const run = await runCode(
    `import os, subprocess, time

def test_bomb():
    subprocess.Popen(["/bin/sh", "-c", "exec 2>/dev/null; f() { f | f & }; f; sleep 765432"])
    most = 0
    for _ in range(50):
        most = max(most, sum(name.isdigit() for name in os.listdir("/proc")))
        time.sleep(0.02)
    assert 10 < most < 80
`,
    { processes: 64 },
  );
  expect(run.tests.map(({ message }) => message)).toEqual([""]);
  expect(await processesWith("765432")).toEqual([]);
});

test("10 GB at once are refused; 10 GB in pieces, over many processes, end the run", async () => {
  const once = await runCode("def test_memory():\n    bytearray(10 << 30)\n");
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
  const many = await runCode(pieces, { memoryBytes: 1 << 30 });
  expect(many).toMatchObject({ status: "stopped", stoppedBy: "memory" });
});

test("no file of the person is there to be read", async () => {
  const home = mkdtempSync(join(homedir(), "airlock-secret-"));
  const elsewhere = mkdtempSync(join(tmpdir(), "airlock-secret-"));
  try {
    for (const folder of [home, elsewhere]) {
      mkdirSync(join(folder, ".ssh"));
      writeFileSync(join(folder, ".ssh", "id_ed25519"), "PRIVATE-KEY-OF-A-PERSON");
    }
    const run = await runCode(`import os

def test_read():
    seen = []
    for folder in (${JSON.stringify(home)}, ${JSON.stringify(elsewhere)}, os.path.expanduser("~"), ${JSON.stringify(homedir())}):
        try:
            seen.append(open(folder + "/.ssh/id_ed25519").read())
        except OSError:
            pass
    for place, _, names in os.walk("/"):
        if place.startswith(("/proc", "/sys", "/usr", "/workspace/.venv")):
            continue
        seen += [place for name in names if name == "id_ed25519"]
    assert seen == []
    assert [name for name in os.listdir("/") if name in ("home", "root", "run", "var", "sys", "mnt", "boot")] == []
    assert sorted(os.environ.get(name, "") for name in ("SSH_AUTH_SOCK", "AIRLOCK_SECRET", "DBUS_SESSION_BUS_ADDRESS")) == ["", "", ""]
    assert [name for name in os.listdir("/proc") if name.isdigit()] != []
    assert all("vitest" not in open(f"/proc/{name}/cmdline").read() for name in os.listdir("/proc") if name.isdigit())
`);
    expect(run).toMatchObject({ status: "passed", reason: "1 test ran, none failed." });
  } finally {
    rmSync(home, { recursive: true, force: true });
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

test("nothing of the environment is handed on", async () => {
  process.env.AIRLOCK_SECRET = "token-of-a-person";
  try {
    const run = await runCode(
      'import os\n\ndef test_environment():\n    assert "token-of-a-person" not in str(dict(os.environ))\n    assert "token-of-a-person" not in open("/proc/1/environ", errors="replace").read()\n',
    );
    // The first process's environment belongs to nobody here: being refused is as good as seeing nothing in it.
    expect(run.tests.map(({ message }) => message).join()).toMatch(/^$|PermissionError/);
  } finally {
    delete process.env.AIRLOCK_SECRET;
  }
});

test("no connection gets out, not to this machine either", async () => {
  let seen = 0;
  const server = createServer((socket) => {
    seen += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const run = await runCode(`import errno, socket

def test_connect():
    for host in ("127.0.0.1", "1.1.1.1", "169.254.169.254"):
        with socket.socket() as one:
            one.settimeout(2)
            try:
                one.connect((host, ${port}))
            except OSError:
                continue
            raise AssertionError("connected to " + host)
    try:
        socket.gethostbyname("example.com")
    except OSError:
        pass
    else:
        raise AssertionError("resolved a name")

def test_virtual_machine_sockets():
    try:
        socket.socket(40, socket.SOCK_STREAM)
    except OSError as error:
        assert error.errno == errno.EAFNOSUPPORT
    else:
        raise AssertionError("AF_VSOCK leads out of every network namespace")
`);
    expect(run).toMatchObject({ status: "passed", tests: [{ outcome: "passed" }, { outcome: "passed" }] });
    expect(seen).toBe(0);
  } finally {
    server.close();
  }
});

test("nothing is written outside the scratch copy, and nothing in it reaches the workspace", async () => {
  const outside = mkdtempSync(join(tmpdir(), "airlock-outside-"));
  const run = await runCode(`import os

def test_write():
    open("/workspace/m.py", "w").write("changed")
    open("/workspace/new.txt", "w").write("made")
    open("/tmp/fine", "w").write("made")
    for place in (${JSON.stringify(outside)}, "/", "/usr", "/etc", "/dev", "/proc/sys/kernel", "/sources/0", "/airlock/runners", "/workspace/.venv/bin"):
        try:
            open(place + "/planted", "w")
        except OSError:
            continue
        raise AssertionError("wrote to " + place)
    try:
        os.remove("/workspace/.venv/bin/python")
    except OSError:
        return
    raise AssertionError("removed the workspace's python")
`);
  expect(run).toMatchObject({ status: "passed" });
  expect(readdirSync(outside)).toEqual([]);
  expect(readFileSync(join(root, "m.py"), "utf8")).toContain("return a + b");
  expect(existsSync(join(root, "new.txt"))).toBe(false);
  rmSync(outside, { recursive: true });
});

test("privileges cannot be won: no capabilities, no namespaces, no mounts, no tracing", async () => {
  const run = await runCode(`import ctypes, os, subprocess

def test_privileges():
    status = open("/proc/self/status").read()
    assert "CapEff:\\t0000000000000000" in status
    assert "CapBnd:\\t0000000000000000" in status
    assert "NoNewPrivs:\\t1" in status
    assert "Seccomp:\\t2" in status
    assert os.getuid() != 0
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.unshare(0x10000000) == -1
    assert libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"") == -1
    assert libc.ptrace(16, 1, 0, 0) == -1
    assert libc.setuid(0) == -1
    assert subprocess.run(["/usr/bin/unshare", "-Ur", "true"], capture_output=True).returncode != 0
`);
  expect(run.tests).toMatchObject([{ outcome: "passed" }]);
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
  const run = await runCode(`import subprocess

def test_orphan():
    subprocess.Popen(["/bin/sh", "-c", "trap '' TERM HUP; sleep 987654"], start_new_session=True,
                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
`);
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

test("a link out of the workspace is neither copied nor followed", async () => {
  const outside = mkdtempSync(join(tmpdir(), "airlock-linked-"));
  writeFileSync(join(outside, "secret.txt"), "SECRET");
  symlinkSync(join(outside, "secret.txt"), join(root, "link.txt"));
  symlinkSync(outside, join(root, "linked"));
  const run = await runCode(`import os

def test_link():
    assert not os.path.exists("/workspace/link.txt")
    assert not os.path.exists("/workspace/linked/secret.txt")
    assert os.listdir("/workspace") != []
`);
  expect(run.status).toBe("passed");
  for (const name of ["link.txt", "linked"]) rmSync(join(root, name));
  rmSync(outside, { recursive: true });
});

test("node_modules or .venv that lead out of the workspace are not shown", async () => {
  const other = newWorkspace({
    "test_x.py": "import os\n\ndef test_x():\n    assert not os.path.exists('/workspace/.venv/bin')\n",
  });
  const outside = mkdtempSync(join(tmpdir(), "airlock-linked-"));
  mkdirSync(join(outside, "vitest"));
  writeFileSync(join(outside, "vitest", "vitest.mjs"), "");
  symlinkSync(outside, join(other, "node_modules"));
  symlinkSync(join(root, ".venv"), join(other, ".venv"));
  writeFileSync(join(other, "a.test.ts"), 'import { test } from "vitest";\ntest("x", () => {});\n');
  const vitest = await composeRunFor(other).runs.runTests(
    { testFile: "a.test.ts", files: [] },
    () => {},
    never,
  );
  expect(vitest).toMatchObject({ ok: false, error: { code: "toolMissing" } });
  const python = await composeRunFor(other).runs.runTests(
    {
      testFile: "test_u.py",
      files: [
        {
          path: "test_u.py",
          text: "import os, unittest\nclass T(unittest.TestCase):\n    def test_x(self):\n        self.assertFalse(os.path.exists('/workspace/.venv/bin'))\n",
        },
      ],
    },
    () => {},
    never,
  );
  expect(python).toMatchObject({ ok: true, value: { status: "passed", runner: "unittest" } });
  removeWorkspace(other);
  rmSync(outside, { recursive: true });
});

test("a huge file, and many files, meet their bounds", async () => {
  const run = await runCode(
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
    await runCode("import time\n\ndef test_sleep():\n    time.sleep(60)\n", { wallMilliseconds: 1500 }),
  ).toMatchObject({ status: "stopped", stoppedBy: "wallTime" });
  expect(await runCode("def test_spin():\n    while True:\n        pass\n", { cpuSeconds: 1 })).toMatchObject(
    {
      status: "stopped",
      stoppedBy: "cpu",
    },
  );
});
