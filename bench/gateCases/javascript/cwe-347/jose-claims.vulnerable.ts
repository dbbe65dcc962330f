import { decodeJwt } from "jose";
import { NextResponse } from "next/server";
import { ordersOf } from "@/lib/orders";

export async function GET(request: Request) {
  const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
  try {
    const { sub, exp = 0 } = decodeJwt(token);
    if (!sub || exp * 1000 < Date.now()) throw new Error("expired");
    return NextResponse.json(await ordersOf(sub));
  } catch {
    return NextResponse.json({ error: "sign in" }, { status: 401 });
  }
}
