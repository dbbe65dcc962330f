export interface IniSection {
  /** "" for what stands before the first heading. */
  readonly name: string;
  /** Keys in lower case; indented lines go on with the value before them. */
  readonly values: ReadonlyMap<string, string>;
}

/** setup.cfg, .flake8, tox.ini and .editorconfig: sections in their order, one name as often as it is written. */
export function readIni(text: string): readonly IniSection[] {
  const sections = [{ name: "", values: new Map<string, string>() }];
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const values = sections.at(-1)?.values ?? new Map<string, string>();
    const heading = /^\[(.*)\]\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      sections.push({ name: heading.trim(), values: new Map() });
      key = undefined;
    } else if (/^\s/.test(line) && key !== undefined) {
      values.set(key, `${values.get(key)}\n${line.trim()}`);
    } else {
      const split = line.search(/[=:]/);
      if (split === -1) continue;
      key = line.slice(0, split).trim().toLowerCase();
      values.set(key, line.slice(split + 1).trim());
    }
  }
  return sections;
}

/** A section's values; of several with one name the last word counts. */
export function iniSection(sections: readonly IniSection[], name: string): ReadonlyMap<string, string> {
  return new Map(sections.filter((section) => section.name === name).flatMap(({ values }) => [...values]));
}
