import { type NextRequest, NextResponse } from "next/server";

export function GET(request: NextRequest) {
  const target = request.nextUrl.searchParams.get("continue") ?? "/";
  const url = new URL(target, request.nextUrl.origin);
  if (url.origin !== request.nextUrl.origin) {
    return NextResponse.json({ error: "bad target" }, { status: 400 });
  }
  const response = NextResponse.redirect(url);
  response.headers.set("cache-control", "no-store");
  return response;
}
