import socket
import ssl


def expiry(host, port=443):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((host, port), timeout=5) as raw:
        with context.wrap_socket(raw, server_hostname=host) as secure:
            secure.sendall(b"STATUS\n")
            return secure.recv(1024)


print(expiry("queue.example.org"))
