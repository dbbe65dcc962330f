// What is inside of strings and comments replaced by spaces of the same length, so that only code is left to look at.

/** Python, and JavaScript without its regular expressions; quotes stay, what is between them goes. */
export function maskText(source: string, family: "python" | "javascript"): string {
  const pattern = family === "python" ? pythonText : javascriptText;
  return source.replace(pattern, (text) => {
    const kept = /^["'`]/.test(text) ? 1 : 0;
    return `${text.slice(0, kept)}${text.slice(kept, text.length - kept).replace(/[^\n]/g, " ")}${kept === 0 ? "" : text.slice(-1)}`;
  });
}

const pythonText =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|#[^\n]*/g;
const javascriptText =
  /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
