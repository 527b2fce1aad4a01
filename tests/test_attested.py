"""A memory of names: what a store keeps of its references, what it offers for a gap, and what becomes of it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from cli_runner import run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repair.collate import Memories, Store
from repair.config import Config
from repair.edit import decide
from repair.models import Fill, Query
from repair.propose import propose
from repair.records import Apparatus, Article, Attested, Candidate, Element, Entry, Finding, Prediction, Reference
from repair.text.names import Remembered, mentions

TEXT = "A Vallescura la sindaca Piera Zanotti ha riaperto il mulino. Il progetto è di e costa molto."
AT = TEXT.index(" e costa")
OTHERS = [
    Reference(
        "cronaca-1",
        "Ieri a Vallescura la sindaca Piera Zanotti ha premiato la falegnameria di Marta Busi con una targa.",
    ),
    Reference("cronaca-2", "Il restauro fatto a Vallescura è di Marta Busi e costa quanto una casa nuova."),
    Reference("cronaca-3", "Sul lago di Roccaforte il battello parte alle otto del mattino e torna la sera."),
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "archivio.store", create=True, corpus="archivio")
    made.add(OTHERS)
    return made


def written(text: str, *links: tuple[int, int]) -> list[str]:
    return [mention.text for mention in mentions(text, links)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ieri Piera Zanotti ha parlato.", ["Piera Zanotti", "Zanotti"]),
        ("Piera Zanotti ha parlato.", ["Zanotti"]),  # the first word has its capital from the sentence
        ("Ha parlato. Zanotti ha risposto.", []),
        ("Il ministero della Difesa tace.", ["Difesa"]),
        ("Vive a Reggio nell’Emilia da anni.", ["Reggio", "Emilia"]),
        ("Il restauro fatto a Vallescura è di Marta Busi.", ["Vallescura", "Marta Busi", "Busi"]),
        ("Con J. R. Tolkien e altri.", ["J. R. Tolkien", "Tolkien"]),
        ("Lo ha detto in Senato. Una svolta.", ["Senato"]),
        ("Ha detto: «Roma non cambia».", []),
        ("A\nRoma si dorme.", []),
        ("vive in Repubblica di San Marino da ieri", ["Repubblica di San Marino", "Marino"]),
        ("", []),
    ],
)
def test_names_are_capitalised_words_within_sentences(text: str, names: list[str]) -> None:
    assert written(text) == names


def test_what_a_page_links_is_a_name_however_it_is_written() -> None:
    text = "il comando usa il pacchetto locales per questo"
    start = text.index("locales")
    assert written(text, (start, start + 7)) == ["locales"]
    assert written(text, (0, len(text))) == []  # a sentence is no name


@given(st.text())
def test_a_name_stands_in_its_text_up_to_its_blanks(text: str) -> None:
    plain = " ".join(text.split())
    for mention in mentions(text):
        assert mention.text in plain
        assert 1 <= len(mention.keys) <= 3 or not mention.keys


def test_a_store_offers_the_names_of_articles_about_the_same_matter(store: Store) -> None:
    ((*names,),) = store.remembered(Article("oggi", TEXT), [(AT, AT)], 10)
    best = names[0]
    assert best == Remembered("Marta Busi", "archivio", best.article, 2, best.together, left=1, right=1, between=1)
    assert best.article in ("cronaca-1", "cronaca-2")
    assert best.together > 0
    assert "Roccaforte" not in {name.text for name in names}  # no word in common with that article


def test_no_article_attests_its_own_words(store: Store) -> None:
    own = Article("cronaca-3", "Sul lago di il battello parte alle otto del mattino e torna la sera.")
    assert store.remembered(own, [(11, 11)], 10) == [()]


def test_a_store_of_an_earlier_version_has_no_names_until_something_is_added(store: Store) -> None:
    with sqlite3.connect(store.path / "references.sqlite") as database:
        for table in ("name", "mention", "beside"):
            database.execute(f"DROP TABLE {table}")
    database.close()
    article = Article("oggi", TEXT)
    assert store.remembered(article, [(AT, AT)], 10) == [()]
    assert store.info().names == 0
    store.add([replace(OTHERS[0], name="cronaca-4")])
    assert {n.article for names in store.remembered(article, [(AT, AT)], 10) for n in names} == {"cronaca-4"}


def test_links_in_menus_are_no_names(tmp_path: Path) -> None:
    text = "home page\nil comando usa il pacchetto locales per questo"
    at = text.index("locales")
    elements = (Element(0, 9, "p"), Element(0, 9, "#furniture"), Element(0, 9, "a"), Element(at, at + 7, "a"))
    with Store.open(tmp_path / "s", create=True) as made:
        made.add([Reference("pagina", text, elements)])
        assert made.info().names == 1


def test_of_several_memories_the_first_that_has_a_name_tells_of_it(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "altro", create=True, corpus="altro") as other:
        other.add(OTHERS[:1])
        (names,) = Memories([other, store]).remembered(Article("oggi", TEXT), [(AT, AT)], 10)
    told = {name.text: name.corpus for name in names}
    assert told["Marta Busi"] == "altro"
    assert len(told) == len(names)


# --- what becomes of a name ----------------------------------------------------------------------------------------


class Parrot:
    """Answers with the names that it is given, and with one word of its own."""

    name = "parrot"

    def fill(self, queries: list[Query], *, top: int = 5, batch_size: int = 16) -> list[list[Fill]]:
        own = Fill(" quercia", -2.0, 1, 0.05)
        return [
            [*(Fill(f" {n.text}", -3.0, 2, 0.3, remembered=n) for n in query.remembered[:1]), own] for query in queries
        ]


def proposed(store: Store) -> Apparatus:
    finding = Finding(AT, AT, "RG103", "words are missing", 0.9, (1, 2))
    given = Apparatus(Article("oggi", TEXT, "it"), (Entry(finding),))
    (after,) = propose([given], Parrot(), Config(), memory=store)  # type: ignore[arg-type]
    return after


def test_a_remembered_name_is_attested_beside_predictions(store: Store) -> None:
    first, second = proposed(store).entries[0].candidates
    assert (first.text, first.kind, first.label, first.certainty) == (" Marta Busi", "attested", "attested", "low")
    (source,) = first.provenance
    assert isinstance(source, Attested)
    assert (source.corpus, source.count) == ("archivio", 2)
    assert second.provenance == (Prediction("parrot", -2.0, 1),)
    assert replace(first, score=0.1).label == "attested guess"


def test_only_a_person_accepts_what_is_attested(store: Store) -> None:
    found = proposed(store)
    policy = decide(found, readings=True, rules=True)
    assert policy == found
    assert decide(found, predictions=True) == found  # the name that others have goes before the prediction


def test_a_candidate_never_mixes_attested_and_predicted() -> None:
    from repair.errors import RecordError

    with pytest.raises(RecordError, match="mixes kinds"):
        Candidate("x", 0.5, (Attested("c", "a", 1), Prediction("m", -1.0, 1)))
    with pytest.raises(RecordError, match="at least"):
        Attested("c", "a", 0)


# --- the command line ----------------------------------------------------------------------------------------------


def rows(path: Path, references: list[Reference]) -> Path:
    path.write_text("".join(json.dumps({"id": r.name, "text": r.text}) + "\n" for r in references), encoding="utf-8")
    return path


def test_index_keeps_names_and_tells_how_many(tmp_path: Path) -> None:
    source, store = rows(tmp_path / "a.jsonl", OTHERS), tmp_path / "a.store"
    assert run("index", source, "-o", store).code == 0
    assert "6 different names" in run("index", "--info", store).out


@pytest.mark.parametrize("kept", [True, False])
def test_suggest_takes_names_from_a_store_or_a_file(tmp_path: Path, kept: bool) -> None:
    names = rows(tmp_path / "a.jsonl", OTHERS)
    if kept:
        run("index", names, "-o", tmp_path / "a.store")
        names = tmp_path / "a.store"
    article = rows(tmp_path / "oggi.jsonl", [Reference("oggi", TEXT.replace(" e costa", ", e costa"))])
    said = run("suggest", article, "--names", names, "--predictions", "50", "--format", "json")
    assert said.code == 0, said.err
    (row,) = said.rows
    found = [p for s in row["suggestions"] for c in s["candidates"] for p in c["provenance"] if p["kind"] == "attested"]
    assert {p["corpus"] for p in found} == {str(names)}
    assert {p["article"] for p in found} <= {"cronaca-1", "cronaca-2", "cronaca-3"}


def test_names_without_a_model_have_no_effect_and_that_is_said(tmp_path: Path) -> None:
    article = rows(tmp_path / "oggi.jsonl", OTHERS)
    said = run("suggest", article, "--names", article, "--no-model", "--format", "json")
    assert "--names has no effect" in said.err


def test_a_corpus_takes_names_from_stores_only(tmp_path: Path) -> None:
    article = rows(tmp_path / "oggi.jsonl", OTHERS)
    said = run("corpus", article, "--names", article, "-o", tmp_path / "run")
    assert said.code == 2
    assert "not a reference store" in said.err
