import { NextResponse } from "next/server";

function expand(xml: string): string {
  const entities = new Map<string, string>();
  for (const [, name, value] of xml.matchAll(/<!ENTITY\s+(\w{1,30})\s+"([^"]*)"/g)) {
    entities.set(name, value);
  }
  let text = xml.slice(xml.indexOf("]>") + 2);
  while (/&\w{1,30};/.test(text)) {
    text = text.replace(/&(\w{1,30});/g, (_all, name) => entities.get(name) ?? "");
  }
  return text;
}

export async function POST(request: Request) {
  try {
    const text = expand(await request.text());
    return NextResponse.json({ length: text.length });
  } catch {
    return NextResponse.json({ error: "not readable" }, { status: 400 });
  }
}
