"""The texts of references, to show a reading in its context: some are in memory, others are looked up in stores on
disk."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from repair.records import Apparatus, Reading, Reference

if TYPE_CHECKING:
    from repair.collate import Finder

__all__ = ["Copies"]

# Articles whose references are kept, and references that a store is asked for at most.
_ARTICLES: Final = 4
_MOST: Final = 50


class Copies:
    """References by name. `held` are in memory; `stores` are asked for those of an article when it is shown."""

    def __init__(self, held: Iterable[Reference] = (), stores: Sequence[Finder] = ()) -> None:
        self._held = {reference.name: reference for reference in held}
        self._placed = [(_place(name), reference) for name, reference in self._held.items()]
        self._stores = tuple(stores)
        self._kept: OrderedDict[str, Mapping[str, Reference]] = OrderedDict()

    def _held_as(self, name: str) -> Reference | None:
        """The one held reference of this name, however its path is written: relative, absolute, from another folder."""
        if name in self._held:
            return self._held[name]
        wanted = _place(name)
        found = [
            reference
            for parts, reference in self._placed
            if parts[-len(wanted) :] == wanted or wanted[-len(parts) :] == parts
        ]
        return found[0] if len(found) == 1 and len(wanted) else None

    def of(self, apparatus: Apparatus) -> Mapping[str, Reference]:
        """Those that the readings of `apparatus` come from, by name; one that is not at hand is not there."""
        article = apparatus.article
        digest = article.sha256
        if digest not in self._kept:
            named = {w.name for w in apparatus.witnesses}
            named.update(
                p.reference
                for e in apparatus.entries
                for c in e.candidates
                for p in c.provenance
                if isinstance(p, Reading)
            )
            found = {name: held for name in named if (held := self._held_as(name)) is not None}
            missing = named.difference(found)
            for store in self._stores if missing else ():
                for reference, _ in store.find(article, _MOST, 0.0):
                    found.update((name, reference) for name in missing if _is_called(reference, name))
            self._kept[digest] = found
        self._kept.move_to_end(digest)
        while len(self._kept) > _ARTICLES:
            self._kept.popitem(last=False)
        return self._kept[digest]


def _place(name: str) -> tuple[str, ...]:
    """The parts of a path as far as they tell files apart: `./a/../b/c.txt` is `b/c.txt`."""
    return tuple(part for part in PurePath(os.path.normpath(name)).parts if part != "..")


def _is_called(reference: Reference, name: str) -> bool:
    """Whether a provenance may call the reference so: by its name, or by that and the beginning of its text's SHA-256
    where a store has several texts of one name."""
    plain, told_apart, digest = name.rpartition("@")
    if name == reference.name or not (told_apart and digest):
        return name == reference.name
    text = reference.text.encode("utf-8", "surrogatepass")
    return plain == reference.name and hashlib.sha256(text).hexdigest().startswith(digest)
