import { mkdir, writeFile } from "node:fs/promises";
import { dirname, normalize, resolve, sep } from "node:path";
import { NextResponse } from "next/server";

const ROOT = resolve(process.cwd(), "templates");
const MAXIMUM = 200_000;

interface Upload {
  group: string;
  path: string;
  text: string;
}

function isUpload(value: unknown): value is Upload {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Record<string, unknown>;
  return ["group", "path", "text"].every((name) => typeof record[name] === "string");
}

function within(target: string): boolean {
  return target.startsWith(ROOT + sep);
}

function locate(upload: Upload): string | undefined {
  const target = resolve(ROOT, upload.group, normalize(upload.path));
  return within(target) ? target : undefined;
}

export async function PUT(request: Request) {
  const body: unknown = await request.json();
  if (!isUpload(body)) {
    return NextResponse.json({ error: "group, path and text are needed" }, { status: 400 });
  }
  if (body.text.length > MAXIMUM) {
    return NextResponse.json({ error: "too long" }, { status: 413 });
  }
  const target = locate(body);
  if (target === undefined) {
    return NextResponse.json({ error: "bad path" }, { status: 400 });
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, body.text);
  return NextResponse.json({ saved: body.text.length });
}
