import { type NextRequest, NextResponse } from "next/server";

export function GET(request: NextRequest) {
  const target = request.nextUrl.searchParams.get("continue") ?? "/";
  const url = new URL(target, request.nextUrl.origin);
  const response = NextResponse.redirect(url);
  response.headers.set("cache-control", "no-store");
  return response;
}
