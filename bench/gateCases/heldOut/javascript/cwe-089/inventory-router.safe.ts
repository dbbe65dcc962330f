import type { NextApiRequest, NextApiResponse } from "next";
import { Sequelize, QueryTypes } from "sequelize";

const sequelize = new Sequelize(process.env.DATABASE_URL ?? "", { logging: false });

interface Item {
  sku: string;
  amount: number;
}

const ORDERS = new Map([
  ["sku", "sku ASC"],
  ["amount", "amount DESC"],
]);

const RELEASE = { major: 3, minor: 12 };

function orderOf(value: string | undefined): string {
  return ORDERS.get(value ?? "sku") ?? "sku ASC";
}

function warehouse(request: NextApiRequest): string {
  let code = String(request.query.warehouse ?? "");
  if (RELEASE.major >= 3) {
    code = code.replace(/[^A-Z0-9]/g, "");
  }
  return code;
}

async function find(code: string, order: string): Promise<Item[]> {
  return sequelize.query<Item>(
    `SELECT sku, amount FROM inventory WHERE warehouse = '${code}' AND amount > :minimum ORDER BY ${order}`,
    { replacements: { minimum: 0 }, type: QueryTypes.SELECT },
  );
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== "GET") {
    res.setHeader("allow", "GET");
    return res.status(405).end();
  }
  const order = orderOf(typeof req.query.order === "string" ? req.query.order : undefined);
  try {
    const items = await find(warehouse(req), order);
    return res.status(200).json({ items, count: items.length });
  } catch (error) {
    console.error("inventory", error);
    return res.status(500).json({ error: "the inventory is not available" });
  }
}
