"""How sure places are: evidence never counts against what it is evidence of, and nothing is silent for want of a fit."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import repair
from repair.codes import CODES
from repair.collate import ReferenceIndex
from repair.config import Config
from repair.detect import DETECTORS, Document, Sighting, document_of, sight
from repair.detect.weighing.places import Place, places
from repair.detect.weighing.trust import OVERRULED
from repair.detect.weighing.weigh import confidences
from repair.pipeline import Stages, prepare
from repair.records import MAX_GUESSED, Apparatus, Article, Reference, Signal
from repair.scoring import calibration
from repair.scoring.calibration import Logistic, table

ROOT = Path(__file__).parent.parent
CASES = [
    case
    for path in sorted((ROOT / "tests" / "cases" / "rules").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8")).get("case", [])
    if "xfail" not in case
]
SHOWN = Config().min_confidence
LINKS = ("detect-priors-link", "detect-rules-link")
TABLES = ("detect-model", "detect-rules", "detect-rules-page", "detect-surface", *LINKS)
SEED = ROOT / "fixtures" / "articles" / "trump-putin.txt"


def plain(case: dict[str, str]) -> str:
    return case["bad"].replace("⟦", "").replace("⟧", "")


def weighed(
    page: Document, sightings: list[Sighting], signals: list[Signal], *, with_model: bool
) -> list[tuple[Place, float]]:
    found = places(page, sightings, signals if with_model else ())
    return list(zip(found, confidences(page, found, with_model=with_model), strict=True))


def beside(found: list[tuple[Place, float]], place: Place) -> list[float]:
    """The confidences of the gaps that lie where the evidence for `place` does, signals among it."""
    told = [signal.offset for signal in place.signals]
    start = min([place.start, *(s.start for s in place.sightings), *told])
    end = max([place.end, *(s.end for s in place.sightings), *told])
    return [c for p, c in found if p.is_gap and p.end >= start and p.start <= end]


def apart_from(
    every: list[tuple[Place, float]], place: Place, without: list[tuple[Place, float]]
) -> list[tuple[Place, float]]:
    """Those of the places `without` a rule that are what stays of `place`: not another place, even if it touches this one."""
    others = [(p.start, p.sightings) for p, _ in every if p != place]
    return [(p, c) for p, c in without if (p.start, p.sightings) not in others]


def sureness(found: list[tuple[Place, float]], place: Place) -> float:
    """The most that any gap comes to that lies where `place` does."""
    return max(beside(found, place), default=0.0)


# --- the law: evidence never counts against what it is evidence of -------------------------------------------------


@cache
def sighted() -> dict[str, str]:
    """The code of each rule of gaps."""
    articles = [Article("a", plain(case), case["language"]) for case in CASES]
    return {s.rule: s.code for a in articles for s in sight(document_of(a)) if s.code.startswith("RG")}


def test_the_law_is_tried_on_every_rule_of_gaps() -> None:
    gaps = {rule for rule in DETECTORS if rule in sighted()}
    assert gaps == {case["rule"] for case in CASES} & set(sighted())
    assert len(gaps) > 50


@st.composite
def pages(draw: st.DrawFn) -> tuple[Document, list[Sighting], list[Signal]]:
    """A page of two cases, what rules see there, more sightings of any rule beside these, and signals of any strength."""
    cases = draw(st.lists(st.sampled_from(CASES), min_size=1, max_size=2))
    text = "\n\n".join(map(plain, cases))
    page = document_of(Article("a", text, draw(st.sampled_from(["it", "en", "fr", "nl"]))))
    seen = [s for s in sight(page) if s.code.startswith("RG")]
    anchors = [s.start for s in seen] or [len(text) // 2]
    for rule in draw(st.lists(st.sampled_from(sorted(sighted())), max_size=3)):
        at = draw(st.sampled_from(anchors))
        seen.append(Sighting(at, at, sighted()[rule], rule))
    signals = [
        Signal(offset, draw(st.floats(0.0, 1.0)), (0.4, 0.3, 0.2, 0.1))
        for offset in sorted(draw(st.sets(st.sampled_from(anchors) | st.integers(0, len(text)), max_size=3)))
    ]
    return page, seen, signals


@st.composite
def any_tables(draw: st.DrawFn) -> dict[str, Logistic]:
    """The shipped tables, or others with the same features and any weights."""
    if draw(st.booleans()):
        return {name: table(name) for name in TABLES}
    seed = random.Random(draw(st.integers(0, 2**32)))  # the tables are too large to be drawn number by number
    drawn = {}
    for name in TABLES:
        weights = {key: seed.uniform(-4, 4) for key in table(name).weights}
        # a place that is surer by itself is surer on its page, one that is surer by rules is surer beside a gap head, and a
        # link never falls
        weights |= {key: seed.uniform(0, 2) for key in sorted({"own", "rules", "likely", "sure"} & weights.keys())}
        drawn[name] = Logistic(seed.uniform(-4, 4), weights)
    return drawn


@settings(max_examples=300, deadline=None)
@given(drawn=pages(), tables=any_tables(), data=st.data())
def test_a_rule_that_fires_lowers_no_place(
    drawn: tuple[Document, list[Sighting], list[Signal]], tables: dict[str, Logistic], data: st.DataObject
) -> None:
    page, seen, signals = drawn
    if not seen:
        return
    with calibration.overridden(tables):
        for with_model in (False, True):
            every = weighed(page, seen, signals, with_model=with_model)
            place = data.draw(st.sampled_from([p for p, _ in every if p.sightings]))
            rule = data.draw(st.sampled_from(sorted({s.rule for s in place.sightings})))
            fewer = [s for s in seen if not (s.rule == rule and s in place.sightings)]
            without = apart_from(every, place, weighed(page, fewer, signals, with_model=with_model))
            if len(beside(without, place)) < 2:  # what a rule joins is not the same place as either part of it
                assert sureness(every, place) >= sureness(without, place) - 1e-9


@settings(max_examples=300, deadline=None)
@given(drawn=pages(), tables=any_tables())
def test_a_gap_head_that_has_read_the_text_takes_no_place_below_what_rules_give_it(
    drawn: tuple[Document, list[Sighting], list[Signal]], tables: dict[str, Logistic]
) -> None:
    page, seen, signals = drawn
    with calibration.overridden(tables):
        read = weighed(page, seen, signals, with_model=True)
        for place, confidence in weighed(page, seen, signals, with_model=False):
            if place.is_gap and any(s.rule not in OVERRULED for s in place.sightings):
                assert sureness(read, place) >= confidence - 1e-9


@settings(max_examples=100, deadline=None)
@given(drawn=pages(), tables=any_tables())
def test_a_link_takes_no_place_across_even_odds(
    drawn: tuple[Document, list[Sighting], list[Signal]], tables: dict[str, Logistic]
) -> None:
    page, seen, _ = drawn
    straight = Logistic(0.0, {"own": 1.0, "likely": 1.0, "sure": 1.0})  # leaves all as it is
    with calibration.overridden(tables):
        linked = weighed(page, seen, [], with_model=False)
        with calibration.overridden(dict.fromkeys(LINKS, straight)):
            as_said = weighed(page, seen, [], with_model=False)
    for (_, now), (_, before) in zip(linked, as_said, strict=True):
        assert now == before or min(now, before) >= SHOWN


def test_a_rule_that_may_be_overruled_says_how_seldom_it_is_right() -> None:
    assert DETECTORS.keys() >= OVERRULED.keys()
    assert all(share < 1 / 3 for share in OVERRULED.values())


# --- what a page lends to its places --------------------------------------------------------------------------------

ARTICLES = (
    "Il consiglio comunale ha approvato il bilancio dopo due ore di discussione. La sindaca ha ringraziato i tecnici e ha "
    "chiuso la seduta. Il cantiere del ponte riparte a maggio e resta aperto fino all'autunno.\n\nSecondo la relazione "
    "della ditta, i lavori costano meno del previsto. I residenti chiedono un passaggio per i pedoni, e l'assessore ha "
    "promesso una risposta entro il mese. Il mercato si sposta in piazza Roma, davanti alla stazione.\n\nLa biblioteca "
    "rimane chiusa per una settimana. Chi deve restituire un libro può lasciarlo al banco del municipio, dalle nove alle "
    "dodici, oppure aspettare la riapertura.",
    "The council has approved the budget after two hours of debate. The mayor thanked the staff and closed the meeting. "
    "Work on the bridge starts again in May and lasts until the autumn.\n\nAccording to the report of the firm, the costs "
    "are lower than expected. Residents ask for a crossing, and the town has promised an answer within the month. The "
    "market moves to Station Road, in front of the post office.\n\nThe library is closed for a week. Anyone who has to "
    "return a book can leave it at the desk of the town hall, from nine to twelve, or wait for the day it opens again.",
)


@settings(max_examples=200, deadline=None)
@given(
    text=st.sampled_from(ARTICLES),
    said=st.lists(
        st.tuples(st.integers(0, 400), st.floats(0.02, 0.98)), max_size=40, unique_by=lambda pair: pair[0] // 5
    ),
)
def test_doubtful_places_do_not_hold_each_other_up(text: str, said: list[tuple[int, float]]) -> None:
    page = document_of(Article("a", text))
    signals = [Signal(at, sure, (0.4, 0.3, 0.2, 0.1)) for at, sure in sorted(said)]
    sure_by_themselves = [weighed(page, [], [signal], with_model=True) for signal in signals]
    surest = max((c for found in sure_by_themselves for _, c in found), default=0.0)
    shown_together = [p for p, c in weighed(page, [], signals, with_model=True) if c >= SHOWN]
    if surest < 0.2:  # far from shown, however many there are
        assert not shown_together


@pytest.mark.parametrize("text", ARTICLES)
def test_one_loss_added_to_a_sound_article_brings_at_most_two_findings_elsewhere(stages: Stages, text: str) -> None:
    assert not shown(stages, text, "")
    words = list(re.finditer(r"(?<= )\w+", text))
    for word in words[3::9]:
        damaged = text[: word.start()].rstrip() + text[word.end() :]
        at = len(text[: word.start()].rstrip())
        elsewhere = [f for f in shown(stages, damaged, "") if not f[1] - 60 <= at <= f[2] + 60]
        assert len(elsewhere) <= 2, (damaged[at - 20 : at + 20], elsewhere)


@pytest.mark.parametrize("text", ARTICLES)
def test_sure_losses_raise_a_doubtful_one_that_left_the_same_trace_more_than_another(text: str) -> None:
    blanks = [match.end() for match in re.finditer(r"[^\W\d_](?= [^\W\d_])", text)][5::15][:4]
    for at in reversed(blanks):
        text = f"{text[:at]} {text[at:]}"
    doubled = [at + n for n, at in enumerate(blanks)]
    ends = [match.start() for match in re.finditer(r"(?<=\w)\.\n|\n\n|\.\Z", text)][:3]
    page, doubtful = document_of(Article("a", text)), doubled[-1]

    def sure(others: list[int]) -> float:
        told = [Signal(at, 0.95, (0.4, 0.3, 0.2, 0.1)) for at in others]
        signals = sorted([*told, Signal(doubtful, 0.1, (0.4, 0.3, 0.2, 0.1))], key=lambda signal: signal.offset)
        return max(c for p, c in weighed(page, [], signals, with_model=True) if p.start == doubtful)

    assert sure(doubled[:3]) > sure(ends) >= sure([])


# --- nothing is silent because nobody fitted it ---------------------------------------------------------------------


def unfitted() -> list[str]:
    known = set(table("detect-rules").weights) | set(table("detect-surface").weights)
    return [rule for rule in DETECTORS if f"rule:{rule}" not in known]


@pytest.mark.parametrize(
    ("text", "traced"),
    [
        ("Some of the guests work with‸. Others have retired to the hills.", True),
        ("Some of the guests work with‸... Others have retired to the hills.", False),
        ("Some of the guests work‸. Others have retired to the hills.", False),
        ("Le impostazioni di programmi come‸, il calendario e la rubrica, restano.", True),
    ],
)
@pytest.mark.parametrize("sure", [0.3, 0.65])
def test_a_gap_head_is_believed_where_it_hears_a_loss_at_a_trace_that_no_writer_leaves(
    text: str, traced: bool, sure: float
) -> None:
    at = text.index("‸")
    page = document_of(Article("a", text.replace("‸", ""), "it" if text.startswith("Le ") else "en"))
    found = weighed(page, sight(page), [Signal(at, sure, (0.7, 0.1, 0.1, 0.1))], with_model=True)
    shown = [place for place, confidence in found if confidence >= SHOWN and place.start <= at <= place.end]
    assert bool(shown) == (traced and sure > 0.5)


@pytest.mark.parametrize("rule", unfitted())
@pytest.mark.parametrize("with_model", [False, True])
def test_a_rule_without_a_fit_has_its_prior(rule: str, with_model: bool) -> None:
    for case in (case for case in CASES if case["rule"] == rule):
        page = document_of(Article("a", plain(case), case["language"]))
        (mine, *_) = [(p, c) for p, c in weighed(page, sight(page), [], with_model=with_model) if _saw(p, rule)]
        place, confidence = mine
        prior = DETECTORS[rule].prior
        if prior is None:
            prior = CODES[place.code].prior
        assert prior > 0
        # the rest of the page may move it, by no more than pages move any place that stands alone; and how often it was
        # right on real pages, but not below what is shown
        assert confidence >= min(prior, SHOWN) - 0.15
        assert confidence >= SHOWN or prior < 0.6


def _saw(place: Place, rule: str) -> bool:
    return any(s.rule == rule for s in place.sightings)


def test_every_code_that_rules_have_has_a_prior() -> None:
    for rule, code in sighted().items():
        assert DETECTORS[rule].prior or CODES[code].prior


# --- the examples of `explain`, and the article that ships ------------------------------------------------------------


@pytest.fixture(scope="module", params=[True, False], ids=["model", "rules"])
def stages(request: pytest.FixtureRequest) -> Stages:
    return prepare(Config(use_model=request.param), predict=False)


def shown(stages: Stages, text: str, language: str = "it") -> list[tuple[str, int, int]]:
    (apparatus,) = stages.run([Article("a", text, language)])
    findings = [e.finding for e in apparatus.entries]
    return [(f.code, f.start, f.end) for f in findings if f.confidence >= SHOWN]


BY_COPIES = [row.code for row in CODES.values() if row.seen_by == "references"]
BY_DETECTION = [row.code for row in CODES.values() if row.seen_by in ("rules", "gap head")]
REST = """ La seduta si è aperta alle nove in municipio, davanti a un pubblico numeroso. La relazione sui lavori del ponte è
stata approvata con un solo voto contrario, dopo due ore di discussione. Il cantiere riparte a maggio e resta aperto fino
all'autunno, salvo imprevisti dovuti al maltempo."""


