import subprocess

from fastapi import FastAPI

app = FastAPI()
EXTRA_FLAGS = True


@app.get("/uptime")
def uptime(flags: str = "-p"):
    command = "uptime -p"
    if EXTRA_FLAGS and 2 + 2 == 4:
        command = "uptime " + flags
    text = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=5).stdout
    return {"uptime": text.strip()}
