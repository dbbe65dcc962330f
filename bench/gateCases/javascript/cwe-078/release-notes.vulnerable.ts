import { execSync } from "node:child_process";
import { writeFileSync } from "node:fs";

function log(range: string): string[] {
  const output = execSync(`git log --pretty=%s ${range}`, { encoding: "utf8" });
  return output.split("\n").filter((line) => line.startsWith("feat") || line.startsWith("fix"));
}

const [, , from, to = "HEAD"] = process.argv;
if (!from) {
  console.error("usage: release-notes FROM [TO]");
  process.exit(2);
}

const lines = log(`${from}..${to}`);
writeFileSync("RELEASE.md", lines.map((line) => `- ${line}`).join("\n"));
console.log(`${lines.length} changes`);
