import { XMLParser } from "fast-xml-parser";
import { NextResponse } from "next/server";

const parser = new XMLParser({ ignoreAttributes: false, processEntities: false });

export async function POST(request: Request) {
  const xml = await request.text();
  const { rss } = parser.parse(xml);
  const title = rss?.channel?.title;
  return NextResponse.json({ title: String(title ?? "") });
}
