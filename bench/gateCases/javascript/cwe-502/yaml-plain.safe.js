import yaml from "js-yaml";

export default function handler(req, res) {
  if (req.method !== "POST") {
    return res.status(405).end();
  }
  try {
    const document = yaml.load(req.body.text);
    res.status(200).json({ name: document?.name ?? null });
  } catch (error) {
    res.status(400).json({ line: error.mark?.line ?? 0 });
  }
}
