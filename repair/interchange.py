"""An apparatus to and from JSON, format 1: one object an article, JSON lines for many.

The wire types below are the format. Reading is strict where a mistake would cost text (spans, provenance, the text's
SHA-256) and lenient where a newer writer may have added a field.
"""

from __future__ import annotations

from typing import Final, Literal, TypeVar

import msgspec

from repair.errors import ApparatusError, RecordError
from repair.records import (
    Apparatus,
    Article,
    Attested,
    Candidate,
    Emendation,
    Entry,
    Finding,
    Kinship,
    Layout,
    Prediction,
    Provenance,
    Reading,
    Row,
    RuleSource,
    Signature,
    Source,
    Status,
    Witness,
)

__all__ = [
    "FORMAT",
    "WireProvenance",
    "WireSignature",
    "decode",
    "decode_provenance",
    "decode_signature",
    "encode",
    "encode_provenance",
    "encode_signature",
    "from_json",
]

_T = TypeVar("_T")

FORMAT: Final = 1


class _Reading(msgspec.Struct, tag_field="kind", tag="reading", omit_defaults=True):
    reference: str
    start: int
    end: int
    left: float
    right: float
    element: str = ""


class _Prediction(msgspec.Struct, tag_field="kind", tag="prediction", omit_defaults=True):
    model: str
    log_prob: float
    pieces: int
    found: Literal["", "text", "reference"] = ""


class _Attested(msgspec.Struct, tag_field="kind", tag="attested"):
    corpus: str
    article: str
    count: int


class _Rule(msgspec.Struct, tag_field="kind", tag="rule"):
    rule: str


_Origin = _Reading | _Prediction | _Attested | _Rule


class _Emendation(msgspec.Struct, tag_field="kind", tag="emendation", omit_defaults=True):
    reviewer: str
    date: str = ""
    note: str = ""
    of: tuple[_Origin, ...] = ()


WireProvenance = _Reading | _Prediction | _Attested | _Rule | _Emendation


class _Candidate(msgspec.Struct):
    text: str
    score: float
    provenance: list[WireProvenance]


class WireSignature(msgspec.Struct, omit_defaults=True):
    """A reviewer under a decision, on the wire."""

    reviewer: str
    date: str = ""
    note: str = ""


class _Suggestion(msgspec.Struct):
    start: int
    end: int
    code: str
    message: str
    confidence: float
    words: tuple[int, int] | None = None
    detectors: list[str] = []
    status: Status = "open"
    chosen: int | None = None
    candidates: list[_Candidate] = []
    confirmed_by: list[_Reading] = []
    decided_by: list[WireSignature] | msgspec.UnsetType = msgspec.UNSET


class _Row(msgspec.Struct, omit_defaults=True):
    number: int
    field: str
    fields: dict[str, object] = {}
    layout: Layout = "compact"
    line: str = ""
    ending: str = "\n"


class _Source(msgspec.Struct, omit_defaults=True):
    path: str = ""
    encoding: str = "utf-8"
    row: _Row | None = None


class _Witness(msgspec.Struct, omit_defaults=True):
    name: str
    similarity: float
    agreement: float = 100.0
    group: int = 0
    url: str = ""
    kind: Kinship = "sibling"


class _Apparatus(msgspec.Struct):
    format: int
    id: str
    sha256: str
    language: str
    length: int
    text: str
    suggestions: list[_Suggestion]
    witnesses: list[_Witness] = []
    model: str = ""
    source: _Source = msgspec.field(default_factory=_Source)


def from_json(decoder: msgspec.json.Decoder[_T], data: bytes | str) -> _T:
    """What a decoder makes of JSON that comes from outside.

    Raises `msgspec.DecodeError` for every fault, also for JSON that is nested too deeply or is not UTF-8.
    """
    try:
        return decoder.decode(data)
    except RecursionError:
        raise msgspec.DecodeError("it is nested too deeply") from None
    except UnicodeError as error:
        raise msgspec.DecodeError(str(error)) from None


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(_Apparatus)


def encode_provenance(provenance: Provenance) -> WireProvenance:
    """The wire form of one provenance."""
    match provenance:
        case Emendation(reviewer, date, note, of):
            return _Emendation(reviewer, date, note, tuple(map(_encode_source, of)))
        case _:
            return _encode_source(provenance)


def _encode_source(source: Reading | Prediction | Attested | RuleSource) -> _Origin:
    match source:
        case Reading(reference, start, end, left, right, element):
            return _Reading(reference, start, end, left, right, element)
        case Prediction(model, log_prob, pieces, found):
            return _Prediction(model, log_prob, pieces, found)
        case Attested(corpus, article, count):
            return _Attested(corpus, article, count)
        case RuleSource(rule):
            return _Rule(rule)


