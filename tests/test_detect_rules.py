from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stopwatch import Stopwatch

from repair.codes import CODES
from repair.config import Config
from repair.detect import detect
from repair.detect import rules as detect_rules
from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.line_shapes import BRACKET_END, MARK_START, OPEN_END, OPENING_END, SHORT, SMALL_START, line_shape
from repair.detect.rules import DETECTORS, sight, sight_each
from repair.detect.suspects.prefilter import rare_in
from repair.detect.suspects.telling_marks import together_in
from repair.errors import RecordError
from repair.languages import LANGUAGES, Language
from repair.languages.table import Tenses
from repair.records import Article
from repair.text.patterns import BLANK

FOLDER = Path(__file__).parent / "cases" / "rules"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
CASES = [
    pytest.param(
        case,
        id=f"{stem}-{case['rule']}-{number}",
        marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else [],
    )
    for stem, file in FILES.items()
    for number, case in enumerate(file.get("case", []))
]
SOUND = [pytest.param(case, id=case["name"]) for case in FILES["sound"]["sound"]]
ARTICLE = Path(__file__).parent.parent / "fixtures" / "articles" / "trump-putin.txt"


def page(text: str, language: str = "it", *, prefilter: bool = True) -> Document:
    return Document.of(Article("a", text, language), LANGUAGES.get(language), prefilter=prefilter)


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ⟦ and ⟧, and the spans that they enclose."""
    spans, pieces, length = [], [], 0
    for number, piece in enumerate(re.split("[⟦⟧]", marked)):
        if number % 2:
            spans.append((length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), spans


def fixed(text: str, sightings: list[Sighting]) -> str:
    for sighting in sorted(sightings, key=lambda s: s.start, reverse=True):
        assert sighting.fix is not None
        text = text[: sighting.start] + sighting.fix + text[sighting.end :]
    return text


@pytest.mark.parametrize("case", CASES)
def test_a_rule_sees_what_it_must_and_no_more(case: dict[str, Any]) -> None:
    detector = DETECTORS[case["rule"]]
    text, spans = unmarked(case["bad"])
    seen = sorted(detector(page(text, case["language"])), key=lambda s: (s.start, s.end))
    assert [(s.start, s.end) for s in seen] == spans
    assert set(seen) <= set(sight(page(text, case["language"]))), "a rule that is not asked sees nothing"
    if "fixed" in case:
        assert fixed(text, seen) == case["fixed"]
    assert list(detector(page(case["good"], case["language"]))) == []


@pytest.mark.parametrize("case", SOUND)
def test_no_rule_sees_anything_in_sound_text(case: dict[str, Any]) -> None:
    assert sight(page(case["text"], case["language"])) == []


@pytest.mark.parametrize("rule", DETECTORS)
def test_every_rule_has_a_case(rule: str) -> None:
    assert any(case["rule"] == rule for file in FILES.values() for case in file.get("case", []) if "xfail" not in case)


def test_no_two_tables_have_a_rule_of_one_name() -> None:
    found = walk_packages(detect_rules.__path__, f"{detect_rules.__name__}.")
    modules = [
        import_module(row.name) for row in found if not row.ispkg
    ]  # a room's table is made of those in its files
    tables = {id(t): t for m in modules for name in m.__all__ if isinstance(t := getattr(m, name), dict)}
    names = [name for t in tables.values() for name, row in t.items() if isinstance(row, Detector)]
    assert sorted(names) == sorted(DETECTORS)


def test_every_case_names_a_rule() -> None:
    assert {case["rule"] for file in FILES.values() for case in file.get("case", [])} <= set(DETECTORS)


def test_few_needles_are_looked_for_in_every_text() -> None:
    """A needle of common signs takes as long in each text as a rule; one with a pattern in `telling_marks.py` takes nothing."""
    needles = {needle for detector in DETECTORS.values() for needle in detector.needles}
    common = {n for n in needles if len(n) > 1 and n.isascii() and not any(sign in rare_in(sign) for sign in n)}
    assert {n for n in common if not together_in(f"x{n}x")} == {" -", "- ", ". ", ": ", "dtype: ", "sit amet"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_family_has_cases_in_each_language(language: str) -> None:
    cases = defaultdict(set)
    for stem, file in FILES.items():
        for case in file.get("case", []):
            cases[stem].add(case["language"])
    del cases["known"]
    assert all(language in seen for seen in cases.values())


@pytest.mark.parametrize("code", [code for code, row in CODES.items() if row.seen_by == "rules"])
def test_the_example_of_every_code_is_seen_and_its_sound_counterpart_is_not(code: str) -> None:
    row = CODES[code]
    assert code in {s.code for s in sight(page(row.bad))}
    assert code not in {s.code for s in sight(page(row.good))}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_tables_are_in_lower_case_and_complete(language: Language) -> None:
    for name in Language.__struct_fields__[2:]:
        column = getattr(language, name)
        # the pairs about a number have words as they are written
        if isinstance(column, bool | Tenses | None) or name == "number_pairs":
            continue
        assert column or name in (
            "spaced",
            "inner_endings",
            "after_clock",
            "before_month",
            "parting",
            "parting_nearby",
            "plurals",
            "numerals",
            "elided",
            "single_letters",
            "closing",
            "titles",
            "particles",
            "tied",
            "auxiliaries",
            "opening",
            "sound_triples",
            "shared",
            "opening_pairs",
            "old_spelling",
            "sums",
            "after_code",
            "adverbial",
            "placed",
            "correcting",
            "orders",
            "imperfects",
        ), name
        assert all(word == word.lower() for word in column if isinstance(word, str)), name
        assert all(word.replace("'", "’") in column for word in column), name
    for pair in language.sound_pairs | language.never_pairs | language.opening_pairs | language.tied:
        assert len(pair.split()) == 2, pair
    for triple in language.sound_triples:
        assert len(triple.split()) == 3, triple
    for pair in language.number_pairs:
        assert pair.split().count("|") == 1, pair
    if language.tenses:
        assert language.tenses.others | language.tenses.forms == {
            word.lower() for word in language.tenses.others | language.tenses.forms
        }


def test_the_seed_article() -> None:
    text = ARTICLE.read_text("utf-8")
    seen = {(s.code, text[max(0, s.start - 12) : s.start], text[s.start : s.end]) for s in sight(page(text))}
    assert seen == {
        ("RS401", " ", "date 2025-07"),
        ("RJ202", 'te 2025-07 "', " "),
        ("RJ202", " arrabbiarsi", " "),
        ("RJ202", 'si è detta "', " "),
        ("RJ202", "so negoziale", " "),
        ("RJ201", " in Ucraina,", ""),
        ("RG107", "la Russia.\n\n", ""),
        ("RG106", " diplomatici", ""),
        ("RG103", "ro, come dei", ""),
        ("RG101", 'to a Trump "', ""),
    }


def test_without_a_table_the_rules_that_need_none_still_see() -> None:
    assert [s.rule for s in sight(page('Il a "", und so weiter.', "de"))] == ["empty-quotes"]


@given(st.text(alphabet="ab Il,.;:!?()[]«»“”\"'’-–…\n\u00a0\u00ad\ufeffÃ©â€&;<>{}%$_0", max_size=80))
@settings(max_examples=200, deadline=None)
def test_every_sighting_is_a_span_of_the_text_with_its_own_rule(text: str) -> None:
    for language in LANGUAGES:
        here = page(text, language)
        for rule, detector in DETECTORS.items():
            for sighting in detector(here):
                assert 0 <= sighting.start <= sighting.end <= len(text)
                assert sighting.rule == rule
                assert sighting.code in CODES
                assert sighting.fix != text[sighting.start : sighting.end]


def test_rules_see_on_each_of_several_documents_what_they_see_on_it_alone() -> None:
    cases = [case for file in FILES.values() for case in file.get("case", [])][::3]
    pages = [page(unmarked(case["bad"])[0], case["language"]) for case in cases]
    assert sight_each(pages) == [sight(page(here.text, here.article.language)) for here in pages]


WORDS = ("prose", "headline", "label")


def ends_openly(line: str, shape: str) -> bool:
    if shape == "label":
        return line[0].islower() and line[-1].isalpha()
    return line[-1].isalnum() or line[-1] in ",-–—'’"


KINDS: tuple[tuple[str, tuple[str, ...], Callable[[str, str], bool]], ...] = (
    (OPEN_END, WORDS, ends_openly),
    (OPENING_END, WORDS, lambda line, _: line[-1] in '"«“„('),
    (BRACKET_END, WORDS[:2], lambda line, _: line[-1] in "])"),
    (SMALL_START, WORDS[:1], lambda line, _: line[0].islower()),
    (MARK_START, WORDS, lambda line, _: line[0] in ",;:!?.)]»”"),
    (SHORT, (*WORDS, "item", "code", "table"), lambda line, _: len(line) <= 90),
)
"""Keys of lines, the shapes that they may have, and what tells them."""
ODD = "ab Il,.;:!?()[]«»“”„\"'’-–…\n\r\u00a0\u2009\u00ad\ufeff\x01Ã©â€&;<>{}%$_01s=|\\`\t"


@given(
    st.lists(
        st.sampled_from([*ODD, "di", " la ", " a,", "    ", "a=b; ", "che", " il", "nel", "Dei ", " the", "of "])
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
@example("a a,\u00a0,")
def test_the_places_where_rules_begin_are_all_that_they_need(text: str) -> None:
    """The slow oracle: every place of the text is tried."""
    for language in ("it", "en", "fr"):
        here = page(text, language)
        blanks = re.finditer(f"[{BLANK}](?<=[^\\s{BLANK}].)[{BLANK}]*+(?=[,.;:!?)\\]])", text)
        assert here.blanks_before_marks == tuple(m.span() for m in blanks if here.is_prose_at(m.start()))
        assert sight(here) == sight(page(text, language, prefilter=False))
        if text.count("\n") < 6:  # no text so short is wrapped
            table = LANGUAGES[language]
            shapes = [line_shape(raw, raw.strip(), table.bylines, True) for raw in text.split("\n")]
            assert [line.shape for line in here.lines] == shapes
            bare = [raw.strip() for raw in text.split("\n")]
            for kind, shaped, holds in KINDS:
                wanted = [n for n, line in enumerate(bare) if shapes[n] in shaped and line and holds(line, shapes[n])]
                assert here.kinds.get(kind, []) == wanted, kind


def test_a_rule_that_names_no_place_to_begin_is_run_on_the_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def see(page: Document) -> Iterator[Sighting]:
        yield Sighting(0, 0, "RG103", "other")

    monkeypatch.setitem(DETECTORS, "one", pattern_rule("one", "RG103", "[bd]el(?P<at>)"))
    monkeypatch.setitem(DETECTORS, "other", Detector(see))
    found = [(s.rule, s.start) for s in sight(page("Il delta, il bel tempo.")) if s.rule in ("one", "other")]
    assert found == [("other", 0), ("one", 6), ("one", 16)]


def test_a_rule_that_begins_where_no_place_is_listed_is_refused() -> None:
    with pytest.raises(RecordError, match="'e'"):
        pattern_rule("one", "RG103", "e", starts="e")


def _law_texts(size: int) -> Iterator[tuple[str, str]]:
    """Languages and texts of `size` code points in all: every case of a rule, what ships beside the package, and hostile
    pieces, in lines and paragraphs of all lengths. The same every time."""
    rng = Random(7)
    pieces: dict[str, list[str]] = {language: list(HOSTILE) for language in LANGUAGES}
    for file in FILES.values():
        for case in file.get("case", []):
            pieces.setdefault(case["language"], list(HOSTILE)).extend([unmarked(case["bad"])[0], case["good"]])
    for case in FILES["sound"]["sound"]:
        pieces.setdefault(case["language"], list(HOSTILE)).append(case["text"])
    for path in sorted((ARTICLE.parent.parent).glob("*/*.txt")):
        for paragraph in path.read_text("utf-8").split("\n"):
            pieces["it"].append(paragraph)
            pieces["en"].append(paragraph)
    made = 0
    while made < size:
        language = rng.choice(list(pieces))
        taken = [rng.choice(pieces[language]) for _ in range(rng.randint(1, 200))]
        text = "".join(piece + rng.choice((" ", "\n", "\n\n", " ", "", "\u00a0")) for piece in taken)
        made += len(text)
        yield language, text


@pytest.mark.parametrize("size", [100_000, pytest.param(2_000_000, marks=pytest.mark.slow)])
def test_with_and_without_prefilter_the_rules_see_the_same(size: int) -> None:
    for language, text in _law_texts(size):
        assert sight(page(text, language)) == sight(page(text, language, prefilter=False)), text


HOSTILE = (
    "( ) \" « “ [ , . - – ' ’ { % < & # © Ã \ufffd \u00ad x a\n \n () ,, .. a, a,a, aB «. a- -\n l' il» {{ <a &# … a) "
    "ieriMario com-\u00a0missione [… date\u00a02025-07 Leggi\u00a0tutto"
).split(" ")


def check_growth(stopwatch: Stopwatch, unit: str, language: str, length: int = 12_000) -> None:
    """From text to findings."""
    stopwatch.check_growth(
        lambda text: detect(Article("a", text, language), None, Config(use_model=False)),
        lambda size: f"Il {unit * (size // len(unit))} fine.",
        length,
    )


@pytest.mark.parametrize(
    "unit",
    [*HOSTILE, " ", "\u00a0", " ,", "di ", "il di ", "dei , ", "\n", '" ', "« ", "a\u0301", "NomeCognome", "WKH a "],
    ids=repr,
)
def test_time_grows_with_the_length_of_hostile_text(unit: str, stopwatch: Stopwatch) -> None:
    check_growth(stopwatch, unit, "it")


@pytest.mark.parametrize("rule", DETECTORS)
def test_time_grows_with_the_length_of_what_a_rule_looks_for(rule: str, stopwatch: Stopwatch) -> None:
    """A rule's own case over and over, on many lines; cut so that it nearly matches, on one."""
    case = next(c for file in FILES.values() for c in file.get("case", []) if c["rule"] == rule and "xfail" not in c)
    text, spans = unmarked(case["bad"])
    start, end = spans[0]
    near = text[max(0, start - 25) : end + 25]
    for unit in (text + "\n", near[: len(near) // 2 + 1], near.replace(" ", "")):
        check_growth(stopwatch, unit, case["language"], 5_000)


@pytest.mark.parametrize(
    ("rule", "unit"),
    [
        ("fence-alone", "```\n"),
        ("form-field", "[insert x] "),
        ("doubled-script-stop", "你好。。再见 "),
        ("markdown-note", "molo[^2] ` "),
        ("markdown-struck", "il ~~molo~~ ` "),
    ],
)
def test_what_makes_all_matches_of_a_text_sound_is_counted_once(rule: str, unit: str, stopwatch: Stopwatch) -> None:
    here = cache(page)  # made before the time of the rule counts: the quickest of several measurements does

    def see(text: str) -> None:
        assert list(DETECTORS[rule](here(text))) == []

    stopwatch.check_growth(see, lambda size: unit * (size // len(unit)), 30_000)


def test_the_marks_of_a_line_are_counted_once(stopwatch: Stopwatch) -> None:
    here = cache(page)
    stopwatch.check_growth(
        lambda text: list(DETECTORS["lost-blank-after-quotation"](here(text))),
        lambda size: 'Il molo è chiuso."Poi piove ' * (size // 28),
        100_000,
    )


@pytest.mark.parametrize(
    ("text", "language"), [("That is to say, K A = A .", "en"), ("Si va da B a E . Poi si torna.", "it")]
)
def test_a_single_capital_before_a_mark_is_a_label_and_no_function_word(text: str, language: str) -> None:
    assert "RG103" not in {s.code for s in sight(page(text, language))}
