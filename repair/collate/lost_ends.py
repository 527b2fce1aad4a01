"""The first or the last paragraphs of an article, where only its page has them.

A page has more text before and after its article than an article can lose, so these paragraphs must stand beside the
kept ones, in the same element and with the same tag, without a break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from repair.collate.blocks import FULL_STOP, PageBlock
from repair.collate.collation import Collation, Insertion
from repair.collate.entries import as_candidates, extent_of, seen_by_references
from repair.records import Entry, Reading
from repair.scoring.calibration import table
from repair.text.tokens import Tokens

__all__ = ["missing_ends"]

# Fewest words of a paragraph: shorter ones are bylines, credits and buttons.
_PROSE: Final = 12
# Words at the edge of the article that the page may lack: the last one may be cut.
_CUT: Final = 2


def missing_ends(tokens: Tokens, pages: Sequence[Collation]) -> list[Entry]:
    """A finding (RG114) for the paragraphs of prose that the page has right before the article's first or right after its
    last, and that the article lacks."""
    text = tokens.text
    joint = "\n\n" if "\n\n" in text.strip() else "\n"
    entries = []
    for collation in pages:
        for at, blocks in ((0, _before(collation)), (len(tokens), _after(collation))):
            if not blocks:
                continue
            lines = [" ".join(collation.reference.text[b.start : b.end].split()) for b in blocks]
            words = joint.join(lines)
            place = len(text.rstrip()) if at else len(text) - len(text.lstrip())
            insertion = Insertion(at, blocks[0].first, blocks[-1].last, 0, 0)
            sides = collation.context(insertion)
            reading = Reading(collation.reference.name, blocks[0].start, blocks[-1].end, *sides, blocks[0].tag)
            evidence = collation.blocks.evidence(blocks[-1] if at == 0 else blocks[0], insertion)
            # the article has words on one side only
            evidence["left"] = evidence["right"] = max(sides) / 100
            sure = table("parent-block").probability(evidence)
            finding = seen_by_references("RG114", place, place, extent_of([insertion]))
            entries.append(Entry(finding, as_candidates({joint + words if at else words + joint: [(reading, sure)]})))
    return entries


def _before(collation: Collation) -> list[PageBlock]:
    first = next((at for at, partner in enumerate(collation.partners[: _CUT + 1]) if partner >= 0), None)
    kept = None if first is None else collation.blocks.at(collation.partners[first])
    if kept is None:
        return []
    return list(_like(collation, kept, reversed(collation.blocks.between(0, kept.first))))[::-1]


def _after(collation: Collation) -> list[PageBlock]:
    partners = collation.partners
    last = next(
        (at for at in range(len(partners) - 1, max(-1, len(partners) - 2 - _CUT), -1) if partners[at] >= 0), None
    )
    kept = None if last is None else collation.blocks.at(partners[last])
    if kept is None:
        return []
    return list(_like(collation, kept, collation.blocks.between(kept.last, len(collation.there))))


def _like(collation: Collation, kept: PageBlock, blocks: Iterable[PageBlock]) -> Iterator[PageBlock]:
    """The blocks up to the first that is no paragraph of prose beside the kept one, or that the article has."""
    text = collation.reference.text
    for block in blocks:
        if (
            block.tag != kept.tag
            or block.path[:-1] != kept.path[:-1]
            or block.last - block.first < _PROSE
            or not FULL_STOP.search(text[block.start : block.end].rstrip())
            or collation.furniture.holds(block.start, block.end)
            or any(collation.held[block.first : block.last])
        ):
            return
        yield block
