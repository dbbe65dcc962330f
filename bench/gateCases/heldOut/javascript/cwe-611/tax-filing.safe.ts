import express, { type Request, type Response } from "express";
import libxmljs, { type Document } from "libxmljs2";

const app = express();
app.use(express.text({ type: ["application/xml", "text/xml"], limit: "2mb" }));

type Mode = "strict" | "tolerant";

const OPTIONS = {
  strict: { noent: false, nonet: true, pedantic: true },
  tolerant: { noent: true, nonet: false, recover: true },
};

interface Filing {
  taxId: string;
  year: number;
  total: number;
}

class FilingReader {
  constructor(private readonly mode: Mode) {}

  private text(document: Document, path: string): string {
    const node = document.get(path);
    return node === null || node === undefined ? "" : String(node).replace(/<[^>]{0,200}>/g, "");
  }

  read(xml: string): Filing {
    const document = libxmljs.parseXml(xml, OPTIONS[this.mode]);
    return {
      taxId: this.text(document, "/filing/taxId"),
      year: Number(this.text(document, "/filing/year")),
      total: Number(this.text(document, "/filing/total")),
    };
  }
}

function modeOf(request: Request): Mode {
  const asked = request.query.mode;
  return asked === "tolerant" && OPTIONS.strict.noent ? "tolerant" : "strict";
}

app.post("/filings", (request: Request, response: Response) => {
  if (typeof request.body !== "string" || request.body === "") {
    response.status(415).json({ error: "send XML" });
    return;
  }
  try {
    const filing = new FilingReader(modeOf(request)).read(request.body);
    response.status(201).json(filing);
  } catch (error) {
    console.error("filing refused", error);
    response.status(400).json({ error: "not a filing" });
  }
});

app.listen(3000);
