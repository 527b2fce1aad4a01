"""Proposals: which gaps are taken to the model, and what its answers become."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from repair.config import Config
from repair.detect import detect
from repair.interchange import decode, encode
from repair.models import Fill, Query, load
from repair.propose import propose
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Prediction, Reading

TEXT = "Il consiglio si è riunito. Il sindaco di ha detto che la seduta è rinviata."
AT = TEXT.index(" ha detto")


class Parrot:
    """Answers every query with the same fill-ins, and keeps the queries."""

    name = "parrot"

    def __init__(self, *fills: Fill) -> None:
        self.fills = fills
        self.calls: list[list[Query]] = []

    def fill(self, queries: Sequence[Query], *, top: int = 5, batch_size: int = 16) -> list[list[Fill]]:
        self.calls.append(list(queries))
        return [list(self.fills[:top]) for _ in queries]


LODI = Fill(" Lodi", -0.5, 2, 0.6)
SURE = Fill(" Roma", 0.0, 1, 1.0)


def entry(code: str = "RG112", confidence: float = 0.7, words: tuple[int, int] | None = (1, 1)) -> Entry:
    return Entry(Finding(AT, AT, code, "words seem to be missing", confidence, words))


def reading(score: float) -> Candidate:
    return Candidate(" Lodi", score, (Reading("copia", 10, 15, 100.0, 100.0),))


def apparatus(*entries: Entry) -> Apparatus:
    return Apparatus(Article("a", TEXT, "it"), entries)


def predictions(given: Apparatus, config: Config | None = None) -> list[int]:
    (after,) = propose([given], Parrot(LODI, SURE), config or Config())
    assert after.model == ("parrot" if after is not given else "")
    return [sum(c.kind == "prediction" for c in e.candidates) for e in after.entries]


def test_predictions_are_appended_with_their_provenance() -> None:
    parrot = Parrot(LODI, SURE)
    low = reading(0.4)
    (after,) = propose([apparatus(replace(entry(), candidates=(low,)))], parrot, Config())
    first, second, third = after.entries[0].candidates
    assert first == low
    assert second == Candidate(" Lodi", 0.6, (Prediction("parrot", -0.5, 2),))
    assert third.score == 0.9
    assert parrot.calls == [[Query(TEXT, AT, AT, (1, 1), code="RG112", language="it", confidence=0.7)]]


def test_what_stands_elsewhere_is_still_a_prediction_and_says_so() -> None:
    (after,) = propose([apparatus(entry())], Parrot(replace(LODI, found="text")), Config())
    assert after.entries[0].candidates[0].provenance == (Prediction("parrot", -0.5, 2, "text"),)
    assert decode(encode(after)) == after


def test_what_is_improbable_is_proposed_as_a_guess_unless_a_floor_is_asked_for() -> None:
    guess = Fill(" forse", -3.0, 1, 0.02)
    given = apparatus(entry())
    (after,) = propose([given], Parrot(LODI, guess), Config())
    assert [c.label for c in after.entries[0].candidates] == ["prediction", "guess"]
    assert [c.kind for c in after.entries[0].candidates] == ["prediction", "prediction"]
    (floored,) = propose([given], Parrot(LODI, guess), Config(min_proposal=0.05))
    assert len(floored.entries[0].candidates) == 1


def test_other_texts_go_to_the_model_with_the_gaps_of_their_article() -> None:
    parrot = Parrot(LODI)
    propose([apparatus(entry()), apparatus(entry())], parrot, Config(), [["Il sindaco di Lodi."], ["Altro."]])
    assert [query.others for query in parrot.calls[0]] == [("Il sindaco di Lodi.",), ("Altro.",)]


@pytest.mark.parametrize("code", ["RJ201", "RE303", "RS401", "RV501", "RG108", "RG110", "RG114"])
def test_findings_that_lack_no_words_are_not_asked_about(code: str) -> None:
    assert predictions(apparatus(entry(code))) == [0]


@pytest.mark.parametrize("code", ["RG106", "RG107", "RG109"])
def test_the_rest_of_a_paragraph_is_not_invented(code: str) -> None:
    assert predictions(apparatus(entry(code, words=None))) == [0]
    assert predictions(apparatus(entry(code, words=(1, 200)))) == [0]


def test_a_whole_clause_is_not_invented() -> None:
    assert predictions(apparatus(entry(words=(5, 20)))) == [0]
    assert predictions(apparatus(entry(words=(4, 20)))) == [2]


@pytest.mark.parametrize(
    ("text", "language", "is_asked"),
    [
        ('La sindaca ha riferito a Rossi "" prima di uscire dall’aula.', "it", False),
        ('La sindaca ha dichiarato: "". Poi è uscita dall’aula.', "it", False),
        ("«», ha spiegato la sindaca prima di uscire dall’aula.", "it", False),
        ('The mayor told Smith "" before she left the council.', "en", False),
        ('"" said the mayor before she left the council.', "en", False),
        ("« », explique la maire avant de quitter la salle du conseil.", "fr", False),
        ("Die Ministerin sagte: „“. Danach verließ sie den Saal.", "de", False),
        ("La alcaldesa declaró: «». Después salió de la sala.", "es", False),
        ("A prefeita declarou: “”. Depois saiu da sala.", "pt", False),
        ('La sindaca ha risposto "" e se n’è andata dall’aula.', "it", True),
        ('La sindaca ha detto che la "" non serve più a nessuno.', "it", True),
        ('Il ponte si chiama "" da quando la sindaca lo ha inaugurato.', "it", True),
        ('The bridge is called "" since the mayor opened it in May.', "en", True),
        ("Le pont s’appelle « » depuis que la maire l’a inauguré.", "fr", True),
    ],
)
def test_what_somebody_said_is_not_invented(text: str, language: str, is_asked: bool) -> None:
    found = detect(Article("a", text, language), None, Config())
    (place,) = (e for e in found.entries if e.finding.code == "RG101")
    parrot = Parrot(LODI)
    propose([replace(found, entries=(place,))], parrot, Config(predict_from=0))
    assert bool(parrot.calls) is is_asked


def test_a_trusted_reading_needs_no_prediction() -> None:
    trusted = apparatus(replace(entry(), candidates=(reading(0.85),)))
    assert predictions(trusted) == [0]
    assert predictions(trusted, Config(always_predict=True)) == [2]


def test_improbable_gaps_are_not_asked_about() -> None:
    assert predictions(apparatus(entry(confidence=0.19))) == [0]
    assert predictions(apparatus(entry(confidence=0.19)), Config(predict_from=0.1)) == [2]


def test_decided_entries_are_left_alone() -> None:
    accepted = replace(entry(), candidates=(reading(0.4),)).accept(0)
    assert predictions(apparatus(accepted, entry().reject())) == [0, 0]


def test_asking_twice_adds_nothing() -> None:
    (once,) = propose([apparatus(entry())], Parrot(LODI), Config())
    assert propose([once], Parrot(LODI), Config()) == [once]


def test_no_more_candidates_than_asked_for() -> None:
    assert predictions(apparatus(entry()), Config(predictions=1)) == [1]


def test_gaps_of_all_articles_go_to_the_model_together() -> None:
    parrot = Parrot(LODI)
    after = propose([apparatus(entry()), apparatus(), apparatus(entry(), entry())], parrot, Config())
    assert len(parrot.calls) == 1
    assert [len(a.entries) for a in after] == [1, 0, 2]
    assert [a.model for a in after] == ["parrot", "", "parrot"]


def test_nothing_is_asked_where_there_is_nothing_to_ask() -> None:
    parrot = Parrot()
    given = apparatus(entry("RJ201"))
    assert propose([given], parrot, Config()) == [given]
    assert parrot.calls == []
    assert propose([apparatus(entry())], parrot, Config())[0].model == "parrot"


def test_the_bundled_model_proposes() -> None:
    (after,) = propose([apparatus(entry())], load("it-en-small"), Config())
    texts = [c.text for c in after.entries[0].candidates]
    assert 1 <= len(texts) <= 5
    assert all(t.startswith(" ") and t == " " + t.strip() for t in texts)
    assert after.model == "it-en-small"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La temperatura media di gennaio è di| °C, quella di luglio di 24 °C.", "it"),
        ("Il paese conta| abitanti e si trova a 20 chilometri da Lodi.", "it"),
        ("The average temperature in January is| °C, in July it is 24 °C.", "en"),
    ],
)
def test_a_hole_of_a_number_is_filled_with_numbers(text: str, language: str) -> None:
    at = text.index("|")
    found = Entry(Finding(at, at, "RG115", "a number is missing", 0.9, (1, 1)))
    given = Apparatus(Article("a", text.replace("|", ""), language), (found,))
    (after,) = propose([given], load("it-en-small"), Config())
    texts = [c.text.strip() for c in after.entries[0].candidates]
    assert texts
    assert all(text.replace(",", "").replace(".", "").isdecimal() for text in texts)
