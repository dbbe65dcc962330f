import express, { type Request, type Response } from "express";
import { findOrder } from "./orders";

const router = express.Router();

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

class Receipt {
  private readonly lines: string[] = [];

  add(label: string, value: string | number): this {
    this.lines.push(`<dt>${label}</dt><dd>${value}</dd>`);
    return this;
  }

  toString(): string {
    return `<!doctype html><dl>${this.lines.join("\n")}</dl>`;
  }
}

router.get("/orders/:id/receipt", async (req: Request, res: Response) => {
  const id = Number(req.params.id);
  const currency = req.query.currency === "usd" ? "USD" : "EUR";
  const recipient = String(req.query.recipient ?? "");
  const remark = String(req.query.remark ?? "");
  if (!Number.isSafeInteger(id)) {
    res.status(400).json({ error: "bad order" });
    return;
  }
  const order = await findOrder(id);
  if (!order) {
    res.status(404).json({ error: "no such order" });
    return;
  }
  const cleanRecipient = escapeHtml(recipient);
  const cleanRemark = escapeHtml(remark);
  console.log("receipt with a remark of", remark.length);
  const receipt = new Receipt().add("Order", id).add("For", cleanRecipient).add("Remark", cleanRemark);
  receipt.add("Total", `${Number(order.total).toFixed(2)} ${currency}`);
  res.type("html").send(receipt.toString());
});

export { router };
