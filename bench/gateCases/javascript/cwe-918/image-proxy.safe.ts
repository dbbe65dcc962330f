import { NextResponse } from "next/server";

async function load(source: string): Promise<Response> {
  const answer = await fetch(source, { redirect: "manual" });
  if (!answer.headers.get("content-type")?.startsWith("image/")) {
    throw new Error("not an image");
  }
  return answer;
}

export async function GET(request: Request) {
  const { searchParams } = new URL(request.url);
  const source = searchParams.get("src") ?? "";
  try {
    const image = await load(`https://images.example.com/public/${encodeURIComponent(source)}.png`);
    return new Response(image.body, { headers: { "content-type": "image/png" } });
  } catch {
    return NextResponse.json({ error: "no image" }, { status: 404 });
  }
}
