import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { NextResponse } from "next/server";

export async function POST(request: Request) {
  const form = await request.formData();
  const file = form.get("file");
  if (!(file instanceof File)) {
    return NextResponse.json({ error: "no file" }, { status: 400 });
  }
  const extension = extname(file.name).toLowerCase().replace(/[^.a-z0-9]/g, "");
  const name = `${randomUUID()}${extension}`;
  await writeFile(`./public/files/${name}`, Buffer.from(await file.arrayBuffer()));
  return NextResponse.json({ url: `/files/${name}` });
}
