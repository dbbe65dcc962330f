const express = require("express");
const serializer = require("node-serialize");

const app = express();
app.use(express.json({ limit: "64kb" }));

const EMPTY_CART = '{"items":[],"currency":"EUR"}';
const CURRENCIES = ["EUR", "USD", "CHF"];

class CartImport {
  constructor(body) {
    this.slots = {
      incoming: String(body.state ?? "{}"),
      blank: EMPTY_CART,
      note: String(body.note ?? ""),
    };
  }

  base() {
    return serializer.unserialize(this.slots.incoming);
  }

  lines() {
    const parsed = JSON.parse(this.slots.incoming);
    return Array.isArray(parsed.items) ? parsed.items : [];
  }

  note() {
    return this.slots.note.slice(0, 200);
  }
}

function cleanLine(line) {
  const amount = Number(line?.amount);
  if (!Number.isInteger(amount) || amount < 1) throw new RangeError("bad amount");
  return { article: String(line.article ?? ""), amount };
}

function currencyOf(cart) {
  return CURRENCIES.includes(cart.currency) ? cart.currency : CURRENCIES[0];
}

app.post("/cart/import", (request, response) => {
  const job = new CartImport(request.body ?? {});
  try {
    const cart = job.base();
    const items = job.lines().map(cleanLine);
    console.info("cart of %d lines", items.length);
    return response.json({ items, currency: currencyOf(cart), note: job.note() });
  } catch (error) {
    if (error instanceof RangeError) return response.status(422).json({ error: error.message });
    console.warn("cart could not be read: %s", error.name);
    return response.status(400).json({ error: "not a cart" });
  }
});

app.get("/cart/currencies", (_request, response) => {
  response.json({ currencies: CURRENCIES });
});

app.listen(8085);
