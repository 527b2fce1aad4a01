"""One line of a decisions log: who decided what on which entry, when, and why.

The wire type below is the format. A decision carries the text it supplies with all its provenance, so that an edition
can be made from article and log alone, also where the candidate is not proposed again.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final, Literal

import msgspec

from repair.errors import ApparatusError, RecordError
from repair.interchange import WireProvenance, decode_provenance, encode_provenance
from repair.records import Attested, Candidate, Emendation, Finding, Prediction, Reading, RuleSource

__all__ = [
    "FORMAT",
    "MAX_NOTE",
    "MAX_TEXT",
    "Decision",
    "Found",
    "Key",
    "LogLine",
    "accept",
    "check_reviewer",
    "check_text",
    "decode_line",
    "drop_lines",
    "emend",
    "encode_line",
    "entry_in_context",
    "mark_by_hand",
    "marked_by",
    "move",
    "note",
    "reject",
    "take_back",
    "told",
]

FORMAT: Final = 3
# Lines that earlier versions can read say so: a mark and a move are of format 2, only a drop is of format 3.
_FORMATS: Final = (1, 2, FORMAT)
# Code points of an emendation and of a note: whole passages fit, a pasted book does not.
MAX_TEXT: Final = 20_000
MAX_NOTE: Final = 4_000
_MAX_NAME: Final = 100

Decision = Literal["accept", "emend", "reject", "note", "undo", "mark", "move", "drop"]
Key = tuple[str, str]  # the article's id, the entry's fingerprint


MARKED_BY: Final = "marked by "
"""What the message of a place that a reviewer marked by hand begins with, before the name."""


def marked_by(finding: Finding) -> str:
    """Who marked the place by hand, empty if the program found it."""
    by_hand = "reviewer" in finding.detectors and finding.message.startswith(MARKED_BY)
    return finding.message.removeprefix(MARKED_BY) if by_hand else ""


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a reviewer found where the program saw nothing: a span `[start, end)` of the article's `text` as it was then,
    in code points, with a code. `words` is the extent of a gap. `text` is what stands in the span."""

    start: int
    end: int
    code: str
    text: str = ""
    words: tuple[int, int] | None = None

    def finding(self, who: str, start: int) -> Finding:
        """The finding, at `start`."""
        end = start + self.end - self.start
        code = "RV502" if self.code == "RV501" else self.code  # a correction by hand in the logs of earlier versions
        return Finding(start, end, code, f"{MARKED_BY}{who}", 1.0, self.words, ("reviewer",))


class LogLine(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One act of one reviewer. `when` is ISO 8601 in UTC, `id` names the line for an undo.

    `accept` and `emend` supply `text` on the evidence of `provenance`; `undo` takes back the line `undoes`; a `note`
    decides nothing. A `mark` makes the entry that it names, at what the reviewer `found`; a `move` says that what was
    decided on `moved` (article, entry) belongs to the entry that it names. A `drop` says that the lines `drops`, by their
    ids, no longer count: their place is gone from the article. Lines of one `batch` were decided together and
    are undone together. A decision that `settles` counts where reviewers differ: a curator took it. `score` (0–1) is that of the accepted candidate. `context` are the words around the place, as in
    `mulino di⟦⟧ torna a`; where the fingerprint no longer fits, the place is looked for by them.
    """

    format: int
    id: str
    when: str
    who: str
    decision: Decision
    article: str = ""
    entry: str = ""
    text: str | None = None
    score: float = 1.0
    provenance: list[WireProvenance] = []
    note: str = ""
    undoes: str = ""
    batch: str = ""
    context: str = ""
    found: Found | None = None
    moved: Key | None = None
    settles: bool = False
    drops: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Article and entry that the line is about."""
        return self.article, self.entry

    @property
    def code(self) -> str:
        """The code of the entry's finding, which its fingerprint begins with."""
        return self.entry.partition("-")[0]

    @property
    def outcome(self) -> str | None:
        """What will stand in the span: the supplied text, `None` if the article stays as it is."""
        return self.text if self.decision in ("accept", "emend") else None

    def candidate(self) -> Candidate:
        """The candidate that was accepted or typed. Raises `RecordError` if the line breaks a candidate's rules."""
        if self.text is None:
            raise RecordError(f"line {self.id} of {self.who} supplies no text")
        return Candidate(self.text, self.score, tuple(decode_provenance(p) for p in self.provenance))


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(LogLine)
_CHECK: Final = re.compile(rb',"check":"([0-9a-f]{16})"\}\s*\Z')


def told(line: LogLine) -> str:
    """A decision in words, as in `anna accepts ' Vallescura'`."""
    return f"{line.who} {line.decision}s" + ("" if line.outcome is None else f" {line.outcome!r}")


def entry_in_context(line: LogLine) -> str:
    """The entry that the line speaks of, and the words around it: `RG103-1f0c9a5be27d4410 ('mulino di⟦⟧ torna')`."""
    return f"{line.entry} ({line.context!r})" if line.context else line.entry


def encode_line(line: LogLine) -> bytes:
    """The line as JSON with its line feed. Its last field, `check`, is a digest of all bytes before it."""
    data = _encoder.encode(line)[:-1]
    return b'%b,"check":"%b"}\n' % (data, _digest(data))


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=8).hexdigest().encode()


