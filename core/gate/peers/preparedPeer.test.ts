import { expect, test } from "vitest";
import type { AnalyzerSubject, RawFinding } from "../analyzer.ts";
import type { PeerAnswer } from "./peerReport.ts";
import { type BatchAnalyzer, PreparedPeer } from "./preparedPeer.ts";

const { signal } = new AbortController();
const subject = (source: string): AnalyzerSubject => ({
  language: "python",
  path: "a.py",
  source,
  start: 0,
  end: source.length,
});
const found: RawFinding = { ruleId: "x", cwe: [], severity: "low", message: "Found.", start: 0, end: 1 };

/** Counts how often a program would have been started. */
function counting(answer: (source: string) => PeerAnswer) {
  const runs: number[] = [];
  const analyzer: BatchAnalyzer = {
    name: "counting",
    version: "1",
    appliesTo: ({ language }) => language === "python",
    analyze: async () => {
      runs.push(1);
      return [found];
    },
    analyzeAll: async (subjects) => {
      runs.push(subjects.length);
      return subjects.map(({ source }) => answer(source));
    },
  };
  return { analyzer, runs };
}

test("what was prepared is answered without another run, what was not is read when asked", async () => {
  const { analyzer, runs } = counting((source) =>
    source === "bad" ? { kind: "failed", reason: "cannot be parsed" } : { kind: "read", findings: [] },
  );
  const peer = new PreparedPeer(analyzer);
  await peer.prepare([subject("one"), subject("bad"), { ...subject("js"), language: "javascript" }], signal);
  expect(await peer.analyze(subject("one"), signal)).toEqual([]);
  await expect(peer.analyze(subject("bad"), signal)).rejects.toThrow("cannot be parsed");
  expect(await peer.analyze(subject("one more"), signal)).toEqual([found]);
  expect(runs).toEqual([2, 1]);
});

test("a program that fails as a whole fails each text, and none is passed", async () => {
  const { analyzer } = counting(() => {
    throw new Error("ended with 70");
  });
  const peer = new PreparedPeer(analyzer);
  await peer.prepare([subject("one")], signal);
  await expect(peer.analyze(subject("one"), signal)).rejects.toThrow("ended with 70");
});
