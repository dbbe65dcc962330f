const express = require("express");
const fs = require("node:fs/promises");
const path = require("node:path");

const app = express();
const ROOT = "/srv/manuals";
const LANGUAGES = new Map([
  ["en", "english"],
  ["de", "german"],
]);

class Shelf {
  constructor(root, language) {
    this.folder = path.join(root, language);
  }

  async open(leaf) {
    const file = path.join(this.folder, leaf);
    const handle = await fs.open(file, "r");
    try {
      return await handle.readFile("utf8");
    } finally {
      await handle.close();
    }
  }
}

function leafOf(raw) {
  const leaf = path.basename(decodeURIComponent(raw));
  if (leaf === "" || leaf.startsWith(".")) return null;
  return leaf;
}

function languageOf(request) {
  const wanted = String(request.query.lang ?? "en");
  return LANGUAGES.get(wanted) ?? "english";
}

app.get("/manual", async (request, response) => {
  const title = String(request.query.title ?? "");
  const raw = String(request.query.page ?? "index.md");
  let leaf;
  try {
    leaf = leafOf(raw);
  } catch {
    return response.status(400).json({ error: "malformed page" });
  }
  if (leaf === null) return response.status(400).json({ error: "no page" });

  try {
    const shelf = new Shelf(ROOT, languageOf(request));
    const text = await shelf.open(leaf);
    console.info("manual page of %d characters", text.length);
    return response.json({ title, text });
  } catch (error) {
    console.warn("manual page failed: %s", error.code);
    return response.status(404).json({ error: "not found" });
  }
});

app.listen(8081);
