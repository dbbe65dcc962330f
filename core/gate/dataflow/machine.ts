import { countNames } from "./countNames.ts";
import type { FlowRule } from "./flowRules.ts";
import type { Rulebook } from "./rulebook.ts";
import type { ArgumentValue } from "./ruleCheck.ts";
import { type Frame, type HeapObject, State } from "./state.ts";
import type {
  ClassDefinition,
  Expression,
  FlowProgram,
  FunctionDefinition,
  Span,
  Statement,
} from "./tree.ts";
import {
  clear,
  freshId,
  joinValues,
  makeValue,
  mergeTaints,
  type Step,
  type Taint,
  textTaints,
  unknownValue,
  type Value,
} from "./value.ts";

/** One change of a fix. */
export interface FlowEdit extends Span {
  readonly text: string;
}

export interface FlowFinding extends Span {
  readonly rule: FlowRule;
  readonly taint?: Taint;
  readonly edits: readonly FlowEdit[];
}

/** Modules of the workspace: undefined for what is not a file of it. `specifier` as it stands in the import. */
export interface WorkspaceModules {
  resolve(
    specifier: string,
    from: string,
  ): { readonly path: string; readonly program: FlowProgram } | undefined;
}

/** The parts of the interpreter, for each other: they call each other in circles, as the code that they read does. */
export interface Interpreter {
  evaluate(expression: Expression): Value;
  evaluateObject(expression: Expression): Value;
  call(call: Extract<Expression, { type: "call" }>): Value;
  invoke(callee: Value, args: readonly Value[], at: Span): Value;
  /** An instance of a class, its constructor given what a caller may give. */
  instantiate(id: number, object: ClassObject): Value;
  callFunction(callee: FunctionObject, args: readonly ArgumentValue[], at: Span, answers?: string): Value;
  runFunctionBody(definition: FunctionDefinition, answers: string | undefined): Value;
  run(statements: readonly Statement[]): void;
  runModule(body: readonly Statement[]): void;
  runEntryPoints(frame: Frame): void;
}

export type FunctionObject = Extract<HeapObject, { kind: "function" }>;
export type ClassObject = Extract<HeapObject, { kind: "class" }>;

const deepestCalls = 12;
const foreign: Readonly<Record<string, number>> = { local: 1, parameter: 2, remote: 3, browser: 3 };

/** The code takes more steps to follow than are allowed. */
export class BudgetSpent extends Error {
  constructor() {
    super("the code has more ways through it than can be followed");
  }
}

/** What the parts of the interpreter share: the state at the current point, the frames, the budget, the findings. */
export class Machine {
  readonly rulebook: Rulebook;
  readonly source: string;
  readonly language: FlowProgram["language"];
  readonly modules: WorkspaceModules;
  readonly importedModules = new Set<string>();
  /** After `from x import *` any name may be defined. */
  importsEverything = false;
  state = State.empty();
  frame: Frame;
  path: string;
  readonly interpreter: Interpreter;
  /** States in which something was thrown, for each try that is being read. */
  readonly thrown: State[][] = [];
  /** Where the text that is judged called into another file. */
  readonly outerCalls: Span[] = [];
  readonly calling: FunctionDefinition[] = [];
  /** Calls that functions were handed to, the outermost first: a route with its path and its guards. */
  readonly registrations: Span[] = [];
  /** Names that the text uses, other than where it defines them. */
  readonly mentioned: ReadonlyMap<string, number>;
  readonly #leftOut = new Map<string, number>();
  readonly called = new Set<FunctionDefinition>();
  /** Functions that were run as if somebody outside had called them: once each. */
  readonly entered = new Set<FunctionDefinition>();
  /** Functions and classes that were defined, with the frame they were defined in. */
  readonly defined: { readonly id: number; readonly frame: Frame }[] = [];
  readonly instances = new Map<ClassDefinition, Value>();
  readonly sourceValues = new Map<string, Value>();
  readonly findings = new Map<string, FlowFinding>();
  #steps = 0;
  #frames = 0;
  readonly #budget: number;

  constructor(options: {
    readonly rulebook: Rulebook;
    readonly source: string;
    readonly path: string;
    readonly language: FlowProgram["language"];
    readonly modules: WorkspaceModules;
    readonly budget: number;
    readonly follows: boolean;
    readonly mentioned: ReadonlyMap<string, number>;
    readonly interpreter: (machine: Machine) => Interpreter;
  }) {
    this.rulebook = options.rulebook;
    this.source = options.source;
    this.path = options.path;
    this.language = options.language;
    this.modules = options.modules;
    this.#budget = options.budget;
    this.follows = options.follows;
    this.mentioned = options.mentioned;
    this.frame = this.newFrame("module", undefined);
    this.interpreter = options.interpreter(this);
  }

