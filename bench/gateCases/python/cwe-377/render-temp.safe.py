import os
import subprocess
import tempfile


def render(markdown):
    handle, path = tempfile.mkstemp(suffix=".md")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(markdown)
    try:
        return subprocess.check_output(["pandoc", "--to", "html", path], text=True, timeout=30)
    finally:
        os.unlink(path)
