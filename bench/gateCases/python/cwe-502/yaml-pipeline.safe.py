import yaml
from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()


def read_pipeline(text):
    document = yaml.load(text, Loader=yaml.SafeLoader)
    return document.get("steps", [])


@app.post("/pipelines")
async def create(upload: UploadFile):
    text = (await upload.read(100_000)).decode()
    try:
        steps = read_pipeline(text)
    except yaml.YAMLError:
        raise HTTPException(status_code=400, detail="not YAML")
    return {"steps": len(steps)}
