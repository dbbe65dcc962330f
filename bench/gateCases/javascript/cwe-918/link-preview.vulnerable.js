const express = require("express");
const cheerio = require("cheerio");

const router = express.Router();

router.get("/preview", async (req, res) => {
  const { url } = req.query;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    const $ = cheerio.load(await answer.text());
    res.json({ title: $("title").text(), image: $("meta[property='og:image']").attr("content") });
  } catch {
    res.status(502).json({ error: "no preview" });
  }
});

module.exports = router;
