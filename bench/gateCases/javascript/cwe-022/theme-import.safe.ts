import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import AdmZip from "adm-zip";
import express, { type Request, type Response } from "express";
import multer from "multer";

const app = express();
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 5_000_000 } });
const themes = path.resolve("themes");

app.post("/themes", upload.single("theme"), (req: Request, res: Response) => {
  if (!req.file) return res.status(400).json({ error: "no file" });
  let count = 0;
  for (const entry of new AdmZip(req.file.buffer).getEntries()) {
    if (entry.isDirectory) continue;
    const target = path.resolve(themes, entry.entryName);
    if (!target.startsWith(themes + path.sep)) {
      return res.status(400).json({ error: "bad archive" });
    }
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, entry.getData());
    count += 1;
  }
  return res.json({ count });
});
