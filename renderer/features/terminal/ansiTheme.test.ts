import { expect, test } from "vitest";
import tokens from "../../theme/tokens.css?raw";
import { terminalTheme } from "./ansiTheme.ts";
import ansi from "./terminal.css?raw";

const styles = tokens + ansi;

function tokensOf(theme: string): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const [, selector = "", body = ""] of styles.matchAll(/([^{}]*)\{([^{}]*)\}/g))
    if (selector.includes(`[data-theme="${theme}"]`))
      for (const [, name = "", value = ""] of body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g))
        tokens.set(name, value);
  return tokens;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test.each(["dark", "light", "high-contrast"])("every ANSI colour can be read on the panel: %s", (name) => {
  const tokens = tokensOf(name);
  const theme = terminalTheme((token) => tokens.get(token) ?? "");
  const ground = tokens.get("sunk") ?? "";
  const colours = Object.entries(theme).filter(([key]) =>
    /^(foreground|(bright)?(black|red|green|yellow|blue|magenta|cyan|white))$/i.test(key),
  );
  const weak = colours.filter(
    ([, colour]) => contrast(String(colour), ground) < (name === "high-contrast" ? 7 : 4.5),
  );
  expect({ count: colours.length, weak }).toEqual({ count: 17, weak: [] });
});
