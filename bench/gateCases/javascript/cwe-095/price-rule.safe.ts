import { NextResponse } from "next/server";

interface Cart {
  total: number;
  items: number;
}

const rules: Record<string, string> = {
  bulk: "return cart.items > 10 ? cart.total * 0.9 : cart.total;",
  plain: "return cart.total;",
};

export async function POST(request: Request) {
  const { rule, cart } = (await request.json()) as { rule: string; cart: Cart };
  const apply = new Function("cart", rule === "bulk" ? rules.bulk : rules.plain) as (cart: Cart) => number;
  const price = apply(cart);
  if (!Number.isFinite(price)) {
    return NextResponse.json({ error: "the rule gives no price" }, { status: 422 });
  }
  return NextResponse.json({ price });
}
