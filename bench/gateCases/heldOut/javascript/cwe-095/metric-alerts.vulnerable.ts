import Router from "@koa/router";
import { latest } from "./metrics";

interface Alert {
  metric: string;
  comparison: string;
  threshold: number;
  message: string;
}

type Check = (value: number, threshold: number) => boolean;

const alerts: Alert[] = [];
const COMPARISONS = [">", "<", ">=", "<="];

function parse(body: Record<string, unknown>): Alert {
  return {
    metric: String(body.metric ?? ""),
    comparison: String(body.comparison ?? ">").trim(),
    threshold: Number(body.threshold),
    message: String(body.message ?? "").slice(0, 120),
  };
}

function check(comparison: string): Check {
  return new Function("value", "threshold", `return value ${comparison} threshold;`) as Check;
}

export const router = new Router({ prefix: "/alerts" });

router.post("/", (ctx) => {
  const alert = parse(ctx.request.body as Record<string, unknown>);
  if (!COMPARISONS.some((known) => alert.comparison.startsWith(known)) || Number.isNaN(alert.threshold)) {
    ctx.status = 400;
    ctx.body = { error: "no such comparison" };
    return;
  }
  alerts.push(alert);
  ctx.status = 201;
  ctx.body = { count: alerts.length };
});

router.get("/firing", async (ctx) => {
  const firing: string[] = [];
  for (const { metric, comparison, threshold, message } of alerts) {
    const value = await latest(metric);
    if (value !== undefined && check(comparison)(value, threshold)) {
      firing.push(message);
    }
  }
  ctx.body = { firing };
});
