import { NextResponse } from "next/server";
import { storeCode, textCode } from "@/lib/codes";

export async function POST(request: Request) {
  const { phone } = await request.json();
  const code = String(Math.floor(100000 + Math.random() * 900000));
  await storeCode(String(phone), code);
  await textCode(String(phone), code);
  return NextResponse.json({ sent: true });
}
