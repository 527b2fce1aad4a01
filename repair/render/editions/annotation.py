"""Edition `annotation`: W3C Web Annotations in JSON-LD, for tools that show remarks beside a text they do not own.

One `AnnotationPage` an article, one JSON line each. Every entry is an annotation that targets the article by position
(code points) and by quotation with its surroundings; its candidates are bodies, as a `Choice` where there are several,
the first one the default. A body's creator is the reviewer or the model; a reading names its references in `dc:source`, what is attested its corpus and an article.
The reviewer who accepted is the creator of the annotation itself. What the standard has no term for is under `repair:`,
with the same meaning as in the JSON of the apparatus.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from repair.records import Apparatus, Article, Attested, Candidate, Emendation, Entry, Prediction, Provenance, Reading
from repair.render.edition_parts import candidate_in_place, moment
from repair.render.escape import CONTROL_PATTERN
from repair.render.style import Style, reported, source_name

__all__ = ["JSON_LD_CONTEXT", "render"]

JSON_LD_CONTEXT: Final = ("http://www.w3.org/ns/anno.jsonld", {"repair": "urn:x-repair:"})

_AROUND: Final = 32
_HIDDEN: Final = re.compile(CONTROL_PATTERN)
_NAMESPACE: Final = uuid.UUID("f6f5d7a2-9d3c-5d0c-8f0e-4b2f6a8a1e37")
_GENERATOR: Final = {"id": "urn:x-repair:software", "type": "Software", "name": "repair"}

_Json = dict[str, object]


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One `AnnotationPage` a line; an article without findings has a page without items."""
    for apparatus in apparatuses:
        line = json.dumps(_page(apparatus, style), ensure_ascii=False, separators=(",", ":"))
        yield _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", line) + "\n"


def _page(apparatus: Apparatus, style: Style) -> _Json:
    article = apparatus.article
    entries = reported(apparatus, style)
    digest = article.sha256  # taken once: an article has many entries
    return {
        "@context": JSON_LD_CONTEXT,
        "id": _iri(article, digest, "page"),
        "type": "AnnotationPage",
        "startIndex": 0,
        "repair:article": article.id,
        "items": [_annotation(article, digest, entry, number, style) for number, entry in enumerate(entries, 1)],
    }


def _annotation(article: Article, digest: str, entry: Entry, number: int, style: Style) -> _Json:
    finding, best = entry.finding, candidate_in_place(entry)
    bodies = [_body(article, c) for c in entry.candidates if c is best]
    bodies += [_body(article, c) for c in entry.candidates if c is not best][: style.alternatives]
    # an editing annotation without a candidate still says why somebody should look here
    remarks = [_remark(finding.message)]
    remarks += [_remark(s.note) | {"creator": _person(s.reviewer)} for s in entry.decided_by if s.note]
    choice: list[_Json] = [{"type": "Choice", "items": bodies}] if len(bodies) > 1 else bodies
    return {
        "id": _iri(article, digest, str(number)),
        "type": "Annotation",
        "motivation": "editing",
        **_signed(entry),
        "generator": _GENERATOR,
        "body": [*choice, *remarks],
        "target": _target(article, digest, finding.start, finding.end),
        "repair:code": finding.code,
        "repair:confidence": round(finding.confidence, 4),
        "repair:status": entry.status,
    }


def _remark(text: str) -> _Json:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "purpose": "commenting"}


def _person(name: str) -> _Json:
    return {"type": "Person", "name": name}


def _signed(entry: Entry) -> _Json:
    """Who made an annotation out of a suggestion, and when."""
    signed: _Json = {}
    people = list(dict.fromkeys(s.reviewer for s in entry.decided_by))
    if people:
        signed["creator"] = _one(list(map(_person, people)))
    if dates := [found for s in entry.decided_by if (found := moment(s.date))]:
        signed["modified"] = max(dates)
    return signed


def _one(values: Sequence[object]) -> object:
    """A value alone where there is one, as JSON-LD has it."""
    return values[0] if len(values) == 1 else list(values)


def _target(article: Article, digest: str, start: int, end: int) -> _Json:
    """Position and quotation: two selectors of the same place. A tool may use either."""
    text = article.text
    return {
        "source": _text_iri(digest),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(start - _AROUND, 0) : start],
                "suffix": text[end : end + _AROUND],
            },
        ],
    }


def _body(article: Article, candidate: Candidate) -> _Json:
    body: _Json = {"type": "TextualBody", "value": candidate.text, "format": "text/plain"}
    if article.language:
        body["language"] = article.language
    body["purpose"] = "editing"
    creators = [made for made in map(_creator, candidate.provenance) if made]
    if creators:
        body["creator"] = _one(creators)
    named = list(dict.fromkeys(source_name(p) for p in candidate.provenance if isinstance(p, Reading | Attested)))
    if named:
        body["dc:source"] = _one(named)
    dates = [p.date for p in candidate.provenance if isinstance(p, Emendation) and p.date]
    if dates:
        body["created"] = dates[0]
    return body | {"repair:kind": candidate.kind, "repair:score": round(candidate.score, 4)}


def _creator(provenance: Provenance) -> _Json | None:
    """Who made a text; a reading and what is attested have no creator, since they were found."""
    match provenance:
        case Emendation():
            return _person(provenance.reviewer)
        case Prediction():
            return {"type": "Software", "name": provenance.model}
        case Reading() | Attested():
            return None
        case _:
            return {"type": "Software", "name": f"repair, rule {provenance.rule}"}


def _text_iri(digest: str) -> str:
    """The name of this very text, by its digest (RFC 6920)."""
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(digest)).decode('ascii').rstrip('=')}"


def _iri(article: Article, digest: str, part: str) -> str:
    """A name that is the same each time the same article is rendered."""
    named = json.dumps([article.id, digest, part])  # escapes what UTF-8 cannot hold
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, named)}"
