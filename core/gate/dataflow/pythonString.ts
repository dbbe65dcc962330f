import { child, type SyntaxNode, type SyntaxReader } from "../../syntax/syntaxNode.ts";
import type { Expression } from "./tree.ts";

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "0": "\0",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  "`": "`",
  $: "$",
};

/** The character that an escape sequence of Python or JavaScript stands for; the sequence itself where it is unknown. */
export function unescaped(sequence: string): string {
  const body = sequence.slice(1);
  const hex = /^(?:x([0-9a-f]{2})|u\{?([0-9a-f]{4,6})\}?|U([0-9a-f]{8}))$/i.exec(body);
  const digits = hex?.[1] ?? hex?.[2] ?? hex?.[3];
  if (digits !== undefined) {
    const code = Number.parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : sequence;
  }
  if (/^\r?\n$/.test(body)) return "";
  return escapes[body] ?? sequence;
}

/** A literal, or for an f-string a template of its pieces. */
export function pythonString(
  node: SyntaxNode,
  reader: SyntaxReader,
  expression: (node: SyntaxNode) => Expression,
): Expression {
  const opening = child(node, "string_start");
  const prefix = opening ? reader.text(opening).toLowerCase() : "";
  const raw = prefix.includes("r");
  const parts: Expression[] = [];
  for (const piece of node.children) {
    if (piece.kind === "string_content")
      parts.push({
        start: piece.start,
        end: piece.end,
        type: "constant",
        value: contentOf(piece, reader, raw, prefix.includes("f")),
      });
    else if (piece.kind === "interpolation") parts.push(interpolated(piece, reader, expression));
  }
  const [only] = parts;
  const at = { start: node.start, end: node.end };
  if (only === undefined) return { ...at, type: "constant", value: "" };
  if (parts.length === 1 && only.type === "constant") return { ...at, type: "constant", value: only.value };
  return { ...at, type: "template", parts };
}

function contentOf(node: SyntaxNode, reader: SyntaxReader, raw: boolean, isFormat: boolean): string {
  const text = reader.text(node);
  const plain =
    raw || node.children.length === 0
      ? text
      : node.children.reduceRight(
          (done, one) =>
            one.kind === "escape_sequence"
              ? done.slice(0, one.start - node.start) +
                unescaped(reader.text(one)) +
                done.slice(one.end - node.start)
              : done,
          text,
        );
  return isFormat ? plain.replaceAll("{{", "{").replaceAll("}}", "}") : plain;
}

/** `{value!r}` shows the value quoted and escaped; `{value:d}` a number. */
function interpolated(
  node: SyntaxNode,
  reader: SyntaxReader,
  expression: (node: SyntaxNode) => Expression,
): Expression {
  const value = node.children.find(
    (one) => /^[a-z]/i.test(one.kind) && !/^(type_conversion|format_specifier)$/.test(one.kind),
  );
  const at = { start: node.start, end: node.end };
  if (value === undefined) return { ...at, type: "constant", value: "" };
  const conversion = child(node, "type_conversion");
  const inner = expression(value);
  if (conversion && /[ra]/.test(reader.text(conversion)))
    return { ...at, type: "pass", operand: inner, what: "repr" };
  return inner;
}
