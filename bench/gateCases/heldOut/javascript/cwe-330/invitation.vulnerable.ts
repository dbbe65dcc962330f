import { randomBytes } from "node:crypto";
import { NextResponse } from "next/server";
import { auth } from "@/auth";
import { prisma } from "@/lib/prisma";
import { sendInvitation } from "@/lib/mail";

const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const COLORS = ["teal", "amber", "violet", "crimson"];

type Source = () => number;

const dice: Source = () => Math.random();
const strong: Source = () => randomBytes(4).readUInt32BE() / 2 ** 32;

function pick<T>(list: ArrayLike<T>, source: Source): T {
  return list[Math.floor(source() * list.length)] as T;
}

function word(length: number, source: Source): string {
  return Array.from({ length }, () => pick(ALPHABET, source)).join("");
}

interface Form {
  email?: string;
  role?: string;
}

export async function POST(request: Request) {
  const session = await auth();
  if (session?.user?.role !== "owner") {
    return NextResponse.json({ error: "not allowed" }, { status: 403 });
  }
  const form = (await request.json()) as Form;
  const email = String(form.email ?? "").trim().toLowerCase();
  if (!/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(email)) {
    return NextResponse.json({ error: "not an address" }, { status: 400 });
  }
  const role = form.role === "editor" ? "editor" : "reader";
  const token = word(24, dice);
  const color = pick(COLORS, strong);
  try {
    await prisma.invitation.create({ data: { email, role, token, color, teamId: session.user.teamId } });
    await sendInvitation(email, `https://app.example.com/join/${token}`);
  } catch (error) {
    console.error("invitation", error);
    return NextResponse.json({ error: "not sent" }, { status: 502 });
  }
  return NextResponse.json({ email, role, color });
}
