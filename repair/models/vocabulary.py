"""Which pieces of a vocabulary begin a word, continue one, or do neither, and what they print as.

Nothing here relies on `##`, `Ġ` or `▁`: each piece is decoded after a word, and a blank between the two shows its kind.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

__all__ = ["Vocabulary"]

_JOINERS: Final = frozenset("'’-")
_ANCHOR: Final = "parola"


class Vocabulary(Struct, frozen=True, eq=False):
    """Boolean arrays of shape [pieces]: `spaced` begins a word after a blank, `opening` one that no blank precedes,
    `inner` goes on with a word or begins another, `last` may end a fill-in, `joined` and `rest` are those of them that go on
    with a word; `figures` has digits alone."""

    spaced: npt.NDArray[np.bool_]
    opening: npt.NDArray[np.bool_]
    inner: npt.NDArray[np.bool_]
    last: npt.NDArray[np.bool_]
    joined: npt.NDArray[np.bool_]
    rest: npt.NDArray[np.bool_]
    figures: npt.NDArray[np.bool_]
    _barred: dict[Any, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, tokenizer: Any, size: int) -> Vocabulary:
        """Looks at every piece of a `tokenizers.Tokenizer`; `size` is the model's, which may be padded."""
        count = min(size, tokenizer.get_vocab_size(with_added_tokens=True))
        special = set(tokenizer.get_added_tokens_decoder())
        anchor = tokenizer.encode(_ANCHOR, add_special_tokens=False).ids
        plain = tokenizer.decode(anchor, skip_special_tokens=False)
        shown = tokenizer.decode_batch([[*anchor, i] for i in range(count)], skip_special_tokens=False)
        spaced, glued, joining = (np.zeros(size, np.bool_) for _ in range(3))
        words: list[str] = [""] * count
        for i, text in enumerate(shown):
            if i in special or not text.startswith(plain):
                continue
            tail = text[len(plain) :]
            word = words[i] = tail.removeprefix(" ")
            if word.isalnum():
                (spaced if len(word) < len(tail) else glued)[i] = True
            elif word in _JOINERS and word == tail:
                joining[i] = True
        begun = {words[i].casefold() for i in np.flatnonzero(spaced).tolist()}
        opening = glued.copy()
        for i in np.flatnonzero(glued).tolist():  # a piece that never begins a word elsewhere is the rest of one
            opening[i] = words[i].casefold() in begun
        return cls(
            spaced=spaced,
            opening=opening,
            inner=spaced | glued | joining,
            last=spaced | glued,
            joined=glued | joining,
            rest=glued,
            figures=np.array([word.isdecimal() for word in words] + [False] * (size - count), np.bool_),
        )

    def barred(self, device: Any) -> dict[str, Any]:
        """For each kind of place in a fill-in, minus infinity for the pieces that may not stand there, else 0."""
        import torch

        if device not in self._barred:
            self._barred[device] = {
                kind: torch.from_numpy(np.where(getattr(self, kind), 0.0, -np.inf).astype(np.float32)).to(device)
                for kind in ("spaced", "opening", "inner", "last", "joined", "rest", "figures")
            }
        return self._barred[device]

    def starts_spaced(self, piece: int) -> bool:
        """Whether a word that begins with this piece has a blank before it."""
        return bool(self.spaced[piece])
