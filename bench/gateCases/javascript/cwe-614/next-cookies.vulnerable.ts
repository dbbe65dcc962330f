import { randomUUID } from "node:crypto";
import { cookies } from "next/headers";
import { NextResponse } from "next/server";
import { remember } from "@/lib/devices";

export async function POST() {
  const device = randomUUID();
  await remember(device);
  const jar = await cookies();
  jar.set({
    name: "device-token",
    value: device,
    httpOnly: true,
    sameSite: "strict",
    path: "/",
  });
  return NextResponse.json({ remembered: true });
}
