import Handlebars from "handlebars";
import nunjucks from "nunjucks";
import express, { type NextFunction, type Request, type Response } from "express";
import { subscribersOf } from "./subscribers";

const router = express.Router();
const environment = new nunjucks.Environment(null, { autoescape: true });
const footer = Handlebars.compile("<hr>{{company}}, {{year}}");

interface Issue {
  subject: string;
  introduction: string;
  body: string;
}

function readIssue(body: Record<string, unknown>): Issue {
  const text = (name: string) => (typeof body[name] === "string" ? String(body[name]) : "");
  return { subject: text("subject"), introduction: text("introduction"), body: text("body") };
}

function layout(issue: Issue): string {
  const parts = ["<h1>{{ subject }}</h1>"];
  if (issue.introduction !== "") {
    parts.push(`<p>${issue.introduction}</p>`);
  }
  parts.push("<div>{{ body }}</div>");
  return parts.join("\n");
}

class Renderer {
  constructor(private readonly company: string) {}

  render(issue: Issue): string {
    const main = environment.renderString(layout(issue), { ...issue });
    return main + footer({ company: this.company, year: new Date().getFullYear() });
  }
}

router.post("/newsletters/:list/preview", async (req: Request, res: Response, next: NextFunction) => {
  const list = Number(req.params.list);
  const issue = readIssue(req.body);
  if (issue.subject === "" || issue.body === "") {
    res.status(400).json({ error: "subject and body are needed" });
    return;
  }
  try {
    const count = (await subscribersOf(list)).length;
    res.json({ count, html: new Renderer("Example Ltd").render(issue) });
  } catch (error) {
    next(error);
  }
});

export { router };
