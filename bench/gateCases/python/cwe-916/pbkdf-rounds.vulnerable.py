import hashlib
import hmac
import os

ROUNDS = 100


class PasswordBook:
    def __init__(self):
        self.entries = {}

    def _derive(self, password, salt):
        return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)

    def set(self, user, password):
        salt = os.urandom(16)
        self.entries[user] = (salt, self._derive(password, salt))

    def check(self, user, password):
        salt, stored = self.entries[user]
        return hmac.compare_digest(stored, self._derive(password, salt))
