import { Router } from "express";
import { closeAccount } from "./accounts";

export const account = Router();

account.get("/account/close", async (req, res) => {
  const userId = req.session.userId;
  if (userId === undefined) {
    res.status(401).json({ error: "sign in" });
    return;
  }
  await closeAccount(userId);
  res.json({ closed: true });
});
