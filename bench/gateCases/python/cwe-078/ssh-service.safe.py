import paramiko
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
HOST = "worker-1.internal"
UNITS = {"queue": "queue-runner.service", "mail": "mail-relay.service"}


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
    unit = UNITS.get(request.form["service"])
    if unit is None:
        abort(404)
    return jsonify(code=remote("sudo systemctl restart " + unit))
