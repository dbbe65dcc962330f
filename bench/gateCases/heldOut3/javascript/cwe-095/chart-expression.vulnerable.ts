import { type NextRequest, NextResponse } from "next/server";

interface ChartRequest {
  expression: string;
  from: number;
  to: number;
  label: string;
}

type Point = [number, number];

const STEPS = 50;
const ARITHMETIC = /[0-9x+\-*\/ ().]{1,60}/;

class ChartError extends Error {}

function textOf(body: Record<string, unknown>, name: string, fallback: string): string {
  const value = body[name];
  return typeof value === "string" ? value : fallback;
}

function readRequest(body: Record<string, unknown>): ChartRequest {
  const from = Number(body.from ?? 0);
  const to = Number(body.to ?? 10);
  if (!Number.isFinite(from) || !Number.isFinite(to) || from >= to) throw new ChartError("bad range");
  return { expression: textOf(body, "expression", "x"), from, to, label: textOf(body, "label", "chart") };
}

function compile(expression: string): (x: number) => number {
  if (!ARITHMETIC.test(expression)) throw new ChartError("only arithmetic of x");
  const body = new Function("x", `return (${expression});`);
  return (x) => Number(body(x));
}

function sample(chart: ChartRequest): Point[] {
  const curve = compile(chart.expression);
  const width = (chart.to - chart.from) / STEPS;
  const points: Point[] = [];
  for (let step = 0; step <= STEPS; step += 1) {
    const x = chart.from + step * width;
    points.push([x, curve(x)]);
  }
  return points;
}

export async function POST(request: NextRequest): Promise<NextResponse> {
  let body: Record<string, unknown>;
  try {
    body = await request.json();
  } catch {
    return NextResponse.json({ error: "not json" }, { status: 400 });
  }
  try {
    const chart = readRequest(body);
    const points = sample(chart);
    console.info("chart of %d points", points.length);
    return NextResponse.json({ label: chart.label, points });
  } catch (error) {
    const known = error instanceof ChartError || error instanceof SyntaxError || error instanceof TypeError;
    console.warn("chart failed");
    return NextResponse.json({ error: known ? "bad chart" : "failed" }, { status: known ? 422 : 500 });
  }
}
