import { join } from "node:path";
import { expect, test } from "vitest";
import { treeSitterParser } from "../treeSitter/treeSitterParser.ts";
import { FlowAnalyzer } from "./flowAnalyzer.ts";
import { FlowPrograms } from "./flowPrograms.ts";

const analyzer = new FlowAnalyzer({
  rulesFolder: join(import.meta.dirname, "../../../resources/rules"),
  programs: new FlowPrograms(treeSitterParser),
});

const safePython = `import os, configparser
from flask import Flask, request
app = Flask(__name__)
class Thing:
    def __init__(self, a): self.a = a; self.b = "fixed"
    def get(self, which): return self.a if which == "a" else self.b
def second(x, y): return y
@app.route("/a")
def a():
    name = request.args.get("name", "")
    conf = configparser.ConfigParser()
    conf.add_section("s"); conf.set("s", "a", "v"); conf.set("s", "b", name)
    os.system(conf.get("s", "a"))
    os.system(conf["s"]["a"])
    t = Thing(name)
    os.system(t.get("b"))
    os.system(t.b)
    os.system(second(name, "x"))
    lst = []
    lst.append("safe"); lst.append(name); lst.append("more"); lst.pop(0)
    os.system(lst[1])
    d = {"x": name, "y": "z"}
    os.system(d["y"]); os.system(d.get("y"))
    num = 106
    bar = "never" if (7 * 42) - num > 100 else name
    os.system(bar)
    guess = "ABC"[1]
    match guess:
        case "A": bar = name
        case "B": bar = "bob"
        case _: bar = name
    os.system(bar)
    string = ""; copy = string; string += name; copy += "ok"
    os.system(copy)
    x, y = name, "lit"
    os.system(y)
    parts = {"a": name} | {"b": "c"}
    os.system(parts["b"])
    q = name
    q = "reset"
    os.system(q)
    if len("abc") > 5: q = name
    os.system(q)
    os.system("head -n %d" % int(name))
    os.system(f"head -n {int(name):d}")
    k = {"up": "uptime"}.get(name, "true")
    os.system(k)
    if name not in ("a", "b"): return "no"
    os.system(name)
@app.route("/b")
def b():
    v = request.args["v"]
    z = v if v in {"a": 1} else "d"
    os.system(z)
    try:
        n = int(v)
    except ValueError:
        return "bad"
    os.system("x" + str(n))
    for item in ["a", "b"]:
        os.system(item)
    w = "ok"
    while False:
        w = v
    os.system(w)
    inner = lambda s: "c"
    os.system(inner(v))
    safe = [c for c in "abc"]
    os.system(safe[0])
    if not v.isalnum(): raise ValueError
    os.system(v)
`;

const unsafePython = `import os, configparser, functools
from flask import Flask, request
app = Flask(__name__)
class Thing:
    def __init__(self, a): self._a = a
    @property
    def a(self): return self._a
    def __str__(self): return self._a
def first(x, y): return x
def deco(f):
    @functools.wraps(f)
    def inner(*args, **kwargs): return f(*args, **kwargs)
    return inner
@app.route("/a")
@deco
def a():
    name = request.args.get("name", "")
    conf = configparser.ConfigParser()
    conf.add_section("s"); conf.set("s", "a", "v"); conf.set("s", "b", name)
    os.system(conf.get("s", "b"))
    os.system(Thing(name).a)
    os.system(first(name, "x"))
    lst = ["q"]; lst.append(name); os.system(lst[1])
    os.system(" ".join([name, "x"]))
    d = dict(a=name); os.system(d["a"])
    d2 = {}; d2["k"] = name
    for k, v in d2.items(): os.system(v)
    bar = "never" if (7 * 42) - 106 > 200 else name
    os.system(bar)
    x, y = name, "lit"; os.system(x)
    os.system("{} {}".format("a", name)); os.system("%s" % name); os.system("%(x)s" % {"x": name})
    def inner(): os.system(name)
    inner()
    gen = (p for p in name.split(",")); os.system(next(gen))
    os.system([p.strip() for p in name.split(",")][0])
    os.system(name if name else "x"); os.system(name or "x")
    with open("f") as fh: os.system(name + fh.read())
    try: pass
    except Exception: pass
    finally: os.system(name)
    if (m := name): os.system(m)
    s = ""
    for c in name: s += c
    os.system(s)
    os.system(str(Thing(name)))
    os.system(getattr(request, "args")["z"])
    os.system(list(map(str.strip, [name]))[0])
    import base64
    os.system(base64.b64decode(base64.b64encode(name.encode())).decode())
    os.system(request.form.to_dict()["q"])
    os.system(request.get_json()["a"]["b"][0])
    args = ["a", name]; os.system(*args[1:])
    kw = {"command": name}; os.system(**kw)
    global G
    G = name
    use()
def use(): os.system(G)
`;

