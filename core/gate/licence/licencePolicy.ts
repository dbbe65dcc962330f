import { z } from "zod";

const identifier = z.string().min(1).max(200);

/** Which licences a dependency may have. An entry covers its versions: "GPL" is GPL-2.0-only and GPL-3.0-or-later. */
export const licencePolicy = z.object({
  /** Where it is given, everything else is refused. */
  allowed: z.array(identifier).optional(),
  forbidden: z.array(identifier),
});
export type LicencePolicy = z.infer<typeof licencePolicy>;

/** Without a policy: licences that reach the whole program. */
export const defaultLicencePolicy: LicencePolicy = { forbidden: ["AGPL", "GPL", "SSPL"] };

export type LicenceJudgement = "accepted" | "refused" | "unknown";

/**
 * Judges an SPDX expression: of alternatives (OR) one must be accepted, of parts (AND) all. Nothing that cannot be read is
 * accepted.
 */
export function judgeLicence(expression: string, policy: LicencePolicy): LicenceJudgement {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const operator = (word: string): boolean => {
    if (tokens[at]?.toUpperCase() !== word) return false;
    at++;
    return true;
  };
  const alternatives = (depth: number): LicenceJudgement => {
    const all = [parts(depth)];
    while (operator("OR")) all.push(parts(depth));
    return strictest(all, ["accepted", "unknown", "refused"]);
  };
  const parts = (depth: number): LicenceJudgement => {
    const all = [one(depth)];
    while (operator("AND")) all.push(one(depth));
    return strictest(all, ["refused", "unknown", "accepted"]);
  };
  const one = (depth: number): LicenceJudgement => {
    const token = tokens[at++];
    if (token === undefined || depth > 50) return "unknown";
    if (token === "(") {
      const inner = alternatives(depth + 1);
      return tokens[at++] === ")" ? inner : "unknown";
    }
    if (operator("WITH")) at++;
    return judgeName(token, policy);
  };
  const judged = alternatives(0);
  return at === tokens.length ? judged : "unknown";
}

/** The first of `order` that occurs. */
function strictest(all: readonly LicenceJudgement[], order: readonly LicenceJudgement[]): LicenceJudgement {
  return order.find((one) => all.includes(one)) ?? "unknown";
}

function judgeName(name: string, { allowed, forbidden }: LicencePolicy): LicenceJudgement {
  if (forbidden.some((entry) => covers(entry, name))) return "refused";
  if (allowed !== undefined) return allowed.some((entry) => covers(entry, name)) ? "accepted" : "refused";
  return known.test(name) ? "accepted" : "unknown";
}

function covers(entry: string, name: string): boolean {
  const [whole, part] = [name.toLowerCase(), entry.toLowerCase()];
  return whole === part || (whole.startsWith(part) && /[-+]/.test(whole.charAt(part.length)));
}

/** SPDX identifiers that packages of PyPI and npm use; what is none of these nobody has looked at. */
const known =
  /^(?:0BSD|AFL-\d\.\d|AGPL-\d.*|Apache-[12]\.\d|Artistic-[12]\.0|BlueOak-1\.0\.0|BSD-[1-4]-Clause.*|BSL-1\.0|BUSL-1\.1|CC0-1\.0|CC-BY-[\w.-]+|CDDL-1\.[01]|CNRI-Python|curl|ECL-2\.0|EPL-[12]\.0|EUPL-1\.[0-2]|FTL|GPL-\d.*|HPND|ICU|IJG|ISC|LGPL-\d.*|libpng-2\.0|MIT|MIT-0|MIT-CMU|MPL-\d\.\d|MS-PL|MulanPSL-2\.0|NCSA|OFL-1\.1|OpenSSL|OSL-\d\.\d|PostgreSQL|PSF-2\.0|Python-2\.0(?:\.1)?|SSPL-1\.0|Unicode-(?:3\.0|DFS-201\d|TOU)|Unlicense|UPL-1\.0|Vim|W3C|WTFPL|X11|Zlib|ZPL-2\.[01])$/i;

/** How package authors write licences, each with the SPDX identifier that they mean. */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/affero|\bagpl/i, "AGPL-3.0-only"],
  [/lesser general public|\blgpl/i, "LGPL-3.0-only"],
  [/general public licen[cs]e|\bgplv?\b|\bgpl/i, "GPL-3.0-only"],
  [/server side public|\bsspl/i, "SSPL-1.0"],
  [/mozilla|\bmpl/i, "MPL-2.0"],
  [/apache/i, "Apache-2.0"],
  [/python software foundation|\bpsf/i, "PSF-2.0"],
  [/\bbsd\b.*2|simplified bsd|2-clause/i, "BSD-2-Clause"],
  [/\bbsd\b|\bbsd-/i, "BSD-3-Clause"],
  [/\bisc\b/i, "ISC"],
  [/\bmit\b/i, "MIT"],
  [/zope public/i, "ZPL-2.1"],
  [/\bzlib\b/i, "Zlib"],
  [/unlicense/i, "Unlicense"],
  [/\bcc0\b/i, "CC0-1.0"],
  [/eclipse public/i, "EPL-2.0"],
  [/historical permission notice|\bhpnd/i, "HPND"],
  [/boost software/i, "BSL-1.0"],
];

/** An SPDX expression for what a package says of its licence; undefined where its words are not understood. */
export function spdxOf(words: string): string | undefined {
  const text = words.trim();
  const names = text.match(/[^\s()]+/g) ?? [];
  const expression =
    names.length > 0 &&
    names.every(
      (name) =>
        /^(?:AND|OR|WITH)$/.test(name) ||
        known.test(name) ||
        /exception/i.test(name) ||
        /^LicenseRef-/.test(name),
    );
  if (expression) return text;
  const meant = wordings.filter(([pattern]) => pattern.test(text));
  // "GPL" occurs in the longer names too: the first wording wins among them, two unlike ones are no answer.
  const [first] = meant;
  if (first === undefined) return undefined;
  const others = meant
    .slice(1)
    .filter(([, spdx]) => !/^(?:L?GPL|BSD)/.test(spdx) || !/^(?:[AL]?GPL|BSD)/.test(first[1]));
  return others.length === 0 ? first[1] : undefined;
}
