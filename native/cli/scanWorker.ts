// A thread of `airlock scan`: judges the files of each batch it is sent, one gate for all of them.
import { parentPort } from "node:worker_threads";
import { z } from "zod";
import { composeGate } from "../composeGate.ts";
import { environmentFor } from "../services/environment.ts";
import { type BatchAnswer, scanOne } from "./scanFiles.ts";

const gate = composeGate(environmentFor(".", process.env));

parentPort?.on("message", (message: unknown) => {
  const files = z.array(z.string()).parse(message);
  void Promise.all(files.map((file) => scanOne(gate, file, "instant"))).then((answer: BatchAnswer) =>
    parentPort?.postMessage(answer),
  );
});
