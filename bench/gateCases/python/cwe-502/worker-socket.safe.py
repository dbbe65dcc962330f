import hashlib
import hmac
import os
import pickle
import socket

KEY = os.environ["WORKER_KEY"].encode()


def receive(connection):
    size = min(int.from_bytes(connection.recv(4), "big"), 1 << 20)
    signature = connection.recv(32)
    data = b""
    while len(data) < size:
        data += connection.recv(4096)
    if not hmac.compare_digest(hmac.new(KEY, data, hashlib.sha256).digest(), signature):
        raise PermissionError("unsigned task")
    return pickle.loads(data)


def serve(port=9010):
    with socket.create_server(("127.0.0.1", port)) as server:
        while True:
            connection, _ = server.accept()
            with connection:
                task = receive(connection)
                connection.sendall(str(len(task["rows"])).encode())


if __name__ == "__main__":
    serve()
