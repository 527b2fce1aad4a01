"""What a model's tokenizer makes of a text: pieces with their spans, and which of them begin a word.

It works in the same way for WordPiece, byte-level BPE and unigram tokenizers: it decodes each piece with the tokenizer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from repair.errors import ModelError

__all__ = ["Encoded", "Pieces", "reserved_positions"]

_WIDTH: Final = 254  # pieces of a window; longer windows were never trained for the gap head, and help fill-in little
_CHUNK: Final = 100_000  # characters that go through the tokenizer at once


class Encoded(Struct, frozen=True):
    """The pieces of one text: `ids`, `starts` and `ends`, all of shape [n]; the spans lie in the text."""

    ids: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]


class Pieces(Struct, frozen=True):
    """A tokenizer reduced to what this room needs. `width` is how many pieces of text go into one window."""

    tokenizer: Any
    head: tuple[int, ...]
    tail: tuple[int, ...]
    mask: int
    padding: int
    width: int
    markers: tuple[int, ...]
    unknown: int

    @classmethod
    def of(cls, name: str, tokenizer: Any, config: Any) -> Pieces:
        """Raises `ModelError` if the tokenizer has no mask or cannot give offsets."""
        if tokenizer.mask_token_id is None:
            raise ModelError(f"the tokenizer of {name!r} has no mask", hint="use a masked language model")
        if not tokenizer.is_fast:
            raise ModelError(f"the tokenizer of {name!r} gives no offsets", hint="its folder needs a tokenizer.json")
        fast = tokenizer.backend_tokenizer
        fast.encode_special_tokens = True  # `<mask>` or `[SEP]` written in an article is not a marker
        fast.no_truncation()
        fast.no_padding()
        bare = fast.encode("a", add_special_tokens=False).ids
        framed = fast.encode("a", add_special_tokens=True).ids
        at = next(i for i in range(len(framed)) if framed[i : i + len(bare)] == bare)
        head, tail = tuple(framed[:at]), tuple(framed[at + len(bare) :])
        room = min(
            tokenizer.model_max_length, getattr(config, "max_position_embeddings", 512) - reserved_positions(config)
        )
        return cls(
            tokenizer=fast,
            head=head,
            tail=tail,
            mask=tokenizer.mask_token_id,
            padding=tokenizer.pad_token_id or 0,
            width=min(_WIDTH, room - len(head) - len(tail)),
            markers=_markers(fast),
            unknown=tokenizer.unk_token_id or 0,
        )

    @classmethod
    def alone(cls, folder: Path, *, padding: int, unknown: int) -> Pieces:
        """The pieces of the tokenizer in a folder, without the markers and masks that only a masked model needs."""
        from tokenizers import Tokenizer

        fast = Tokenizer.from_file(str(folder / "tokenizer.json"))
        fast.encode_special_tokens = True
        fast.no_truncation()
        fast.no_padding()
        return cls(fast, (), (), unknown, padding, _WIDTH, _markers(fast), unknown)

    def encode(self, text: str) -> Encoded:
        """The pieces of `text`, in time and memory linear in its length: long texts are cut at blanks."""
        ids: list[npt.NDArray[np.int32]] = [np.empty(0, np.int32)]
        spans: list[npt.NDArray[np.int32]] = [np.empty((0, 2), np.int32)]
        start = 0
        while start < len(text):
            end = len(text)
            if end - start > _CHUNK:
                end = start + _CHUNK
                blank = max(text.rfind(" ", start + _CHUNK // 2, end), text.rfind("\n", start + _CHUNK // 2, end))
                end = blank if blank > start else end
            encoding = self.tokenizer.encode(text[start:end], add_special_tokens=False)
            found = np.array(encoding.ids, np.int32)
            # some vocabularies hold the markers as pieces like any other
            ids.append(np.where(np.isin(found, self.markers), np.int32(self.unknown), found))
            spans.append(np.array(encoding.offsets, np.int32).reshape(-1, 2) + start)
            start = end
        span = np.concatenate(spans)
        return Encoded(np.concatenate(ids), span[:, 0], span[:, 1])

    def continuations(self, texts: Sequence[str], *, opening: bool) -> list[tuple[int, ...]]:
        """The pieces of each text as it follows a word and a blank, or with `opening` a mark and no blank.

        Empty where a piece of it begins before it, or where the vocabulary lacks one.
        """
        before = "'" if opening else "parola "
        found = []
        for encoding in self.tokenizer.encode_batch([before + text for text in texts], add_special_tokens=False):
            offsets = encoding.offsets
            first = next((n for n, (_, end) in enumerate(offsets) if end > len(before)), len(offsets))
            ids = tuple(encoding.ids[first:])
            whole = ids and offsets[first][0] >= len(before) - (not opening)
            found.append(ids if whole and self.unknown not in ids else ())
        return found


def _markers(tokenizer: Any) -> tuple[int, ...]:
    return tuple(i for i, token in tokenizer.get_added_tokens_decoder().items() if token.special)


def reserved_positions(config: Any) -> int:
    """Positions that a RoBERTa-like model keeps back: it counts from its padding's number."""
    return config.pad_token_id + 1 if config.model_type in _COUNTS_FROM_PADDING else 0


_COUNTS_FROM_PADDING: Final = ("roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "roberta-prelayernorm")
