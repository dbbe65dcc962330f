import { ok } from "../../../core/base/result.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { PadService } from "./padService.ts";

type ScratchRequest = Extract<keyof RequestHandlers, `scratch.${string}`>;

/** @param service made when it is first asked */
export function scratchHandlers(service: () => Promise<PadService>): Pick<RequestHandlers, ScratchRequest> {
  return {
    "scratch.open": async ({ pad }) => {
      const { kernel, runs } = await (await service()).open(pad);
      return ok({ kernel, runs: [...runs] });
    },
    "scratch.run": async ({ pad, cells }) => {
      (await service()).pad(pad).run(cells);
      return ok({});
    },
    "scratch.interrupt": async ({ pad }) => {
      await (await service()).pad(pad).interrupt();
      return ok({});
    },
    "scratch.restart": async ({ pad }) => {
      const restarted = await (await service()).pad(pad).restart();
      return restarted.ok ? ok({}) : restarted;
    },
    "scratch.stop": async ({ pad }) => {
      await (await service()).pad(pad).stop();
      return ok({});
    },
    "scratch.answer": async ({ pad, value }) => {
      (await service()).pad(pad).answer(value);
      return ok({});
    },
    "scratch.freshness": async ({ pad, cells }) => {
      const { freshness, toRun } = await (await service()).freshness(pad, cells);
      return ok({ cells: [...freshness].map(([id, one]) => ({ id, freshness: one })), toRun: [...toRun] });
    },
  };
}
