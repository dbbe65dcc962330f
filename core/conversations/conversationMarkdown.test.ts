import fc from "fast-check";
import { expect, test } from "vitest";
import type { Conversation, ConversationTurn } from "../contract/conversations.ts";
import { conversationFileName, conversationMarkdown } from "./conversationMarkdown.ts";
import { fenced, safeLine, safeProse } from "./safeMarkdown.ts";

const turn = (sequence: number, rest: Partial<ConversationTurn>): ConversationTurn => ({
  id: `t${sequence}`,
  sequence,
  at: 0,
  task: "chat",
  question: "What?",
  state: "answered",
  ...rest,
});
const conversation = (turns: readonly ConversationTurn[], title = "Orders"): Conversation => ({
  id: "c",
  title,
  createdAt: Date.UTC(2026, 10, 24),
  updatedAt: 0,
  pinned: false,
  turnCount: turns.length,
  turns: [...turns],
});

test("a conversation becomes a document", () => {
  const turns = [
    turn(1, {
      task: "tests",
      question: "Write tests for `total<int>`\nand <b>be quick</b>",
      target: { path: "src/my_orders.py", startLine: 9, endLine: 19 },
      answer: "Here:\n```python\nassert total([]) == 0\n```\nIt uses `Set<int>`, not <i>lists</i>.",
    }),
    turn(2, { answer: { blocks: ["``` no end"] }, state: "stopped" }),
    turn(3, { state: "asked" }),
  ];
  expect(conversationMarkdown(conversation(turns, "Orders\n# <script>"))).toBe(`# Orders \\# \\<script\\>

2026-11-24, 3 questions

## 1. tests

src/my\\_orders.py, lines 10–20

Write tests for \`total<int>\`
and &lt;b>be quick&lt;/b>

### Answer

Here:

\`\`\`python
assert total([]) == 0
\`\`\`

It uses \`Set<int>\`, not &lt;i>lists&lt;/i>.

## 2. chat

What?

### Answer (stopped)

\`\`\`\`json
{
  "blocks": [
    "\`\`\` no end"
  ]
}
\`\`\`\`

## 3. chat

What?

### Answer (not answered yet)
`);
});

test("the caller's schema may read the answers", () => {
  const markdown = conversationMarkdown(conversation([turn(1, { answer: { code: "x = 1" } })]), () => [
    { kind: "prose", markdown: "Done." },
    { kind: "code", code: "x = 1\n", language: "python onload=<b>" },
  ]);
  expect(markdown).toContain("### Answer\n\nDone.\n\n```python\nx = 1\n```\n");
});

test("the export has a name that any disk takes", () => {
  const named = (title: string) => conversationFileName(conversation([], title));
  expect(named("../Größe & <Maß>?\n")).toBe("2026-11-24-größe-maß.md");
  expect(named("///")).toBe("2026-11-24-conversation.md");
});

const pieces = [
  ..."`|`` |``` |````|~~~|<b>|<img src=x onerror=a()>|</p>|<!--|-->|<?|<a@b.c>|[a](|[a]:|www.x.y/|http://x/".split(
    "|",
  ),
  ..."\n,\n\n,\r,\r\n, ,    ,- ,> ,1. ,\\,),x,![a](b),[,],*,_,# ,---,=== ,\t".split(","),
  "|",
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(""));

/** The blocks of code at the margin, by CommonMark's rule for fences, and what stands outside of them. */
function readBlocks(markdown: string): { readonly codes: readonly string[]; readonly outside: string } {
  const codes: string[] = [];
  const outside: string[] = [];
  let open: { readonly fence: string; readonly lines: string[] } | undefined;
  for (const line of markdown.split("\n")) {
    const [, fence = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === undefined && fence !== "" && !(fence[0] === "`" && rest.includes("`")))
      open = { fence, lines: [] };
    else if (open === undefined) outside.push(line);
    else if (fence[0] === open.fence[0] && fence.length >= open.fence.length && rest.trim() === "") {
      codes.push(open.lines.join("\n"));
      open = undefined;
    } else open.lines.push(line);
  }
  if (open !== undefined) throw new Error(`a block does not end: ${JSON.stringify(markdown)}`);
  return { codes, outside: outside.join("\n") };
}

test("no code ends its own block, and no prose opens one that goes on after it", () => {
  fc.assert(
    fc.property(hostile, hostile, (prose, code) => {
      const document = `${safeProse(prose)}\n\n# END OF PROSE\n\n${fenced(code, code)}\n\n# ${safeLine(code)} TAIL\n`;
      const { codes, outside } = readBlocks(document);
      expect(codes.at(-1)).toBe(code.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
      expect(outside).toContain("# END OF PROSE");
      expect(outside).toContain(" TAIL");
    }),
    { numRuns: 2000 },
  );
});

test("outside of code no HTML passes, and no picture is fetched", () => {
  fc.assert(
    fc.property(hostile, (prose) => {
      const { outside } = readBlocks(safeProse(prose));
      expect(outside).not.toContain("![");
      // What is left of "<" stands between two runs of backticks of one length, on one line.
      expect(outside.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "")).not.toContain("<");
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["a span that begins on the line before", "foo ` bar\nbaz ` <img> ` qux"],
  ["a table's cell that cuts a span", "a `b | <img>` | c"],
  ["a link's address that takes a backtick", "[a](x`y) <img> `z)"],
  ["a bare address that takes a backtick", "www.example.com/`x <img> `"],
  ["a disarmed backtick", "\\` <img> `"],
])("%s hides no HTML", (_name, prose) => {
  expect(safeProse(prose)).not.toContain("<");
});
