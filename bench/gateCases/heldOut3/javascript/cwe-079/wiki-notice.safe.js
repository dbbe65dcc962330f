const Koa = require("koa");
const Router = require("@koa/router");

const app = new Koa();
const router = new Router();

const LEVELS = new Map([
  ["info", "notice notice-info"],
  ["alert", "notice notice-alert"],
]);
const LONGEST = 2000;

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

class Notice {
  constructor(level) {
    this.className = LEVELS.get(level) ?? "notice";
    this.paragraphs = [];
  }

  addAll(lines) {
    const clean = lines.map((line) => escapeHtml(line));
    const length = clean.reduce((sum, line) => sum + line.length, 0);
    if (length > LONGEST) throw new RangeError("notice too long");
    this.paragraphs.push(...clean);
  }

  html() {
    const body = this.paragraphs.map((line) => `<p>${line}</p>`).join("");
    return `<section class="${this.className}">${body}</section>`;
  }
}

function layout(title, content) {
  return `<!doctype html><title>${escapeHtml(title)}</title><body>${content}</body>`;
}

router.get("/notice", (ctx) => {
  const title = String(ctx.query.title ?? "Notice");
  const text = String(ctx.query.text ?? "");
  const notice = new Notice(String(ctx.query.level ?? "info"));
  try {
    notice.addAll(text.split("\n"));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    ctx.status = 413;
    ctx.body = { error: error.message };
    return;
  }
  console.info("notice with %d paragraphs", notice.paragraphs.length);
  ctx.type = "text/html";
  ctx.body = layout(title, notice.html());
});

app.use(router.routes());
app.on("error", (error) => console.error("request failed: %s", error.name));
app.listen(8083);
