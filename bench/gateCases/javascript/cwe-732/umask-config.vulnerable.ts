import { openSync, writeSync } from "node:fs";

interface Credentials {
  user: string;
  token: string;
}

export function saveCredentials(file: string, credentials: Credentials): void {
  process.umask(0);
  const descriptor = openSync(file, "w", "0777");
  writeSync(descriptor, JSON.stringify(credentials));
}
