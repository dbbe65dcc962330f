import { z } from "zod";
import { type SettingKey, type Settings, settingsSchema } from "../../../core/contract/settings.ts";

/** What kind of control a setting gets, read off its schema. */
export type SettingControl =
  | { readonly kind: "boolean" }
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  | {
      readonly kind: "number";
      readonly minimum: number | undefined;
      readonly maximum: number | undefined;
      readonly whole: boolean;
    }
  | { readonly kind: "text" }
  | { readonly kind: "list" };

export interface SettingField {
  readonly key: SettingKey;
  /** "editor" of "editor.fontSize". */
  readonly section: string;
  /** "Font size". */
  readonly title: string;
  readonly description: string;
  readonly standard: Settings[SettingKey];
  readonly control: SettingControl;
}

const propertySchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  description: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

/** The form, generated from the one schema that also checks what is written. */
export function settingFields(): readonly SettingField[] {
  const standards = settingsSchema.parse({});
  const { properties } = z
    .object({ properties: z.record(z.string(), propertySchema) })
    .parse(settingsJsonSchema());
  return settingKeys().map((key) => {
    const property = properties[key] ?? {};
    return {
      key,
      section: key.slice(0, key.indexOf(".")),
      title: titleOf(key),
      description: property.description ?? "",
      standard: standards[key],
      control: controlOf(property),
    };
  });
}

export function settingKeys(): readonly SettingKey[] {
  return settingsSchema.keyof().options;
}

export function settingsJsonSchema() {
  return { ...z.toJSONSchema(settingsSchema, { io: "input" }), additionalProperties: true };
}

function controlOf(property: z.infer<typeof propertySchema>): SettingControl {
  if (property.enum) return { kind: "choice", choices: property.enum };
  switch (property.type) {
    case "boolean":
      return { kind: "boolean" };
    case "integer":
    case "number":
      return {
        kind: "number",
        minimum: property.minimum,
        maximum: property.maximum,
        whole: property.type === "integer",
      };
    case "array":
      return { kind: "list" };
    default:
      return { kind: "text" };
  }
}

/** "editor.fontSize" → "Font size". */
export function titleOf(key: string): string {
  const words = key
    .slice(key.indexOf(".") + 1)
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function sectionTitle(section: string): string {
  return section.charAt(0).toUpperCase() + section.slice(1);
}

export function fits(field: SettingField, query: string): boolean {
  const text = `${field.key} ${field.title} ${field.description}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Which keys a file sets itself; broken JSON sets none. */
export function keysSetIn(json: string): ReadonlySet<string> {
  try {
    const parsed: unknown = JSON.parse(json);
    return new Set(typeof parsed === "object" && parsed !== null ? Object.keys(parsed) : []);
  } catch {
    return new Set();
  }
}
