import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";

export async function prepareSpool(base: string): Promise<string> {
  const spool = join(base, "spool");
  await mkdir(spool, { recursive: true });
  await chmod(spool, 0o777);
  return spool;
}

const base = process.env.SPOOL_BASE ?? "/var/spool/printer";
await prepareSpool(base);
