import hashlib
import hmac


def verify_release(path, expected):
    digest = hashlib.md5()
    with open(path, "rb") as release:
        for block in iter(lambda: release.read(65536), b""):
            digest.update(block)
    return hmac.compare_digest(digest.hexdigest(), expected)


if not verify_release("update.bin", open("update.md5", encoding="ascii").read().strip()):
    raise SystemExit("the update was tampered with")
