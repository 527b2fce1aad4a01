r"""Edition `leiden`: the text with the sigla of the Leiden conventions, a critical apparatus below, for print.

    [abc]               supplied from a reference
    ‹abc›               supplied by a language model
    ⟪abc⟫               a name that other articles of the corpus have
    ⟨abc⟩               supplied by rule, or by the reviewer
    ⸢[abc]⸣             stands for other words of the article; the inner sigla say on whose word
    {abc}               the article has it, the edition does not
    [. 3 words .]       lost, and nothing is supplied; [. 1–3 words .] where the extent is a range
    [- - -]             lost, of unknown extent
    (?)                 nobody has decided yet on what stands before it

A line break in supplied text is `|`. Lines are numbered as in the article, and a note of the apparatus begins with its
line: what stands in the text, its witnesses, then what others read, and what the article has. A backslash before a
siglum of the article's own says that it is one; control characters are shown as `\x1b`. This edition is for readers:
`tei`, `criticmarkup` and `html` are the ones that lead back to the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from repair.records import Apparatus, Candidate, Entry
from repair.render.comments import (
    Phrasebook,
    describe_decision,
    describe_marker,
    describe_sources,
    describe_words,
    local_score,
)
from repair.render.edition_language import language_of_edition
from repair.render.edition_parts import (
    EditionPart,
    MarkedEntry,
    Plain,
    Remark,
    alternatives,
    candidate_in_place,
    edition_parts,
)
from repair.render.escape import CONTROL_PATTERN, escape_control, visible
from repair.render.line_numbers import Lines
from repair.render.style import Style, paint

__all__ = ["SIGLA", "render"]

SIGLA: Final = {
    "[abc]": "from_reference",
    "‹abc›": "from_model",
    "⟪abc⟫": "from_corpus",
    "⟨abc⟩": "from_rule_or_reviewer",
    "⸢[abc]⸣": "in_place_of_words",
    "{abc}": "article_alone",
    "[. {words} .]": "lost_words",
    "[- - -]": "lost_unknown",
    "|": "line_break",
    "(?)": "undecided",
    "\\[": "own_sign",
}
"""The sigla, and the phrases that tell what they mean; `{words}` is an extent."""

_BRACKETS: Final = {
    "reading": ("[", "]"),
    "prediction": ("‹", "›"),
    "attested": ("⟪", "⟫"),
    "rule": ("⟨", "⟩"),
    "emendation": ("⟨", "⟩"),
}
_OWN: Final = re.compile(rf"(?P<control>{CONTROL_PATTERN})|[\[\]{{}}⟨⟩⟪⟫‹›⸢⸣|\\]|\((?=\?\))")
_BREAK: Final = re.compile(r"\r\n|\n|\r")
_MIN_MARGIN: Final = 3
_RULE: Final = "―――"


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """Text and apparatus of every article, and once at the end what the sigla mean."""
    _, say, first, articles = language_of_edition(apparatuses, style)
    for apparatus in articles:
        if len(first) > 1:
            yield paint(visible(apparatus.article.id), "header", style) + "\n\n"
        yield from _article(apparatus, style, say)
    if first:
        yield paint("Sigla", "header", style) + "\n"
        signs = {sign.replace("{words}", say("extent_one", low=3)): say(meaning) for sign, meaning in SIGLA.items()}
        width = max(map(len, signs))
        yield from (f"  {sign:<{width}}  {meaning}\n" for sign, meaning in signs.items())


def _article(apparatus: Apparatus, style: Style, say: Phrasebook) -> Iterator[str]:
    lines = Lines(apparatus.article.text)
    found = list(edition_parts(apparatus, style))
    margin = max(_MIN_MARGIN, len(str(lines.at(len(apparatus.article.text))[0])))
    for number, line in _numbered(found, lines, style, say):
        yield f"{number:>{margin}}  {line}\n" if line else "\n"
    notes = [p for p in found if not isinstance(p, Plain)]
    if notes:
        yield f"{'':>{margin}}  {paint(_RULE, 'comment', style)}\n"
    for note in notes:
        number, _ = lines.at(note.entry.finding.start)
        yield f"{number:>{margin}}  {_note(note, style, say)}\n"
    if apparatus.witnesses and notes:
        listed = "; ".join(visible(w.name) + (f" ({visible(w.url)})" if w.url else "") for w in apparatus.witnesses)
        yield f"{'':>{margin}}  {paint(say('references') + ':', 'header', style)} {listed}\n"
    yield "\n"


def _numbered(found: Iterable[EditionPart], lines: Lines, style: Style, say: Phrasebook) -> Iterator[tuple[int, str]]:
    """The lines of the edition, each with the number of the article's line in which it begins."""
    cursor, number = 0, 1
    line: list[str] = []
    for piece in found:
        text = piece.text if isinstance(piece, Plain) else piece.old if isinstance(piece, MarkedEntry) else ""
        *broken, rest = _BREAK.split(_piece(piece, style, say))
        cursor += len(text)
        for number_after, part in enumerate(broken, lines.at(cursor)[0] - len(broken) + 1):
            yield number, "".join((*line, part))
            line, number = [], number_after
        line.append(rest)
    if any(line):
        yield number, "".join(line)


