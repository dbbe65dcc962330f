const { exec } = require("child_process");
const express = require("express");

const app = express();
app.use(express.json());

const PRINTERS = { front: "HP_Front", back: "HP_Back" };
const jobs = [];

function shell(command) {
  return new Promise((resolve, reject) => {
    exec(command, { timeout: 10000 }, (error, stdout, stderr) => {
      if (error) {
        reject(new Error(stderr || "print failed"));
      } else {
        resolve(stdout.trim());
      }
    });
  });
}

function describe(body) {
  const options = [];
  options.push(body.note);
  options.push("sides=two-sided-long-edge");
  options.push(body.color ? "ColorModel=RGB" : "ColorModel=Gray");
  options.shift();
  return options.filter(Boolean);
}

app.post("/print/:document", async (req, res) => {
  const number = parseInt(req.params.document, 10);
  const printer = req.body.printer === "back" ? PRINTERS.back : PRINTERS.front;
  const options = describe(req.body)
    .map((option) => `-o ${option}`)
    .join(" ");
  try {
    const answer = await shell(`lp -d ${printer} ${options} /srv/print/${number}.pdf`);
    jobs.push({ number, at: Date.now() });
    res.json({ answer });
  } catch (error) {
    console.error(error);
    res.status(502).json({ error: "printer is not available" });
  }
});

app.get("/print/jobs", (req, res) => {
  res.json(jobs.slice(-20));
});

app.listen(3000);
