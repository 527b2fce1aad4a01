"""Edition `docx`: a Word document with every suggestion as a tracked change and a comment beside it.

The change's author is the person who decided, the first of several: Word's own list of reviewers has one author a person.
Where nobody has decided yet, it is kind and source (`reading: copy-2`) in the language of the edition, so that the list tells readings from predictions.
The comment beside it, in the language of the edition, names all who decided and where the words come from. Accepting all changes gives the text
with all that is shown, rejecting all gives the article. Each line is a paragraph, from right to left if its first letter is of a script that is written so. Control characters, and marks that reorder what the reader sees, stand as visible signs. Several articles
stand one after the other, each under its id and on a page of its own.

Changes are dated by their decision or emendation, else by the time of rendering, or `SOURCE_DATE_EPOCH` where it is set.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import unescape
from io import RawIOBase
from typing import Any, Final

from repair.records import Apparatus, Candidate, Emendation, Entry
from repair.render.comments import Phrasebook, describe_decision, describe_offer, describe_sources, describe_unproposed
from repair.render.edition_language import language_of_edition, local_message
from repair.render.edition_parts import (
    EditionPart,
    MarkedEntry,
    Plain,
    alternatives,
    candidate_in_place,
    edition_parts,
    moment,
)
from repair.render.escape import escape_control, visible
from repair.render.style import Style
from repair.text.direction import by_direction, has_left_to_right, is_right_to_left

__all__ = ["render"]

_HIDDEN: Final = re.compile(
    r"(?P<picture>[\x00-\x08\x0b\x0c\x0d\x0e-\x1f])|(?P<delete>\x7f)"
    r"|(?P<other>[\x80-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff])|[&<>\"]"
)
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_MAX_AUTHOR: Final = 200
_RIGHT_TO_LEFT: Final = "<w:rPr><w:rtl/></w:rPr>"
_WORDS: Final = re.compile(r'<w:(?:t|delText) xml:space="preserve">([^<]*)')
_PLAIN_RUN: Final = re.compile(r"<w:r>((?:<w:tab/>|<w:(?:t|delText) [^<]*</w:(?:t|delText)>)*)</w:r>")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the least that a zip file can say: the same input gives the same bytes

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/comments.xml" ContentType="{_WORD}.comments+xml"/>'
    "</Types>"
)
_ROOT: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PARTS: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/comments" Target="comments.xml"/></Relationships>'
)
_STYLES: Final = (
    f'{_HEAD}<w:styles xmlns:w="{_W}">'
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/><w:sz w:val="23"/><w:szCs w:val="23"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="120" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:bCs/><w:sz w:val="30"/><w:szCs w:val="30"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style></w:styles>'
)


class _Sink(RawIOBase):
    """What was written since it was last taken. It cannot seek, so that a document is given out as it grows."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._chunks.append(bytes(data))
        return len(self._chunks[-1])

    def take(self) -> bytes:
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[bytes]:
    """One document in chunks of bytes; of no articles, an empty one. Only the comments are kept in memory."""
    _, say, first, articles = language_of_edition(apparatuses, style)
    document = _Document(style, _now(), say, several=len(first) > 1)
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        fixed = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT,
            "word/_rels/document.xml.rels": _PARTS,
            "word/styles.xml": _STYLES,
        }
        for name, content in fixed.items():
            package.writestr(_member(name), content)
        with package.open(_member("word/document.xml"), "w") as stream:
            stream.write(f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>'.encode())
            for apparatus in articles:
                stream.write(document.article(apparatus).encode())
                yield sink.take()
            stream.write(b"<w:sectPr/></w:body></w:document>")
        with package.open(_member("word/comments.xml"), "w") as stream:
            stream.write(f'{_HEAD}<w:comments xmlns:w="{_W}">'.encode())
            for comment in document.comments:
                stream.write(comment.encode())
            stream.write(b"</w:comments>")
    yield sink.take()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _now() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


class _Document:
    """The body of one document as it grows: ids of changes run through it, comments wait for their own part."""

    def __init__(self, style: Style, now: str, say: Phrasebook, *, several: bool) -> None:
        self._style = style
        self._now = now
        self._say = say
        self._several = several
        self._model = ""  # of the article at hand
        self._changes = 0
        self._begun = False
        self.comments: list[str] = []

    def article(self, apparatus: Apparatus) -> str:
        """The paragraphs of one article."""
        out: list[str] = []
        self._model = apparatus.model
        if self._several:
            title = _runs(visible(apparatus.article.id))
            page = "<w:pageBreakBefore/>" if self._begun else ""
            self._begun = True
            out.append(f'<w:p><w:pPr><w:pStyle w:val="Heading1"/>{page}</w:pPr>{title}</w:p>')
        line: list[str] = []
        for piece in edition_parts(apparatus, self._style):
            for content, mark in self._piece(piece):
                line.append(content)
                if mark is not None:
                    out.append(_paragraph(line, mark))
                    line = []
        out.append(_paragraph(line, ""))
        return "".join(out)

    def _piece(self, piece: EditionPart) -> Iterator[tuple[str, str | None]]:
        """Content, and what stands in the paragraph's mark where a line ends after it (`None` if none does)."""
        if isinstance(piece, Plain):
            yield from _lines(piece.text, "w:t")
            return
        entry, best = piece.entry, candidate_in_place(piece.entry)
        number = len(self.comments)
        self.comments.append(self._comment(entry, number, overlaps=not isinstance(piece, MarkedEntry)))
        yield f'<w:commentRangeStart w:id="{number}"/>', None
        if isinstance(piece, MarkedEntry):
            if best is None:
                yield from _lines(piece.old, "w:t")
            else:
                who = f'w:author="{_escape(_author(entry, best, self._say))}" w:date="{self._date(entry, best)}"'
                yield from self._change("w:del", "w:delText", piece.old, who)
                yield from self._change("w:ins", "w:t", best.text, who)
        yield (
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
            f'<w:commentReference w:id="{number}"/></w:r>',
            None,
        )

    def _change(self, element: str, text_element: str, text: str, who: str) -> Iterator[tuple[str, str | None]]:
        """`text` put in or taken out, its line breaks too: those are changes of the paragraph's mark."""
        for content, mark in _lines(text, text_element):
            self._changes += 1
            yield (f'<{element} w:id="{self._changes}" {who}>{content}</{element}>' if content else ""), None
            if mark is not None:
                self._changes += 1
                yield "", f'<w:rPr><{element} w:id="{self._changes}" {who}/></w:rPr>'

    def _date(self, entry: Entry, by: Candidate) -> str:
        dates = [s.date for s in entry.decided_by] + [p.date for p in by.provenance if isinstance(p, Emendation)]
        return next(filter(None, map(moment, dates)), self._now)

    def _comment(self, entry: Entry, number: int, *, overlaps: bool) -> str:
        finding, best, say = entry.finding, candidate_in_place(entry), self._say
        lines = [f"{finding.code} {say(finding.code)}: {local_message(finding, say)}"]
        if overlaps:
            lines.append(say("unmarked"))
        lines.append(
            describe_unproposed(entry, self._model, say)
            if best is None
            else f"{self._offer(best)} · {describe_decision(entry, say)}"
        )
        lines += [f"{s.reviewer}: {s.note}" for s in entry.decided_by if s.note]
        others = alternatives(entry)
        lines += [f"{say('or')} {self._offer(c)}" for c in others[: self._style.alternatives]]
        if len(others) > self._style.alternatives:
            lines.append(say("and_more", n=len(others) - self._style.alternatives))
        author, date = (
            (_author(entry, best, say), self._date(entry, best)) if best is not None else ("repair", self._now)
        )
        body = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{_runs(visible(line))}</w:p>' for line in lines
        )
        who = f'w:author="{_escape(author)}" w:date="{date}" w:initials="{_escape(author[:1])}"'
        return f'<w:comment w:id="{number}" {who}>{body}</w:comment>'

    def _offer(self, candidate: Candidate) -> str:
        text = f"“{candidate.text}”" if candidate.text else self._say("take_out")
        return f"{text} · {describe_offer(candidate, self._say)}"


