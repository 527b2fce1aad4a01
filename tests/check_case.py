"""The apparatuses of `tests/cases/check`: run `python tests/check_case.py` to write the case anew, and then
`python tests/goldens.py` for its reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from repair.interchange import decode, encode
from repair.records import (
    Apparatus,
    Article,
    Candidate,
    Entry,
    Finding,
    Prediction,
    Reading,
    Row,
    RuleSource,
    Source,
    Suppression,
)
from repair.render import Style

CASES = Path(__file__).parent / "cases" / "check"
FORMATS = ("text", "concise", "grouped", "jsonl", "github", "gitlab", "junit", "sarif", "azure", "rdjson")
STYLE = Style(min_confidence=0.5, baseline=True)

MARKET = (
    'Il mercato coperto di 東京 riapre sabato, dopo due anni di lavori; l\'assessora ha parlato di una "" per tutto il '
    "quartiere.\r\n\r\nVive in Ucraina,argomenti a parte: 50% dei banchi è già preso, e i cafe\u0301 sono tre , dicono.\n"
)
HOSTILE = (
    "::error file=x::falso allarme, ##vso[task.complete result=Failed] e ##[error]\x1b[2J\u202e sul sindaco di, poi\n"
    "\tTabella\tcon %0A e <b>&amp;</b> vuota ()\n"
)


def entry(text: str, at: str, code: str, *candidates: Candidate, length: int = 0, confidence: float = 0.9) -> Entry:
    """A finding right behind the words `at`, with the message of one that a rule made."""
    start = text.index(at) + len(at)
    return Entry(Finding(start, start + length, code, f"prova di {code}", confidence), candidates)


def apparatuses() -> Iterator[Apparatus]:
    yield Apparatus(
        Article("articoli/mercato, coperto.txt", MARKET, "it", Source("articoli/mercato, coperto.txt")),
        (
            entry(MARKET, 'di una "', "RG101", Candidate("festa", 0.3, (Prediction("modello", -1.0, 1),))),
            entry(MARKET, "Ucraina,", "RJ201", Candidate(" ", 0.99, (RuleSource("lost-blank"),)), confidence=0.99),
            entry(MARKET, "già", "RG112", confidence=0.2),
            entry(MARKET, "tre", "RG105", Candidate(" aperti", 0.9, (Reading("copia", 4, 11, 100.0, 99.0),)), length=1),
        ),
    )
    yield Apparatus(Article("sano", "Una frase sana.\n", "it", Source("articoli/sano.txt")))
    yield Apparatus(
        Article("id::7%\n,]", HOSTILE, "it", Source("::error::,%;].jsonl", row=Row(7, "text"))),
        (entry(HOSTILE, "sindaco di", "RG103"), entry(HOSTILE, "vuota (", "RG102", confidence=0.75)),
    )
    yield Apparatus(
        Article("articoli/ostile.txt", HOSTILE, "it", Source("articoli/ostile.txt")),
        (entry(HOSTILE, "sindaco di", "RG103"), entry(HOSTILE, "vuota", "RG102", length=3, confidence=0.75)),
    )


def judged() -> list[Apparatus]:
    """The case as a check hands it to a report: one finding stands in a baseline, one is ignored."""
    market, sound, row, hostile = map(decode, (CASES / "case.jsonl").read_bytes().splitlines())
    known = replace(market.entries[0], suppressed=Suppression("baseline"))
    ignored = replace(hostile.entries[1], suppressed=Suppression("config", "titolo di un'opera"))
    return [
        replace(market, entries=(known, *market.entries[1:])),
        sound,
        row,
        replace(hostile, entries=(hostile.entries[0], ignored)),
    ]


if __name__ == "__main__":
    (CASES / "case.jsonl").write_bytes(b"".join(encode(a) + b"\n" for a in apparatuses()))
