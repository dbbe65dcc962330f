"""Writes a BERT sentence encoder as a GGUF file that llama.cpp reads (Q8_0 matrices).

    python export_embedding.py MODEL_FOLDER OUT.gguf

MODEL_FOLDER holds config.json, vocab.txt and model.safetensors as sentence-transformers keeps them. Needs the packages
gguf, numpy and safetensors. With --check TEXTS.json (a list) it prints, as JSON lines, what the original weights make of
each text, computed in numpy (and with the package tokenizers): what the exported file has to give as well.
"""

import argparse
import json
from pathlib import Path

import gguf
import numpy as np
from safetensors.numpy import load_file

LAYER_PARTS = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
EMBEDDING_PARTS = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.LayerNorm.weight": "token_embd_norm.weight",
    "embeddings.LayerNorm.bias": "token_embd_norm.bias",
}
# Looked up by row, not multiplied.
HALF_PRECISION = {"position_embd.weight"}
# Its one used row is added as it stands, and llama.cpp adds F32 to F32 alone.
FULL_PRECISION = {"token_types.weight"}
WORD_START = "\u2581"


def tensors_of(weights: dict[str, np.ndarray], layers: int) -> dict[str, np.ndarray]:
    named = {new: weights[old] for old, new in EMBEDDING_PARTS.items()}
    for layer in range(layers):
        for old, new in LAYER_PARTS.items():
            for kind in ("weight", "bias"):
                named[f"blk.{layer}.{new}.{kind}"] = weights[f"encoder.layer.{layer}.{old}.{kind}"]
    return {name: tensor.astype(np.float32) for name, tensor in named.items()}


def vocabulary(folder: Path) -> tuple[list[str], list[int]]:
    """llama.cpp marks where a word begins; WordPiece marks where it goes on."""
    words = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    if words[-1] == "":
        words.pop()
    tokens, kinds = [], []
    for word in words:
        special = word.startswith("[") and word.endswith("]") and len(word) > 2
        if special:
            tokens.append(word)
            kind = gguf.TokenType.UNUSED if word.startswith("[unused") else gguf.TokenType.CONTROL
            kinds.append(gguf.TokenType.UNKNOWN if word == "[UNK]" else kind)
        else:
            tokens.append(word[2:] if word.startswith("##") and len(word) > 2 else WORD_START + word)
            kinds.append(gguf.TokenType.NORMAL)
    return tokens, kinds


def write(folder: Path, out: Path, name: str, licence: str, url: str) -> None:
    config = json.loads((folder / "config.json").read_text())
    tokens, kinds = vocabulary(folder)
    ids = {word: index for index, word in enumerate(tokens)}
    writer = gguf.GGUFWriter(out, "bert")
    writer.add_name(name)
    writer.add_license(licence)
    writer.add_url(url)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_vocab_size(config["vocab_size"])
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_type_count(config["type_vocab_size"])
    writer.add_bos_token_id(ids["[CLS]"])
    writer.add_eos_token_id(ids["[SEP]"])
    writer.add_sep_token_id(ids["[SEP]"])
    writer.add_pad_token_id(ids["[PAD]"])
    writer.add_mask_token_id(ids["[MASK]"])
    writer.add_unk_token_id(ids["[UNK]"])
    weights = load_file(folder / "model.safetensors")
    for tensor_name, tensor in tensors_of(weights, config["num_hidden_layers"]).items():
        if tensor_name in HALF_PRECISION:
            writer.add_tensor(tensor_name, tensor.astype(np.float16))
        elif tensor.ndim < 2 or tensor_name in FULL_PRECISION:
            writer.add_tensor(tensor_name, tensor)
        else:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(tensor_name, gguf.quants.quantize(tensor, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def reference_vectors(folder: Path, texts: list[str]) -> list[np.ndarray]:
    """The encoder in plain numpy on the original weights: mean of the last layer, normalized."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    config = json.loads((folder / "config.json").read_text())
    weights = {name: value.astype(np.float32) for name, value in load_file(folder / "model.safetensors").items()}
    heads = config["num_attention_heads"]

    def norm(value: np.ndarray, name: str) -> np.ndarray:
        centred = value - value.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + config["layer_norm_eps"])
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dense(value: np.ndarray, name: str) -> np.ndarray:
        return value @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def gelu(value: np.ndarray) -> np.ndarray:
        from math import erf

        return value * 0.5 * (1 + np.vectorize(erf)(value / np.sqrt(2))).astype(np.float32)

    def encode(text: str) -> np.ndarray:
        ids = tokenizer.encode(text).ids
        state = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][: len(ids)]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        state = norm(state, "embeddings.LayerNorm")
        for layer in range(config["num_hidden_layers"]):
            at = f"encoder.layer.{layer}"
            query, key, value = (
                dense(state, f"{at}.attention.self.{part}").reshape(len(ids), heads, -1).transpose(1, 0, 2)
                for part in ("query", "key", "value")
            )
            scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
            shares = np.exp(scores - scores.max(-1, keepdims=True))
            shares /= shares.sum(-1, keepdims=True)
            mixed = (shares @ value).transpose(1, 0, 2).reshape(len(ids), -1)
            state = norm(state + dense(mixed, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
            wide = gelu(dense(state, f"{at}.intermediate.dense"))
            state = norm(state + dense(wide, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        mean = state.mean(0)
        return mean / np.linalg.norm(mean)

    return [encode(text) for text in texts]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--name", default="all-MiniLM-L6-v2")
    arguments.add_argument("--licence", default="apache-2.0")
    arguments.add_argument("--url", default="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2")
    arguments.add_argument("--check", type=Path, help="a JSON list of texts")
    options = arguments.parse_args()
    write(options.folder, options.out, options.name, options.licence, options.url)
    if options.check is not None:
        texts = json.loads(options.check.read_text(encoding="utf-8"))
        for text, vector in zip(texts, reference_vectors(options.folder, texts)):
            print(json.dumps({"text": text, "vector": [round(float(part), 6) for part in vector]}))


if __name__ == "__main__":
    main()
