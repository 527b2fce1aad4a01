"""The law of fixes: after a fix its finding is gone, nothing new is seen beside it, and no letter has changed."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest
from cli_runner import run
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.cli.fix import Fixer
from repair.config import Config
from repair.detect import detect
from repair.detect.document import Sighting
from repair.detect.stage import look
from repair.edit import apply
from repair.languages import LANGUAGES
from repair.records import Article, RuleSource

RULES = [
    (case["language"], re.sub("[⟦⟧]", "", case[side]))
    for file in sorted((Path(__file__).parent / "cases" / "rules").glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8")).get("case", [])
    for side in ("bad", "good")
]
# what each rule with a fix looks for, and what a fix may bring
PIECES = [
    *(
        "You&rsquo;re",
        "&amp;amp;",
        "&amp;rsquo;",
        "&amp;lt;b&amp;gt;",
        "&lt;b&gt;",
        "&nbsp;",
        "&quot;",
        "&laquo;",
        "&#0;",
    ),
    *("&raquo;", "&", "amp;", "#38;", ";", "Anno;Vendite;Var.", "\n2019;1,5;3\n", "parola;altra", "nome,via,note\n"),
    *(
        "Ucraina,argomenti",
        "rivela:«La",
        "fine.Poi",
        "casa?Sì",
        "detto«ciao»",
        "«ciao»poi",
        "con(Ponte alle) ",
        "...",
        "…",
    ),
    *("“ ciao ”", '" ciao "', "« ciao »", '"', "“", "»", "(", ")", '""', "()", "Ã¨", "â€œ", "â€", "Ã", "©", "â€™ora"),
    *(
        "<b>",
        "</b>",
        "<br>",
        "<p>",
        "\u00ad\n",
        "com-\nmissione",
        "pre- e",
        "\ufeff",
        "\x07",
        "\ufffd",
        "ieriMario",
        "\n",
    ),
    *("\n\n", " ", "  ", "\u00a0", ". ", " il", " di,", ",", " ,", ",,", "Il mare", "ciao", " e poi", "’", "'", "- "),
]
REACH = 40  # code points within which nothing new is seen after a fix
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)


def seen(sightings: Iterable[Sighting], spans: Iterable[tuple[int, int]], reach: int) -> Counter[str]:
    """How often each rule sees something within `reach` of any of the spans."""
    spans = list(spans)
    return Counter(
        s.rule for s in sightings if any(s.start <= end + reach and s.end >= start - reach for start, end in spans)
    )


def plain(text: str) -> str:
    while (once := unescape(text)) != text:
        text = once
    return text


def check_law(text: str, language: str, *, unsafe: bool, least: float = 0.5) -> None:
    config = Config(use_model=False, min_confidence=least, floor=least)
    article = Article("a", text, language)
    fixes = Fixer(config, unsafe=unsafe).accepted(detect(article, None, config))
    if not fixes.entries:  # as for most texts: nothing changes
        return
    applied = apply(fixes)
    # what was within reach before may have moved by as much as the fixes take out or put in
    moved = sum(len(e.original) + e.end - e.start for e in applied.edits)
    spans = ((e.finding.start, e.finding.end) for e in fixes.entries)
    before = seen(look(article, config).sightings, spans, REACH + moved)
    new = look(Article("a", applied.text, language), config).sightings
    after = seen(new, ((e.start, e.end) for e in applied.edits), REACH)
    for entry in fixes.entries:
        assert entry.accepted is not None
        (source,) = entry.accepted.provenance
        assert isinstance(source, RuleSource)
        before[source.rule] -= 1
        span, put_in = text[entry.finding.start : entry.finding.end], entry.accepted.text
        if entry.finding.code.startswith("RJ"):
            assert not span.strip()
            assert not put_in.strip()
        if source.rule == "entity":  # of two blanks one is enough
            assert plain(span) == plain(put_in) or (put_in, plain(span).strip()) == ("", "")
    assert all(count <= before[rule] for rule, count in after.items()), (text, applied.text, after - before)


@pytest.mark.parametrize(("language", "text"), RULES)
def test_the_law_holds_over_the_cases_of_all_rules(language: str, text: str) -> None:
    check_law(text, language, unsafe=True)
    check_law(text, language, unsafe=False, least=0.0)


LAW = given(TEXTS, st.sampled_from(sorted(LANGUAGES)), st.booleans(), st.sampled_from((0.5, 0.0)))


@LAW
@settings(max_examples=300, deadline=None)
def test_the_law_holds_over_texts_that_ask_for_fixes(text: str, language: str, unsafe: bool, least: float) -> None:
    check_law(text, language, unsafe=unsafe, least=least)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@LAW
@settings(max_examples=100_000, deadline=None)
def test_the_law_holds_over_a_hundred_thousand_texts(text: str, language: str, unsafe: bool, least: float) -> None:
    check_law(text, language, unsafe=unsafe, least=least)


# --- the command -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("You&rsquo;re late, and that&#8217;s sad.", "You’re late, and that’s sad."),
        ("Marks &amp;amp; Spencer has closed.", "Marks & Spencer has closed."),
        ("They didn&amp;rsquo;t say &amp;#8220;yes&amp;#8221; at all.", "They didn’t say “yes” at all."),
        ("The R&amp;D lab has 5 &lt; 6 rooms.", "The R&D lab has 5 < 6 rooms."),
        ("It was late,and the caf&eacute; was closed.", "It was late, and the café was closed."),
        ("They came late &nbsp;and left&nbsp; early.&nbsp;", "They came late and left early."),
        ("They came&nbsp;&nbsp;late.", "They came\u00a0late."),
    ],
)
def test_an_entity_is_mended_as_an_entity(text: str, fixed: str, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(text + "\n", encoding="utf-8")
    done = run("check", article, "--no-model", "--language", "en", "--fix")
    assert article.read_text(encoding="utf-8") == fixed + "\n"
    assert done.code == 0, done.out
    assert run("check", article, "--no-model", "--language", "en").code == 0


@pytest.mark.parametrize(
    "text",
    [
        "Anno;Vendite;Var.\n2019;1200;n.d.\n2020;1350;più dodici\n",
        "Anno;Vendite\nmaggio;milleduecento\ngiugno;milletrecento\n",
        "nome,indirizzo,note\nAnna,Lodi,socia\nMarco,Pavia,ospite\n",
        "To write it, use `&eacute;` or “&eacute;” in the page.\n",
        "Mr Brown said so <b>twice</b> on Monday.\n",
        "The name &copyright; and &unknown;so are no entities.\n",
        "Nome,Cognome\n",
        "import sys,os\n",
        'echo " ciao "\n',
        "Il programma usa Windows.Forms per le finestre.\n",
        "Il premio « Qualité » va a una panetteria di Aosta.\n",
    ],
)
def test_what_is_data_or_spoken_of_is_left_alone(text: str, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(text, encoding="utf-8")
    run("check", article, "--no-model", "--fix")
    assert article.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("La &lt;b&gt;giunta&lt;/b&gt; ha deciso.\n", "La giunta ha deciso.\n"),
        ("La giunta ha deciso.&amp;lt;/p&amp;gt;\n", "La giunta ha deciso.\n"),
        ("Il signor Rossi &lt;script&gt; ha scritto ieri.\n", None),  # without the tag two blanks would be left
    ],
)
def test_an_escaped_tag_is_mended_as_a_whole_or_not_at_all(text: str, mended: str | None, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(text, encoding="utf-8")
    run("check", article, "--no-model", "--fix")
    assert article.read_text(encoding="utf-8") == (mended or text)


@pytest.mark.parametrize(
    "text",
    [
        "Il signor Rossi &lt;b&gt; ha scritto ieri.\n",
        "Ha detto &laquo; ciao a tutti&raquo; e poi è uscito.\n",
        "Il sindaco ha detto: â€œvengo anche io e poi è uscito di casa.\n",
    ],
)
@pytest.mark.parametrize("how", ["--fix", "--diff"])
def test_a_fix_that_would_bring_something_new_is_not_made_and_said(text: str, how: str, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(text, encoding="utf-8")
    before = run("check", article, "--no-model", "--language", "it", "--format", "concise").out
    done = run("check", article, "--no-model", "--language", "it", "--format", "concise", how)
    assert article.read_text(encoding="utf-8") == text
    assert re.search(r"note: fixes not made, since they would bring new findings: \d; their findings stay", done.err)
    assert "fixes written" not in done.err
    if how == "--fix":
        assert (done.code, done.out) == (1, before)
