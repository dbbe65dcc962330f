import { after, child, has, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";

/** "update" reads and binds (`x += 1`); a "label" is no variable: an attribute, a keyword argument, an element of HTML. */
export type NameUse = "read" | "bind" | "update" | "import" | "label";

const nameKinds = new Set([
  "identifier",
  "type_identifier",
  "shorthand_property_identifier",
  "shorthand_property_identifier_pattern",
]);

export function isName({ kind }: SyntaxNode): boolean {
  return nameKinds.has(kind);
}

/** What a name does where it stands. */
export function nameUse(tree: CodeTree, name: SyntaxNode): NameUse {
  return tree.isPython ? pythonUse(tree, name) : scriptUse(tree, name);
}

const pythonPatterns = new Set([
  ...["pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "dictionary_splat_pattern"],
  ...["as_pattern_target", "parenthesized_expression", "tuple", "list"],
]);

function pythonUse(tree: CodeTree, name: SyntaxNode): NameUse {
  let inner = name;
  let above = tree.parent(name);
  while (above !== undefined && pythonPatterns.has(above.kind)) {
    inner = above;
    above = tree.parent(above);
  }
  // Brackets hold targets only on the left of a sign or behind "as"; elsewhere what is in them is read.
  const isFirst = above?.children[0] === inner;
  switch (above?.kind) {
    case "attribute":
      return isFirst ? "read" : "label";
    case "keyword_argument":
    case "keyword_pattern":
      return isFirst ? "label" : "read";
    case "parameters":
    case "lambda_parameters":
    case "splat_pattern":
      return "bind";
    case "assignment":
    case "named_expression":
    case "default_parameter":
    case "typed_parameter":
    case "typed_default_parameter":
      return isFirst ? "bind" : "read";
    case "augmented_assignment":
      return isFirst ? "update" : "read";
    case "function_definition":
    case "class_definition":
      return child(above, "identifier") === name ? "bind" : "read";
    case "for_statement":
    case "for_in_clause":
      return isBefore(inner, above, "in") ? "bind" : "read";
    case "as_pattern":
      return isFirst ? "read" : "bind";
    case "aliased_import":
      return "import";
    case "global_statement":
    case "nonlocal_statement":
      return "label";
    case "dotted_name":
      return dottedUse(tree, name, above);
    default:
      return "read";
  }
}

function dottedUse(tree: CodeTree, name: SyntaxNode, dotted: SyntaxNode): NameUse {
  const around = tree.parent(dotted);
  if (dotted.children[0] !== name) return "label";
  switch (around?.kind) {
    // `import os.path` binds os.
    case "import_statement":
      return "import";
    case "import_from_statement":
      return tree.named(around)[0] === dotted ? "label" : "import";
    case "aliased_import":
    case "relative_import":
      return "label";
    // `case limit` takes whatever comes; `case Size.small` and `case Point(…)` compare.
    case "class_pattern":
      return "read";
    default:
      return dotted.children.length > 1 ? "read" : "bind";
  }
}

const scriptPatterns = new Set(["object_pattern", "array_pattern", "rest_pattern", "pair_pattern"]);

function scriptUse(tree: CodeTree, name: SyntaxNode): NameUse {
  let inner = name;
  let above = tree.parent(name);
  while (above !== undefined) {
    if (/^(object_)?assignment_pattern$/.test(above.kind)) {
      if (above.children[0] !== inner) return "read";
    } else if (!scriptPatterns.has(above.kind)) break;
    inner = above;
    above = tree.parent(above);
  }
  const isFirst = above?.children[0] === inner;
  switch (above?.kind) {
    case "member_expression":
    case "nested_identifier":
    case "nested_type_identifier":
      return isFirst ? "read" : "label";
    case "variable_declarator":
    case "assignment_expression":
      return isFirst ? "bind" : "read";
    case "augmented_assignment_expression":
      return isFirst ? "update" : "read";
    case "update_expression":
      return "update";
    case "required_parameter":
    case "optional_parameter":
      return after(above, "=") === inner ? "read" : "bind";
    case "arrow_function":
      return isBefore(inner, above, "=>") ? "bind" : "read";
    case "for_in_statement":
      return isBefore(inner, above, has(above, "of") ? "of" : "in") ? "bind" : "read";
    case "formal_parameters":
    case "catch_clause":
      return "bind";
    case "import_clause":
    case "namespace_import":
    case "import_require_clause":
      return "import";
    case "import_specifier":
      return tree.named(above).at(-1) === name ? "import" : "label";
    case "export_specifier":
      return exportUse(tree, name, above);
    case "jsx_closing_element":
    case "namespace_export":
    case "index_signature":
      return "label";
    case "jsx_opening_element":
    case "jsx_self_closing_element":
      return /^[a-z]/.test(tree.text(name)) ? "label" : "read";
    default:
      return above !== undefined && declares(above.kind) && child(above, name.kind) === name
        ? "bind"
        : "read";
  }
}

function exportUse(tree: CodeTree, name: SyntaxNode, specifier: SyntaxNode): NameUse {
  if (tree.named(specifier)[0] !== name) return "label";
  const statement = [...tree.ancestors(specifier)].find(({ kind }) => kind === "export_statement");
  return statement !== undefined && has(statement, "from") ? "label" : "read";
}

function declares(kind: string): boolean {
  return /^(function_expression|function_signature|class|internal_module|module|type_parameter)$|_declaration$/.test(
    kind,
  );
}

function isBefore(inner: SyntaxNode, node: SyntaxNode, token: string): boolean {
  const sign = child(node, token);
  return sign !== undefined && inner.start < sign.start;
}