const safeJavascript = `const express = require("express");
const { exec } = require("child_process");
const app = express();
const MODE = "fast";
const limits = { fast: 3, slow: 9 };
function pick(values) { return values[1]; }
class Box { constructor() { this.items = new Map(); } put(k, v) { this.items.set(k, v); return this; } take(k) { return this.items.get(k); } }
app.get("/a", (req, res) => {
  const name = req.query.name;
  const box = new Box();
  box.put("user", name);
  box.put("cmd", "uptime");
  exec(box.take("cmd"));
  exec(pick([name, "ls", name]));
  let target = "ls";
  if (limits[MODE] > 5) target = name;
  exec(target);
  const opts = { a: name, b: "date" };
  const { b } = opts;
  exec(b);
  let later = name;
  later = "whoami";
  exec(later);
  const arr = [];
  arr.push("first"); arr.push(name); arr.push("third");
  exec(arr[2]);
  exec(arr.shift());
  const q = "ABC";
  let r;
  switch (q.charAt(1)) { case "A": r = name; break; case "B": r = "ok"; break; default: r = name; }
  exec(r);
  const t = 7 * 6 > 40 ? "fixed" : name;
  exec(t);
  const m = { ["k" + 1]: name, k2: "x" };
  exec(m["k2"]);
  exec(m.k2);
  const copy = { ...opts, a: "y" };
  exec(copy.b);
  exec(["a", "b"].includes(name) ? name : "a");
  const allowed = new Set(["x", "y"]);
  if (!allowed.has(name)) return res.status(400).end();
  exec(name);
});
const cfg = Object.freeze({ debug: false });
app.get("/b", (req, res) => {
  let cmd = "ls";
  if (cfg.debug) { cmd = req.query.c; }
  exec(cmd);
  for (const part of ["a", "b"]) { exec(part); }
  const f = (x) => "static";
  exec(f(req.query.c));
  const g = function (x, y) { return y; };
  exec(g(req.query.c, "y"));
  const state = { cmd: req.query.c };
  state.cmd = "reset";
  exec(state.cmd);
  delete state.cmd;
  const n = Number(req.query.n);
  exec(\`head -n \${n} file\`);
  const id = parseInt(req.query.id, 10);
  exec("kill " + id);
  if (typeof req.query.z === "number") exec("x" + req.query.z);
  const chosen = { up: "uptime", who: "whoami" }[req.query.k];
  exec(chosen);
  const table = new Map([["up", "uptime"]]);
  exec(table.get(req.query.k) ?? "true");
  while (false) { cmd = req.query.c; }
  exec(cmd);
  try { cmd = "a"; } finally { cmd = "b"; }
  exec(cmd);
});
`;

