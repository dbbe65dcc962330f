import express from "express";

const app = express();

app.get("/badge", (req, res) => {
  const context = new Map<string, string>();
  context.set("referrer", String(req.query.ref));
  context.set("label", "verified shop");
  const label = context.get("label");
  const html = `<span class="badge">${label}</span>`;
  res.cookie("ref-seen", "1", { httpOnly: true, secure: true, sameSite: "lax" });
  res.type("html").send(html);
});

app.listen(3000);
