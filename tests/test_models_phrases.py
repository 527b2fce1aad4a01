"""What the text itself offers for its gaps, which words agree, and how fill-ins are weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stopwatch import Stopwatch

from repair.models import FOUND_TABLE, TABLE, Fill, Query, load
from repair.models.agreement import AGREEMENT, agrees
from repair.models.phrases import Phrases, region
from repair.scoring.calibration import Logistic, overridden, table
from repair.text.tokens import tokenize

if TYPE_CHECKING:
    from repair.models.masked import MaskedModel

pytestmark = pytest.mark.model

ARTICLE = (
    "Il molo di Porto Vecchio chiude per lavori\n"
    "La sindaca Ada Merletti ha firmato ieri il decreto. Merletti dice che il molo riapre a giugno.\n"
    "Per la festa «Notte sul molo» arriva anche il coro di Aldo De Santis. Il coro canta sul molo."
)


def offered(text: str, *others: str) -> dict[str, int]:
    return {p.text: p.count for p in Phrases(text, 0, others).offered(0)}


# --- phrases


def test_names_their_parts_quotations_and_words_are_offered() -> None:
    found = offered(ARTICLE)
    for phrase in (
        "Porto Vecchio",
        "Ada Merletti",
        "Merletti",
        "Aldo De Santis",
        "De Santis",
        "Notte sul molo",
        "coro",
    ):
        assert phrase in found, phrase
    assert found["molo"] == 4
    assert not {"di", "La", "la", "per"} & set(found), "function words are left to the model"
    assert not any("decreto. " in text for text in found), "a name does not run over a full stop"


def test_a_sentence_lends_its_first_word_no_capital() -> None:
    found = offered("Coro e orchestra sono pronti. Il coro canta. Merletti applaude: la signora Merletti è contenta.")
    assert "coro" in found
    assert "Coro" not in found
    assert "Merletti" in found


def test_other_texts_offer_what_the_article_lacks() -> None:
    other = "Il comandante Tullio Ferraris ha chiuso il molo."
    assert "Tullio Ferraris" not in offered(ARTICLE)
    assert "Tullio Ferraris" in offered(ARTICLE, other)
    phrases = Phrases(ARTICLE, 0, [other])
    seen = phrases.seen(("tullio", "ferraris"), 0, "comandante", "ha")
    assert (seen.count, seen.elsewhere, seen.between) == (0, 1, 1)


def test_occurrences_are_told_by_their_neighbours_and_place() -> None:
    phrases = Phrases(ARTICLE)
    seen = phrases.seen(("molo",), ARTICLE.index("riapre"), "il", "riapre")
    assert seen.count == 4
    assert seen.in_headline
    assert seen.after_left == 2
    assert seen.before_right == seen.between == 1
    assert phrases.seen(("barca",), 0, "", "").count == 0


@given(st.text(st.sampled_from("abAB .,'\"«»\n-è1"), max_size=80), st.integers(0, 80))
@settings(deadline=None)
def test_every_phrase_offered_stands_in_the_text(text: str, at: int) -> None:
    phrases = Phrases(text)
    words = list(tokenize(text).words)
    for phrase in phrases.offered(min(at, len(text))):
        n = len(phrase.words)
        assert 1 <= n <= 4
        assert any(tuple(words[i : i + n]) == phrase.words for i in range(len(words)))
        assert tuple(tokenize(phrase.text).words) == phrase.words
        assert phrases.seen(phrase.words, min(at, len(text)), "", "").count >= 1


@given(st.integers(1, 700_000), st.integers(0, 700_000))
@settings(deadline=None, max_examples=50)
def test_the_region_of_a_gap_holds_it_with_its_surroundings(size: int, at: int) -> None:
    at = min(at, size)
    start, part = region("a" * size, at)
    assert start <= at <= start + len(part)
    assert at - start >= min(at, 50_000)
    assert start + len(part) - at >= min(size - at, 50_000)
    assert len(part) <= 200_000


def test_a_long_text_of_few_words_takes_linear_time(stopwatch: Stopwatch) -> None:
    def offer(text: str) -> None:
        phrases = Phrases(text)
        phrases.offered(len(text) // 2)
        phrases.seen(("molo",), len(text) // 2, "il", "il")

    stopwatch.check_growth(offer, lambda size: "Molo. Il molo " * size, 3_000)


# --- agreement


@pytest.mark.parametrize(
    ("left", "words", "language", "sound"),
    [
        ("ha visto il", "amico", "it", False),
        ("ha visto il", "molo", "it", True),
        ("ha visto il", "studente", "it", False),
        ("ha visto un", "amico", "it", True),
        ("nella sala dello", "studente", "it", True),
        ("nella sala dello", "mare", "it", False),
        ("parla degli", "amici", "it", True),
        ("parla degli", "libri", "it", False),
        ("nell'", "orto", "it", True),
        ("nell'", "Orto", "it", True),
        ("nell’", "giardino", "it", False),
        ("ha detto: '", "giardino", "it", True),
        ("she ate a", "apple", "en", False),
        ("she ate an", "apple", "en", True),
        ("she has an", "book", "en", False),
        ("she wore a", "uniform", "en", True),
        ("it was a", "one", "en", True),
        ("Smith'", "s", "en", True),
        ("il", "amico", "en", True),
        ("ha visto il", "amico", "", True),
        ("", "amico", "it", True),
    ],
)
def test_articles_and_elided_words_agree_with_what_follows(left: str, words: str, language: str, sound: bool) -> None:
    assert agrees(left, words, language) == sound


@pytest.mark.parametrize("language", AGREEMENT)
def test_every_rule_of_agreement_bars_something_and_not_all(language: str) -> None:
    for _, after in AGREEMENT[language]:
        barred = [bool(after.match(word)) for word in ("amico", "studente", "libro", "book", "gnomo")]
        assert any(barred)
        assert not all(barred)


# --- weighing


@pytest.fixture(scope="module")
def model() -> MaskedModel:
    return load("it-en-small", device="cpu", precision="float32")


def test_the_text_supplies_what_the_model_cannot_know(model: MaskedModel) -> None:
    text = (
        "Il molo di Zerbalunga chiude per lavori. La giunta ha deciso che il porto di Zerbalunga resta aperto. "
        "Secondo il sindaco di, i lavori finiranno a giugno."
    )
    at = text.index(" di,") + 3
    (fills,) = model.fill([Query(text, at, at, (1, 1), language="it", code="RG103")])
    told = {f.text: f.found for f in fills}
    assert told[" Zerbalunga"] == "text"
    assert set(told.values()) <= {"", "text"}


def test_a_reference_supplies_too_and_is_named(model: MaskedModel) -> None:
    text = "La giunta si è riunita in serata. Il sindaco di ha firmato il decreto sul porto."
    at = text.index(" ha firmato")
    other = "Nella notte il sindaco di Zerbalunga ha firmato il decreto. Zerbalunga ha un porto."
    (fills,) = model.fill([Query(text, at, at, (1, 1), others=(other,), language="it")])
    assert [f.found for f in fills if f.text == " Zerbalunga"] == ["reference"]


def test_fill_ins_agree_with_what_stands_before_them(model: MaskedModel) -> None:
    text = "L'amico, lo studente e il libro sono nell'armadio. Ieri ho visto il nella piazza grande."
    at = text.index(" nella piazza")
    (fills,) = model.fill([Query(text, at, at, (1, 1), language="it")], top=20)
    assert fills
    assert all(agrees("visto il", f.text.strip(), "it") for f in fills)


def test_scores_come_from_the_table_and_order_the_fill_ins(model: MaskedModel) -> None:
    text = "Il consiglio si è riunito. Il sindaco di ha detto che la seduta è rinviata."
    at = text.index(" ha detto")
    (fills,) = model.fill([Query(text, at, at, language="it", code="RG112")], top=1000)
    # function words compete and are not given, but have nearly no share
    shares = table(FOUND_TABLE).shares([f.evidence for f in fills])
    assert [f.score for f in fills] == pytest.approx(shares, rel=1e-4)
    assert [f.score for f in fills] == sorted((f.score for f in fills), reverse=True)
    assert sum(f.score for f in fills) <= 1.0 + 1e-9, "only one of them can be the lost text"
    assert fills[0].evidence["code:RG112"] == 1.0
    words = [tuple(tokenize(f.text).words) for f in fills]
    assert len(set(words)) == len(words), "what would print the same is one fill-in"
    with overridden({TABLE: Logistic(0.0, {"log_prob": -1.0})}):
        (turned,) = model.fill([Query(text, at, at, language="it")], top=10)
    assert turned[0].log_prob < fills[0].log_prob


def test_an_unsure_finding_has_less_probable_fill_ins(model: MaskedModel) -> None:
    text = "Il consiglio si è riunito. Il sindaco di ha detto che la seduta è rinviata."
    at = text.index(" ha detto")
    sure, unsure = model.fill(
        [Query(text, at, at, language="it", code="RG103", confidence=c) for c in (0.97, 0.2)], top=1
    )
    assert sure[0].score > unsure[0].score


def test_a_single_word_may_have_several_pieces(model: MaskedModel) -> None:
    text = "Il nonno passava le sere a i suoi francobolli sul tavolo della cucina."
    at = text.index(" i suoi")
    (fills,) = model.fill([Query(text, at, at, (1, 1), language="it")], top=40)
    written = [f for f in fills if not f.found and f.pieces > 1]
    assert written
    assert all(len(tokenize(f.text).words) == 1 for f in written)


# --- rivals


def test_rivals_share_one_probability() -> None:
    judge = Logistic(-1.0, {"fits": 2.0})
    alone = judge.shares([{"fits": 1.0}])
    beside = judge.shares([{"fits": 1.0}, {"fits": 1.0}, {"fits": 0.0}])
    assert alone == [pytest.approx(judge.probability({"fits": 1.0}))]
    assert beside[0] == beside[1] > beside[2]
    assert alone[0] > beside[0]
    assert sum(beside) < 1.0
    assert judge.shares([]) == []


def test_fitting_finds_how_often_each_rival_is_right() -> None:
    from repair.bench.fit_predictions import fit_rivals

    # of ten gaps with a likely and an unlikely fill-in, six had the likely one, one the other, three none
    outcomes = [(True, False)] * 6 + [(False, True)] + [(False, False)] * 3
    gaps = [[({"fits": 1.0}, a), ({"fits": -1.0}, b)] for a, b in outcomes * 40]
    fitted = fit_rivals(gaps)
    assert fitted.shares([{"fits": 1.0}, {"fits": -1.0}]) == pytest.approx([0.6, 0.1], abs=0.01)


def test_scores_put_right_hold_and_leave_the_order() -> None:
    from repair.bench.fit_predictions import Asked
    from repair.bench.fit_scores import rescaled, slope_and_offset

    # of ten gaps with three fill-ins, two had the first one and one the second: the table is too sure
    table = Logistic(0.5, {"fits": 2.0})
    fits = (1.0, 0.0, -1.0)
    rights = [(True, False, False)] * 2 + [(False, True, False)] + [(False, False, False)] * 7
    asked = [
        Asked(0, None, Query("", 0, 0), 1, tuple((Fill("", 0.0, 1, 0.0, evidence={"fits": f}), r) for f, r in zip(fits, right, strict=True)))
        for right in rights * 40
    ]  # fmt: skip
    better = rescaled(table, *slope_and_offset(table, asked))
    before, after = (t.shares([{"fits": f} for f in fits]) for t in (table, better))
    assert before[0] > 0.7
    assert after == pytest.approx([0.2, 0.08, 0.03], abs=0.04)
    assert after == sorted(after, reverse=True)
    slope, offset = slope_and_offset(better, asked)
    assert (slope, offset) == pytest.approx((1.0, 0.0), abs=0.01)  # once more changes nothing
