import type { NextRequest } from "next/server";

export async function GET(request: NextRequest) {
  const email = request.nextUrl.searchParams.get("email");
  if (!email?.includes("@")) {
    return new Response("missing address", { status: 400, headers: { "content-type": "text/plain" } });
  }
  const page = `<html><body><p>We removed ${email} from our list.</p></body></html>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}
