/** What is known of a text's licence: an SPDX expression of copyleft alone, permissive alone, or neither for certain. */
export type LicenceVerdict =
  | { readonly kind: "copyleft"; readonly spdx: string }
  | { readonly kind: "permissive" }
  | { readonly kind: "uncertain" };

const uncertain: LicenceVerdict = { kind: "uncertain" };
const permissive: LicenceVerdict = { kind: "permissive" };

const permissiveName =
  /^(?:expat|mit|x11|bsd|isc|apache|psf|python|zlib|public-domain|unlicense|cc0|boost|bsl|0bsd|wtfpl|blueoak|ncsa)\b/i;

/** What exists: a header that names another was written by mistake, and nothing is certain. */
const versions: ReadonlyMap<string, readonly string[]> = new Map([
  ["GPL", ["1.0", "2.0", "3.0"]],
  ["LGPL", ["2.0", "2.1", "3.0"]],
  ["AGPL", ["3.0"]],
  ["MPL", ["1.0", "1.1", "2.0"]],
]);

/** SPDX of one name as SPDX or Debian writes it: `GPL-2.0-or-later`, `GPL-2+`, `LGPL-2.1`, `MPL-2.0`. */
function copyleftName(name: string): string | undefined {
  const parts = /^(AGPL|LGPL|GPL|MPL)-?v?(\d)(?:\.(\d))?(?:\.0)?(\+|-or-later|-only)?$/i.exec(name);
  if (parts === null) return undefined;
  const family = (parts[1] ?? "").toUpperCase();
  const version = `${parts[2]}.${parts[3] ?? "0"}`;
  if (!(versions.get(family) ?? []).includes(version)) return undefined;
  if (family === "MPL") return `MPL-${version}`;
  return `${family}-${version}-${parts[4] === "+" || parts[4]?.toLowerCase() === "-or-later" ? "or-later" : "only"}`;
}

/** An SPDX expression or the first line of a Debian `License:` field. An exception (`WITH`) makes it uncertain. */
export function readExpression(expression: string): LicenceVerdict {
  const names = expression
    .replace(/[()]/g, " ")
    .trim()
    .split(/\s*,\s*(?:(?:and\/or|and|or)\s+)?|\s+(?:and\/or|and|or)\s+/i)
    .filter((name) => name !== "");
  if (names.length === 0) return uncertain;
  if (names.every((name) => permissiveName.test(name) && !/\s/.test(name))) return permissive;
  const spdx = names.map(copyleftName);
  if (spdx.some((name) => name === undefined)) return uncertain;
  const operator = /\sor\s/i.test(expression) ? " OR " : " AND ";
  return { kind: "copyleft", spdx: [...new Set(spdx)].join(operator) };
}

const permissiveText =
  /permission is hereby granted,? free of charge|redistribution and use in source|apache licen[cs]e|\bmit licen[cs]e|\bmit[- ]style|bsd[- ](?:style )?licen[cs]e|under the (?:terms of the )?(?:new |modified |simplified |\d-clause )?(?:mit|bsd|isc|apache|zlib|expat|x11)\b|boost software licen[cs]e|permission to use, copy, modify|public domain/;
const exceptionText = /special exception|linking exception|additional permission|runtime library exception/;

/** What the head of a source file says of its licence; undefined: it says nothing. */
export function readFileHead(text: string): LicenceVerdict | undefined {
  const head = text.slice(0, 5000);
  const tag = /SPDX-License-Identifier:\s*([^\n]+)/.exec(head)?.[1]?.replace(/\*\/.*|-->.*/, "");
  if (tag !== undefined) return readExpression(tag);
  const plain = head
    .toLowerCase()
    .replace(/^[ \t]*(?:[*#;!]+|\/\/+|\/\*+)[ \t]?/gm, "")
    .replace(/\s+/g, " ");
  const found = [...gnuLicences(plain), ...mozillaLicences(plain)];
  const free = permissiveText.test(plain);
  if (found.length === 0) return free ? permissive : undefined;
  if (free || exceptionText.test(plain) || found.includes("")) return uncertain;
  return { kind: "copyleft", spdx: [...new Set(found)].join(" OR ") };
}

/** "" for one that is named without a version. */
function gnuLicences(plain: string): string[] {
  const names = new Map([
    ["affero ", "AGPL"],
    ["lesser ", "LGPL"],
    ["library ", "LGPL"],
    ["", "GPL"],
  ]);
  const grants = [
    ...plain.matchAll(
      /(?:under|terms of)(?: the)?(?: terms of)?(?: the)? (?:gnu (affero |lesser |library )?general public licen[cs]e|(a|l)?gpl)\b(.{0,160})/g,
    ),
  ];
  return [
    ...new Set(
      grants.map((grant) => {
        const name =
          grant[1] === undefined && grant[2] !== undefined
            ? `${grant[2].toUpperCase()}GPL`
            : (names.get(grant[1] ?? "") ?? "");
        const version = /(?:version |v\.? ?|^[- ])(\d)(?:\.(\d))?/.exec(grant[3] ?? "");
        if (version === null) return "";
        const later = /later|\d\+/.test((grant[3] ?? "").slice(version.index));
        return copyleftName(`${name}-${version[1]}.${version[2] ?? "0"}${later ? "+" : ""}`) ?? "";
      }),
    ),
  ];
}

function mozillaLicences(plain: string): string[] {
  const grant = /mozilla public licen[cs]e,?(?: \(.{0,8}\))?,? (?:version |v\. ?)(\d\.\d)/.exec(plain);
  return grant === null ? [] : [copyleftName(`MPL-${grant[1]}`) ?? ""];
}
