"""The desk in a terminal, driven key by key, on the log that the page reads."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from review_desk import apparatus, desk_at, write
from stopwatch import Stopwatch

pytest.importorskip("textual", reason="the terminal's library is not installed: pip install '.[tui]'")

from repair.edit import accept_best, apply
from repair.records import Apparatus, Article, Candidate, Entry, Finding, RuleSource
from repair.review import fold, log_path, read_log
from repair.review.messages import Act
from repair.review.replay import replay
from repair.review.terminal.app import Terminal
from repair.review.terminal.widgets import Box
from repair.review.words import REVIEW_WORDS
from repair.text.spacing import touches

Drive = Callable[[Terminal, Any], Awaitable[None]]


def drive(
    path: Path, work: Drive, *, language: str = "en", reviewer: str = "anna", size: tuple[int, int] = (100, 40)
) -> None:
    async def main() -> None:
        app = Terminal(desk_at(path, reviewer), language)
        async with app.run_test(size=size) as pilot:
            await work(app, pilot)

    asyncio.run(main())


def seen(app: Terminal) -> str:
    return "\n".join(str(app.query_one(f"#{name}").render()) for name in ("head", "context", "candidates", "said"))


def outcomes(path: Path) -> dict[str, tuple[str, str | None]]:
    state = fold(read_log(log_path(path), pytest.fail))
    return {key[1][:5]: (by["anna"].decision, by["anna"].outcome) for key, by in state.decided().items()}


def test_decide_edit_note_and_undo(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))

    async def work(app: Terminal, pilot: Any) -> None:
        assert "Borgo Vecchio" in seen(app)
        await pilot.press("2", "a")
        assert "✓ Saved. Accepted: «Lodi»" in seen(app)
        await pilot.press("x")
        await pilot.press("space", "e")
        await pilot.press(*" alzarono", "enter")
        assert "✓ Saved. Emended: «alzarono»" in seen(app)
        await pilot.press("n", *"dubbio", "enter")
        await pilot.press("u", "u")
        assert "✓ Undone" in seen(app)
        await pilot.press("e", *"ignored", "escape")
        await pilot.press("e", *" vestirono", "enter")

    drive(path, work)
    assert outcomes(path) == {
        "RG103": ("accept", " Lodi"),
        "RG101": ("reject", None),
        "RG112": ("emend", " vestirono"),
    }


def test_an_edit_goes_on_from_the_candidate_line_breaks_and_all(tmp_path: Path) -> None:
    made = apparatus(1)
    passage = replace(made.entries[0].candidates[0], text="\n\nUn passo\nsu due righe")
    path = write(tmp_path, replace(made, entries=(replace(made.entries[0], candidates=(passage,)),)))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("e", *" e", "ctrl+j", *"mezza", "enter")

    drive(path, work)
    assert outcomes(path) == {"RG103": ("emend", "\n\nUn passo\nsu due righe e\nmezza")}


def test_every_part_has_a_place_of_its_own_on_the_screen(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))

    async def work(app: Terminal, pilot: Any) -> None:
        for keys in (("a",), ("e",)):  # something was saved; something is being typed
            await pilot.press(*keys)
            await pilot.pause()
            parts = [app.query_one(name).region for name in ("#head", "#body", "#typed", "#said", "#keys")]
            shown = [part for part in parts if part.height]
            assert len(shown) == (5 if keys == ("e",) else 4)
            assert shown == sorted(shown, key=lambda part: part.y)
            assert all(above.bottom <= below.y for above, below in pairwise(shown))
            assert shown[-1].bottom == app.size.height

    drive(path, work)


def test_equal_cases_article_and_help(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(12))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("slash", *"RJ2", "enter")
        await pilot.press("A")
        assert len(app.screen_stack) == 2
        await pilot.press("a")
        assert "Equal cases decided: 3" in seen(app)
        await pilot.press("slash", *"zzz", "enter")
        assert "No entry matches the filters: zzz" in seen(app)
        await pilot.press("slash", "backspace", "backspace", "backspace", "enter")
        for key in ("v", "question_mark"):
            await pilot.press(key)
            assert len(app.screen_stack) == 2
            await pilot.press("escape")
            assert len(app.screen_stack) == 1

    drive(path, work)
    assert len(read_log(log_path(path), pytest.fail)) == 3


def test_others_are_seen_and_conflicts_shown(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(2))
    other = desk_at(path, "bruno")

    async def work(app: Terminal, pilot: Any) -> None:
        other.decide(Act(0, other.cases.names[0], "reject"))
        app.look_for_others()
        await pilot.pause()
        assert "bruno rejects" in seen(app)
        await pilot.press("a")
        assert "1 in conflict" in seen(app)

    drive(path, work)


def test_a_second_reviewer_finds_what_the_first_decided_and_how_the_edition_is_made(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(3))
    first = desk_at(path)
    for number, decision in enumerate(("accept", "reject", "accept")):
        first.decide(Act(number, first.cases.names[number], decision))

    async def work(app: Terminal, pilot: Any) -> None:
        assert "Not yet decided by me (3)" in seen(app)
        assert f"repair render {path} --decisions {log_path(path)} --format tei -o mulino.xml" in seen(app)
        await pilot.press("s")
        assert "anna accepts" in seen(app)
        await pilot.press("x")
        assert "1 in conflict" in seen(app)
        assert "1 by you" in seen(app)
        await pilot.press("s", "s")
        assert "Reviewers disagree" in seen(app)
        await pilot.press("a")
        assert "repair render" not in seen(app).partition("Nothing left")[0]

    drive(path, work, reviewer="bruno")


@pytest.mark.parametrize("language", list(REVIEW_WORDS))
def test_foreign_text_steers_no_terminal(tmp_path: Path, language: str) -> None:
    path = write(tmp_path, apparatus(4, hostile="\x1b[2J[bold red]\u202e[/]\x07"))

    async def work(app: Terminal, pilot: Any) -> None:
        for _ in range(4):
            text = seen(app)
            assert not {"\x1b", "\u202e", "\x07"} & set(text)
            assert "␛[2J[bold red]" in text
            await pilot.press("e")
            assert not {"\x1b", "\u202e", "\x07"} & set(app.query_one("#typed", Box).text)
            await pilot.press("escape")
            await pilot.press("j")

    drive(path, work, language=language)


def test_what_cannot_be_saved_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(2))

    async def work(app: Terminal, pilot: Any) -> None:
        log_path(path).mkdir()
        await pilot.press("x")
        assert "⚠ Not saved" in seen(app)

    drive(path, work)


def shown_lines(app: Terminal) -> str:
    """What stands on the screen, in the order of its lines, with a blank between two styles."""
    picture = app.export_screenshot().rpartition("</style>")[2]
    return html.unescape(re.sub(r"<[^>]*>", " ", picture))


@pytest.mark.parametrize("language", list(REVIEW_WORDS))
def test_eighty_columns_hold_every_key_and_the_article_opens_at_the_entry(tmp_path: Path, language: str) -> None:
    path = write(tmp_path, apparatus(60))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.pause()
        words = REVIEW_WORDS[language]
        screen = " ".join(shown_lines(app).split())
        for word in ("accept", "reject", "edit", "undo", "filter", "show", "help", "close"):
            assert words[word] in screen, word
        for _ in range(40):
            await pilot.press("j")
        await pilot.press("v")
        await pilot.pause()
        await pilot.pause()
        assert "Nel 1940 la maestra" in " ".join(shown_lines(app).split())

    drive(path, work, language=language, size=(80, 24))


def test_what_is_typed_survives_the_program(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))

    async def killed(app: Terminal, pilot: Any) -> None:
        await pilot.press("e", *" Alto")

    async def again(app: Terminal, pilot: Any) -> None:
        assert "Draft, not saved" in seen(app)
        await pilot.press("e")
        assert app.query_one("#typed", Box).text == " Borgo Vecchio Alto"
        await pilot.press("enter")

    drive(path, killed)
    drive(path, again)
    assert outcomes(path) == {"RG103": ("emend", " Borgo Vecchio Alto")}


def test_a_decided_entry_shows_its_decision(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(2))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("2", "a", "x", "s", "s")  # to what is decided
        assert "▶ 2 ✓ decided" in seen(app)
        await pilot.press("j")
        assert "Candidates rejected" in seen(app)
        await pilot.press("a")
        assert "No candidate is chosen" in seen(app)

    drive(path, work)


def test_the_terminal_says_why_and_writes_figures_as_the_language_does(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(2))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("2")
        assert "Causa più frequente: il link o le parole in risalto" in seen(app)
        assert "log-probabilità −2,25 nat" in seen(app)

    drive(path, work, language="it")


def test_residue_is_shown_with_the_blank_that_goes_with_it(tmp_path: Path) -> None:
    text = "La giornata è stata lunga. PUBBLICITÀ Il consiglio si riunisce lunedì."
    found = Finding(27, 37, "RS401", "text of the page", 0.9)
    entry = Entry(found, (Candidate("", 0.9, (RuleSource("advert-inside"),)),))
    path = write(tmp_path, Apparatus(Article("a.txt", text, "it"), (entry,)))

    async def work(app: Terminal, pilot: Any) -> None:
        assert "⟦PUBBLICITÀ␣⟧" in seen(app)
        await pilot.press("a")

    drive(path, work)
    decided = replay(desk_at(path).cases.apparatus(0), fold(read_log(log_path(path), pytest.fail)))
    assert apply(decided.apparatus).text == text.replace("PUBBLICITÀ ", "")


def test_equal_residue_is_shown_with_the_breaks_that_go_if_all_of_it_goes(tmp_path: Path, stopwatch: Stopwatch) -> None:
    text = "".join(f"Paragrafo numero {n} della storia.\n\nCondividi\n\n" for n in range(1000))
    out = (Candidate("", 0.9, (RuleSource("share-line"),)),)
    spans = (found.span() for found in re.finditer("Condividi", text))
    entries = tuple(Entry(Finding(*span, "RS401", "text of the page", 0.9), out) for span in spans)
    desk = desk_at(write(tmp_path, Apparatus(Article("a.txt", text, "it"), entries)))
    # it took three seconds when each looked at all others
    assert stopwatch.seconds(lambda: desk.equals(0)) < 1
    cases, total, decision = desk.equals(0)
    assert (total, decision) == (1000, "accept")
    shown = [case.place.span for case in cases]
    assert shown == ["Condividi\n\n"] * 999 + ["\n\nCondividi"]
    left = apply(accept_best(desk.cases.apparatus(0), lambda entry: 0)).text
    assert len(text) - len(left) == sum(map(len, shown))
    desk.decide(Act(0, desk.cases.names[0], "reject"))
    cases, total, decision = desk.equals(0)
    assert (total, decision) == (1000, "reject")
    assert {case.place.span for case in cases} == {"Condividi"}  # nothing goes with what stays


def test_the_context_is_cut_between_words_and_says_so(tmp_path: Path) -> None:
    made = apparatus(12)
    words = set(re.findall(r"\w+", made.article.text))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press(*["j"] * 6)
        shown = str(app.query_one("#context").render())
        assert (shown[:2], shown[-2:]) == ("… ", " …")
        assert set(re.findall(r"\w+", re.sub("⟦.*?⟧", "", shown))) <= words

    drive(write(tmp_path, made), work)


def test_an_emendation_that_touches_its_neighbours_is_told(tmp_path: Path) -> None:
    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("e")
        app.query_one("#typed", Box).load_text("Lodi")
        await pilot.pause()
        assert "is a blank missing" in seen(app)
        app.query_one("#typed", Box).load_text(" Lodi")
        await pilot.pause()
        assert "is a blank missing" not in seen(app)

    drive(write(tmp_path, apparatus(4)), work)


@pytest.mark.parametrize(
    ("before", "words", "after", "joined"),
    [
        ("il sindaco di", "Lodi", ", ormai", True),
        ("il sindaco di", " Lodi", ", ormai", False),
        ("il sindaco di", " Lodi", "ormai", True),
        ("disse,", "poi", " tacque", True),
        ("disse «", "no", "» e poi", False),
        ("dell'", "orto", " e", False),
        ("una", "", "parola", True),
        ("una ", "", "parola", False),
        ("", "Prima", " riga", False),
    ],
)
def test_what_touches_its_neighbours(before: str, words: str, after: str, joined: bool) -> None:
    assert touches(before, words, after) is joined


# --- what the page has too ---------------------------------------------------------------------------------------


def test_what_is_typed_is_shown_in_its_place_until_it_is_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("space", "space", "space", "e", *" andarono via")
        shown = str(app.query_one("#context").render())
        assert "donne del paese si⟦ andarono via⟧" in shown
        await pilot.press("escape")
        assert "andarono via" not in str(app.query_one("#context").render())

    drive(path, work)
    assert not log_path(path).exists()


def test_a_place_is_marked_by_hand_by_keys_alone_and_taken_back(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))

    async def work(app: Terminal, pilot: Any) -> None:
        await pilot.press("m", *"il farmacista raccontava", "enter", "enter", *"a tutti", "enter")
        assert "✓ Saved. Entry marked by hand" in seen(app)
        assert "RG112" in seen(app)
        await pilot.press("m", *"le parole che non ci sono", "enter", "down", "enter")
        assert "⚠ Not saved" in seen(app)
        assert app.query_one("#typed", Box).text == "le parole che non ci sono"  # to be put right
        await pilot.press("escape")
        await pilot.press("m", *"del paese", "enter", "down", "enter")
        assert "✓ Saved. Entry marked by hand" in seen(app)
        assert "RS401" in seen(app)
        await pilot.press("u")
        assert "✓ Undone" in seen(app)

    drive(path, work)
    state = fold(read_log(log_path(path), pytest.fail))
    assert [(key[1][:5], by["anna"].found.text) for key, by in state.marks().items() if by["anna"].found] == [
        ("RG112", "")
    ]
    assert [by["anna"].outcome for by in state.decided().values()] == [" a tutti"]
    assert any(line.decision == "undo" for line in read_log(log_path(path), pytest.fail))


def test_a_decision_whose_sentence_is_gone_is_listed_dropped_and_taken_up_again(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))
    desk = desk_at(path)
    desk.decide(Act(3, desk.cases.names[3], "emend", text=" lavarono"))
    write(tmp_path, apparatus(3))  # the article was crawled again, and the sentence is gone

    async def work(app: Terminal, pilot: Any) -> None:
        assert "Decisions without a place: 1 [L]" in seen(app)
        await pilot.press("L", "enter", "enter")
        assert "✓ Saved. The decision no longer counts; the log keeps it" in seen(app)
        assert "without a place" not in seen(app)
        await pilot.press("L")
        assert "Every decision has its place." in seen(app)
        await pilot.press("u")
        assert "✓ Undone" in seen(app)
        assert "Decisions without a place: 1 [L]" in seen(app)
        await pilot.press("L", "enter", "down", "enter")
        assert "✓ Saved. The decision belongs to this entry now" in seen(app)

    drive(path, work)
    assert [line.decision for line in read_log(log_path(path), pytest.fail)] == ["emend", "drop", "undo", "move"]
