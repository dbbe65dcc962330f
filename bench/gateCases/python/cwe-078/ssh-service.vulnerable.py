import paramiko
from flask import Flask, jsonify, request

app = Flask(__name__)
HOST = "worker-1.internal"


def remote(command):
    client = paramiko.SSHClient()
    client.load_system_host_keys()
    client.connect(HOST, timeout=10)
    try:
        _, stdout, _ = client.exec_command(command, timeout=30)
        return stdout.channel.recv_exit_status()
    finally:
        client.close()


@app.post("/services/restart")
def restart():
    service = request.form["service"]
    return jsonify(code=remote("sudo systemctl restart " + service))