const unsafeJavascript = `const express = require("express");
const { exec } = require("child_process");
const app = express();
const MODE = "fast";
const limits = { fast: 3, slow: 9 };
class Box { constructor() { this.items = new Map(); } put(k, v) { this.items.set(k, v); return this; } take(k) { return this.items.get(k); } }
app.get("/a", (req, res) => {
  const name = req.query.name;
  const box = new Box().put("user", name).put("x", "y");
  exec(box.take("user"));
  let target = "ls";
  if (limits[MODE] < 5) target = name;
  exec(target);
  const { a = "x" } = { a: name };
  exec(a);
  const arr = ["first"];
  arr.push(name);
  exec(arr[1]);
  exec(arr.map((s) => s.trim()).join(" "));
  exec(Object.values({ k: name })[0]);
  const safe = encodeURIComponent(name);
  let used = safe;
  used = name;
  exec(used);
  Promise.resolve(name).then((v) => exec(v));
  [name].forEach((v) => exec(v));
  const f = () => name;
  exec(f());
  setTimeout(() => exec(name), 10);
  const o = {}; o.k = name; exec(o.k);
  const wrapped = { inner: { deep: [name] } };
  exec(wrapped.inner.deep[0]);
  const s = [..."abc", name].at(-1);
  exec(s);
  exec(name || "x");
  exec(((x) => x + "!")(name));
  (async () => { const v = await Promise.resolve(name); exec(v); })();
  const parts = name.split(",");
  for (const p of parts) exec(p);
  for (let i = 0; i < parts.length; i++) exec(parts[i]);
  parts.reduce((acc, p) => { exec(p); return acc; }, 0);
  const m = new Map(); m.set("k", name); for (const [k, v] of m) exec(v);
  const str = \`\${name}\`.toUpperCase(); exec(str);
  const u = new URL("http://x/?" + name); exec(u.searchParams.get("q"));
  exec(String(name)); exec(name.replace("a", "b")); exec(JSON.parse(name).x); exec(Buffer.from(name, "base64").toString());
});
`;

/** Lines with a call of the shell, and whether each is said to be reached by the request. */
async function shellCalls(language: string, source: string, call: RegExp): Promise<Map<string, boolean>> {
  const found = await analyzer.analyze({ language, path: "", source, start: 0, end: source.length });
  const starts = new Set(found.filter(({ cwe }) => cwe.includes(78)).map(({ start }) => start));
  return new Map(
    [...source.matchAll(call)].map((match) => {
      const line = source.slice(0, match.index).split("\n").length;
      const end = source.indexOf("\n", match.index);
      return [`${line}: ${source.slice(match.index, end)}`, starts.has(match.index)];
    }),
  );
}

const accused = (calls: ReadonlyMap<string, boolean>, wanted: boolean): string[] =>
  [...calls].filter(([, heard]) => heard === wanted).map(([line]) => line);

test("Python: every way of the value is followed", async () => {
  const calls = await shellCalls("python", unsafePython, /os\.system\(/g);
  expect(calls.size).toBeGreaterThan(25);
  expect(accused(calls, false)).toEqual([]);
});

test("Python: dead branches, other entries, overwritten and checked values accuse nobody", async () => {
  const calls = await shellCalls("python", safePython, /os\.system\(/g);
  expect(calls.size).toBeGreaterThan(20);
  expect(accused(calls, true)).toEqual([]);
});

test("JavaScript: every way of the value is followed", async () => {
  const calls = await shellCalls("javascript", unsafeJavascript, /\bexec\(/g);
  expect(calls.size).toBeGreaterThan(25);
  expect(accused(calls, false)).toEqual([]);
});

test("JavaScript: dead branches, other entries, overwritten and checked values accuse nobody", async () => {
  const calls = await shellCalls("javascript", safeJavascript, /\bexec\(/g);
  expect(calls.size).toBeGreaterThan(25);
  expect(accused(calls, true)).toEqual([]);
});

test("code with more ways than can be followed is still read, and in bounded time", async () => {
  // Each function calls the next twice: 2 to the 24th calls.
  const chain = Array.from(
    { length: 24 },
    (_, index) => `def f${index}(x):\n    f${index + 1}(x)\n    return f${index + 1}(x)\n`,
  ).join("\n");
  const source = `import os\nfrom flask import request\n${chain}\ndef f24(x):\n    return x\nf0("a")\nos.system(request.args["c"])\n`;
  const found = await analyzer.analyze({
    language: "python",
    path: "",
    source,
    start: 0,
    end: source.length,
  });
  expect(found.map(({ ruleId }) => ruleId)).toContain("py-shell");
});

test("a text that changes a value on its way takes part in what the value does further down", async () => {
  const source =
    'import os\nfrom flask import request\ndef run():\n    name = request.args["n"]\n    os.system(name)\n';
  const start = source.indexOf("    name");
  const end = source.indexOf("    os.system");
  const [found] = await analyzer.analyze({ language: "python", path: "", source, start, end });
  expect(found?.flow?.some((step) => step.start >= start && step.end <= end)).toBe(true);
});
