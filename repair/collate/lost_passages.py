"""Whole passages that only the references show to be lost.

A copy that has more text is no proof by itself, since an edited or longer version has more text as well. So a passage
counts only with other evidence: a sign of damage in the article at this very place, or two references that do not copy
each other, while no reference has the two neighbours side by side as the article does; or the page that the article
was made from, whose elements tell text from furniture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from repair.codes import CODES
from repair.collate.blocks import FULL_STOP, PageBlock
from repair.collate.collation import Collation, Insertion
from repair.collate.entries import as_candidates, extent_of, seen_by_references
from repair.collate.evidence import sure_of_words
from repair.collate.gaps import boundary_of
from repair.collate.lost_words import opening
from repair.collate.passages import LONGEST_PASSAGE
from repair.records import Entry, Finding, Reading
from repair.scoring.calibration import logit, probability, table
from repair.text.tokens import Tokens

__all__ = ["missing_passages"]

# Fewest words of a passage for which siblings are the only evidence: fewer are a caption or a button.
_PROSE: Final = 8
# Independent references that are needed where the article itself shows no sign of damage.
_INDEPENDENT: Final = 2
# Similarity (0–100) of the words on either side of a passage, at least.
_CONTEXT: Final = 60.0
# Blocks that one place lacks together are shown if it is at least this likely (0–1) that any of them is text of the article.
_SHOWN: Final = 0.49
# A block that is at least this likely (0–1) to be text of the article is part of the passage; if none is, so are those that
# are nearly as likely as the likeliest, by this share of it.
_TEXT: Final = 0.45
_NEARLY: Final = 0.8
# How much it counts that a place lacks many blocks, which are much alike. It shows that text is lost, but not which text, so
# that it makes a passage at most this sure (0–1).
_ALIKE: Final = 0.5
_BY_NUMBER: Final = 0.85
# Fewest words of a passage of a page, unless it is this likely (0–1) to be text: fewer are as often a label, a button or a
# counter.
_FEWEST: Final = 3
_SURELY: Final = 0.75
_LISTING: Final = "pre"
_ITEM: Final = "li"


class _Passage(Struct, frozen=True, eq=False):
    """What one reference has at a place: the words, its text in blocks, where that stands, and how sure it is (0–1) for
    being its parent's."""

    collation: Collation
    words: Insertion
    blocks: tuple[str, ...]
    reading: Reading
    sure: float = 0.0


def missing_passages(
    tokens: Tokens, collations: Sequence[Collation], groups: Sequence[int], entries: Sequence[Entry]
) -> list[Entry]:
    """`entries` with a finding (RG114) for each passage that references have, with evidence, and the article lacks.

    A gap without a reading at the place of a passage is turned into the finding of that passage.
    """
    found: dict[int, list[tuple[int, _Passage]]] = {}
    for group, collation in zip(groups, collations, strict=True):
        for passage in _passages(collation):
            found.setdefault(passage.words.at, []).append((group, passage))
    entries = list(entries)
    here: dict[int, int] = {}
    for number, entry in enumerate(entries):
        boundary = boundary_of(tokens, entry.finding.start, entry.finding.end) if entry.finding.is_gap else None
        if boundary is not None:
            here[boundary] = number
    for at, witnesses in found.items():
        passages = [passage for _, passage in witnesses]
        confirming = [c.reading(i) for c in collations if (i := c.at(at)) is not None and not i.count]
        made = _entry(tokens, at, passages, confirming)
        seen = entries[here[at]] if at in here else None
        by_page = any(passage.sure for passage in passages)
        if seen is not None and seen.status == "open" and not seen.candidates and _may_lack_a_passage(seen.finding):
            detectors = (*seen.finding.detectors, *made.finding.detectors)
            finding = replace(made.finding, confidence=seen.finding.confidence, detectors=detectors)
            entries[here[at]] = replace(made, finding=finding)
        elif by_page or (
            seen is None
            and not confirming
            and len({group for group, _ in witnesses}) >= _INDEPENDENT
            and min(passage.words.count for passage in passages) >= _PROSE
        ):
            entries.append(made)
    return entries


def _passages(collation: Collation) -> Iterator[_Passage]:
    """What one reference has more than the article, by whole blocks or sentences."""
    for insertion in collation.insertions:
        passage = _lost_blocks(collation, insertion) if collation.is_parent_page else None
        if passage is not None:
            yield passage
        elif words := _sentences(collation, insertion):
            blocks = tuple(collation.paragraphs(words))
            sure = sure_of_words(collation, words) if collation.is_parent_page else 0.0
            yield _Passage(collation, words, blocks, collation.reading(words), sure)


