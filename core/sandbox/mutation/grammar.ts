import type { MutationOperator } from "./mutant.ts";

export interface OperatorChange {
  readonly to: string;
  readonly operator: MutationOperator;
}

/** What differs between the languages; planMutants is the same for all. Kinds are tree-sitter's. */
export interface MutationGrammar {
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** Kinds whose children hold an operator as a token of its own. */
  readonly operations: ReadonlySet<string>;
  readonly operators: ReadonlyMap<string, OperatorChange>;
  /** Kinds in which `+` joins texts: minus there is only an error. */
  readonly texts: ReadonlySet<string>;
  /** Statements and expressions with a condition, and which of their named children it is. */
  readonly conditions: ReadonlyMap<string, number>;
  readonly negate: (condition: string) => string;
  /** "not x", "!x". */
  readonly negations: ReadonlySet<string>;
  readonly negationToken: string;
  readonly numbers: ReadonlySet<string>;
  readonly truth: ReadonlyMap<string, string>;
  readonly nothing: { readonly returned: string; readonly values: ReadonlySet<string> };
  readonly emptyText: string;
  readonly otherText: string;
  readonly exceptions: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  readonly emptyStatement: string;
  /** Nothing in these is changed: types, decorations, messages. */
  readonly left: ReadonlySet<string>;
  /** Functions whose text no test should pin down. */
  readonly leftFunctions: ReadonlySet<string>;
  /** Statements that begin so only tell what happens. */
  readonly telling: RegExp;
}

const pairs = (
  operator: MutationOperator,
  changes: Readonly<Record<string, string>>,
): (readonly [string, OperatorChange])[] =>
  Object.entries(changes).map(([from, to]) => [from, { to, operator }]);

const shared = [
  ...pairs("arithmetic", { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "**": "*" }),
  ...pairs("arithmetic", { "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "&" }),
  ...pairs("arithmetic", { "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "%=": "*=" }),
  ...pairs("boundary", { "<": "<=", "<=": "<", ">": ">=", ">=": ">" }),
  ...pairs("comparison", { "==": "!=", "!=": "==" }),
];

export const pythonGrammar: MutationGrammar = {
  functions: new Set(["function_definition"]),
  classes: new Set(["class_definition"]),
  operations: new Set(["binary_operator", "augmented_assignment", "comparison_operator", "boolean_operator"]),
  operators: new Map([
    ...shared,
    ...pairs("arithmetic", { "//": "/", "//=": "/=" }),
    ...pairs("comparison", { is: "is not", "is not": "is", in: "not in", "not in": "in" }),
    ...pairs("logical", { and: "or", or: "and" }),
  ]),
  texts: new Set(["string", "concatenated_string", "list"]),
  conditions: new Map([
    ["if_statement", 0],
    ["elif_clause", 0],
    ["while_statement", 0],
    ["conditional_expression", 1],
    ["if_clause", 0],
    ["assert_statement", 0],
  ]),
  negate: (condition) => `not (${condition})`,
  negations: new Set(["not_operator"]),
  negationToken: "not",
  numbers: new Set(["integer", "float"]),
  truth: new Map([
    ["true", "False"],
    ["false", "True"],
  ]),
  nothing: { returned: "return None", values: new Set(["none"]) },
  emptyText: '""',
  otherText: '"mutated"',
  exceptions: new Set(["raise_statement"]),
  calls: new Set(["call", "await"]),
  emptyStatement: "pass",
  left: new Set(["type", "decorator", "raise_statement", "import_statement", "import_from_statement"]),
  leftFunctions: new Set(["__repr__", "__str__", "__format__"]),
  telling: /^(await\s+)?(self\.)?_?(log|logger|logging|LOG|print|warnings|sys\.std(out|err))\b/,
};

export const javascriptGrammar: MutationGrammar = {
  functions: new Set([
    "function_declaration",
    "generator_function_declaration",
    "method_definition",
    "function_expression",
    "arrow_function",
  ]),
  classes: new Set(["class_declaration", "abstract_class_declaration", "class"]),
  operations: new Set(["binary_expression", "augmented_assignment_expression", "update_expression"]),
  operators: new Map([
    ...shared,
    ...pairs("arithmetic", { "++": "--", "--": "++", ">>>": "<<" }),
    ...pairs("comparison", { "===": "!==", "!==": "===" }),
    ...pairs("logical", { "&&": "||", "||": "&&" }),
  ]),
  texts: new Set(["string", "template_string"]),
  conditions: new Map([
    ["if_statement", 0],
    ["while_statement", 0],
    ["ternary_expression", 0],
  ]),
  negate: (condition) => (condition.startsWith("(") ? `(!${condition})` : `!(${condition})`),
  negations: new Set(["unary_expression"]),
  negationToken: "!",
  numbers: new Set(["number"]),
  truth: new Map([
    ["true", "false"],
    ["false", "true"],
  ]),
  nothing: { returned: "return undefined;", values: new Set(["undefined"]) },
  emptyText: '""',
  otherText: '"mutated"',
  exceptions: new Set(["throw_statement"]),
  calls: new Set(["call_expression", "await_expression"]),
  emptyStatement: ";",
  left: new Set([
    ...["type_annotation", "type_arguments", "type_parameters", "decorator", "throw_statement"],
    ...["import_statement", "jsx_attribute", "as_expression", "satisfies_expression", "literal_type"],
  ]),
  leftFunctions: new Set(["toString", "toJSON"]),
  telling: /^(await\s+)?(this\.)?#?_?(log|logger|console|debug|process\.std(out|err))\b/,
};
