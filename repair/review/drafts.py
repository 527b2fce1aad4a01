"""What a reviewer was typing when they turned to something else: kept beside the log until it is saved or thrown away.

A draft is no decision: nothing is made of it. It is kept on the disk because pages are reloaded and programs are killed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from repair.edit import write_atomically
from repair.errors import InputError, OutputError
from repair.review.events import MAX_NOTE, MAX_TEXT, Key, check_text
from repair.review.views import Draft

__all__ = ["Drafts"]


class _Kept(Draft):
    article: str = ""
    entry: str = ""


_decoder: Final = msgspec.json.Decoder(list[_Kept])


class Drafts:
    """The drafts of one reviewer, in a file beside the log at `log` that is there while there are any."""

    def __init__(self, log: Path, reviewer: str) -> None:
        digest = hashlib.sha256(reviewer.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self._path = log.with_name(f"{log.name}.drafts-{digest}.json")
        self._drafts: dict[Key, Draft] = {}
        if not self._path.exists():
            return
        try:
            for kept in _decoder.decode(self._path.read_bytes()):
                self._drafts[kept.article, kept.entry] = Draft(kept.text, kept.note, kept.base)
        except (OSError, ValueError) as error:
            raise InputError(
                f"the drafts cannot be read: {error}", where=str(self._path), hint="move the file elsewhere"
            ) from None

    def at(self, key: Key) -> Draft | None:
        """The draft at this entry."""
        return self._drafts.get(key)

    def keep(self, key: Key, draft: Draft | None) -> None:
        """Keep the draft in place of an earlier one; `None` throws that away.

        Raises `RecordError` if the text is none that can be saved, `OutputError` if the file cannot be written.
        """
        if draft is not None:
            check_text(draft.text, MAX_NOTE if draft.note else MAX_TEXT)
            self._drafts[key] = draft
        elif self._drafts.pop(key, None) is None:
            return
        try:
            if self._drafts:
                kept = [_Kept(d.text, d.note, d.base, *key) for key, d in self._drafts.items()]
                write_atomically(self._path, msgspec.json.encode(kept))
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"the draft is not kept: {error.strerror}", where=str(self._path)) from None