def decode_provenance(wire: WireProvenance) -> Provenance:
    """The record of one provenance on the wire."""
    if isinstance(wire, _Emendation):
        return Emendation(wire.reviewer, wire.date, wire.note, tuple(map(_decode_source, wire.of)))
    return _decode_source(wire)


def _decode_source(wire: _Origin) -> Reading | Prediction | Attested | RuleSource:
    match wire:
        case _Reading():
            return Reading(wire.reference, wire.start, wire.end, wire.left, wire.right, wire.element)
        case _Prediction():
            return Prediction(wire.model, wire.log_prob, wire.pieces, wire.found)
        case _Attested():
            return Attested(wire.corpus, wire.article, wire.count)
        case _Rule():
            return RuleSource(wire.rule)


def encode_signature(signature: Signature) -> WireSignature:
    """The wire form of one signature."""
    return WireSignature(signature.reviewer, signature.date, signature.note)


def decode_signature(wire: WireSignature) -> Signature:
    """The record of one signature on the wire."""
    return Signature(wire.reviewer, wire.date, wire.note)


def _encode_reading(r: Reading) -> _Reading:
    return _Reading(r.reference, r.start, r.end, r.left, r.right, r.element)


def encode(apparatus: Apparatus) -> bytes:
    """One line of JSON, without its line break. Raises `ApparatusError` if it holds a lone surrogate, which is not
    text."""
    article, source = apparatus.article, apparatus.article.source
    row = source.row
    wire = _Apparatus(
        format=FORMAT,
        id=article.id,
        sha256=article.sha256,
        language=article.language,
        length=len(article.text),
        text=article.text,
        suggestions=[
            _Suggestion(
                start=e.finding.start,
                end=e.finding.end,
                code=e.finding.code,
                message=e.finding.message,
                confidence=round(e.finding.confidence, 4),
                words=e.finding.words,
                detectors=list(e.finding.detectors),
                status=e.status,
                chosen=e.chosen,
                candidates=[
                    _Candidate(c.text, round(c.score, 4), [encode_provenance(p) for p in c.provenance])
                    for c in e.candidates
                ],
                confirmed_by=[_encode_reading(r) for r in e.confirmed_by],
                decided_by=[encode_signature(s) for s in e.decided_by] or msgspec.UNSET,
            )
            for e in apparatus.entries
        ],
        witnesses=[_Witness(w.name, w.similarity, w.agreement, w.group, w.url, w.kind) for w in apparatus.witnesses],
        model=apparatus.model,
        source=_Source(
            source.path,
            source.encoding,
            _Row(row.number, row.field, dict(row.fields), row.layout, row.line, row.ending) if row else None,
        ),
    )
    try:
        return _encoder.encode(wire)
    except UnicodeEncodeError as error:
        what = f"a lone surrogate, U+{ord(error.object[error.start]):04X}, cannot be written as JSON"
        raise ApparatusError(what, where=article.id, hint="repair the input's encoding") from None


def decode(line: bytes | str, *, where: str = "") -> Apparatus:
    """The apparatus on one line of JSON. `where` names the file and line for the error.

    Raises `ApparatusError` if the line is not an apparatus of a known format, or breaks the rules of a record.
    """
    try:
        wire = from_json(_decoder, line)
    except msgspec.DecodeError as error:
        raise ApparatusError(
            f"not an apparatus: {error}", where=where, hint="`repair suggest --format json` writes one"
        ) from None
    if wire.format != FORMAT:
        raise ApparatusError(
            f"apparatus format {wire.format} is not known here", where=where, hint=f"this version reads format {FORMAT}"
        )
    row = wire.source.row
    source = Source(
        wire.source.path,
        wire.source.encoding,
        Row(row.number, row.field, row.fields, row.layout, row.line, row.ending) if row else None,
    )
    article = Article(wire.id, wire.text, wire.language, source)
    if article.sha256 != wire.sha256:
        raise ApparatusError(
            "the text does not match the SHA-256 recorded with it",
            where=where or wire.id,
            hint="the file was edited; make the apparatus again",
        )
    try:
        return Apparatus(
            article,
            tuple(
                Entry(
                    Finding(s.start, s.end, s.code, s.message, s.confidence, s.words, tuple(s.detectors)),
                    tuple(
                        Candidate(c.text, c.score, tuple(decode_provenance(p) for p in c.provenance))
                        for c in s.candidates
                    ),
                    s.status,
                    s.chosen,
                    tuple(Reading(r.reference, r.start, r.end, r.left, r.right, r.element) for r in s.confirmed_by),
                    decided_by=tuple(map(decode_signature, s.decided_by or ())),
                )
                for s in wire.suggestions
            ),
            tuple(Witness(w.name, w.similarity, w.agreement, w.group, w.url, w.kind) for w in wire.witnesses),
            wire.model,
        )
    except RecordError as error:
        raise ApparatusError(error.what, where=where or wire.id, hint=error.hint) from None
