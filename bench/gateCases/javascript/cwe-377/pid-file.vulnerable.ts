import { writeFile } from "node:fs/promises";

export async function stage(archive: Buffer): Promise<string> {
  const file = `/tmp/upload-${process.pid}.zip`;
  await writeFile(file, archive);
  return file;
}

export async function stageAll(archives: Buffer[]) {
  const files: string[] = [];
  for (const archive of archives) files.push(await stage(archive));
  return files;
}
