import fc from "fast-check";
import { expect, test } from "vitest";
import { RequestRedactor } from "./requestRedactor.ts";
import { mergedSpans } from "./secretSpan.ts";

const none = { words: [], paths: [], places: [] };

test("a secret is taken out, the same one for the same placeholder, and is not put back", () => {
  const text = 'a = "s3cr3t"\nb = "s3cr3t"\n';
  const redactor = new RequestRedactor(none, [text]);
  const at = [text.indexOf("s3cr3t"), text.lastIndexOf("s3cr3t")];
  const { text: sent, count } = redactor.redact(
    text,
    at.map((start) => ({ start, end: start + 6, why: "A secret." })),
  );
  expect([sent, count]).toEqual(['a = "WITHHELD1"\nb = "WITHHELD1"\n', 2]);
  expect(redactor.redactions).toEqual([
    { kind: "secret", placeholder: "WITHHELD1", why: "A secret.", times: 2 },
  ]);
  expect(redactor.restore(sent)).toBe(sent);
  expect([redactor.secretsIn(sent), redactor.secretsIn("WITHHELD11")]).toEqual([1, 0]);
});

test("names keep their case, files their ending, places say nothing of the person; names come back", () => {
  const text = "class AcmeClient:\n  ACME_KEY = acme.key  # see plans/acme.py, /home/jo/acme\n";
  const redactor = new RequestRedactor(
    { words: ["acme"], paths: ["plans/acme.py"], places: [{ text: "/home/jo", stands: "/home/person" }] },
    [text],
  );
  const { text: sent } = redactor.redact(text, []);
  expect(sent).toMatch(
    /^class Withheld\d+Client:\n {2}WITHHELD\d+_KEY = withheld\d+\.key {2}# see withheld\d+\.py, \/home\/person\/withheld\d+\n$/,
  );
  expect(sent.toLowerCase()).not.toContain("acme");
  expect(redactor.restore(sent)).toBe(text.replace("/home/jo", "/home/person"));
});

test("a text that has such placeholders already is not mixed up with ours", () => {
  const text = "withheld7 = acme";
  const redactor = new RequestRedactor({ ...none, words: ["acme"] }, [text]);
  const { text: sent } = redactor.redact(text, []);
  expect(sent).toBe("withheld7 = withheld8");
  expect(redactor.restore(sent)).toBe(text);
});

test("what is to stay here is in no text that leaves, whatever stands around it", () => {
  const word = fc.constantFrom("acme", "Zürich GmbH", "a.b*c", "ACME-2", "$&", "x1");
  const piece = fc.oneof(
    word,
    fc.string({ maxLength: 8 }),
    fc.constantFrom("withheld1", "\n", "acmeacme", "AcMe"),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 1 }),
      fc.array(piece, { maxLength: 12 }),
      (words, parts) => {
        const text = parts.join("");
        const sent = new RequestRedactor({ ...none, words }, [text]).redact(text, []).text.toLowerCase();
        // A placeholder can only spell a word that is one: none of these is.
        for (const one of words) expect(sent.replaceAll(/withheld\d+/g, "")).not.toContain(one.toLowerCase());
      },
    ),
  );
});

test("no character of a secret's place is left, however the places overlap", () => {
  const spans = fc.array(
    fc.tuple(fc.nat(60), fc.nat(20)).map(([start, length]) => ({ start, end: start + length + 1, why: "" })),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(spans, (secrets) => {
      // Each character is told from every other by where it stands.
      const text = Array.from({ length: 90 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("");
      const { text: sent } = new RequestRedactor(none, [text]).redact(text, secrets);
      for (let at = 0; at < text.length; at++)
        expect(sent.includes(text[at] ?? "")).toBe(
          !secrets.some(({ start, end }) => at >= start && at < end),
        );
      expect(mergedSpans(secrets).length).toBeLessThanOrEqual(secrets.length);
    }),
  );
});
