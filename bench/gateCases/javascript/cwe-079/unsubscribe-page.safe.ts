import type { NextRequest } from "next/server";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string) {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

export async function GET(request: NextRequest) {
  const email = request.nextUrl.searchParams.get("email");
  if (!email?.includes("@")) {
    return new Response("missing address", { status: 400, headers: { "content-type": "text/plain" } });
  }
  const page = `<html><body><p>We removed ${escape(email)} from our list.</p></body></html>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}
