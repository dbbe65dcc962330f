import { readFile } from "node:fs/promises";
import { NextResponse } from "next/server";

type Context = { params: Promise<{ slug: string[] }> };

export async function GET(_request: Request, { params }: Context) {
  const { slug } = await params;
  try {
    const text = await readFile(`./content/${slug.map(decodeURIComponent).join("/")}.mdx`, "utf8");
    return NextResponse.json({ text });
  } catch {
    return NextResponse.json({ error: "no such page" }, { status: 404 });
  }
}
