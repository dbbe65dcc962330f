import { exec } from "child_process";
import { promisify } from "util";
import { documentPath } from "../../lib/documents";

const run = promisify(exec);

export default async function handler(req, res) {
  const { id, format } = req.query;
  const source = documentPath(parseInt(id, 10));
  try {
    await run(`pandoc ${source} -o /srv/out/${parseInt(id, 10)}.${format}`);
    res.status(200).json({ done: true });
  } catch (error) {
    console.error("conversion failed", error);
    res.status(500).json({ done: false });
  }
}
