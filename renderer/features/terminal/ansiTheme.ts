import type { ITheme } from "@xterm/xterm";

const ansiNames = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

/** xterm's colours out of the page's tokens: the ground and text of the panel, the sixteen ANSI colours of terminal.css. */
export function terminalTheme(token: (name: string) => string): ITheme {
  const theme: Record<string, string> = {
    background: token("sunk"),
    foreground: token("text"),
    cursor: token("text"),
    cursorAccent: token("sunk"),
    selectionBackground: token("code-selection"),
    scrollbarSliderBackground: `${token("line")}aa`,
    scrollbarSliderHoverBackground: `${token("faint")}66`,
    scrollbarSliderActiveBackground: `${token("faint")}99`,
    overviewRulerBorder: "#00000000",
  };
  for (const name of ansiNames) {
    theme[name] = token(`ansi-${name}`);
    theme[`bright${name.charAt(0).toUpperCase()}${name.slice(1)}`] = token(`ansi-bright-${name}`);
  }
  return theme;
}