  newFrame(
    kind: Frame["kind"],
    parent: Frame | undefined,
    locals?: ReadonlySet<string>,
    isForeign?: boolean,
  ): Frame {
    return {
      id: ++this.#frames,
      kind,
      ...(parent === undefined ? {} : { parent }),
      ...(locals === undefined ? {} : { locals }),
      isForeign: isForeign ?? parent?.isForeign ?? false,
    };
  }

  /** Counts the work. Throws when there is more than was allowed. */
  step(): void {
    this.#steps++;
    if (this.#steps > this.#budget) throw new BudgetSpent();
  }

  /** Whether other functions and files are entered; without, what a call answers depends on all that it was given. */
  readonly follows: boolean;

  /** Code that is never run: what it names is not used by that. */
  leaveOut(body: unknown): void {
    if (this.frame.isForeign) return;
    for (const [name, count] of countNames(body))
      this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + count);
  }

  /** Whether a name stands nowhere but in code that is never run. */
  isLeftOut(name: string): boolean {
    const count = this.mentioned.get(name) ?? 0;
    return count > 0 && (this.#leftOut.get(name) ?? 0) >= count;
  }

  mayCall(definition: FunctionDefinition): boolean {
    if (this.calling.length >= (this.follows ? deepestCalls : 1)) return false;
    return this.calling.filter((one) => one === definition).length < 2;
  }

  /** The place in the text that is judged: what happens in another file is said of the call that led there. */
  placeOf(at: Span): Span {
    return this.outerCalls[0] ?? at;
  }

  textOf(at: Span): string {
    return this.frame.isForeign ? "" : this.source.slice(at.start, at.end);
  }

  // Objects

  allocate(object: HeapObject, more: Partial<Omit<Value, "id" | "heaps">> = {}): Value {
    const id = freshId();
    this.state.setObject(id, object);
    return makeValue({ ...more, heaps: [id] });
  }

  objects(value: Value): { readonly id: number; readonly object: HeapObject }[] {
    return value.heaps.flatMap((id) => {
      const object = this.state.object(id);
      return object === undefined ? [] : [{ id, object }];
    });
  }

  functionsOf(value: Value): FunctionObject[] {
    return this.objects(value).flatMap(({ object }) => (object.kind === "function" ? [object] : []));
  }

  classesOf(value: Value): { readonly id: number; readonly object: ClassObject }[] {
    return this.objects(value).flatMap(({ id, object }) => (object.kind === "class" ? [{ id, object }] : []));
  }

  /** Everything that lies in a value, whichever way it is taken out. */
  contents(value: Value): Value[] {
    return this.objects(value).flatMap(({ object }) => {
      if (object.kind === "list") return [...object.items, ...(object.rest ? [object.rest] : [])];
      if (object.kind === "map") return [...object.entries.values(), ...(object.rest ? [object.rest] : [])];
      return [];
    });
  }

  /** One element, no matter which. */
  anyElement(value: Value): Value {
    const parts = this.contents(value);
    const [first, ...others] = parts;
    const own = value.taints.length > 0 ? makeValue({ taints: value.taints }) : undefined;
    if (first === undefined) return own ?? unknownValue();
    const joined = others.reduce(joinValues, first);
    return this.refined(own ? joinValues(joined, own) : joined);
  }

  /** The taints of a value and of all that lies in it. */
  deepTaints(value: Value, depth = 0): readonly Taint[] {
    const own = textTaints(this.refined(value));
    if (value.heaps.length === 0 || depth > 4) return own;
    return mergeTaints(own, ...this.contents(value).map((one) => this.deepTaints(one, depth + 1)));
  }

  /** How far from here a value may come: 0 this program, 1 the machine's own user, 2 any caller, 3 a stranger. */
  foreignness(value: Value): number {
    return this.deepTaints(value).reduce((worst, { kind }) => Math.max(worst, foreign[kind] ?? 0), 0);
  }

  isTainted(value: Value): boolean {
    return this.deepTaints(value).some(({ kind }) => kind !== "exception");
  }

  /** The value with all that checks on the way here have said of it. */
  refined(value: Value): Value {
    return this.state.refine(value);
  }

  /** What a check has said of a value stays with the value when the branch of the check ends. */
  settled(value: Value): Value {
    const refined = this.refined(value);
    return refined === value ? value : { ...refined, id: makeValue().id };
  }

  // Sources

  /** A value that enters here. Two reads of one field are one value, so that a check on one holds for the other. */
  sourceValue(
    origin: string,
    kind: string,
    what: string,
    at: Span,
    more: Partial<Omit<Value, "id">> = {},
  ): Value {
    const known = this.sourceValues.get(origin);
    if (known) return this.refined(known);
    const place = this.placeOf(at);
    const step: Step = { start: place.start, end: place.end, message: `enters here: ${what}` };
    const id = freshId();
    const taint: Taint = { origin, kind, what, root: id, step, cleared: new Set() };
    const value: Value = { heaps: [], ...more, id, taints: [taint] };
    this.sourceValues.set(origin, value);
    return value;
  }

  /** A field of something that enters whole: `request.args["x"]`. Its own origin, where the key is known. */
  fieldOfSource(value: Value, key: string, at: Span): Value | undefined {
    const [taint, ...others] = value.taints;
    if (taint === undefined || others.length > 0 || taint.root !== value.id) return undefined;
    const field = this.sourceValue(`${taint.origin}[${key}]`, taint.kind, `"${key}" of ${taint.what}`, at);
    return taint.cleared.size === 0 ? field : clear(field, taint.cleared);
  }

  // Findings

  report(rule: FlowRule, at: Span, taint?: Taint, edits: readonly FlowEdit[] = []): void {
    // How another file calls a library is that file's own matter; what is sent to it from here is ours.
    if (!this.state.reachable || (this.outerCalls.length > 0 && taint === undefined)) return;
    const place = this.placeOf(at);
    const key = `${rule.id} ${place.start}`;
    const known = this.findings.get(key);
    if (known && rankOf(rule, known.taint) >= rankOf(rule, taint)) return;
    this.findings.set(key, { rule, start: place.start, end: place.end, edits, ...(taint ? { taint } : {}) });
  }

  /** The worst taint that a rule minds in a value, if any. */
  worstTaint(
    rule: FlowRule,
    value: Value,
    accepts: (taint: Taint) => boolean = () => true,
  ): Taint | undefined {
    const { category } = rule;
    if (category === undefined) return undefined;
    const from = rule.from ?? defaultKinds;
    const taints = rule.numbers
      ? mergeTaints(this.refined(value).taints, this.deepTaints(value))
      : this.deepTaints(value);
    return taints
      .filter(
        (taint) =>
          accepts(taint) &&
          from.includes(taint.kind) &&
          !isCleared(taint, category) &&
          rankOf(rule, taint) > 0,
      )
      .reduce<Taint | undefined>(
        (worst, taint) => (worst === undefined || rankOf(rule, taint) > rankOf(rule, worst) ? taint : worst),
        undefined,
      );
  }

  /** Whether the text of the function that is being read matches. */
  functionMatches(pattern: string): boolean {
    const [outermost] = this.calling;
    const [registration] = this.registrations;
    if (outermost === undefined) return this.rulebook.expression(pattern).test(this.source);
    const start = Math.min(outermost.start, ...outermost.decorators.map((one) => one.start));
    const text = this.source.slice(registration?.start ?? start, registration?.end ?? outermost.end);
    return this.rulebook.expression(pattern).test(text);
  }

  needsMet(needs: readonly string[] | undefined): boolean {
    return (
      needs === undefined ||
      needs.some((one) =>
        [...this.importedModules].some(
          (name) => name === one || name.startsWith(`${one}.`) || name.startsWith(`${one}/`),
        ),
      )
    );
  }
}

/** A path on this site begins with one slash: two checks together say so. */
function isCleared({ cleared }: Taint, category: string): boolean {
  if (cleared.has(category)) return true;
  return category === "redirect" && cleared.has("redirect-path") && cleared.has("redirect-host");
}

export const defaultKinds: readonly string[] = ["remote", "local", "parameter"];

/** 0: the rule says nothing about values from there. */
export function rankOf(rule: FlowRule, taint: Taint | undefined): number {
  if (taint === undefined) return 4;
  if (taint.kind === "parameter") return rule.parameter === undefined ? 0 : 1;
  if (taint.kind === "local") return rule.local === undefined ? 0 : 2;
  return 3;
}