def decode_line(data: bytes) -> LogLine:
    """The line in `data`.

    Raises `RecordError` if it is damaged: cut off, changed since it was written, or not a decision. Raises
    `ApparatusError` if it is of a format that is not known here.
    """
    checked = _CHECK.search(data)
    if checked and _digest(data[: checked.start()]) != checked[1]:
        raise RecordError("it was changed since it was written")
    try:
        line = _decoder.decode(data)
    except msgspec.ValidationError as error:
        raise RecordError(f"it is not a line of a decisions log: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if data.rstrip().endswith(b"}"):
            raise RecordError(f"it is not JSON: {error}") from None
        raise RecordError("it is cut off, by a crash while it was written or by damage since") from None
    if line.format not in _FORMATS:
        raise ApparatusError(f"decisions format {line.format} is not known here", hint=f"this version reads {FORMAT}")
    if line.decision in ("accept", "emend"):
        line.candidate()
    complete = bool(line.undoes if line.decision == "undo" else line.entry)
    if line.decision == "mark":
        complete = line.found is not None
    elif line.decision == "move":
        complete = line.moved is not None
    elif line.decision == "drop":
        complete = bool(line.drops)
    if complete and line.found is not None:
        line.found.finding(line.who, line.found.start)
    if not (complete and line.id and line.who):
        raise RecordError(f"it lacks a field of the decision {line.decision!r}")
    return line


# --- making lines ------------------------------------------------------------------------------------------------


def accept(who: str, key: Key, candidate: Candidate, *, note: str = "", batch: str = "") -> LogLine:
    """The reviewer takes this candidate."""
    provenance = [encode_provenance(p) for p in candidate.provenance]
    return _line(who, "accept", key, candidate.text, provenance, candidate.score, note=note, batch=batch)


def emend(who: str, key: Key, text: str, *, of: Candidate | None = None, note: str = "", batch: str = "") -> LogLine:
    """The reviewer types a text, beginning with the candidate `of` where there is one. Raises `RecordError` if the text is
    too long or holds control characters."""
    check_text(text, MAX_TEXT)
    line = _line(who, "emend", key, text, note=note, batch=batch)
    made = Emendation(who, line.when, note, _sources(of))
    return msgspec.structs.replace(line, provenance=[encode_provenance(made)])


def _sources(candidate: Candidate | None) -> tuple[Reading | Prediction | Attested | RuleSource, ...]:
    """Where the words of `candidate` come from; of an emendation, what it was made from."""
    found: list[Reading | Prediction | Attested | RuleSource] = []
    for provenance in candidate.provenance if candidate else ():
        found += provenance.of if isinstance(provenance, Emendation) else (provenance,)
    return tuple(dict.fromkeys(found))


def reject(who: str, key: Key, *, note: str = "", batch: str = "") -> LogLine:
    """The reviewer refuses every candidate: the article stays as it is."""
    return _line(who, "reject", key, note=note, batch=batch)


def note(who: str, key: Key, text: str) -> LogLine:
    """The reviewer remarks something; an empty text takes an earlier remark away."""
    return _line(who, "note", key, note=text)


def mark_by_hand(who: str, key: Key, found: Found, *, batch: str = "") -> LogLine:
    """The reviewer makes an entry where the program saw nothing."""
    return msgspec.structs.replace(_line(who, "mark", key, batch=batch), format=_FORMATS[1], found=found)


def move(who: str, old: Key, new: Key) -> LogLine:
    """The reviewer says that what was decided on `old` belongs to `new`."""
    return msgspec.structs.replace(_line(who, "move", new), format=_FORMATS[1], moved=old)


def drop_lines(who: str, key: Key, ids: Sequence[str]) -> LogLine:
    """The reviewer says that the lines `ids` on the lost entry `key` no longer count, whoever wrote them."""
    return msgspec.structs.replace(_line(who, "drop", key), format=FORMAT, drops=tuple(ids))


def take_back(line: LogLine) -> LogLine:
    """The reviewer takes back an earlier line of theirs."""
    return msgspec.structs.replace(_line(line.who, "undo", line.key), undoes=line.id)


def _line(
    who: str,
    decision: Decision,
    key: Key,
    text: str | None = None,
    provenance: Sequence[WireProvenance] = (),
    score: float = 1.0,
    *,
    note: str = "",
    batch: str = "",
) -> LogLine:
    check_text(note, MAX_NOTE)
    return LogLine(
        format=_FORMATS[0],
        id=secrets.token_hex(8),
        when=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        who=check_reviewer(who),
        decision=decision,
        article=key[0],
        entry=key[1],
        text=text,
        score=score,
        provenance=list(provenance),
        note=note,
        batch=batch,
    )


def check_reviewer(name: str) -> str:
    """The reviewer's name without blanks around it. Raises `RecordError` if that is not a valid name."""
    name = name.strip()
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise RecordError("a reviewer's name is empty, too long or holds control characters", hint="--reviewer NAME")
    return name


def check_text(text: str, longest: int) -> None:
    """Refuse what nobody types: control characters but tab and line feed, lone surrogates, more than `longest`."""
    if len(text) > longest:
        raise RecordError(f"the text has {len(text):,} characters", hint=f"at most {longest:,}")
    for character in text:
        code = ord(character)
        if (code < 0x20 and character not in "\t\n") or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
            raise RecordError(f"the text holds the control character U+{code:04X}", hint="remove it")
