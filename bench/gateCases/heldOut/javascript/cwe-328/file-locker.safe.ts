import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import Fastify from "fastify";

interface Manifest {
  algorithm: string;
  entries: Record<string, string>;
}

const FILES = ["contract.pdf", "annex.pdf", "signatures.pdf"];
const DEFAULTS = { algorithm: "sha384", folder: "/srv/locker" };

class Locker {
  private readonly options: typeof DEFAULTS;

  constructor(options: Partial<typeof DEFAULTS> = {}) {
    this.options = { ...DEFAULTS, ...options };
  }

  private async sum(name: string): Promise<string> {
    const bytes = await readFile(`${this.options.folder}/${name}`);
    return createHash(this.options.algorithm).update(bytes).digest("hex");
  }

  async seal(): Promise<Manifest> {
    const pairs = await Promise.all(FILES.map(async (name) => [name, await this.sum(name)] as const));
    const manifest = { algorithm: this.options.algorithm, entries: Object.fromEntries(pairs) };
    await writeFile(`${this.options.folder}/manifest.json`, JSON.stringify(manifest));
    return manifest;
  }

  async tampered(): Promise<string[]> {
    const manifest: Manifest = JSON.parse(await readFile(`${this.options.folder}/manifest.json`, "utf8"));
    const changed: string[] = [];
    for (const name of FILES) {
      if (manifest.entries[name] !== (await this.sum(name))) changed.push(name);
    }
    return changed;
  }
}

const app = Fastify({ logger: true });
const locker = new Locker();

app.post("/locker/seal", async () => Object.keys((await locker.seal()).entries));
app.get("/locker/tampered", async (_request, reply) => {
  try {
    return { tampered: await locker.tampered() };
  } catch (error) {
    app.log.error(error);
    return reply.code(409).send({ error: "not sealed" });
  }
});

app.listen({ port: 3000 });
