import os
import secrets

KEY_FILE = "/etc/portal/signing.key"


def create_key():
    handle = os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32))


create_key()
