import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import axios from "axios";
import type { NextApiRequest, NextApiResponse } from "next";

const HOSTS = new Set(["avatars.example.com", "pictures.example.org"]);
const MAXIMUM = 2_000_000;

interface Form {
  userId: number;
  picture: string;
  homepage: string;
}

function parseForm(body: Record<string, unknown>): Form {
  return {
    userId: Number(body.userId),
    picture: String(body.picture ?? ""),
    homepage: String(body.homepage ?? ""),
  };
}

function permitted(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port } = new URL(address);
  return protocol === "https:" && port === "" && HOSTS.has(hostname);
}

async function download(address: string): Promise<Buffer> {
  const { data, headers } = await axios.get<ArrayBuffer>(address, {
    responseType: "arraybuffer",
    maxContentLength: MAXIMUM,
    maxRedirects: 0,
    timeout: 5000,
  });
  if (!String(headers["content-type"]).startsWith("image/")) throw new Error("not an image");
  return Buffer.from(data);
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const form = parseForm(req.body);
  if (!Number.isInteger(form.userId) || !permitted(form.homepage)) {
    return res.status(400).json({ error: "bad form" });
  }
  try {
    const image = await download(form.picture);
    const name = `${form.userId}-${randomUUID()}.img`;
    await writeFile(`/srv/avatars/${name}`, image);
    return res.status(201).json({ name, homepage: form.homepage });
  } catch (error) {
    console.error("avatar import", error);
    return res.status(502).json({ error: "the picture was not loaded" });
  }
}
