import { createStore, type StoreApi } from "zustand/vanilla";
import type { MonacoLoader } from "../features/editor/monaco/monacoLoader.ts";
import type { SettingsController } from "../features/settings/settingsController.ts";
import { monacoTheme } from "./monacoTheme.ts";

export type ThemeName = "dark" | "light" | "high-contrast";

/** Sets the palette on the root element, and the same one in Monaco. Follows the system where the setting says so. */
export class ThemeController {
  readonly store: StoreApi<{ readonly theme: ThemeName }> = createStore<{ readonly theme: ThemeName }>(
    () => ({
      theme: systemTheme(),
    }),
  );
  readonly #settings: SettingsController;
  readonly #loader: MonacoLoader;

  constructor(settings: SettingsController, loader: MonacoLoader) {
    this.#settings = settings;
    this.#loader = loader;
    settings.watch("workbench.theme", () => this.#apply());
    settings.watch("window.reduceMotion", (motion) => {
      const root = document.documentElement;
      if (motion === "system") delete root.dataset.motion;
      else root.dataset.motion = motion === "on" ? "none" : "full";
    });
    for (const query of [
      "(prefers-color-scheme: light)",
      "(prefers-contrast: more)",
      "(forced-colors: active)",
    ])
      matchMedia(query).addEventListener("change", () => this.#apply());
    loader.whenLoaded(() => this.#apply());
  }

  /** A token of the present palette as the page resolves it, for canvases and terminals: token("ground") → "#14171c". */
  token(name: string): string {
    return longHex(getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  }

  #apply(): void {
    const setting = this.#settings.get("workbench.theme");
    const theme = setting === "system" ? systemTheme() : setting;
    document.documentElement.dataset.theme = theme;
    const monaco = this.#loader.current;
    if (monaco) {
      monaco.editor.defineTheme(
        "airlock",
        monacoTheme(theme, (name) => this.token(name)),
      );
      monaco.editor.setTheme("airlock");
    }
    this.store.setState({ theme });
  }
}

/** The style sheet's minifier writes #fff, Monaco takes only #ffffff; a canvas spells every colour out. */
function longHex(colour: string): string {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return colour;
  context.fillStyle = colour;
  return context.fillStyle;
}

export function systemTheme(): ThemeName {
  if (matchMedia("(prefers-contrast: more)").matches || matchMedia("(forced-colors: active)").matches)
    return "high-contrast";
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}
