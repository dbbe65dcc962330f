// Line 41 of what it survives: code that looks for a way out, run.
import { execFileSync } from "node:child_process";
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
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addPytest,
  composeRunFor,
  newWorkspace,
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

test("no file of the person is there to be read", async () => {
  const home = mkdtempSync(join(homedir(), "airlock-secret-"));
  const elsewhere = mkdtempSync(join(tmpdir(), "airlock-secret-"));
  try {
    for (const folder of [home, elsewhere]) {
      mkdirSync(join(folder, ".ssh"));
      writeFileSync(join(folder, ".ssh", "id_ed25519"), "PRIVATE-KEY-OF-A-PERSON");
    }
    const run = await runCode(
      root,
      `import os

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
`,
    );
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
      root,
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
    const run = await runCode(
      root,
      `import errno, socket

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
`,
    );
    expect(run).toMatchObject({ status: "passed", tests: [{ outcome: "passed" }, { outcome: "passed" }] });
    expect(seen).toBe(0);
  } finally {
    server.close();
  }
});

test("nothing is written outside the scratch copy, and nothing in it reaches the workspace", async () => {
  const outside = mkdtempSync(join(tmpdir(), "airlock-outside-"));
  const run = await runCode(
    root,
    `import os

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
`,
  );
  expect(run).toMatchObject({ status: "passed" });
  expect(readdirSync(outside)).toEqual([]);
  expect(readFileSync(join(root, "m.py"), "utf8")).toContain("return a + b");
  expect(existsSync(join(root, "new.txt"))).toBe(false);
  rmSync(outside, { recursive: true });
});

test("privileges cannot be won: no capabilities, no namespaces, no mounts, no tracing", async () => {
  const run = await runCode(
    root,
    `import ctypes, os, subprocess

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
`,
  );
  expect(run.tests).toMatchObject([{ outcome: "passed" }]);
});

test("a link out of the workspace is neither copied nor followed", async () => {
  const outside = mkdtempSync(join(tmpdir(), "airlock-linked-"));
  writeFileSync(join(outside, "secret.txt"), "SECRET");
  symlinkSync(join(outside, "secret.txt"), join(root, "link.txt"));
  symlinkSync(outside, join(root, "linked"));
  const run = await runCode(
    root,
    `import os

def test_link():
    assert not os.path.exists("/workspace/link.txt")
    assert not os.path.exists("/workspace/linked/secret.txt")
    assert os.listdir("/workspace") != []
`,
  );
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

test("a descriptor that Airlock was born with is not handed on", () => {
  const secret = join(root, "..", "descriptor-secret.txt");
  writeFileSync(secret, "SECRET");
  const script = resolve(import.meta.dirname, "../../fixtures/runAsPerson.ts");
  const said = execFileSync(
    "/bin/bash",
    ["-c", `exec 7<"$0" 61<"$0"; exec "$1" "$2" "$3"`, secret, process.execPath, script, root],
    {
      encoding: "utf8",
    },
  );
  rmSync(secret);
  expect(JSON.parse(said)).toMatchObject({ ok: true, value: { status: "passed" } });
});
