const express = require("express");
const cheerio = require("cheerio");

const router = express.Router();
const SITES = new Set(["blog.example.org", "news.example.org"]);

router.get("/preview", async (req, res) => {
  const { url } = req.query;
  try {
    const target = new URL(url);
    if (target.protocol !== "https:" || !SITES.has(target.host)) {
      return res.status(400).json({ error: "site not supported" });
    }
    const answer = await fetch(target, { redirect: "error", signal: AbortSignal.timeout(5000) });
    const $ = cheerio.load(await answer.text());
    res.json({ title: $("title").text(), image: $("meta[property='og:image']").attr("content") });
  } catch {
    res.status(502).json({ error: "no preview" });
  }
});

module.exports = router;
