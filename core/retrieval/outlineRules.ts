import type { DefinitionKind } from "./outline.ts";

/** Which nodes of a language's tree the outline looks at. */
export interface OutlineRules {
  readonly definitions: ReadonlyMap<string, DefinitionKind>;
  /** Nodes around a definition that belong to it. */
  readonly wrappers: ReadonlySet<string>;
  /** What holds the members of a class or namespace. */
  readonly bodies: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** What stands above a definition and belongs to it. */
  readonly heads: ReadonlySet<string>;
}

const python: OutlineRules = {
  definitions: new Map([
    ["function_definition", "function"],
    ["class_definition", "class"],
  ]),
  wrappers: new Set(["decorated_definition"]),
  bodies: new Set(["block"]),
  names: new Set(["identifier"]),
  heads: new Set(["comment"]),
};

const script: OutlineRules = {
  definitions: new Map([
    ["function_declaration", "function"],
    ["generator_function_declaration", "function"],
    ["function_signature", "function"],
    ["class_declaration", "class"],
    ["abstract_class_declaration", "class"],
    ["interface_declaration", "interface"],
    ["type_alias_declaration", "type"],
    ["enum_declaration", "type"],
    ["internal_module", "namespace"],
    ["module", "namespace"],
    ["lexical_declaration", "variable"],
    ["variable_declaration", "variable"],
    ["method_definition", "method"],
    ["abstract_method_signature", "method"],
  ]),
  wrappers: new Set(["export_statement", "ambient_declaration", "expression_statement"]),
  bodies: new Set(["class_body", "statement_block"]),
  names: new Set(["identifier", "type_identifier", "property_identifier", "private_property_identifier"]),
  heads: new Set(["comment", "decorator"]),
};

/** As the editor names languages; undefined for one that is not read by syntax. */
export function outlineRulesOf(language: string): OutlineRules | undefined {
  if (language === "python") return python;
  return language === "javascript" || language === "typescript" ? script : undefined;
}