def _piece(piece: EditionPart, style: Style, say: Phrasebook) -> str:
    match piece:
        case Plain(text):
            return _escape(text)
        case MarkedEntry(entry, old, _):
            return _in_place(entry, old, style, say)
        case Remark():
            return ""


def _in_place(entry: Entry, old: str, style: Style, say: Phrasebook) -> str:
    """What stands for one mark. The article's own line breaks stay, so that its lines keep their numbers."""
    best = candidate_in_place(entry)
    undecided = "" if entry.status == "accepted" else "(?)"
    if best is None:
        return _escape(old) + paint(
            (_lost(entry, say) if entry.finding.lacks_words else "") + undecided, "noted", style
        )
    if not best.text:
        return _around(_escape(old), "{", "}" + undecided, "removed", style)
    left, right = _BRACKETS[best.kind]
    if old:
        left, right = "⸢" + left, right + "⸣"
    return _around(_one_line(best.text), left, right + undecided, best.kind, style)


def _around(text: str, left: str, right: str, role: str, style: Style) -> str:
    """`text` between sigla, the blanks at its edges outside of them; blanks alone stay inside, to be seen."""
    inside = text.strip()
    if not inside:
        return paint(left + text + right, role, style)
    start = text.index(inside)
    return text[:start] + paint(left + inside + right, role, style) + text[start + len(inside) :]


def _bracketed(candidate: Candidate) -> str:
    """A candidate's text as the apparatus quotes it."""
    left, right = _BRACKETS[candidate.kind]
    text = _one_line(candidate.text)
    return left + (text.strip() or text) + right


def _lost(entry: Entry, say: Phrasebook) -> str:
    words = describe_words(entry.finding, say)
    return f"[. {words} .]" if words else "[- - -]"


def _note(piece: MarkedEntry | Remark, style: Style, say: Phrasebook) -> str:
    """One note of the apparatus: what the text has, its witnesses; other readings; the article; code and message."""
    entry, best = piece.entry, candidate_in_place(piece.entry)
    clauses: list[str] = []
    if best is None:
        clauses.append(_lost(entry, say) if entry.finding.lacks_words else say("no_proposal"))
    else:
        clauses.append(_witnessed(best, say))
    others = alternatives(entry)
    clauses += [_witnessed(c, say) for c in others[: style.alternatives]]
    if len(others) > style.alternatives:
        clauses.append(say("and_more", n=len(others) - style.alternatives))
    if isinstance(piece, MarkedEntry) and piece.old and best is not None:
        had = _one_line(piece.old.strip()) or f"{{{_one_line(piece.old)}}}"
        clauses.append(f"{had} {say('the_article')}")
    if entry.confirmed_by:
        names = ", ".join(dict.fromkeys(r.reference for r in entry.confirmed_by))
        clauses.append(f"{say('as_article')} {visible(names)}")
    if isinstance(piece, Remark):
        clauses[0] = f"{say('overlapping')}: {clauses[0]}"
    clauses += [f"{visible(s.reviewer)}: {_one_line(s.note)}" for s in entry.decided_by if s.note]
    state = ", ".join(filter(None, (describe_marker(entry.finding, say), describe_decision(entry, say))))
    decided = f"{entry.finding.code} {say(entry.finding.code)}, {visible(state)}"
    return f"{' : '.join(clauses)} · {paint(decided, 'comment', style)}"


def _witnessed(candidate: Candidate, say: Phrasebook) -> str:
    """A candidate as the apparatus quotes it, with its witnesses and its score."""
    sources, score = visible(describe_sources(candidate, say)), local_score(candidate.score, say)
    return f"{_bracketed(candidate) if candidate.text else 'om.'} {sources} {score}"


def _one_line(text: str) -> str:
    return _BREAK.sub("|", _escape(text))


def _escape(text: str) -> str:
    return _OWN.sub(lambda m: escape_control(m[0]) if m["control"] else "\\" + m[0], text)
