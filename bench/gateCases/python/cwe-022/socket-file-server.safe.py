import socketserver


class FileHandler(socketserver.StreamRequestHandler):
    base = "/srv/mirror/"
    published = {"index": "index.json", "latest": "latest.tar.gz", "sums": "SHA256SUMS"}

    def handle(self):
        wanted = self.rfile.readline(4096).strip().decode("utf-8", "replace")
        entry = self.published.get(wanted)
        if entry is None:
            self.wfile.write(b"not found\n")
            return
        try:
            with open(self.base + entry, "rb") as source:
                while chunk := source.read(65536):
                    self.wfile.write(chunk)
        except OSError:
            self.wfile.write(b"not found\n")


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", 7070), FileHandler) as server:
        server.serve_forever()
