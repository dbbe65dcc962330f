import subprocess

from fastapi import FastAPI

app = FastAPI()
DEBUG_SHELL = False


@app.get("/uptime")
def uptime(flags: str = "-p"):
    command = "uptime -p"
    if DEBUG_SHELL and 2 + 2 == 5:
        command = "uptime " + flags
    text = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=5).stdout
    return {"uptime": text.strip()}
