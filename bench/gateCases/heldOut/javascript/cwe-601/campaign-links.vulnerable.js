const express = require("express");
const { recordClick } = require("./statistics");

const router = express.Router();

const CAMPAIGNS = new Map([
  ["spring", { url: "https://shop.example.com/spring", active: true }],
  ["winter", { url: "https://shop.example.com/winter", active: false }],
]);

function withParameters(url, parameters) {
  const result = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) result.searchParams.set(name, value);
  }
  return result.toString();
}

function destination(campaign, query) {
  const choice = {
    shop: CAMPAIGNS.get(campaign)?.url ?? "https://shop.example.com/",
    partner: query.partner,
    source: query.source,
  };
  return CAMPAIGNS.get(campaign)?.active ? choice.shop : (choice.partner ?? choice.shop);
}

router.get("/c/:campaign", async (req, res) => {
  const { campaign } = req.params;
  const source = typeof req.query.source === "string" ? req.query.source.slice(0, 30) : "direct";
  const known = CAMPAIGNS.has(campaign);
  try {
    await recordClick(known ? campaign : "other", source);
  } catch (error) {
    console.error("click was not recorded", error);
  }
  if (!known && req.accepts("json") === "json") {
    return res.status(404).json({ error: "no such campaign" });
  }
  res.set("cache-control", "no-store");
  res.redirect(302, destination(campaign, req.query));
});

router.get("/c/:campaign/info", (req, res) => {
  const found = CAMPAIGNS.get(req.params.campaign);
  res.json({ active: found?.active ?? false });
});

module.exports = router;
