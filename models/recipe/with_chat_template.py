"""Writes a copy of a GGUF that carries a chat template, so that the chat way can be tested with a model of a few megabytes.

Usage: python3 with_chat_template.py IN.gguf OUT.gguf

The weights are the same: a model that was not trained to converse does not learn it this way. Only the standard library
is used. GGUF version 3, little-endian: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import struct
import sys

TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>\n{{ message.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
STRING, ARRAY = 8, 9


def skip_value(data, at, kind):
    """Where a value of this kind ends."""
    if kind == STRING:
        (length,) = struct.unpack_from("<Q", data, at)
        return at + 8 + length
    if kind == ARRAY:
        inner, count = struct.unpack_from("<IQ", data, at)
        at += 12
        if inner in SIZES:
            return at + SIZES[inner] * count
        for _ in range(count):
            at = skip_value(data, at, inner)
        return at
    return at + SIZES[kind]


def packed_string(text):
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def with_template(data, template):
    magic, version, tensors, pairs = struct.unpack_from("<IIQQ", data, 0)
    if magic != 0x46554747 or version != 3:
        raise SystemExit("This is not a GGUF of version 3.")
    at = 24
    alignment = 32
    for _ in range(pairs):
        (length,) = struct.unpack_from("<Q", data, at)
        key = data[at + 8 : at + 8 + length].decode()
        at += 8 + length
        (kind,) = struct.unpack_from("<I", data, at)
        if key == "tokenizer.chat_template":
            raise SystemExit("This model has a chat template.")
        if key == "general.alignment":
            (alignment,) = struct.unpack_from("<I", data, at + 4)
        at = skip_value(data, at + 4, kind)
    pairs_end = at
    for _ in range(tensors):
        (length,) = struct.unpack_from("<Q", data, at)
        at += 8 + length
        (dimensions,) = struct.unpack_from("<I", data, at)
        at += 4 + 8 * dimensions + 4 + 8
    padded = lambda offset: (offset + alignment - 1) // alignment * alignment
    head = struct.pack("<IIQQ", magic, version, tensors, pairs + 1) + data[24:pairs_end]
    head += packed_string("tokenizer.chat_template") + struct.pack("<I", STRING) + packed_string(template)
    head += data[pairs_end:at]
    return head + b"\0" * (padded(len(head)) - len(head)) + data[padded(at) :]


if __name__ == "__main__":
    source, target = sys.argv[1:3]
    with open(source, "rb") as file:
        content = file.read()
    with open(target, "wb") as file:
        file.write(with_template(content, TEMPLATE))
