"""Which references are taken for copies of an article."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stopwatch import Stopwatch

from repair.collate.arrays import Numbers, joined, packed, proposed, shingles
from repair.collate.index import NAME_SEPARATORS, ReferenceIndex, similarity
from repair.collate.shingles import shingle_words, word_hashes
from repair.records import Article, Reference

ARTICLE = (
    "La giunta ha approvato ieri sera il piano per il lungofiume, dopo quattro ore di discussione. "
    "L'assessora ai lavori pubblici ha spiegato che i cantieri apriranno a marzo e dureranno un anno. "
    "I commercianti della zona temono di perdere i clienti del sabato e chiedono un parcheggio provvisorio. "
    "Il sindaco ha promesso un incontro entro la fine del mese, ma non ha indicato una data."
)
OTHER = (
    "The ferry left the harbour at dawn with two hundred passengers and a cargo of oranges. "
    "Nobody on board had noticed that the rudder was jammed until the pilot tried to turn."
)


def invented(rng: random.Random, words: int) -> str:
    return " ".join(f"{rng.choice('bcdfglmnprst')}{rng.randrange(3000)}" for _ in range(words))


def names(found: list[tuple[Reference, float]]) -> list[str]:
    return [reference.name for reference, _ in found]


def test_a_truncated_article_is_wholly_contained_in_the_full_copy() -> None:
    index = ReferenceIndex([Reference("other", OTHER), Reference("full", ARTICLE)])
    assert index.find(Article("a", ARTICLE[: ARTICLE.index(" clienti")]), 5, 20.0) == [
        (Reference("full", ARTICLE), 100.0)
    ]


def test_half_of_the_sentences_in_common_is_enough() -> None:
    sentences = ARTICLE.split(". ")
    article = Article("a", ". ".join([*sentences[:2], *OTHER.split(". ")]))
    ((reference, similarity),) = ReferenceIndex([Reference("full", ARTICLE)]).find(article, 5, 20.0)
    assert reference.name == "full"
    assert 35 < similarity < 65


def test_a_foreign_text_is_no_copy() -> None:
    assert ReferenceIndex([Reference("other", OTHER)]).find(Article("a", ARTICLE), 5, 20.0) == []


def test_case_punctuation_and_composition_do_not_matter() -> None:
    copy = ARTICLE.upper().replace(",", " –").replace("È", "E\u0300")
    ((_, similarity),) = ReferenceIndex([Reference("copy", copy)]).find(Article("a", ARTICLE), 5, 20.0)
    assert similarity == 100.0


def test_a_sentence_that_lost_its_link_is_still_found() -> None:
    index = ReferenceIndex([Reference("copy", "Il sindaco di Lodi, ha detto"), Reference("other", OTHER)])
    assert names(index.find(Article("a", "Il sindaco di, ha detto"), 5, 20.0)) == ["copy"]


def test_the_article_itself_is_kept() -> None:
    index = ReferenceIndex([Reference("a", ARTICLE)])
    assert index.find(Article("a", ARTICLE), 5, 20.0) == [(Reference("a", ARTICLE), 100.0)]


@pytest.mark.parametrize("separator", NAME_SEPARATORS)
def test_a_reference_named_after_the_article_comes_first(separator: str) -> None:
    named = Reference(f"a{separator}2", OTHER + " " + ARTICLE[:70])
    index = ReferenceIndex([Reference("full", ARTICLE), named, Reference("ab", OTHER + ARTICLE[:70])])
    found = index.find(Article("a", ARTICLE), 5, 20.0)
    assert names(found) == [named.name, "full"]
    assert 5 <= found[0][1] < 20


def test_a_name_alone_is_not_enough() -> None:
    assert ReferenceIndex([Reference("a", OTHER)]).find(Article("a", ARTICLE), 5, 20.0) == []


def test_a_minimum_below_that_of_names_holds_for_names_too() -> None:
    copy = Reference("a", "cantieri apriranno a marzo, " + OTHER)
    assert names(ReferenceIndex([copy]).find(Article("a", ARTICLE), 5, 1.0)) == ["a"]


def test_the_most_similar_come_first_and_the_limit_holds() -> None:
    references = [Reference(f"{cut}", ARTICLE[:cut]) for cut in (120, 400, 250, 330)]
    found = ReferenceIndex(references).find(Article("a", ARTICLE), 3, 0.0)
    assert names(found) == ["400", "330", "250"]
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)


@pytest.mark.parametrize("text", ["", " \n", "…", "Ciao"])
def test_texts_of_hardly_a_word(text: str) -> None:
    assert names(ReferenceIndex([Reference("x", ARTICLE)]).find(Article("a", text), 5, 20.0)) == []
    assert ReferenceIndex([Reference("x", text)]).find(Article("a", ARTICLE), 5, 20.0) == []


def test_no_references() -> None:
    assert ReferenceIndex([]).find(Article("a", ARTICLE), 5, 20.0) == []


def test_the_copy_is_found_among_many_that_share_a_template() -> None:
    """Boilerplate in more texts than are looked at must hide neither the copy nor take long."""
    rng = random.Random(5)
    template = invented(rng, 300)
    own = [invented(rng, 60) for _ in range(600)]
    index = ReferenceIndex(Reference(f"{i:03}", f"{template} {text}") for i, text in enumerate(own))
    found = index.find(Article("a", f"{template} {own[555]}"), 5, 20.0)
    assert names(found)[0] == "555"
    assert found[0][1] == 100.0


def test_what_hundreds_copied_is_found_behind_texts_that_share_a_rare_word_group() -> None:
    rng = random.Random(6)
    dispatch, own = invented(rng, 100), invented(rng, 60)
    words = own.split()
    foreign = [" ".join(words[i : i + 5]) + " " + invented(rng, 100) for i in range(50)]
    references = [Reference(f"foreign-{i}", text) for i, text in enumerate(foreign)]
    references += [Reference(f"copy-{i:03}", dispatch) for i in range(300)]
    found = ReferenceIndex(references).find(Article("a", f"{dispatch} {own}"), 5, 20.0)
    assert names(found) == [f"copy-{i:03}" for i in range(5)]


def test_many_identical_copies_are_cut_at_the_limit() -> None:
    index = ReferenceIndex(Reference(f"{i:03}", ARTICLE) for i in range(400))
    assert names(index.find(Article("a", ARTICLE), 3, 20.0)) == ["000", "001", "002"]


def test_forty_articles_against_a_hundred_and_twenty_references_take_no_time(stopwatch: Stopwatch) -> None:
    rng = random.Random(7)
    texts = [invented(rng, 450) for _ in range(120)]

    def find() -> None:
        index = ReferenceIndex(Reference(str(i), text) for i, text in enumerate(texts))
        for i in range(40):
            assert names(index.find(Article("a", texts[i][:900]), 12, 20.0)) == [str(i)]

    assert stopwatch.seconds(find) < 2.0


def test_a_sampled_index_finds_what_a_full_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(11)
    texts = [invented(rng, 450) for _ in range(40)]
    references = [Reference(f"{i:02}", text) for i, text in enumerate(texts)]
    articles = [Article("a", " ".join(t.split()[:150] + invented(rng, 300).split())) for t in texts]
    full = [ReferenceIndex(references).find(article, 5, 20.0) for article in articles]
    monkeypatch.setattr("repair.collate.index.MAX_POSTINGS", 5000)
    small = ReferenceIndex(references)
    assert [small.find(article, 5, 20.0) for article in articles] == full


def test_answers_do_not_depend_on_the_process() -> None:
    script = (
        "import json, sys; from repair.collate.arrays import shingles; from repair.collate.shingles import word_hashes;"
        "print(json.dumps([int(h) for h in shingles(word_hashes(sys.stdin.read()), 4)]))"
    )
    answers = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", script],
                input=ARTICLE,
                text=True,
                encoding="utf-8",
                capture_output=True,
                check=True,
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            ).stdout
        )
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1] == [int(h) for h in shingles(word_hashes(ARTICLE), 4)]


WORDS = st.lists(st.sampled_from("abcdefg"), max_size=40).map(" ".join)


@given(WORDS, WORDS)
def test_similarity_is_the_share_of_the_articles_word_ngrams(article: str, reference: str) -> None:
    ours, theirs = article.split(), reference.split()
    size = shingle_words(len(ours))
    wanted = {tuple(ours[i : i + size]) for i in range(len(ours) - size + 1)} if size else set()
    had = {tuple(theirs[i : i + size]) for i in range(len(theirs) - size + 1)} if size else set()
    expected = 100.0 * len(wanted & had) / len(wanted) if wanted else 0.0
    got = similarity(Article("x", article), Reference("r", reference))
    assert got == pytest.approx(expected)
    found = ReferenceIndex([Reference("r", reference)]).find(Article("x", article), 1, 20.0)
    assert [similar for _, similar in found] == [got] * (expected >= 20.0)


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_is_contained_in_a_longer_copy(text: str, more: str) -> None:
    article = Article("a", text)
    found = ReferenceIndex([Reference("copy", f"{more}\n{text}\n{more}")]).find(article, 1, 20.0)
    assert [s for _, s in found] == ([100.0] if len(word_hashes(text)) else [])


@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(st.integers(0, 12), max_size=3))
def test_postings_in_one_run_and_in_pieces_propose_alike(texts: list[str], cuts: list[int]) -> None:
    hashes = [shingles(word_hashes(text), 2) for text in texts]
    edges = [0, *sorted(min(cut, len(texts)) for cut in cuts), len(texts)]

    def run(start: int, end: int) -> Numbers:
        return joined(packed(hashes[number], number) for number in range(start, end))

    whole = proposed([run(0, len(texts))], hashes[0], 20.0)
    assert proposed([run(*pair) for pair in itertools.pairwise(edges)], hashes[0], 20.0) == whole
