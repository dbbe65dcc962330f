import socketserver


class FileHandler(socketserver.StreamRequestHandler):
    base = "/srv/mirror/"

    def handle(self):
        wanted = self.rfile.readline(4096).strip().decode("utf-8", "replace")
        try:
            with open(self.base + wanted, "rb") as source:
                while chunk := source.read(65536):
                    self.wfile.write(chunk)
        except OSError:
            self.wfile.write(b"not found\n")


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", 7070), FileHandler) as server:
        server.serve_forever()
