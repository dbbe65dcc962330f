import Handlebars from "handlebars";
import type { NextApiRequest, NextApiResponse } from "next";
import { profileOf } from "../../lib/profiles";

const layout = Handlebars.compile("{{name}} - {{signature}}");

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const profile = await profileOf(req);
  const signature = req.body.signature as string;
  res.status(200).json({ preview: layout({ name: profile.name, signature }) });
}
