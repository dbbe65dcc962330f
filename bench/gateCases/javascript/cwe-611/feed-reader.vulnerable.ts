import { parseXml } from "libxmljs2";
import { NextResponse } from "next/server";

const options = { noblanks: true, noent: true, dtdload: true };

export async function POST(request: Request) {
  const xml = await request.text();
  const root = parseXml(xml, options).root();
  const title = root?.get("channel/title");
  return NextResponse.json({ title: title?.toString() ?? "" });
}
