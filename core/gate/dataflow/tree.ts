// The flow tree: one small language for Python, JavaScript and TypeScript, which the interpreter reads.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** None, null and undefined are all undefined here. */
export type Primitive = string | number | boolean | undefined;

export interface Argument {
  readonly value: Expression;
  readonly name?: string;
  /** `*list` or `...list`, and Python's `**map`. */
  readonly spread?: "list" | "map";
}

export interface MapEntry {
  /** Absent: the value is a map that is spread into this one. */
  readonly key?: Expression;
  readonly value: Expression;
}

export type Operator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "|"
  | "&"
  | "^"
  | "<<"
  | ">>"
  | "@"
  | ">>>";
export type Comparison =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "is"
  | "is not"
  | "instanceof";

export type Expression = Span &
  (
    | { readonly type: "constant"; readonly value: Primitive }
    | { readonly type: "regex"; readonly pattern: string; readonly flags: string }
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "member"; readonly object: Expression; readonly name: string }
    | { readonly type: "index"; readonly object: Expression; readonly key: Expression }
    | {
        readonly type: "slice";
        readonly object: Expression;
        readonly from?: Expression;
        readonly to?: Expression;
      }
    | {
        readonly type: "call";
        readonly callee: Expression;
        readonly arguments: readonly Argument[];
        readonly construct: boolean;
      }
    | {
        readonly type: "binary";
        readonly operator: Operator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly type: "compare";
        readonly operator: Comparison;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly type: "logic";
        readonly operator: "and" | "or" | "??";
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly type: "not"; readonly operand: Expression }
    | { readonly type: "unary"; readonly operator: string; readonly operand: Expression }
    | {
        readonly type: "conditional";
        readonly test: Expression;
        readonly consequent: Expression;
        readonly otherwise: Expression;
      }
    | { readonly type: "template"; readonly parts: readonly Expression[] }
    | { readonly type: "list"; readonly items: readonly Argument[] }
    | { readonly type: "map"; readonly entries: readonly MapEntry[] }
    | { readonly type: "function"; readonly definition: FunctionDefinition }
    | { readonly type: "class"; readonly definition: ClassDefinition }
    | {
        readonly type: "assign";
        readonly target: Target;
        readonly value: Expression;
        readonly operator?: Operator | "and" | "or" | "??";
      }
    | {
        readonly type: "comprehension";
        readonly clauses: readonly ComprehensionClause[];
        readonly key?: Expression;
        readonly value: Expression;
      }
    | { readonly type: "pass"; readonly operand: Expression; readonly what: "await" | "yield" | "repr" }
    | { readonly type: "sequence"; readonly items: readonly Expression[] }
    | {
        readonly type: "element";
        readonly attributes: readonly { readonly name: string; readonly value: Expression }[];
        readonly children: readonly Expression[];
      }
  );

export interface ComprehensionClause {
  readonly target?: Target;
  readonly iterable?: Expression;
  readonly condition?: Expression;
}

export type Target = Span &
  (
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "place"; readonly place: Expression }
    | { readonly type: "list"; readonly items: readonly (Target | undefined)[] }
    | {
        readonly type: "map";
        readonly entries: readonly { readonly key?: string; readonly target: Target }[];
      }
    | { readonly type: "rest"; readonly target: Target }
    | { readonly type: "default"; readonly target: Target; readonly value: Expression }
  );

export interface Parameter {
  readonly target: Target;
  /** The parameter's name where it has one. */
  readonly name: string;
  readonly default?: Expression;
  readonly rest?: "list" | "map";
  readonly annotation?: string;
  /** Decorators of the parameter, such as Nest's @Query(). */
  readonly decorators?: readonly Expression[];
}

export interface FunctionDefinition extends Span {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isMethod: boolean;
  readonly isStatic: boolean;
  readonly isGetter: boolean;
  readonly isGenerator: boolean;
  readonly isAsync: boolean;
  /** Python: names assigned here are local unless named global or nonlocal. JavaScript: names are declared. */
  readonly locals?: ReadonlySet<string>;
}

export interface ClassDefinition extends Span {
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly decorators: readonly Expression[];
  readonly methods: readonly FunctionDefinition[];
  readonly fields: readonly ClassField[];
}

export interface ClassField extends Span {
  readonly name: string;
  readonly value?: Expression;
  readonly annotation?: string;
  readonly isStatic: boolean;
}

export interface CaseClause extends Span {
  /** Absent: the default. Several: any of them. */
  readonly tests?: readonly Expression[];
  readonly binds?: Target;
  readonly guard?: Expression;
  readonly body: readonly Statement[];
}

export interface Handler extends Span {
  readonly errorTypes: readonly Expression[];
  readonly name?: Target;
  readonly body: readonly Statement[];
}

export type Statement = Span &
  (
    | { readonly type: "expression"; readonly expression: Expression }
    | { readonly type: "declare"; readonly target: Target; readonly value?: Expression }
    | {
        readonly type: "if";
        readonly test: Expression;
        readonly consequent: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly type: "loop";
        /** for … in/of: what is bound, and over what. */
        readonly each?: {
          readonly target: Target;
          readonly iterable: Expression;
          readonly keysOnly: boolean;
          readonly declares: boolean;
        };
        readonly test?: Expression;
        readonly atLeastOnce: boolean;
        readonly body: readonly Statement[];
        readonly step?: Expression;
        readonly otherwise: readonly Statement[];
      }
    | { readonly type: "return"; readonly value?: Expression }
    | { readonly type: "throw"; readonly value?: Expression }
    | { readonly type: "break" }
    | { readonly type: "continue" }
    | {
        readonly type: "try";
        readonly body: readonly Statement[];
        readonly handlers: readonly Handler[];
        readonly otherwise: readonly Statement[];
        readonly last: readonly Statement[];
      }
    | {
        readonly type: "with";
        readonly items: readonly { readonly value: Expression; readonly target?: Target }[];
        readonly body: readonly Statement[];
      }
    | {
        readonly type: "switch";
        readonly subject: Expression;
        readonly cases: readonly CaseClause[];
        readonly fallsThrough: boolean;
      }
    | { readonly type: "block"; readonly body: readonly Statement[] }
    | { readonly type: "function"; readonly definition: FunctionDefinition }
    | { readonly type: "class"; readonly definition: ClassDefinition }
    | { readonly type: "import"; readonly bindings: readonly ImportBinding[] }
    | { readonly type: "delete"; readonly place: Expression }
    | { readonly type: "assert"; readonly test: Expression }
  );

export interface ImportBinding {
  readonly name: string;
  /** What the name stands for: "os.path", "child_process.exec"; relative ones begin with a dot. */
  readonly api: string;
  /** `from x import *` brings names that cannot be told. */
  readonly module: string;
}

export interface FlowProgram {
  readonly language: "python" | "javascript";
  readonly body: readonly Statement[];
}
