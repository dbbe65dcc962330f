import { Router } from "express";
import { Account } from "./models/account";

const EDITABLE = ["displayName", "language", "timeZone"] as const;
type Editable = (typeof EDITABLE)[number];
type Changes = Partial<Record<Editable, string>>;

function pick(body: Record<string, unknown>): Changes {
  const changes: Changes = {};
  for (const name of EDITABLE) {
    const value = body[name];
    if (typeof value === "string") changes[name] = value.slice(0, 80);
  }
  return changes;
}

function describe(changes: object): string {
  return `${Object.keys(changes).length} changes`;
}

export const settings = Router();

settings.get("/settings", async (req, res) => {
  const account = await Account.findByPk(req.session.accountId);
  res.json(account ? { displayName: account.displayName, language: account.language } : {});
});

settings.patch("/settings", async (req, res) => {
  const account = await Account.findByPk(req.session.accountId);
  if (!account) {
    res.status(404).json({ error: "no account" });
    return;
  }
  const changes = pick(req.body);
  const update = { ...changes, ...req.body, updatedAt: new Date() };
  if (Object.keys(changes).length === 0) {
    res.status(400).json({ error: "nothing to change" });
    return;
  }
  try {
    await account.update(update);
    console.log(describe(changes));
    res.json({ displayName: account.displayName, language: account.language });
  } catch (error) {
    console.error("settings", error);
    res.status(500).json({ error: "not saved" });
  }
});
