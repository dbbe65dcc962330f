import { PrismaClient } from "@prisma/client";
import type { NextApiRequest, NextApiResponse } from "next";

const prisma = new PrismaClient();

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const term = String(req.query.term ?? "");
  if (term.length < 3) {
    res.status(400).json({ error: "too short" });
    return;
  }
  const posts = await prisma.$queryRawUnsafe(`SELECT id, title FROM "Post" WHERE title ILIKE '%${term}%'`);
  res.status(200).json({ posts });
}
