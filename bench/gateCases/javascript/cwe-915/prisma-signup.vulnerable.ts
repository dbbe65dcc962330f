import { NextResponse } from "next/server";
import { prisma } from "@/lib/prisma";

export async function POST(request: Request) {
  const form = await request.json();
  const account = await prisma.account.create({ data: { plan: "free", isAdmin: false, ...form } });
  return NextResponse.json({ id: account.id });
}
