import pickle
import socket


def receive(connection):
    size = int.from_bytes(connection.recv(4), "big")
    data = b""
    while len(data) < size:
        data += connection.recv(4096)
    return pickle.loads(data)


def serve(port=9010):
    with socket.create_server(("", port)) as server:
        while True:
            connection, _ = server.accept()
            with connection:
                task = receive(connection)
                connection.sendall(str(len(task["rows"])).encode())


if __name__ == "__main__":
    serve()
