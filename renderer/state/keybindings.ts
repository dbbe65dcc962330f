/** One stroke: modifiers in a fixed order and a key, lower case: "ctrl+shift+p". */
export type Stroke = string;

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const modifierNames = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock"]);

/** Keys whose character depends on the layout or on Shift are named by their place on the keyboard. */
const placeNames: Readonly<Record<string, string>> = {
  Backquote: "`",
  Backslash: "\\",
  BracketLeft: "[",
  BracketRight: "]",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Minus: "-",
  Equal: "=",
  Space: "space",
};

/** The stroke of a key press; undefined while only modifiers are down. */
export function strokeOf(press: KeyPress): Stroke | undefined {
  if (modifierNames.has(press.key)) return undefined;
  return joined(press, keyNameOf(press));
}

function keyNameOf(press: KeyPress): string {
  const place = placeNames[press.code];
  if (place) return place;
  if (/^Digit\d$/.test(press.code)) return press.code.slice(5);
  if (/^[a-z]$/i.test(press.key)) return press.key.toLowerCase();
  if (/^Key[A-Z]$/.test(press.code)) return press.code.slice(3).toLowerCase();
  return press.key.toLowerCase();
}

function joined(
  modifiers: {
    readonly ctrlKey: boolean;
    readonly shiftKey: boolean;
    readonly altKey: boolean;
    readonly metaKey: boolean;
  },
  key: string,
): Stroke {
  const parts = [
    modifiers.ctrlKey ? "ctrl" : "",
    modifiers.shiftKey ? "shift" : "",
    modifiers.altKey ? "alt" : "",
    modifiers.metaKey ? "meta" : "",
    key,
  ];
  return parts.filter((part) => part !== "").join("+");
}

/** Reads "Ctrl+K Ctrl+S" into strokes. "Ctrl" means Cmd on a Mac, "Control" means Ctrl everywhere. */
export function parseKeys(keys: string, mac: boolean): readonly Stroke[] {
  return keys.split(" ").map((stroke) => {
    const parts = stroke.toLowerCase().split("+");
    // "Ctrl++" names the plus key itself.
    const key = stroke.endsWith("+") ? "=" : (parts.at(-1) ?? "");
    const has = (name: string): boolean => parts.slice(0, -1).includes(name);
    return joined(
      {
        ctrlKey: has("control") || (has("ctrl") && !mac),
        shiftKey: has("shift"),
        altKey: has("alt"),
        metaKey: has("meta") || (has("ctrl") && mac),
      },
      key,
    );
  });
}

const macSymbols: Readonly<Record<string, string>> = { ctrl: "⌃", shift: "⇧", alt: "⌥", meta: "⌘" };
const shownNames: Readonly<Record<string, string>> = {
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  escape: "Esc",
  pagedown: "PageDown",
  pageup: "PageUp",
};

/** As a person reads it: "Ctrl+Shift+P", on a Mac "⇧⌘P". */
export function showKeys(keys: string, mac: boolean): string {
  return parseKeys(keys, mac)
    .map((stroke) => {
      const parts = stroke.endsWith("+=") ? [...stroke.slice(0, -2).split("+"), "="] : stroke.split("+");
      const named = parts.map((part) => {
        if (mac && macSymbols[part]) return macSymbols[part];
        return shownNames[part] ?? part.charAt(0).toUpperCase() + part.slice(1);
      });
      return named.join(mac ? "" : "+");
    })
    .join(" ");
}

const keptByBrowsers = new Set(
  ["N", "T", "W", "Shift+N", "Shift+T", "Shift+W", "Tab", "Shift+Tab", "PageDown", "PageUp"].map((key) =>
    `ctrl+${key}`.toLowerCase(),
  ),
);

/** A browser does not let a page have these keys; the desktop window does. */
export function browserKeeps(keys: string): boolean {
  return keptByBrowsers.has(keys.toLowerCase());
}

export interface Binding {
  readonly strokes: readonly Stroke[];
  readonly applies: () => boolean;
  readonly id: string;
}

export type KeyMatch =
  | { readonly kind: "none" }
  | { readonly kind: "prefix" }
  | { readonly kind: "command"; readonly id: string };

/** Of the bindings that apply, the one registered last wins; a longer chord that begins so is waited for only if none fits whole. */
export function matchStrokes(pressed: readonly Stroke[], bindings: readonly Binding[]): KeyMatch {
  const fitting = bindings.filter(
    (binding) => pressed.every((stroke, index) => binding.strokes[index] === stroke) && binding.applies(),
  );
  const whole = fitting.findLast((binding) => binding.strokes.length === pressed.length);
  if (whole) return { kind: "command", id: whole.id };
  return fitting.length > 0 ? { kind: "prefix" } : { kind: "none" };
}
