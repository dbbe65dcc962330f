import Handlebars from "handlebars";
import type { NextApiRequest, NextApiResponse } from "next";
import { profileOf } from "../../lib/profiles";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const profile = await profileOf(req);
  const signature = req.body.signature as string;
  const render = Handlebars.compile(`{{name}} - ${signature}`);
  res.status(200).json({ preview: render(profile) });
}
