const vm = require("vm");
const express = require("express");
const { parse } = require("csv-parse/sync");

const app = express();
app.use(express.json({ limit: "2mb" }));

const PRESETS = {
  trim: "value.trim()",
  upper: "value.toUpperCase()",
  number: "Number(value.replace(',', '.'))",
};

function compile(expression) {
  const script = new vm.Script(expression);
  return (value) => script.runInNewContext({ value, Number }, { timeout: 50 });
}

function columnsOf(mapping) {
  return Object.entries(mapping).map(([column, { preset, expression, title }]) => {
    const known = Object.hasOwn(PRESETS, preset);
    const source = known ? PRESETS[preset] : "value";
    return { column, title: title ?? expression, convert: compile(source) };
  });
}

function transform(rows, columns) {
  return rows.map((row) => {
    const result = new Map();
    for (const { column, title, convert } of columns) {
      result.set(title ?? column, convert(row[column] ?? ""));
    }
    return Object.fromEntries(result);
  });
}

app.post("/imports/preview", (req, res) => {
  const { csv, mapping = {} } = req.body;
  let rows;
  try {
    rows = parse(csv, { columns: true, to: 20 });
  } catch {
    return res.status(400).json({ error: "not a CSV file" });
  }
  try {
    res.json({ rows: transform(rows, columnsOf(mapping)) });
  } catch (error) {
    console.error("import preview failed", error);
    res.status(422).json({ error: "the mapping failed" });
  }
});

app.listen(3000);
