import { createRemoteJWKSet, jwtVerify } from "jose";
import { NextResponse } from "next/server";
import { ordersOf } from "@/lib/orders";

const keys = createRemoteJWKSet(new URL("https://login.example.com/.well-known/jwks.json"));

export async function GET(request: Request) {
  const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
  try {
    const { payload } = await jwtVerify(token, keys, { audience: "orders" });
    const { sub } = payload;
    if (!sub) throw new Error("no subject");
    return NextResponse.json(await ordersOf(sub));
  } catch {
    return NextResponse.json({ error: "sign in" }, { status: 401 });
  }
}
