from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server


def trace_headers(fields):
    return [("X-Trace", fields.get("trace", "none")), ("Content-Type", "text/plain")]


def application(environ, start_response):
    fields = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    start_response("200 OK", trace_headers(fields))
    return [b"pong"]


if __name__ == "__main__":
    with make_server("127.0.0.1", 8021, application) as server:
        server.serve_forever()
