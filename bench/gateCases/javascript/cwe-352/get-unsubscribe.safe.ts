import { Router } from "express";
import { closeAccount } from "./accounts";
import { verifyToken } from "./formTokens";

export const account = Router();

account.post("/account/close", async (req, res) => {
  if (!verifyToken(req.session.id, req.body._csrf)) {
    res.status(403).json({ error: "form expired" });
    return;
  }
  const userId = req.session.userId;
  if (userId === undefined) {
    res.status(401).json({ error: "sign in" });
    return;
  }
  await closeAccount(userId);
  res.json({ closed: true });
});
