import os

from Crypto.Cipher import AES


def seal(text):
    key = bytes.fromhex(os.environ["CARD_KEY"])
    cipher = AES.new(key, AES.MODE_GCM, nonce=os.urandom(12))
    body, tag = cipher.encrypt_and_digest(text.encode())
    return cipher.nonce + tag + body
