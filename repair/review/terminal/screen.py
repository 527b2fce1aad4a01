"""What the terminal shows, as `rich` text: an entry in its context, candidates with their evidence, the end of a queue.

Foreign text goes into `Text`, whose markup means nothing, with a symbol for every control character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from rich.text import Text

from repair.codes import CODES
from repair.review.article_view import ShownArticle
from repair.review.listing import EntryList
from repair.review.messages import Equal, Lost, QueueEntry
from repair.review.pictures import pictured
from repair.review.queue import QueueQuery
from repair.review.session import Desk
from repair.review.views import Block, Change, Evidence, Shown

__all__ = [
    "Say",
    "article",
    "candidates",
    "context",
    "done",
    "equal_cases",
    "head",
    "list_lines",
    "lost_line",
    "preview",
    "quoted",
]

Say = Callable[..., str]
"""The phrase of that name, with its places filled in."""

_STYLES: Final = {
    "reading": "bold green underline",
    "prediction": "italic magenta",
    "attested": "italic yellow",
    "rule": "cyan",
    "emendation": "bold yellow",
}
_SIGNS: Final = {"reading": "=", "prediction": "?", "attested": "≈", "rule": "·", "emendation": "✎"}
_STATES: Final = {"open": "○", "accepted": "✓", "emended": "✎", "rejected": "✕", "conflict": "⚠"}
_CONTEXT: Final = 400
_SURROUNDINGS: Final = 60
# Code points drawn of one foreign text, and of a name: layout takes time and screens for every one.
_DRAWN: Final = 1_000
_NAME: Final = 200
_BLANKS: Final = re.compile(r"\s+")
_INK: Final = str.maketrans({" ": "␣", "\u00a0": "⍽", "\n": "↵", "\t": "⇥"})


def head(found: QueueEntry, query: QueueQuery, reviewer: str, say: Say) -> Text:
    """Progress and queue; the finding and what it says."""
    progress, entry = found.progress, found.shown
    decided = progress.total - progress.open
    parts = [say("decided_of", decided=decided, total=progress.total)]
    if progress.mine < decided:
        parts.append(say("by_me", mine=progress.mine))
    if progress.article_total not in (0, progress.total):
        parts.append(say("left_in_article", left=progress.article_open, total=progress.article_total))
    if progress.seconds is not None:
        parts.append(say("pace", seconds=progress.seconds, hourly=progress.hourly))
    parts += [say(f"show_{query.show}"), say(f"order_{query.order}"), reviewer]
    if query.code or query.text:
        parts.append(f"«{pictured(query.text)}»" if query.text else query.code)
    text = Text(" · ".join(parts))
    if progress.conflict:
        text.append(f" · ⚠ {say('in_conflict', conflict=progress.conflict)}", "bold yellow")
    if progress.lost:
        text.append(f" · ⚠ {say('lost', count=progress.lost)} [L]", "bold yellow")
    if entry is not None:
        where = say("position", position=found.position + 1, length=found.length)
        sure = f"{say('confidence')} {_percent(entry.confidence)}"
        text.append(f"\n{entry.code} {say(entry.code)}", "bold")
        facts = filter(None, (say(f"status_{entry.status}"), where, _extent(entry, say), sure))
        text.append("".join(f" · {fact}" for fact in facts))
        message = say(f"{entry.code}_meaning") if entry.message is None else _cut(entry.message)
        text.append(f"\n{message} · {_cut(entry.article, _NAME)}")
    return text


def _extent(entry: Shown, say: Say) -> str:
    if entry.words is None:
        return ""
    low, high = entry.words
    return say("extent" if low != high else "extent_single" if low == 1 else "extent_one", low=low, high=high)


def preview(entry: Shown, typed: str) -> Change:
    """What the typed text would do at the place of the entry."""
    span = entry.place.span
    kept = span if not span.strip() and typed.startswith(span) else ""
    return Change(kept, span[len(kept) :], pictured(typed[len(kept) :]), "")


def context(entry: Shown, change: Change | None, kind: str) -> Text:
    """The entry in its article, with what a candidate of this kind would do on trial in its place."""
    at, before, after = entry.place, _around(entry.before), _around(entry.after)
    begin, end = _near(before.plain, after.plain)
    text = Text("… " if at.cut_before or begin else "", "dim")
    text.append_text(before[begin:])
    text.append("⟦", "bold red")
    if change and (change.before or change.put or change.after or at.span):
        _add_change(text, change, kind)
    elif at.span:
        text.append(_inked(_cut(at.span)), "underline red")
    else:
        text.append("[…]", "bold red")
    text.append("⟧", "bold red")
    text.append_text(after[:end])
    return text.append(" …" if at.cut_after or end < len(after) else "", "dim")


def _near(before: str, after: str) -> tuple[int, int]:
    """Where the context shown of the text before a place begins, and where that of the text after it ends: between words."""
    begin, end = max(0, len(before) - _CONTEXT), min(len(after), _CONTEXT)
    if begin:
        begin = before.find(" ", begin) + 1 or begin
    if end < len(after):
        end = max(after.rfind(" ", 0, end), 0) or end
    return begin, end


def _add_change(text: Text, change: Change, kind: str) -> None:
    """What goes and what comes in its place, between the blanks that stay."""
    text.append(change.before)
    text.append(_inked(_cut(change.out), edges=not change.put), "strike red")
    text.append(_inked(_cut(change.put)), _STYLES.get(kind, ""))
    text.append(change.after)


def _around(blocks: Sequence[Block]) -> Text:
    """Text around the place as it will stand, with what was decided elsewhere in its colour."""
    text = Text()
    for block in blocks:
        if block.status in ("accepted", "emended"):
            text.append(_inked(block.supplied), _STYLES.get(block.kind, ""))
        else:
            text.append(block.text, "dim")
    return text


def candidates(entry: Shown, chosen: int | None, say: Say) -> Text:
    """What was decided, the candidates, and the evidence for the one on trial."""
    text = Text()
    if entry.status == "conflict":
        text.append(f"⚠ {say('conflict_notice')}\n", "bold yellow")
    for opinion in entry.opinions:
        said = say(f"said_{opinion.decision or 'note'}")
        shown = "" if opinion.text is None else f" {quoted(opinion.text, say)}"
        settled = f" · {say('settles')}" if opinion.settles else ""
        note = f": {_cut(opinion.note)}" if opinion.note else ""
        text.append(f"{opinion.who} {said}{shown}{settled}{note}\n", "yellow")
    if entry.draft is not None:
        text.append(f"✎ {say('draft_kept')}: {_cut(entry.draft.text, _NAME)}\n", "bold yellow")
    if entry.choices and chosen is None and entry.status == "rejected":
        text.append(f"✕ {say('all_rejected')}\n", "bold red")
    if not entry.choices:
        if CODES[entry.code].unknowable:
            text.append(f"{say(f'{entry.code}_unknowable')}\n")
        text.append(f"{say('no_candidates_gap' if entry.lacks_words else 'no_candidates')}\n")
    for number, choice in enumerate(entry.choices):
        text.append("▶ " if number == chosen else "  ", "bold")
        text.append(f"{number + 1} ", "bold")
        if number == entry.chosen and entry.status != "open":
            text.append(f"✓ {say('decided')} ", "bold green")
        text.append(f"{_SIGNS[choice.kind]} {say(choice.label)} ", _STYLES[choice.kind])
        text.append(f"«{_cut(choice.shown)}»" if choice.text else say("empty_text"), _STYLES[choice.kind])
        sources = _cut(", ".join(dict.fromkeys(e.name for e in choice.evidence)), _NAME)
        sure = say("certainty", grade=say(choice.certainty))
        text.append(f"  {_percent(choice.score)}, {sure}  {sources}\n", "dim")
        if number == chosen:
            for evidence in choice.evidence:
                _add_evidence(text, evidence, say)
    text.append(f"{say('cause', cause=say(f'{entry.code}_cause'))}\n", "dim")
    if entry.confirmed_by:
        text.append(f"{say('confirmed_by')}: {_cut(', '.join(e.name for e in entry.confirmed_by), _NAME)}\n", "dim")
    return text


def _add_evidence(text: Text, evidence: Evidence, say: Say) -> None:
    if evidence.left is not None and evidence.right is not None:
        left = say("left_context", value=round(evidence.left))
        right = say("right_context", value=round(evidence.right))
        kin = f" ({say(evidence.kinship)})" if evidence.kinship else ""
        text.append(f"      {_cut(evidence.name, _NAME)}{kin}: {left}, {right}\n", "dim")
    if evidence.log_prob is not None:
        value = f"{evidence.log_prob:.2f}".replace("-", "−").replace(".", say("decimal_sign"))
        words = say("log_prob", value=value, pieces=evidence.pieces)
        found = f", {say('found_' + evidence.found)}" if evidence.found else ""
        text.append(f"      {_cut(evidence.name, _NAME)}: {words}{found}\n", "dim")
    if evidence.count is not None:
        said = say(
            "in_articles" if evidence.count > 1 else "in_one_article",
            n=evidence.count,
            article=_cut(evidence.source, _NAME),
        )
        text.append(f"      {_cut(evidence.name, _NAME)}: {said}\n", "dim")
    if evidence.place is not None:
        before, span, after = (
            _one_line(part) for part in (evidence.place.before, evidence.place.span, evidence.place.after)
        )
        text.append(f"      … {before[-_SURROUNDINGS:]}", "dim")
        text.append(f"[{span}]", "bold")
        text.append(f"{after[:_SURROUNDINGS]} …\n", "dim")


def done(found: QueueEntry, desk: Desk, say: Say) -> Text:
    """The screen for an empty queue: other queues that have entries, and how to make the edition."""
    progress = found.progress
    text = Text(f"{say('done_hint')}\n\n")
    queues = (
        ("open", progress.open),
        ("unseen", progress.total - progress.mine),
        ("decided", progress.total - progress.open),
        ("conflict", progress.conflict),
        ("all", progress.total),
    )
    others = " · ".join(f"{say(f'show_{show}')} ({count})" for show, count in queues if count)
    text.append(f"[s] {say('show')}: {others}\n")
    if not progress.open and not progress.conflict:
        text.append(f"\n{say('edition_hint')}\n")
        text.append(f"  {pictured(desk.edition)}\n", "bold")
    return text


def equal_cases(cases: Sequence[Equal], total: int, decision: str, say: Say) -> Text:
    """All that is decided together, to be confirmed."""
    text = Text()
    text.append(say("equal_title") + "\n", "bold")
    text.append(f"{say('equal_take_out' if cases[0].text == '' else f'equal_{decision}')} ")
    text.append(say("equal_shown", shown=len(cases), total=total) + "\n\n")
    for case in cases:
        text.append(f"{case.place.before}⟦")
        if case.change:
            _add_change(text, case.change, case.kind)
        else:  # what is rejected stays
            text.append(_inked(_cut(case.place.span)), "underline red")
        text.append(f"⟧{case.place.after}\n\n")
    return text.append(f"[a] {say('decide_these', count=len(cases))}   [Esc] {say('cancel')}", "bold")


def list_lines(part: EntryList, say: Say) -> list[tuple[int, Text]]:
    """The numbers of the entries of a list, each with a line: state, code, what stands there, who decided."""
    rows = []
    for at, row in enumerate(part.rows, part.first + 1):
        text = Text().append(f"{at:>5} {_STATES[row.status]} {row.code} ", "bold")
        text.append(_one_line(row.before), "dim").append("⟦", "red")
        if row.change:
            _add_change(text, row.change, row.kind)
        else:
            text.append(_inked(_cut(row.span, _NAME)) or "[…]", "red")
        text.append("⟧", "red").append(_one_line(row.after), "dim")
        by = ", ".join(row.by) + (f" ({say('notes').lower()})" if row.note else "")
        rows.append((row.number, text.append(f"  {_cut(by, _NAME)}", "yellow")))
    return rows


def lost_line(one: Lost, say: Say) -> Text:
    """A decision that found no place, and the words around the place that it had."""
    text = Text(f"{one.who} {say(f'said_{one.decision}')} ", "yellow")
    if one.text is not None:
        text.append(f"{quoted(one.text, say)} ", "bold")
    return text.append(f"{one.code} … {_one_line(one.context)} …", "dim")


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text)


def article(part: ShownArticle, number: int) -> tuple[Text, int]:
    """A part of an article as it will stand with its entries marked, that of `number` most of all; and the offset at which
    that one stands in what is shown."""
    text, here = Text(), 0
    text.append(f"{_cut(part.id, _NAME)}\n\n", "bold")
    for block in (block for line in part.lines for block in line.blocks):
        if block.number is None:
            text.append(block.text)
            continue
        if block.number == number:
            here = len(text)
        text.append("⟦", "reverse" if block.number == number else "red")
        if block.status in ("accepted", "emended"):
            text.append(_inked(_cut(block.supplied)), _STYLES.get(block.kind, ""))
        else:
            text.append(_inked(block.text))
        text.append(f"⟧{block.code}", "red")
    return text, here


def _percent(share: float) -> str:
    return "< 1 %" if 0.0 < share < 0.005 else f"{100 * share:.0f} %"


def quoted(text: str, say: Say) -> str:
    """A supplied text as a message quotes it."""
    return f"«{_cut(text).strip() or '␣'}»" if text else say("empty_text")


def _cut(text: str, most: int = _DRAWN) -> str:
    """The beginning and the end of a text of more than `most` code points."""
    return text if len(text) <= most else f"{text[: most // 2]} […] {text[-(most // 2) :]}"


def _inked(text: str, *, edges: bool = False) -> str:
    """`text`; where it is blanks alone, signs for them, with `edges` also at its beginning and end."""
    core = text.strip()
    if not core:
        return text.translate(_INK)
    before, _, after = text.partition(core)
    return f"{before.translate(_INK)}{core}{after.translate(_INK)}" if edges else text
