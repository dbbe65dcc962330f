import { z } from "zod";
import { severity } from "../../contract/gate.ts";

/** "requests.get", "*.execute", "subprocess.(run|call)": a library path; `*` stands for anything. */
const apis = z.array(z.string().min(1)).min(1);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What must be known of one argument: a constant, or one of these. */
const condition = z.union([
  scalar,
  z.strictObject({ absent: z.boolean() }),
  z.strictObject({ not: scalar }),
  z.strictObject({ below: z.number() }),
  /** A regular expression over its constant, its text as far as it is known, or its library path. */
  z.strictObject({ matches: z.string() }),
  z.strictObject({ notMatches: z.string() }),
  /** A regular expression over the source text of the argument. */
  z.strictObject({ written: z.string() }),
  z.strictObject({ notWritten: z.string() }),
  z.strictObject({ fixed: z.boolean() }),
  /** A regular expression over a constant, or text without a gap. */
  z.strictObject({ text: z.string() }),
  /** A constant regular expression that takes exponential time. */
  z.strictObject({ slowPattern: z.literal(true) }),
]);
export type Condition = z.infer<typeof condition>;

/** Keys: "0" a position, "shell" a name, "1.secure" an entry of a map, "receiver", "value" of an assignment. */
const conditions = z.record(z.string(), condition);

const place = z.union([
  z.strictObject({
    call: apis,
    /** Positions and names of the arguments that must not be tainted; "*" is all of them. */
    argument: z.array(z.union([z.int(), z.string()])).optional(),
    when: conditions.optional(),
    /** Tainted text is harmless where what is known of it matches: a URL whose host is fixed. */
    unlessShape: z.string().optional(),
    /** Only values whose origin matches, and only those whose origin does not. */
    origin: z.string().optional(),
    unlessOrigin: z.string().optional(),
    /** Quiet where the text of the function around it matches: the check that is missed elsewhere stands there. */
    unlessFunction: z.string().optional(),
    /** Only where the text of the function around it matches. */
    onlyFunction: z.string().optional(),
    /** Only text: an object or a list that stands there is written as JSON. */
    textOnly: z.boolean().optional(),
    /** The fix, where it is mechanical: another function's name, another value of an argument, or one more argument. */
    edit: z
      .union([
        z.strictObject({ callee: z.string() }),
        z.strictObject({ argument: z.string(), text: z.string() }),
        z.strictObject({ add: z.string() }),
      ])
      .optional(),
    /** Only where the module imports one of these, and only where it imports none of those. */
    needs: apis.optional(),
    lacks: apis.optional(),
  }),
  z.strictObject({
    /** "flask.session[]", "*.innerHTML", "*.config[SESSION_COOKIE_SECURE]". */
    assign: apis,
    when: conditions.optional(),
    /** The key may be tainted too, or only the key. */
    keys: z.enum(["too", "only"]).optional(),
    unlessShape: z.string().optional(),
  }),
  /** What a handler answers: "html" or "json". */
  z.strictObject({
    answer: z.string(),
    unlessShape: z.string().optional(),
    /** Only where the text of the function around it matches. */
    onlyFunction: z.string().optional(),
  }),
  /** A value that is given a name like this, as a variable, field, key, keyword or result of a function. */
  z.strictObject({ named: z.string(), when: conditions.optional() }),
  /** A condition that decides on it, where the code it guards or its own text matches. */
  z.strictObject({ decides: z.string() }),
  z.strictObject({ read: apis }),
]);
export type RulePlace = z.infer<typeof place>;

const flowRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  cwe: z.array(z.int()).min(1),
  severity,
  /** Severity where the value comes from the machine's own user (arguments, environment, files). Absent: not reported. */
  local: severity.optional(),
  /** Severity where the value is a parameter of a function that nobody here calls. Absent: not reported. */
  parameter: severity.optional(),
  /** A parameter is minded only in a text that is put together here and matches. */
  parameterShape: z.string().optional(),
  message: z.string(),
  explanation: z.string(),
  fix: z.string(),
  /** The danger; sanitizers and checks clear it. Without it no taint is asked for. */
  category: z.string().optional(),
  /** Kinds of sources; remote, local and parameter unless said. */
  from: z.array(z.string()).optional(),
  /** Also numbers are dangerous. */
  numbers: z.boolean().optional(),
  at: z.array(place).min(1),
  good: z.array(z.string()).min(1),
  bad: z.array(z.string()).min(1),
});
export type FlowRule = z.infer<typeof flowRule>;

const source = z.strictObject({
  kind: z.string(),
  what: z.string(),
  read: apis.optional(),
  call: apis.optional(),
  /** The result is a number. */
  number: z.boolean().optional(),
  /** A value of this name is one, whatever it comes from. */
  named: z.string().optional(),
});

export const flowRuleFile = z.strictObject({
  sources: z.array(source),
  sanitizers: z.array(
    z.strictObject({
      call: apis,
      clears: z.array(z.string()),
      /** The answer is a number or a boolean. */
      gives: z.enum(["number", "boolean"]).optional(),
      /** Only with these arguments. */
      when: conditions.optional(),
      /** The argument itself is safe too once this has returned. */
      proves: z.boolean().optional(),
    }),
  ),
  /** Calls that give another spelling or a part of their argument or receiver. */
  views: z.array(
    z.strictObject({
      call: apis,
      how: z.enum(["same", "host", "part"]),
      normalizes: z.boolean().optional(),
      /** The answer may hold what was checked for or escaped before: "%2e%2e" is "..". */
      decodes: z.boolean().optional(),
    }),
  ),
  /** Reads that give a part. */
  parts: z.array(z.strictObject({ read: apis, how: z.enum(["host", "part"]) })),
  /** Calls that are a check: what holds of the argument when they answer true. */
  checks: z.array(
    z.strictObject({
      call: apis,
      whenTrue: z.array(z.string()).optional(),
      whenFalse: z.array(z.string()).optional(),
    }),
  ),
  /** Reads that are the program's own, inside something that is not. */
  own: apis.optional(),
  /** Calls that do not come back. */
  exits: apis,
  /** Parameters that are something known by their name. */
  roles: z.array(
    z.strictObject({
      parameter: z.string(),
      api: z.string(),
      beside: z.string().optional(),
      needs: apis.optional(),
    }),
  ),
  /** Functions that a framework calls. */
  handlers: z.array(
    z.strictObject({
      decorator: apis.optional(),
      /** Registered by being handed to this call, with these other arguments. */
      call: apis.optional(),
      when: conditions.optional(),
      /** What its first parameter is. */
      api: z.string().optional(),
      name: z.string().optional(),
      needs: apis.optional(),
      parameters: z.string().optional(),
      answers: z.enum(["html", "json", "text", "none"]),
    }),
  ),
  rules: z.array(flowRule),
});
export type FlowRuleFile = z.infer<typeof flowRuleFile>;
export type SourceRule = FlowRuleFile["sources"][number];
export type Sanitizer = FlowRuleFile["sanitizers"][number];
