const express = require("express");
const nunjucks = require("nunjucks");

const app = express();
app.use(express.json());

const HEAD = "Issue {{ issue }} of {{ paper }}";
const FOOT = "You receive this because you subscribed to {{ paper }}.";
const PAPERS = new Map([
  ["harbour", "Harbour Weekly"],
  ["garden", "Garden Letters"],
]);

class Newsletter {
  constructor(paper, issue) {
    this.environment = new nunjucks.Environment(null, { autoescape: true });
    this.values = { paper, issue };
    this.parts = [HEAD];
  }

  addIntro(intro) {
    this.values.intro = intro;
    this.parts.push(intro.trim());
    return this;
  }

  finish() {
    this.parts.push(FOOT);
    return this.environment.renderString(this.parts.join("\n\n"), this.values);
  }
}

function issueOf(body) {
  const issue = Number(body.issue ?? 1);
  if (!Number.isInteger(issue) || issue < 1) throw new RangeError("bad issue");
  return issue;
}

app.post("/newsletters/preview", (request, response) => {
  const body = request.body ?? {};
  const paper = PAPERS.get(String(body.paper ?? "harbour"));
  if (paper === undefined) return response.status(404).json({ error: "no such paper" });
  const subject = String(body.subject ?? "");
  const intro = String(body.intro ?? "");
  if (intro.length > 4000) return response.status(413).json({ error: "intro too long" });

  try {
    const text = new Newsletter(paper, issueOf(body)).addIntro(intro).finish();
    console.info("preview of %d characters", text.length);
    return response.json({ subject, text });
  } catch (error) {
    if (error instanceof RangeError) return response.status(400).json({ error: error.message });
    console.warn("preview failed: %s", error.name);
    return response.status(422).json({ error: "could not be rendered" });
  }
});

app.listen(8088);
