import os

from Crypto.Cipher import DES
from Crypto.Util.Padding import pad


def seal(text):
    key = os.environ["CARD_KEY"].encode()[:8]
    iv = os.urandom(8)
    return iv + DES.new(key, DES.MODE_CBC, iv).encrypt(pad(text.encode(), 8))
