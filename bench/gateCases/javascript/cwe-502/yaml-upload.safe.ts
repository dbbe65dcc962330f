import express from "express";
import yaml from "js-yaml";

const app = express();
app.use(express.text({ type: "application/yaml", limit: "64kb" }));
const schema = yaml.CORE_SCHEMA;

app.post("/pipelines", (req, res) => {
  try {
    const pipeline = yaml.load(req.body, { schema }) as { steps?: unknown[] };
    res.json({ steps: pipeline.steps?.length ?? 0 });
  } catch {
    res.status(400).json({ error: "not a pipeline" });
  }
});

app.listen(3000);
