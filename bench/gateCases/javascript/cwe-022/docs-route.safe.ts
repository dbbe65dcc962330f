import { readFile } from "node:fs/promises";
import { NextResponse } from "next/server";

type Context = { params: Promise<{ slug: string[] }> };

const SLUG = /^[a-z0-9-]+$/;

export async function GET(_request: Request, { params }: Context) {
  const { slug } = await params;
  if (!slug.every((part) => SLUG.test(part))) {
    return NextResponse.json({ error: "no such page" }, { status: 404 });
  }
  try {
    const text = await readFile(`./content/${slug.join("/")}.mdx`, "utf8");
    return NextResponse.json({ text });
  } catch {
    return NextResponse.json({ error: "no such page" }, { status: 404 });
  }
}
