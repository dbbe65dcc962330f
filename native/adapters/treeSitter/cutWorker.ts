// A thread that cuts files: answers each batch it is sent with what the index keeps of it.
import { parentPort } from "node:worker_threads";
import { z } from "zod";
import { cutBySyntax } from "./cutFiles.ts";

const batch = z.array(
  z.object({
    path: z.string(),
    text: z.string(),
    stamp: z.object({ size: z.number(), modified: z.number() }),
  }),
);

parentPort?.on("message", (message: unknown) => {
  void cutBySyntax(batch.parse(message)).then((cut) => parentPort?.postMessage(cut));
});
