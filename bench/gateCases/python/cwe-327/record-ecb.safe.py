import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class RecordStore:
    def __init__(self):
        self.key = bytes.fromhex(os.environ["RECORD_KEY"])

    def encrypt(self, record):
        nonce = os.urandom(12)
        return nonce + AESGCM(self.key).encrypt(nonce, record, b"record")
