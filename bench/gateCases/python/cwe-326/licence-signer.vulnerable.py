from Crypto.Hash import SHA256
from Crypto.PublicKey import DSA
from Crypto.Signature import DSS

BITS = 1024


class LicenceSigner:
    def __init__(self):
        self.key = DSA.generate(BITS)

    def sign(self, text):
        return DSS.new(self.key, "fips-186-3").sign(SHA256.new(text.encode()))
