import os
import secrets

KEY_FILE = "/etc/portal/signing.key"


def create_key():
    with open(KEY_FILE, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32))
    os.chmod(KEY_FILE, 0o666)


create_key()
