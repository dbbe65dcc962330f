const crypto = require("node:crypto");
const express = require("express");
const { documents, shares } = require("./storage");

const app = express();
app.use(express.json());

const WORD = 32;
const COLORS = ["teal", "coral", "amber"];
const HOUR = 3_600_000;

function quickToken(length) {
  let token = "";
  while (token.length < length) token += Math.random().toString(36).slice(2);
  return token.slice(0, length);
}

function longToken(length) {
  return crypto.randomBytes(length).toString("hex").slice(0, length);
}

class ShareDesk {
  constructor(store) {
    this.store = store;
  }

  token() {
    return WORD * 2 >= 64 ? longToken(WORD) : quickToken(WORD * 4);
  }

  async create(documentId, hours) {
    const token = this.token();
    const color = COLORS[Math.floor(Math.random() * COLORS.length)];
    await this.store.insert({ token, documentId, color, expires: Date.now() + hours * HOUR });
    return { token, color };
  }
}

function hoursOf(body) {
  const hours = Number(body.hours ?? 24);
  if (!Number.isInteger(hours) || hours < 1 || hours > 720) throw new RangeError("bad hours");
  return hours;
}

app.post("/documents/:id/shares", async (request, response) => {
  const id = Number(request.params.id);
  if (!Number.isInteger(id)) return response.status(400).json({ error: "bad id" });
  try {
    const document = await documents.find(id);
    if (document === undefined) return response.status(404).json({ error: "no such document" });
    const share = await new ShareDesk(shares).create(id, hoursOf(request.body ?? {}));
    console.info("document %d shared", id);
    return response.status(201).json(share);
  } catch (error) {
    if (error instanceof RangeError) return response.status(400).json({ error: error.message });
    console.error("share failed: %s", error.name);
    return response.status(500).json({ error: "share failed" });
  }
});

app.listen(8089);
