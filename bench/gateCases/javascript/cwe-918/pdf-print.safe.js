const express = require("express");
const puppeteer = require("puppeteer");

const app = express();

app.get("/print", async (req, res) => {
  const browser = await puppeteer.launch();
  try {
    const page = await browser.newPage();
    const report = Number.parseInt(req.query.report, 10);
    await page.goto(`https://reports.example.com/print/${report}`, { waitUntil: "networkidle0" });
    const pdf = await page.pdf({ format: "A4" });
    res.type("application/pdf").send(Buffer.from(pdf));
  } catch {
    res.status(502).json({ error: "cannot print" });
  } finally {
    await browser.close();
  }
});

app.listen(3000);
