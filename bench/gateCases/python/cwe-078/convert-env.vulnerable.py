import os
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit


class Render(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        page = query.get("page", ["index"])[0]
        tool = os.environ.get("RENDER_TOOL", "wkhtmltopdf")
        process = subprocess.Popen(["/bin/sh", "-c", f"{tool} pages/{page}.html out.pdf"])
        self.send_response(200 if process.wait(60) == 0 else 500)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8099), Render).serve_forever()
