import { NextResponse } from "next/server";

interface Cart {
  total: number;
  items: number;
}

export async function POST(request: Request) {
  const { rule, cart } = (await request.json()) as { rule: string; cart: Cart };
  const apply = new Function("cart", `return ${rule};`) as (cart: Cart) => number;
  const price = apply(cart);
  if (!Number.isFinite(price)) {
    return NextResponse.json({ error: "the rule gives no price" }, { status: 422 });
  }
  return NextResponse.json({ price });
}
