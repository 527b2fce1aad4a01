"""Accepts candidates by policy, without a person.

A policy never changes what somebody decided, never accepts a variant (there the article has words of its own), and
never accepts a prediction unless the user explicitly asks for predictions. Of entries that cannot both be put in, one
is accepted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Final

from msgspec.structs import replace

from repair.records import Apparatus, Candidate, Entry
from repair.text.spacing import CLOSING, OPENING

__all__ = ["accept_best", "blanks_kept", "blanks_taken", "decide", "disjoint", "take_blanks"]

_RESIDUE: Final = "RS"


def decide(
    apparatus: Apparatus,
    *,
    readings: bool = False,
    rules: bool = False,
    predictions: bool = False,
    min_score: float = 0.0,
    min_confidence: float = 0.0,
) -> Apparatus:
    """The apparatus with open entries accepted by policy; entries that somebody decided stay as they are.

    If the confidence (0–1) of its finding is at least `min_confidence`, an entry gets its best candidate of an allowed
    kind whose score (0–1) is at least `min_score`; a prediction only where nothing that has a source stands before it.
    Only a person can accept emendations and variants (RV501).
    """
    kinds = {kind for kind, wanted in (("reading", readings), ("rule", rules), ("prediction", predictions)) if wanted}

    def choose(entry: Entry) -> int | None:
        if entry.is_variant or entry.finding.confidence < min_confidence:
            return None
        sourced = False
        for number, candidate in enumerate(entry.candidates):
            predicted = candidate.kind == "prediction"
            if candidate.kind in kinds and candidate.score >= min_score and not (predicted and sourced):
                return number
            sourced = sourced or not predicted
        return None

    return accept_best(apparatus, choose)


def accept_best(apparatus: Apparatus, choose: Callable[[Entry], int | None]) -> Apparatus:
    """The apparatus with open entries accepted: `choose` gives the candidate number for an entry, or `None` for none.

    Entries that conflict with one accepted before are left open (see `disjoint`). Decided entries come first, then
    passages that are taken out, since nothing in them needs a repair, then the higher confidence, then the higher score,
    then the earlier place in the text.
    """
    entries = apparatus.entries
    chosen = {i: n for i, e in enumerate(entries) if e.status == "open" and (n := choose(e)) is not None}
    decided = [i for i, e in enumerate(entries) if e.status == "accepted"]
    order = sorted(
        chosen,
        key=lambda i: (
            not _holds(entries, i, chosen),
            -entries[i].finding.confidence,
            -entries[i].candidates[chosen[i]].score,
            i,
        ),
    )
    winners = disjoint(entries, [*decided, *order]).difference(decided)
    return take_blanks(
        replace(apparatus, entries=tuple(e.accept(chosen[i]) if i in winners else e for i, e in enumerate(entries)))
    )


def _holds(entries: Sequence[Entry], number: int, chosen: Mapping[int, int]) -> bool:
    """Whether the entry's chosen candidate takes out a passage in which another chosen entry stands."""
    finding = entries[number].finding
    if entries[number].candidates[chosen[number]].text:
        return False
    after = takewhile(lambda i: entries[i].finding.start < finding.end, range(number + 1, len(entries)))
    before = takewhile(lambda i: entries[i].finding.start == finding.start, range(number - 1, -1, -1))
    length = finding.end - finding.start
    return any(
        i in chosen and e.finding.end <= finding.end and e.finding.end - e.finding.start < length
        for i, e in ((i, entries[i]) for i in (*before, *after))
    )


def _accepted(entry: Entry) -> Candidate | None:
    return entry.accepted


def take_blanks(apparatus: Apparatus, chosen: Callable[[Entry], Candidate | None] = _accepted) -> Apparatus:
    """The apparatus with the spans of residue that is taken out widened as `blanks_taken` says. Doing it again changes
    nothing. `chosen` gives the candidate that an entry has or would have; by default the accepted one."""
    spans = blanks_taken(apparatus.article.text, apparatus.entries, list(map(chosen, apparatus.entries)))
    widened = [
        replace(entry, finding=replace(entry.finding, start=start, end=end))
        for entry, (start, end) in zip(apparatus.entries, spans, strict=True)
    ]
    # what stood at the same place as the widened span comes after it now
    return replace(apparatus, entries=tuple(sorted(widened, key=lambda e: (e.finding.start, e.finding.end))))