@pytest.mark.parametrize("code", BY_DETECTION)
def test_the_example_of_a_code_is_reported_and_its_sound_counterpart_is_not(stages: Stages, code: str) -> None:
    if code == "RG112" and stages.reader is None:
        pytest.skip("no rule sees what leaves no sign")
    assert code in {found for found, _, _ in shown(stages, CODES[code].bad)}
    assert code not in {found for found, _, _ in shown(stages, CODES[code].good)}


@pytest.mark.parametrize("code", BY_COPIES)
def test_the_example_of_a_code_of_copies_is_reported_beside_two_of_them(stages: Stages, code: str) -> None:
    row = CODES[code]
    # each of the copies has words of its own, so that none is taken for a copy of the other
    copies = [row.good + REST.replace("numeroso", "folto"), row.good + REST.replace("maltempo", "gelo delle notti")]
    index = ReferenceIndex(Reference(f"copy-{number}", text) for number, text in enumerate(copies))
    with_copies = Stages(stages.config, index, stages.reader)
    assert code in {found for found, _, _ in shown(with_copies, row.bad + REST)}


def test_in_the_article_that_ships_every_loss_is_marked_and_hardly_anything_else(stages: Stages) -> None:
    text = SEED.read_text("utf-8")
    found = shown(stages, text)

    def at(code: str, before: str) -> bool:
        return any(c == code and text[:start].endswith(before) for c, start, _ in found)

    assert at("RG103", "di altro, come dei")
    assert at("RG101", 'ha riferito a Trump "')
    assert at("RG107", "della Russia.\n\n")
    assert at("RG106", "con mezzi politici e diplomatici")
    assert at("RJ201", "i russofoni in Ucraina,")
    assert sum(code == "RJ202" for code, _, _ in found) == 4
    assert sum(code == "RS401" for code, _, _ in found) == 1
    assert len(found) <= 10 + 2


