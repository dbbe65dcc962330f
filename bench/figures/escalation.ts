import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { composeHost } from "../../native/compose.ts";
import { startWireServer, wholeAnswer } from "../../native/fixtures/wireServer.ts";
import { type Figure, median } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const sample = resolve(import.meta.dirname, "..", "..", "resources", "sample-workspace");
const rounds = 30;
const path = "orders/reports.py";
const answer = JSON.stringify({ explanation: "It sums the amounts of each month.", code: "" });

export const figure: Figure = {
  name: "escalation",
  claims:
    "a preview, and an approved request to a server on loopback, beside a bare request with the same bytes",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const [workspace, home] = [join(folder, "workspace"), join(folder, "home")];
      cpSync(sample, workspace, { recursive: true });
      mkdirSync(home);
      const wire = await startWireServer();
      wire.answer(wholeAnswer(answer));
      const url = `http://127.0.0.1:${wire.port}/v1`;
      const models = [{ id: "large-1", contextTokens: 131_072 }];
      const provider = { id: "team", kind: "openai-compatible", urls: [url], models, needsKey: false };
      const settings = { "escalation.enabled": true, "escalation.providers": [provider] };
      writeFileSync(join(home, "settings.json"), JSON.stringify(settings));
      const variables = { ...process.env, AIRLOCK_HOME: home };
      const { host, dispose } = await composeHost({ workspace, shell: "browser", variables });
      const context = { signal: new AbortController().signal, client: { id: 1, send: () => {} } };
      const text = readFileSync(join(workspace, path), "utf8");
      const target = { path, language: "python", text, startLine: 26, endLine: 31 };
      const question = { task: "explain" as const, spec: "why", target, attachments: [], without: [] };

      const prepare = async () => {
        const made = await host.requests["escalation.prepare"](
          { question, provider: "team", model: "large-1" },
          context,
        );
        if (!made.ok) throw new Error(made.error.message);
        return made.value;
      };
      const send = async ({ previewId, hash }: { readonly previewId: string; readonly hash: string }) => {
        const params = { previewId, hash, approval: "once" as const, askId: "bench", runTests: false };
        const sent = await host.requests["escalation.send"](params, context);
        if (!sent.ok) throw new Error(sent.error.message);
      };
      const bare = async (body: string): Promise<void> => {
        const headers = { "content-type": "application/json" };
        await (await fetch(`${url}/chat/completions`, { method: "POST", headers, body })).text();
      };

      // The first of each loads its libraries and the index's answers.
      const { body } = await prepare();
      await send(await prepare());
      await bare(body);
      const took = { preview: [] as number[], sent: [] as number[], bare: [] as number[] };
      const timed = async <T>(into: number[], work: () => Promise<T>): Promise<T> => {
        const start = performance.now();
        const result = await work();
        into.push(performance.now() - start);
        return result;
      };
      for (let round = 0; round < rounds; round++) {
        const preview = await timed(took.preview, prepare);
        await timed(took.sent, () => send(preview));
        await timed(took.bare, () => bare(body));
      }
      progress(`${rounds} requests of ${Buffer.byteLength(body)} bytes`);
      dispose();
      wire.dispose();
      return [
        {
          what: "preview of a question, median",
          value: median(took.preview),
          unit: "ms",
          target: { atMost: 300 },
        },
        {
          what: "an approved request, recorded durably before and after and judged, over a bare one",
          value: median(took.sent) / median(took.bare),
          unit: "×",
        },
        { what: "what that adds, median", value: median(took.sent) - median(took.bare), unit: "ms" },
      ];
    }),
};
