import type { NextApiRequest, NextApiResponse } from "next";
import { titles } from "../../lib/catalogue";

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const pattern = String(req.query.pattern ?? "");
  const expression = new RegExp(escapePattern(pattern), "i");
  const found = titles.filter((title) => expression.test(title));
  res.status(200).json({ found: found.slice(0, 20) });
}
