import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { type NextFunction, type Request, type Response, Router } from "express";

const ROOT = path.resolve("/srv/courses");

interface Listing {
  name: string;
  bytes: number;
}

function safeName(name: string): string {
  return path.basename(name).replace(/[^\w.-]/g, "_");
}

async function list(folder: string): Promise<Listing[]> {
  const names = await readdir(folder);
  return Promise.all(
    names
      .filter((name) => !name.startsWith("."))
      .map(async (name) => ({ name, bytes: (await stat(path.join(folder, name))).size })),
  );
}

export const courses = Router();

courses.get("/courses/:course", async (req: Request, res: Response, next: NextFunction) => {
  const course = Number.parseInt(req.params.course, 10);
  if (!Number.isInteger(course)) {
    res.status(400).json({ error: "bad course" });
    return;
  }
  try {
    res.json({ files: await list(path.join(ROOT, String(course))) });
  } catch (error) {
    next(error);
  }
});

courses.get("/courses/:course/file", async (req: Request, res: Response) => {
  const course = Number.parseInt(req.params.course, 10);
  const wanted = String(req.query.name ?? "");
  const label = safeName(wanted);
  const file = path.join(ROOT, String(course), wanted);
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) {
    res.status(404).json({ error: "no such file" });
    return;
  }
  res.setHeader("content-length", info.size);
  res.attachment(label);
  createReadStream(file).pipe(res);
});
