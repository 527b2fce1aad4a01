"""The files of a bundled model besides its weights: what its network is like, and its tokenizer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

__all__ = ["BundledTokenizer", "NetworkConfig", "read_config", "read_tokenizer"]


class NetworkConfig(Struct, frozen=True):
    """What is asked of the configuration of a network, under the names of transformers."""

    model_type: str
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float
    pad_token_id: int
    hidden_act: str


class BundledTokenizer(Struct, frozen=True):
    """What is asked of a tokenizer of transformers."""

    backend_tokenizer: Any
    mask_token_id: int
    pad_token_id: int
    unk_token_id: int
    model_max_length: int
    is_fast: bool = True


def read_config(folder: Path) -> NetworkConfig:
    """What the network in a folder is like."""
    return msgspec.json.decode((folder / "config.json").read_bytes(), type=NetworkConfig)


def read_tokenizer(folder: Path) -> BundledTokenizer:
    """The tokenizer in a folder."""
    from tokenizers import Tokenizer

    settings = json.loads((folder / "tokenizer_config.json").read_bytes())
    fast = Tokenizer.from_file(str(folder / "tokenizer.json"))
    mask, padding, unknown = (fast.token_to_id(settings[f"{name}_token"]) for name in ("mask", "pad", "unk"))
    return BundledTokenizer(fast, mask or 0, padding or 0, unknown or 0, settings["model_max_length"])