def _lost_blocks(collation: Collation, insertion: Insertion) -> _Passage | None:
    """The blocks of the page that are likely text of the article; `None` if there are none."""
    fitted = table("parent-block")
    page = collation.blocks
    found = [
        (block, fitted.probability(page.evidence(block, insertion)))
        for block in page.between(insertion.first, insertion.last)
        # a line that was spliced in elsewhere puts blocks between two neighbours that the article has below
        if not page.has(block) and not collation.furniture.holds(block.start, block.end)
    ]
    shown = _any_of([sure for _, sure in found])
    if shown < _SHOWN:
        return None
    least = min(_TEXT, _NEARLY * max(sure for _, sure in found))
    likely = [block for block, sure in found if sure >= least]
    if shown < _SURELY and sum(len(_line(collation, block).split()) for block in likely) < _FEWEST:
        return None
    # the lines of one listing were lost together, and the items of a list that the article announces
    listings = {block.path for block in likely if block.tag == _LISTING}
    lists = {block.path[:-1] for block in likely if block.tag == _ITEM and _announces(collation, insertion)}
    blocks = [
        block
        for block, sure in found
        if sure >= least or block.path in listings or (block.tag == _ITEM and block.path[:-1] in lists)
    ]
    words = Insertion(insertion.at, blocks[0].first, blocks[-1].last, 0, 0)
    tags = {block.tag for block in blocks}
    reading = Reading(
        collation.reference.name,
        blocks[0].start,
        blocks[-1].end,
        *collation.context(insertion),
        tags.pop() if len(tags) == 1 else "",
    )
    return _Passage(collation, words, _texts(collation, blocks), reading, shown)


def _announces(collation: Collation, insertion: Insertion) -> bool:
    """Whether the line before the words that the article lacks ends with a colon."""
    return ":" in collation.around(insertion)[0].partition("\n")[0]


def _any_of(likely: Sequence[float]) -> float:
    """How likely it is (0–1) that any of the blocks of one place is text of the article; at least as likely as the likeliest
    of them, and less than if they were independent."""
    most = max(likely, default=0.0)
    if not most:
        return 0.0
    times = sum(math.log1p(-sure) for sure in likely) / math.log1p(-most)
    return max(most, min(_BY_NUMBER, probability(logit(most) + _ALIKE * math.log(times))))


def _texts(collation: Collation, blocks: Sequence[PageBlock]) -> tuple[str, ...]:
    """The texts of the blocks; the lines of one listing are one text."""
    texts: list[str] = []
    for before, block in pairwise((None, *blocks)):
        assert block is not None
        line = _line(collation, block)
        if before is not None and block.tag == _LISTING and before.path == block.path:
            texts[-1] += "\n" + line.rstrip()
        else:
            texts.append(line.strip() if block.tag == _LISTING else " ".join(line.split()))
    return tuple(texts)


def _line(collation: Collation, block: PageBlock) -> str:
    return collation.reference.text[block.start : block.end]


def _sentences(collation: Collation, insertion: Insertion) -> Insertion | None:
    """The whole sentences or paragraphs among the words that only the reference has; `None` if there are none."""
    leaves, enters = collation.ends(insertion)
    if leaves < enters:
        if collation.is_parent_page:
            return None  # whole blocks, and none is likely to be text of the article
        passage = Insertion(insertion.at, leaves, enters, 0, 0)
    elif collation.has_whole_sentences(insertion) and (
        (leaves, enters) == (insertion.last, insertion.first) or _is_within_line(collation, insertion.at)
    ):
        passage = insertion
    else:
        return None
    if not 1 < passage.count <= LONGEST_PASSAGE or min(collation.context(insertion)) < _CONTEXT:
        return None
    return passage if any(FULL_STOP.search(text) for text in collation.paragraphs(passage)) else None


def _is_within_line(collation: Collation, at: int) -> bool:
    """Whether the article goes on in one line at a place where the page that it was made from begins or ends a block."""
    low, high = collation.article.between(at)
    return collation.is_parent_page and "\n" not in collation.article.text[low:high]


def _entry(tokens: Tokens, at: int, passages: Sequence[_Passage], confirming: Sequence[Reading]) -> Entry:
    """The finding at the end of what comes before the passage, with a candidate for each text of it."""
    left, right = tokens.between(at)
    between = tokens.text[left:right]
    ended = between[: len(between) - len(opening(between))].rstrip()
    place = left + len(ended)
    blank = between[len(ended) :]
    joint = blank[: len(blank) - len(blank.lstrip())].strip(" \t\u00a0") or " "
    # the paragraph above lost its end, which comes before the passage
    below = "\n" in joint and all(p.collation.is_page and _after_an_end(p.collation, p.words) for p in passages)
    if below:
        place = right - len(opening(between))
    readings: dict[str, list[tuple[Reading, float]]] = {}
    for passage in passages:
        words = joint.join(passage.blocks)
        readings.setdefault(words + joint if below else joint + words, []).append((passage.reading, passage.sure))
    finding = seen_by_references("RG114", place, place, extent_of(passage.words for passage in passages))
    return Entry(finding, as_candidates(readings), confirmed_by=tuple(confirming))


def _after_an_end(collation: Collation, words: Insertion) -> bool:
    """Whether the words begin a block after more words that the article lacks."""
    return "\n" in collation.around(words)[0] and collation.partners[words.at - 1] < words.first - 1


def _may_lack_a_passage(finding: Finding) -> bool:
    """Whether a missing passage explains the finding: only the gap head saw it, or a paragraph was cut off or beheaded."""
    code = CODES[finding.code]
    return code.seen_by == "gap head" or code.edge != ""
