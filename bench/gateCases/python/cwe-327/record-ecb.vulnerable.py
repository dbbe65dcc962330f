import os

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class RecordStore:
    def __init__(self):
        self.key = bytes.fromhex(os.environ["RECORD_KEY"])

    def encrypt(self, record):
        padder = padding.PKCS7(128).padder()
        encryptor = Cipher(algorithms.AES(self.key), modes.ECB()).encryptor()
        data = padder.update(record) + padder.finalize()
        return encryptor.update(data) + encryptor.finalize()