def _author(entry: Entry, candidate: Candidate, say: Phrasebook) -> str:
    """The person who decided, the first of several; where nobody has, kind and sources. No longer than Word takes."""
    people = [s.reviewer for s in entry.decided_by]
    people += [p.reviewer for p in candidate.provenance if isinstance(p, Emendation)]
    named = visible(people[0] if people else describe_sources(candidate, say))
    return named if len(named) <= _MAX_AUTHOR else named[: _MAX_AUTHOR - 1] + "…"


def _paragraph(content: Iterable[str], mark: str) -> str:
    text, bidi = "".join(content), ""
    if is_right_to_left(_letters(text)):  # then marks and figures between the words are too
        bidi, text = "<w:bidi/>", _PLAIN_RUN.sub(_turned, text)
    properties = f"<w:pPr>{bidi}{mark}</w:pPr>" if bidi or mark else ""
    return f"<w:p>{properties}{text}</w:p>"


def _turned(run: re.Match[str]) -> str:
    """A run without letters, or all of them from right to left, in the direction of its paragraph."""
    return run[0] if has_left_to_right(_letters(run[0])) else f"<w:r>{_RIGHT_TO_LEFT}{run[1]}</w:r>"


def _letters(markup: str) -> str:
    """The text of runs."""
    return unescape("".join(_WORDS.findall(markup)))


def _lines(text: str, element: str) -> Iterator[tuple[str, str | None]]:
    """The runs of each line of `text`, and an empty mark where a paragraph ends after it."""
    *broken, rest = text.replace("\r\n", "\n").split("\n")
    for line in broken:
        yield _runs(line, element), ""
    yield _runs(rest, element), None


def _runs(text: str, element: str = "w:t") -> str:
    """One run: words and tabs, blanks kept."""
    if not text:
        return ""
    return "".join(_run(part, element, rtl=is_right_to_left(part)) for part in by_direction(text))


def _run(text: str, element: str, *, rtl: bool) -> str:
    parts = (
        f'<{element} xml:space="preserve">{_escape(part)}</{element}>' if part else "" for part in text.split("\t")
    )
    return f"<w:r>{_RIGHT_TO_LEFT if rtl else ''}{'<w:tab/>'.join(parts)}</w:r>"


def _escape(text: str) -> str:
    return _HIDDEN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "picture":
            return chr(0x2400 + ord(found[0]))
        case "delete":
            return "␡"
        case "other":
            return escape_control(found[0])
        case _:
            return _ENTITIES[found[0]]
