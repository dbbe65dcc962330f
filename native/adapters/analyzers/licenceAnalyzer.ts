import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { type CopyMatch, type CopySources, findCopies } from "../../../core/gate/licence/findCopies.ts";
import type { FingerprintIndex } from "../../../core/gate/licence/fingerprintIndex.ts";
import { familyOfLanguage } from "../../../core/gate/licence/vocabulary.ts";
import { readLicenceIndex } from "./licenceIndexFile.ts";

/** What team indexes are called in `<home>/licences`. */
export const teamIndexExtension = ".idx";

export interface LicenceFiles {
  /** The index of copyleft code that the program carries. */
  readonly bundled: string;
  /** A folder of the team's own indexes (`*.idx`); it need not exist. */
  readonly team: string;
}

/** Inserted text that resembles indexed copyleft code, or code that the team forbids; see docs/licences.md. */
export class LicenceAnalyzer implements Analyzer {
  readonly name = "licence";
  readonly version = "1";
  readonly tier = "instant";
  readonly #files: LicenceFiles;
  #bundled: FingerprintIndex | undefined;
  #team: { readonly stamp: string; readonly indexes: readonly FingerprintIndex[] } = {
    stamp: "",
    indexes: [],
  };

  constructor(files: LicenceFiles) {
    this.#files = files;
  }

  absence(): string | undefined {
    return existsSync(this.#files.bundled)
      ? undefined
      : `The index of copyleft code is not installed (${this.#files.bundled}). Install Airlock again, or build it as docs/licences.md says.`;
  }

  appliesTo({ language }: AnalyzerSubject): boolean {
    return familyOfLanguage(language) !== undefined;
  }

  /** Reads the indexes, so that the first text need not wait some 100 ms for it; @throws where one is damaged */
  load(): CopySources {
    this.#bundled ??= readLicenceIndex(this.#files.bundled, "Install Airlock again.");
    const all = [this.#bundled, ...this.#teamIndexes()];
    return { foreign: all.filter(({ head }) => !head.own), own: all.filter(({ head }) => head.own) };
  }

  async analyze({ source, start, end, language }: AnalyzerSubject): Promise<readonly RawFinding[]> {
    const family = familyOfLanguage(language);
    if (family === undefined) return [];
    return findCopies(source.slice(start, end), family, this.load()).map((match) => findingOf(match, start));
  }

  /** Looks at the folder each time: what the team adds is in force at once. */
  #teamIndexes(): readonly FingerprintIndex[] {
    const { team } = this.#files;
    const names = existsSync(team)
      ? readdirSync(team).filter((name) => name.endsWith(teamIndexExtension))
      : [];
    const files = names.sort().map((name) => join(team, name));
    const stamp = files
      .map((file) => statSync(file))
      .map(({ ino, size, mtimeMs }, at) => `${files[at]} ${ino} ${size} ${mtimeMs}`)
      .join("\n");
    if (stamp !== this.#team.stamp) {
      const remedy = "Add it again with airlock licences add, or delete it.";
      this.#team = { stamp, indexes: files.map((file) => readLicenceIndex(file, remedy)) };
    }
    return this.#team.indexes;
  }
}

const highOverlap = 0.6;

function findingOf(match: CopyMatch, offset: number): RawFinding {
  const { origin, overlap, lines, passage } = match;
  const share = Math.round(overlap * 100);
  const place = `${origin.package}'s ${origin.file}`;
  return {
    ruleId: "licence-similar-code",
    cwe: [],
    severity: passage || overlap >= highOverlap ? "high" : "medium",
    message: passage
      ? `A passage of ${lines} lines resembles ${origin.licence} code: it stands in ${place}.`
      : `This resembles ${origin.licence} code: ${share} % of it stands in ${place}.`,
    explanation: `Names, layout and comments aside, its structure is that of code under ${origin.licence}. Whoever ships a copy is bound by that licence, which may ask for the whole program's source to be published on the same terms.`,
    fix: {
      description:
        "Ask for another solution or write it yourself from the specification, or keep it on that licence's terms and name where it comes from.",
    },
    licence: { package: origin.package, file: origin.file, licence: origin.licence, overlap },
    start: offset + match.start,
    end: offset + match.end,
  };
}
