import { NextResponse } from "next/server";
import { z } from "zod";
import { prisma } from "@/lib/prisma";

const Signup = z.object({ email: z.email(), nickname: z.string().max(40) });

export async function POST(request: Request) {
  const parsed = Signup.safeParse(await request.json());
  if (!parsed.success) {
    return NextResponse.json({ error: "bad form" }, { status: 400 });
  }
  const account = await prisma.account.create({ data: { plan: "free", isAdmin: false, ...parsed.data } });
  return NextResponse.json({ id: account.id });
}
