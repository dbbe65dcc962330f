import paramiko


def deploy(host, archive):
    client = paramiko.SSHClient()
    client.load_host_keys("/etc/deploy/known_hosts")
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect(host, username="deploy", key_filename="/etc/deploy/id_ed25519", timeout=10)
    with client.open_sftp() as sftp:
        sftp.put(archive, "/srv/app/release.tar.gz")
    client.close()
