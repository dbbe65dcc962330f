import { Terminal } from "@xterm/xterm";
import { expect, test } from "vitest";
import { Acknowledger } from "./acknowledger.ts";
import { ignoreUntrustedSequences } from "./untrustedOutput.ts";

function terminal(scrollback = 1000) {
  const made = new Terminal({ allowProposedApi: true, scrollback });
  ignoreUntrustedSequences(made.parser);
  const typed: string[] = [];
  made.onData((data) => typed.push(data));
  return { made, typed, write: (data: string) => new Promise<void>((done) => made.write(data, done)) };
}

test("ADVERSARIAL 34: clipboard writes, title and size reports are swallowed, nothing is typed back", async () => {
  const made = new Terminal({ allowProposedApi: true });
  const heard: string[] = [];
  const typed: string[] = [];
  made.onData((data) => typed.push(data));
  // As if an add-on served the clipboard and the answers had been switched on: ours still comes first.
  made.parser.registerOscHandler(52, (data) => heard.push(data) > 0);
  made.options.windowOptions = { getWinTitle: true, getIconTitle: true, getWinSizeChars: true };
  ignoreUntrustedSequences(made.parser);
  const output =
    "\x1b]0;evil; id\x07\x1b]52;c;aWQK\x07\x1b]52;c;?\x07\x1b[21t\x1b[20t\x1b[18t\x1b]777;notify;a;b\x07text";
  await new Promise<void>((done) => made.write(output, done));
  expect({ typed, heard, line: made.buffer.active.getLine(0)?.translateToString(true) }).toEqual({
    typed: [],
    heard: [],
    line: "text",
  });
});

test("a cursor report is answered: programs need it, and it says nothing they wrote", async () => {
  const { typed, write } = terminal();
  await write("ab\x1b[6n");
  expect(typed).toEqual(["\x1b[1;3R"]);
});

test("ADVERSARIAL 33: a flood keeps only its last lines and is acknowledged to the last character", async () => {
  const { made, write } = terminal(500);
  let acknowledged = 0;
  const acknowledger = new Acknowledger((characters) => {
    acknowledged += characters;
  });
  const chunk = "0123456789 abcdefghij\r\n".repeat(500);
  for (let turn = 0; turn < 100; turn++) {
    acknowledger.received(chunk.length);
    await write(chunk);
    acknowledger.drawn(chunk.length);
  }
  expect(made.buffer.active.length).toBe(500 + made.rows);
  expect(acknowledged).toBe(chunk.length * 100);
});

test("small pieces are acknowledged in batches, and at once when nothing more is under way", () => {
  const sent: number[] = [];
  const acknowledger = new Acknowledger((characters) => sent.push(characters));
  acknowledger.received(10);
  acknowledger.received(5000);
  acknowledger.received(7);
  acknowledger.drawn(10);
  acknowledger.drawn(5000);
  acknowledger.drawn(7);
  expect(sent).toEqual([5010, 7]);
});
