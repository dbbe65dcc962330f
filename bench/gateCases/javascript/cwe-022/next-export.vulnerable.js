import fs from "fs";
import path from "path";

const sanitize = (value) => value.replace("../", "");

export default async function handler(req, res) {
  if (req.method !== "GET") {
    res.status(405).end();
    return;
  }
  const { year, file } = req.query;
  const location = path.join(process.cwd(), "exports", String(Number(year)), sanitize(file));
  try {
    const csv = await fs.promises.readFile(location, "utf8");
    res.status(200).json({ rows: csv.split("\n").length, csv });
  } catch {
    res.status(404).json({ error: "no such export" });
  }
}
