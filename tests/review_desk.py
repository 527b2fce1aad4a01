"""An article in the authors' own prose with as many entries as a test asks for, and a desk to decide on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from repair.errors import ApparatusError
from repair.interchange import encode
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Prediction, Reading, Reference, RuleSource
from repair.review.copies import Copies
from repair.review.log import Log, log_path
from repair.review.queue import Cases
from repair.review.session import Desk

PLACES = ("Borgo Vecchio", "Pieve di Sotto", "Castelmaggio", "Roccabruna", "Valdoria", "Sant'Ilario", "Montecupo")
PEOPLE = ("la maestra", "il farmacista", "un vecchio mugnaio", "la direttrice", "il geometra Bassi")


def apparatus(count: int, *, id: str = "mulino.txt", before: str = "", hostile: str = "") -> Apparatus:
    """An article with `count` entries: stranded words, empty quotes, lost blanks and places without a candidate.

    `before` stands at its beginning; `hostile` goes wherever foreign text can stand.
    """
    pieces: list[str] = []
    entries: list[Entry] = []
    length = 0

    def add(text: str) -> int:
        nonlocal length
        pieces.append(text)
        length += len(text)
        return length

    add(before)
    for number in range(count):
        town, who = PLACES[number % len(PLACES)], PEOPLE[number % len(PEOPLE)]
        add(f"Nel {1900 + number} {who} raccontava che il fiume aveva portato via il ponte{hostile} di {town}. ")
        match number % 4:
            case 0:
                at = add("Quella notte il sindaco di")
                candidates = (
                    Candidate(
                        f" {town}{hostile}",
                        0.94,
                        (Reading(f"copia{hostile}.txt", 40, 40 + len(town), 100.0, 97.5),),
                    ),
                    Candidate(" Lodi", 0.2, (Prediction("it-en-small", -2.25, 1),)),
                    Candidate(" Cremona", 0.1, (Prediction("it-en-small", -3.5, 2),)),
                )
                finding = Finding(at, at, "RG103", f"“di” governs nothing{hostile}", 0.85, (1, 3), ("stranded",))
                add(f", ormai stanco, firmò l'ordine numero {number}. ")
            case 1:
                at = add(f"Alla domanda numero {number} rispose «")
                candidates = tuple(
                    Candidate(text, score, (Prediction("it-en-small", -1.5, 1),))
                    for text, score in (("no", 0.4), ("mai", 0.2))
                )
                finding = Finding(at, at, "RG101", "nothing between the quotation marks", 0.9, (1, 1), ("quotes",))
                add("» e tornò al lavoro.\n\n")
            case 2:
                at = add(f"Il mugnaio pesò {number} sacchi,")
                candidates = (Candidate(" ", 0.99, (RuleSource("lost-blank"),)),)
                finding = Finding(at, at, "RJ201", "no blank after the comma", 0.97, None, ("lost-blank",))
                add("poi chiuse la porta. ")
            case _:
                at = add(f"Le {number} donne del paese si")
                candidates = ()
                finding = Finding(at, at, "RG112", "words seem to be missing", 0.5, (1, 2), ("gap-head",))
                add(" la mattina dopo. ")
        entries.append(Entry(finding, candidates))
    return Apparatus(Article(id, "".join(pieces), "it"), tuple(entries), (), "it-en-small")


def write(folder: Path, *apparatuses: Apparatus, name: str = "mulino.json") -> Path:
    """The apparatuses as a file in `folder`."""
    path = folder / name
    path.write_bytes(b"".join(encode(a) + b"\n" for a in apparatuses))
    return path


def fail(what: object) -> None:
    """For errors and notices that a test does not expect."""
    raise AssertionError(str(what))


def desk_at(
    path: Path,
    reviewer: str = "anna",
    references: Sequence[Reference] = (),
    on_damage: Callable[[ApparatusError], None] = fail,
    *,
    curates: bool = False,
) -> Desk:
    """A desk at the apparatus file `path`, on the log beside it. `on_damage` is told of what is wrong with the log."""
    return Desk(Cases(path, fail), Log(log_path(path), on_damage), reviewer, Copies(references), curates=curates)
