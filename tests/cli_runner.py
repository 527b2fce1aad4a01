"""The command line as tests call it: in this process, with bytes in and bytes out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from repair.cli.main import cli
from repair.interchange import encode
from repair.records import (
    Apparatus,
    Article,
    Candidate,
    Entry,
    Finding,
    Prediction,
    Provenance,
    Reading,
    RuleSource,
)

# Two losses and one join that rules alone are sure of, and nothing else.
DAMAGED = (
    'Il mercato coperto riapre sabato. L\'assessora ha parlato di una "" per tutto il quartiere.\n'
    "\n"
    "I banchi () saranno trentadue, disposti lungo le due navate di ghisa,, come voleva il progetto originale. "
    "La pescheria resta dov'era, accanto alla fontana di pietra.\n"
)
COMPLETE = (
    'Il mercato coperto riapre sabato. L\'assessora ha parlato di una "festa attesa" per tutto il quartiere.\n'
    "\n"
    "I banchi (erano cinquanta) saranno trentadue, disposti lungo le due navate di ghisa, restaurate a mano, come "
    "voleva il progetto originale. La pescheria resta dov'era, accanto alla fontana di pietra.\n"
)
SOUND = "La biblioteca di quartiere riapre lunedì con un orario più lungo. I lettori ne avevano bisogno da anni.\n"
CODES = ("RG101", "RG102", "RG104")


@dataclass(frozen=True)
class Outcome:
    """Exit code, standard output as bytes and as text, standard error as text."""

    code: int
    bytes: bytes
    err: str

    @property
    def out(self) -> str:
        return self.bytes.decode("utf-8")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Outcome:
    """Run `repair` with these arguments; whatever it does not foresee is raised here."""
    result = CliRunner().invoke(cli, [str(a) for a in arguments], input=stdin, env=env, prog_name="repair")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout_bytes, result.stderr)


def candidate(text: str, kind: str, score: float = 0.9) -> Candidate:
    sources: dict[str, Provenance] = {
        "reading": Reading("copia", 0, len(text), 100.0, 100.0),
        "prediction": Prediction("modello", -1.0, 1),
        "rule": RuleSource("regola"),
    }
    return Candidate(text, score, (sources[kind],))


def entry(start: int, end: int, *candidates: Candidate, code: str = "RG112", confidence: float = 0.9) -> Entry:
    return Entry(Finding(start, end, code, "manca qualcosa", confidence), candidates)


def apparatus_file(path: Path, made: Sequence[tuple[Article, Sequence[Entry]]]) -> Path:
    """A file of apparatuses made by hand."""
    path.write_bytes(b"".join(encode(Apparatus(article, tuple(entries))) + b"\n" for article, entries in made))
    return path
