"""Turns references into readings: which references are copies of an article, and what each has at every finding.

`collate` takes an apparatus and gives it back with readings as candidates, with the references that confirm the
article as it stands, and with findings for what references have and the article lacks or spells otherwise. This room
alone imports RapidFuzz.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Final

from msgspec.structs import replace

from repair.collate.collation import Collation
from repair.collate.damage import damaged_words, with_readings_at_damage
from repair.collate.finders import Finders
from repair.collate.gaps import with_readings_at_gap
from repair.collate.index import NAMED_SIMILARITY, Finder, ReferenceIndex, similarity
from repair.collate.kinship import OWN_PAGE, is_own_page, touched
from repair.collate.lost_ends import missing_ends
from repair.collate.lost_passages import missing_passages
from repair.collate.lost_words import missing_edges, missing_words
from repair.collate.memory import Memories, Memory
from repair.collate.merge import merge_at_place
from repair.collate.store import Store, is_store
from repair.collate.variants import variants
from repair.collate.witness_groups import groups
from repair.config import Config
from repair.records import Apparatus, Article, Reference, Witness
from repair.text.tokens import tokenize

__all__ = [
    "NAMED_SIMILARITY",
    "OWN_PAGE",
    "Finder",
    "Finders",
    "Memories",
    "Memory",
    "ReferenceIndex",
    "Store",
    "collate",
    "is_store",
    "similarity",
]


_FIRST: Final = 20  # words


def collate(apparatus: Apparatus, finder: Finder, config: Config) -> Apparatus:
    """The apparatus with the readings of its references at every finding, and with the findings that only they show."""
    article = apparatus.article
    found = finder.find(article, config.max_references, config.min_similarity)
    copies = _with_unique_names(
        [(reference, similarity) for reference, similarity in found if not _is_same(article, reference)]
    )
    if not copies:
        return apparatus
    tokens = tokenize(article.text)
    damaged = touched(tokens, apparatus.entries)
    collations = [Collation(tokens, reference, damaged, own=is_own_page(article, reference)) for reference, _ in copies]
    pages = [collation for collation in collations if collation.is_parent_page]
    independent = groups(collations)
    entries = [with_readings_at_gap(entry, tokens, collations) for entry in apparatus.entries]
    entries = [with_readings_at_damage(entry, tokens, collations, pages) for entry in entries]
    if config.discover:
        entries = missing_passages(tokens, collations, independent, entries)
        entries += missing_words(tokens, collations, entries)
        entries += missing_edges(tokens, pages, entries)
        entries += missing_ends(tokens, pages)
        entries += damaged_words(tokens, pages, entries)
        entries += variants(tokens, collations, independent, entries)
    entries = merge_at_place(tokens, pages, entries)
    witnesses = tuple(
        Witness(c.reference.name, similarity, round(c.agreement, 1), group, c.reference.url, c.kinship)
        for (_, similarity), c, group in zip(copies, collations, independent, strict=True)
    )
    return replace(apparatus, entries=tuple(entries), witnesses=witnesses)


def _is_same(article: Article, reference: Reference) -> bool:
    """Whether the reference is the article itself: all but their blanks is equal. What the article lost, the reference
    lost with it, so it is no witness that nothing is missing. A page is one, for no extractor has been at it."""
    if reference.elements:
        return False
    a, b = article.text, reference.text
    # two texts mostly differ in the first words already
    return a == b or (a.split(None, _FIRST)[:_FIRST] == b.split(None, _FIRST)[:_FIRST] and a.split() == b.split())


def _with_unique_names(copies: list[tuple[Reference, float]]) -> list[tuple[Reference, float]]:
    """The references; where several texts have one name, a part of the text's SHA-256 is added to each. A store that
    grew over years may hold such names, and a provenance must name one text."""
    names = Counter(reference.name for reference, _ in copies)
    return [
        (replace(reference, name=f"{reference.name}@{_digest(reference.text)}"), similarity)
        if names[reference.name] > 1
        else (reference, similarity)
        for reference, similarity in copies
    ]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
