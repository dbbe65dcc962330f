import { objectDangers } from "./dangers.ts";
import { each, type KnownFunction } from "./knownFunction.ts";
import { clear, constantValue, derivedValue, hole, makeValue, unknownValue, type Value } from "./value.ts";

/** Functions that make texts and paths, or read them. */
export const knownTexts: Readonly<Record<string, KnownFunction>> = {
  ord: () => makeValue({ type: "number" }),
  ...each(["str", "String", "repr", "bytes", "bytearray", "format"], ({ machine, site, first }) => {
    const constant = first.constant?.value;
    if (typeof constant === "string" || typeof constant === "number") return constantValue(String(constant));
    const parts = [first, ...machine.contents(first)].map((one) => machine.refined(one));
    const text = derivedValue(parts, {
      type: "string",
      view: { of: first, how: "same" },
      ...(first.shape ? { shape: first.shape } : {}),
    });
    return clear(text, new Set(site.api === "repr" ? ["log", "header", "nosql"] : ["nosql"]));
  }),
  ...each(["os.path.join", "posixpath.join"], ({ values }) =>
    derivedValue(values, { type: "string", shape: joinedPath(values) }),
  ),
  "path.join": ({ values }) =>
    derivedValue(values, {
      type: "string",
      shape: joinedPath(values),
      normalized: true,
      ...viewOfTainted(values),
    }),
  "path.resolve": ({ values }) =>
    derivedValue(values, { type: "string", normalized: true, ...viewOfTainted(values) }),
  ...each(["os.tmpdir", "tempfile.gettempdir"], () => makeValue({ type: "string", shape: "/tmp" })),
  // What was text is an object again.
  "JSON.parse": ({ machine, first, second, invoke }) => {
    const { taints } = derivedValue([machine.refined(first)]);
    const objects = taints.map((taint) => ({
      ...taint,
      cleared: new Set([...taint.cleared].filter((one) => !objectDangers.includes(one))),
    }));
    if (second) invoke(second, [unknownValue(), makeValue({ taints })]);
    return makeValue({ taints: objects, api: "JSON.parse()" });
  },
  "re.compile": ({ first }) =>
    derivedValue([first], {
      api: "re.compile()",
      ...(first.shape === undefined ? {} : { shape: first.shape }),
    }),
  RegExp: ({ first }) =>
    first.shape === undefined ? undefined : derivedValue([first], { api: `regex:${first.shape}` }),
};

function joinedPath(values: readonly Value[]): string {
  return values.map((one) => one.shape ?? hole).join("/");
}

function viewOfTainted(values: readonly Value[]): Pick<Value, "view"> {
  const tainted = values.find(({ taints }) => taints.length > 0);
  return tainted ? { view: { of: tainted, how: "same" } } : {};
}
