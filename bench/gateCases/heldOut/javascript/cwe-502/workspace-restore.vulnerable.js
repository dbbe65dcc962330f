const express = require("express");
const yaml = require("js-yaml");
const { all } = require("js-yaml-js-types");

const app = express();
app.use(express.json({ limit: "1mb" }));

const SCHEMAS = {
  plain: yaml.JSON_SCHEMA,
  full: yaml.DEFAULT_SCHEMA.extend(all),
};

class Workspace {
  constructor(name) {
    this.name = name;
    this.parts = new Map();
  }

  restore(parts, schema) {
    for (const { key, text } of parts) {
      this.parts.set(key, yaml.load(text, { schema }));
    }
    return this;
  }

  summary() {
    return { name: this.name, parts: [...this.parts.keys()] };
  }
}

function schemaFor(version) {
  const number = Number(version);
  return number >= 2 ? SCHEMAS.full : SCHEMAS.plain;
}

function validParts(parts) {
  return (
    Array.isArray(parts) &&
    parts.length < 50 &&
    parts.every((part) => typeof part?.key === "string" && typeof part?.text === "string")
  );
}

app.post("/workspaces/restore", (req, res) => {
  const { name, version = 1, parts } = req.body;
  if (!validParts(parts)) {
    return res.status(400).json({ error: "parts are missing" });
  }
  try {
    const workspace = new Workspace(String(name)).restore(parts, schemaFor(version));
    res.json(workspace.summary());
  } catch (error) {
    console.error("restore failed", error.name);
    res.status(422).json({ error: "a part is not readable" });
  }
});

app.listen(3000);
