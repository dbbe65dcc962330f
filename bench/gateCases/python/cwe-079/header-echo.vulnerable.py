from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit


class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        topic = query.get("topic", ["none"])[0]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<h1>{topic}</h1><p>No posts.</p>".encode())


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8010), Echo).serve_forever()
