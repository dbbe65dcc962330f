from Crypto.Hash import SHA256
from Crypto.PublicKey import ECC
from Crypto.Signature import DSS

CURVE = "P-256"


class LicenceSigner:
    def __init__(self):
        self.key = ECC.generate(curve=CURVE)

    def sign(self, text):
        return DSS.new(self.key, "fips-186-3").sign(SHA256.new(text.encode()))
