import type { Comparison, Operator, Primitive } from "./tree.ts";

/** The value of an operation on constants, or undefined inside `known` where it cannot be told. */
export interface Known {
  readonly value: Primitive;
}

const longest = 10_000;

export function foldBinary(operator: Operator, left: Primitive, right: Primitive): Known | undefined {
  if (
    typeof left === "string" &&
    operator === "+" &&
    (typeof right === "string" || typeof right === "number")
  )
    return left.length + String(right).length > longest ? undefined : { value: left + String(right) };
  if (typeof left === "string" && typeof right === "number" && operator === "*")
    return right >= 0 && right * left.length <= longest
      ? { value: left.repeat(Math.floor(right)) }
      : undefined;
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a === undefined || b === undefined) return undefined;
  const value = arithmetic(operator, a, b);
  return value === undefined || !Number.isFinite(value) ? undefined : { value };
}

function asNumber(value: Primitive): number | undefined {
  return typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : undefined;
}

function arithmetic(operator: Operator, a: number, b: number): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "//":
      return Math.floor(a / b);
    case "%":
      return b === 0 ? undefined : ((a % b) + b) % b;
    case "**":
      return a ** b;
    case "|":
      return a | b;
    case "&":
      return a & b;
    case "^":
      return a ^ b;
    case "<<":
      return a << b;
    case ">>":
      return a >> b;
    case ">>>":
      return a >>> b;
    case "@":
      return undefined;
  }
}

export function foldComparison(operator: Comparison, left: Primitive, right: Primitive): boolean | undefined {
  switch (operator) {
    case "==":
    case "is":
      return left === right;
    case "!=":
    case "is not":
      return left !== right;
    case "in":
    case "not in":
      if (typeof left !== "string" || typeof right !== "string") return undefined;
      return right.includes(left) === (operator === "in");
    case "instanceof":
      return undefined;
    default: {
      const comparable =
        (typeof left === "number" && typeof right === "number") ||
        (typeof left === "string" && typeof right === "string");
      if (!comparable || left === undefined || right === undefined) return undefined;
      if (operator === "<") return left < right;
      if (operator === "<=") return left <= right;
      return operator === ">" ? left > right : left >= right;
    }
  }
}

/** String methods of both languages on constants. */
export function foldStringMethod(
  text: string,
  method: string,
  args: readonly Primitive[],
): Known | undefined {
  const [first, second] = args;
  switch (method) {
    case "lower":
    case "casefold":
    case "toLowerCase":
      return { value: text.toLowerCase() };
    case "upper":
    case "toUpperCase":
      return { value: text.toUpperCase() };
    case "strip":
    case "trim":
      return first === undefined ? { value: text.trim() } : undefined;
    case "startswith":
    case "startsWith":
      return typeof first === "string" ? { value: text.startsWith(first) } : undefined;
    case "endswith":
    case "endsWith":
      return typeof first === "string" ? { value: text.endsWith(first) } : undefined;
    case "includes":
      return typeof first === "string" ? { value: text.includes(first) } : undefined;
    case "find":
    case "indexOf":
      return typeof first === "string" ? { value: text.indexOf(first) } : undefined;
    case "charAt":
      return typeof first === "number" ? { value: text.charAt(first) } : undefined;
    case "replace":
      return typeof first === "string" && typeof second === "string"
        ? { value: text.replaceAll(first, second) }
        : undefined;
    case "isdigit":
      return { value: /^\d+$/.test(text) };
    case "encode":
    case "decode":
    case "toString":
      return { value: text };
    default:
      return undefined;
  }
}

export function foldSlice(text: string, from: Primitive, to: Primitive): Known | undefined {
  if ((from !== undefined && typeof from !== "number") || (to !== undefined && typeof to !== "number"))
    return undefined;
  return { value: text.slice(from, to) };
}

export function foldIndex(text: string, index: Primitive): Known | undefined {
  if (typeof index !== "number") return undefined;
  const character = text.at(index);
  return character === undefined ? undefined : { value: character };
}
