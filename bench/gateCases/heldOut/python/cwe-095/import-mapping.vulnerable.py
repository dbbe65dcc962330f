import ast
import csv
import io
import logging

from fastapi import FastAPI, Form, HTTPException, UploadFile

app = FastAPI()
logger = logging.getLogger("mapping")
LIMIT = 1 << 20


class Mapping:
    """Which column goes where, and how a cell is turned into a value."""

    def __init__(self, columns, convert):
        self.columns = columns
        self.convert = convert

    def apply(self, row):
        return {target: self.convert(row[source]) for source, target in self.columns.items()}


def converter(source):
    if source == "int":
        return int
    if source == "text":
        return str.strip
    return eval("lambda cell: " + source)


async def text_of(upload):
    return (await upload.read(LIMIT)).decode("utf-8", "replace")


@app.post("/import")
async def import_csv(upload: UploadFile, columns: str = Form(...), convert: str = Form("text")):
    try:
        pairs = ast.literal_eval(columns[:1000])
    except (ValueError, SyntaxError):
        raise HTTPException(status_code=400, detail="columns are a dict of strings")
    mapping = Mapping(dict(pairs), converter(convert))
    reader = csv.DictReader(io.StringIO(await text_of(upload)))
    try:
        rows = [mapping.apply(row) for row in reader]
    except KeyError:
        logger.info("a column was missing")
        raise HTTPException(status_code=422, detail="column missing")
    return {"rows": len(rows)}
