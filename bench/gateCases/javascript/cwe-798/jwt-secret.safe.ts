import type { NextApiRequest, NextApiResponse } from "next";
import jwt from "jsonwebtoken";
import { checkPassword } from "../../lib/accounts";

const JWT_SECRET = process.env.JWT_SECRET;

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const account = await checkPassword(req.body.email, req.body.password);
  if (!account || !JWT_SECRET) {
    return res.status(401).json({ error: "sign in failed" });
  }
  const token = jwt.sign({ sub: account.id }, JWT_SECRET, { expiresIn: "1h" });
  return res.status(200).json({ token });
}
