import express from "express";

const app = express();
app.use(express.json());
const features = ["totals", "averages"];

app.post("/stats", (req, res) => {
  const { values, code } = req.body as { values: number[]; code: string };
  let body = "return values.reduce((sum, value) => sum + value, 0);";
  if (features.length > 5) {
    body = code;
  }
  const compute = new Function("values", body);
  res.json({ result: compute(values.map(Number)) });
});

app.listen(3000);