def blanks_taken(text: str, entries: Sequence[Entry], chosen: Sequence[Candidate | None]) -> list[tuple[int, int]]:
    """The spans of all entries of a text, in order. Those of residue whose candidate takes it out are widened by the blanks
    and blank lines that it would leave behind: of those before and after it, the smaller break goes. At the end of a text
    the break before goes, and beside a mark that takes no blank there the one blank. `chosen` has what each entry gets,
    `None` for the article's own text.

    No span reaches into that of another entry. Time is linear in the text and nearly so in the entries.
    """
    spans = [(entry.finding.start, entry.finding.end) for entry in entries]
    tail = len(text.rstrip())
    gone: dict[int, int] = {}  # where the text goes on after what is taken out from here
    starts, ends = [start for start, _ in spans], sorted(end for _, end in spans)
    for at in range(len(spans) - 1, -1, -1):
        entry, (start, end) = entries[at], spans[at]
        candidate = chosen[at] if entry.finding.code.startswith(_RESIDUE) else None
        if candidate is None or candidate.text:
            continue
        left, right = start, end
        while left and text[left - 1].isspace():
            left -= 1
        while right < len(text) and text[right].isspace():
            right += 1
        opens = left == 0
        earlier, later = bisect_right(ends, start), bisect_left(starts, end, at + 1)
        left = max(left, ends[earlier - 1]) if earlier else left
        right = min(right, starts[later]) if later < len(starts) else right
        if end >= tail:
            tail, start = left, left
        elif opens:
            end = right
        else:
            start, end = _with_blanks(text, (left, start), (end, right), text[gone.get(end, end)])
        gone[start] = gone.get(end, end)
        spans[at], starts[at] = (start, end), start
    return spans


def _with_blanks(text: str, before: tuple[int, int], after: tuple[int, int], mark: str) -> tuple[int, int]:
    """The span between these blanks, with the blanks that go with it: of those on both sides the smaller break; of a blank on
    one side alone, the one that would be left beside a mark that takes none there. The text goes on with `mark`."""
    (left, start), (end, right) = before, after
    breaks, breaks_after = text.count("\n", left, start), text.count("\n", end, right)
    if left < start and end < right:
        return (start, right) if breaks >= breaks_after else (left, end)
    if mark in CLOSING and not breaks:
        return left, end
    return start, right if text[start - 1] in OPENING and not breaks_after else end


def blanks_kept(old: str, texts: Sequence[str]) -> tuple[int, int]:
    """How many of the blanks at the beginning of `old`, and at its end, each text that can take its place has too: what is put
    in there leaves them where they are. Nothing is kept of other characters, nor where a text is blank."""
    if not (old.isspace() and texts and all(map(str.strip, texts))):
        return 0, 0
    before = _alike([old, *texts])
    return before, _alike([each[before:][::-1] for each in (old, *texts)])


def _alike(texts: Sequence[str]) -> int:
    """How many characters all the texts begin with."""
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False)))


def disjoint(entries: Sequence[Entry], order: Iterable[int]) -> set[int]:
    """The numbers in `order` whose entries do not conflict with an entry earlier in `order`.

    Two entries conflict if their spans overlap, if both insert at the same place (their order would be unknown), or if
    both are gaps and touch, since they are then most likely the same loss (unless both are accepted).
    """
    winners: set[int] = set()
    taken: list[tuple[int, int, int]] = []  # start, end, number: in text order, ends ascend too
    for number in order:
        entry = entries[number]
        finding = entry.finding
        here = (finding.start, finding.end, number)
        at = bisect_right(taken, here)
        before, after = at - 1, at
        while before >= 0 and taken[before][1] >= finding.start:
            if _conflict(entries[taken[before][2]], entry):
                break
            before -= 1
        else:
            while after < len(taken) and taken[after][0] <= finding.end:
                if _conflict(entry, entries[taken[after][2]]):
                    break
                after += 1
            else:
                taken.insert(at, here)
                winners.add(number)
    return winners


def _conflict(one: Entry, other: Entry) -> bool:
    """Whether the two cannot both be put in. Gaps that only touch can, if a person accepted both."""
    a, b = one.finding, other.finding
    if (a.start < b.end and b.start < a.end) or a.start == a.end == b.start == b.end:
        return True
    touch = a.end == b.start or b.end == a.start
    return touch and a.is_gap and b.is_gap and not one.status == other.status == "accepted"