def test_every_gap_of_the_article_that_ships_has_a_proposal_or_none_can_be_made() -> None:
    (apparatus,) = prepare(Config()).run([Article("a", SEED.read_text("utf-8"), "it")])
    gaps = [e for e in apparatus.above(SHOWN).entries if e.finding.is_gap]
    assert len(gaps) == 4
    for entry in gaps:
        fewest, _ = entry.finding.words or (1, 1)
        if CODES[entry.finding.code].unknowable or fewest > MAX_GUESSED:
            assert not entry.candidates
        else:
            assert entry.candidates
            assert not {"non", "e", "o", "undefined"} & {c.text.strip().lower() for c in entry.candidates}


def with_model(text: str) -> Apparatus:
    (apparatus,) = prepare(Config()).run([Article("a", text, "it")])
    return apparatus


def test_what_a_script_left_is_no_word_of_the_article() -> None:
    apparatus = with_model("Benvenuta undefined, ha detto il sindaco di , e undefined ha ringraziato la giunta di .")
    said = {c.text.strip() for e in apparatus.entries if e.finding.is_gap for c in e.candidates}
    assert said
    assert not any("undefined" in words for words in said)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("La giunta ha aperto ieri la c1ttà vecchia alle auto.", "RE305"),
        ("Secondo il rapporto annuale il rapporto annuale, tre ponti vanno riparati.", "RS402"),
        ("The mayor said that the the bridge stays closed until the end of May.", "RS402"),
        ("Il sindaco ha promesso dellestrade nuove per la città vecchia.", "RJ203"),
    ],
)
def test_damage_that_nobody_simulates_is_shown(text: str, code: str) -> None:
    found = repair.check(text, use_model=False)
    assert [finding.code for finding in found] == [code]
    assert found[0].confidence >= 0.5
