import { NextResponse } from "next/server";
import { auth } from "@/auth";
import { prisma } from "@/lib/prisma";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const session = await auth();
  if (!session?.user) {
    return NextResponse.json({ error: "sign in" }, { status: 401 });
  }
  const { id } = await params;
  const invoice = await prisma.invoice.findUnique({ where: { id } });
  if (!invoice || invoice.ownerId !== session.user.id) {
    return NextResponse.json({ error: "no such invoice" }, { status: 404 });
  }
  return NextResponse.json({ number: invoice.number, total: invoice.total });
}
