/**
 * From the terminal, without showing it; else the first line of what is piped in. Never from a variable: the environment
 * of a process is read by others and handed on. undefined when there is none, or Ctrl-C was pressed.
 */
export async function readPassphrase(prompt: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  const isTerminal = stdin.isTTY && stderr.isTTY;
  if (isTerminal) {
    stderr.write(prompt);
    stdin.setRawMode(true);
  }
  stdin.setEncoding("utf8");
  let typed = "";
  try {
    for await (const chunk of stdin) {
      for (const character of String(chunk)) {
        if (character === "\r" || character === "\n") return typed;
        if (isTerminal && character === "\u0003") return undefined;
        if (isTerminal && (character === "\u007f" || character === "\b")) typed = typed.slice(0, -1);
        else typed += character;
      }
    }
    return typed === "" ? undefined : typed;
  } finally {
    if (isTerminal) {
      stdin.setRawMode(false);
      stderr.write("\n");
    }
    stdin.pause();
  }
}
