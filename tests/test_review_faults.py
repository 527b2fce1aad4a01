"""Faults that reviewers met on the page, each in a real browser: what is decided is what is shown, and nothing is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cli_runner import run
from editions import entry as found_at
from editions import reading, single
from msgspec.structs import replace
from review_desk import apparatus, desk_at, write
from test_review_browser import Room, browser, decided, leave, press, pytestmark, room  # noqa: F401

from repair.records import Apparatus, Article, Reading, Reference, Witness
from repair.review import log_path
from repair.review.messages import Act


def to(page: Any, number: int) -> None:
    """Go to the entry of that number by the address."""
    page.evaluate(f"location.hash = 'show=all&number={number}'")
    page.reload()
    page.wait_for_selector(".card")


# --- 1: the decision is what is shown ---------------------------------------------------------------------------------


def test_a_decided_entry_shows_its_decision_and_that_is_what_is_edited(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(8))
    page = room.open(room.serve(path), "#show=all")
    page.keyboard.press("2")
    press(page, "a")  # Lodi, the second candidate
    press(page, "x")
    page.keyboard.press("e")
    page.fill("#typed", " e ")
    press(page, "Enter")  # typed beside the fix of a rule
    to(page, 0)
    assert page.inner_text("#site ins").strip() == "Lodi"
    assert "decided" in page.inner_text(".candidate[data-chosen]")
    page.keyboard.press("e")
    assert page.input_value("#typed") == " Lodi"
    page.keyboard.press("Escape")
    press(page, "a")
    assert decided(path)[desk_at(path).cases.names[0]] == ("accept", " Lodi")

    to(page, 1)
    assert page.locator("#site ins").count() == 0
    assert page.locator("input[name=candidate]:checked").count() == 0
    page.keyboard.press("a")
    page.wait_for_selector("#said >> text=No candidate is chosen")
    page.keyboard.press("e")
    assert page.input_value("#typed") == ""
    page.keyboard.press("Escape")

    to(page, 2)
    assert page.inner_text("#site ins.emendation").strip() == "e"
    page.keyboard.press("e")
    assert page.input_value("#typed") == " e "
    page.keyboard.press("Escape")
    press(page, "a")
    assert decided(path)[desk_at(path).cases.names[2]][1] == " e "


# --- 2: drafts --------------------------------------------------------------------------------------------------------


def test_typed_text_is_kept_until_it_is_saved_or_thrown_away(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(8))
    server = room.serve(path)
    page = room.open(server)
    page.keyboard.press("e")
    page.fill("#typed", " Ponte Rotto")
    page.click("#next")
    page.wait_for_url(lambda url: "number=1" in url)
    assert page.locator("#typed").count() == 0
    page.keyboard.press("k")
    page.wait_for_selector("#typed")
    assert page.input_value("#typed") == " Ponte Rotto"
    page.fill("#typed", " Ponte Nuovo")
    page.set_viewport_size({"width": 1200, "height": 500})
    page.reload()
    page.wait_for_selector("#typed")
    assert page.input_value("#typed") == " Ponte Nuovo"
    # Accept would save it, so it is in sight: between the bars, which hide what is behind them
    assert page.evaluate("""() => {
        const { top, bottom } = document.getElementById("typed").getBoundingClientRect();
        const bar = document.querySelector(".bar").getBoundingClientRect();
        return bar.bottom <= top && bottom <= document.querySelector("footer").getBoundingClientRect().top;
    }""")
    page.keyboard.press("e")
    page.keyboard.type("!")
    page.wait_for_timeout(600)
    server.kill()
    page.goto(room.serve(path).url + "#number=0")
    page.wait_for_selector("#typed")
    assert page.input_value("#typed") == " Ponte Nuovo!"
    press(page, "a")  # Accept saves what is typed
    page.wait_for_selector("#said >> text=Emended: «Ponte Nuovo!»")
    assert ("emend", " Ponte Nuovo!") in decided(path).values()
    to(page, 1)
    page.keyboard.press("e")
    page.fill("#typed", "weg")
    page.keyboard.press("Escape")
    page.wait_for_selector("#said >> text=Draft thrown away")
    page.reload()
    page.wait_for_selector(".card")
    assert page.locator("#typed").count() == 0
    assert not list(tmp_path.glob("*drafts*"))
    room.said.clear()


# --- 3: every size ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_size_hides_the_place_or_a_key(room: Room, tmp_path: Path, language: str) -> None:  # noqa: F811
    page = room.open(room.serve(write(tmp_path, apparatus(20), apparatus(3, id="b")), language=language), "#show=all")
    sizes = [
        (320, 568),
        (360, 640),
        (390, 844),
        (660, 700),
        (720, 450),
        (740, 900),
        (820, 1180),
        (1024, 768),
        (1440, 900),
    ]
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for number in range(0, 20, 3):
            page.evaluate(f"location.hash = 'show=all&number={number}'")
            page.reload()
            page.wait_for_selector("#site")
            hidden = page.evaluate("""() => {
              const [box] = [...document.getElementById("site").getClientRects()].sort((a, b) => b.width - a.width);
              const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              const wrong = at?.closest("#site") ? [] : [`place at ${box.y} of ${innerHeight} under ${at?.id || at?.tagName}`];
              for (const button of document.querySelectorAll("footer button, .tools button")) {
                const b = button.getBoundingClientRect();
                if (b.x < 0 || b.right > innerWidth + 1 || button.scrollWidth > button.clientWidth + 1) wrong.push(`${button.id} ${b.x}–${b.right} ${button.scrollWidth}>${button.clientWidth}`);
                if (button.closest("footer") && (b.y < 0 || b.bottom > innerHeight + 1)) wrong.push(`${button.id} below`);
              }
              if (document.documentElement.scrollWidth > innerWidth) wrong.push("wider than the screen");
              return wrong;
            }""")
            assert hidden == [], (width, height, number)


# --- 5: order and progress --------------------------------------------------------------------------------------------


def test_the_queue_goes_article_by_article_and_tells_what_is_left(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(6, id="uno"), apparatus(5, id="due", before="Titolo\n\n"), apparatus(4, id="tre"))
    page = room.open(room.serve(path, "--min-confidence", "0.6"), "")
    assert page.get_by_text("confidence at least 60 %").count()
    assert "uno" in page.inner_text(".facts")
    press(page, "a")
    press(page, "]")
    assert "due" in page.inner_text(".facts")
    assert "5 of 5 left in this article" in page.inner_text("#progress-text")
    press(page, "[")
    assert "uno" in page.inner_text(".facts")
    assert "5 of 6 left in this article" in page.inner_text("#progress-text")
    for _ in range(5):
        press(page, "x")
        page.wait_for_timeout(120)
    assert "entries an hour" in page.inner_text("#progress-text")
    page.click("#open-filter")
    page.select_option("[name=order]", "surest")
    page.select_option("[name=kind]", "some")
    page.fill("[name=confidence]", "0")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=RJ201")


# --- 9: filters -------------------------------------------------------------------------------------------------------


def test_a_search_says_what_it_found_and_how_to_leave_it(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(8, id="cronaca-1952"))
    page = room.open(room.serve(path), "")
    page.keyboard.press("n")
    page.keyboard.type("chiedere al parroco")
    page.keyboard.press("Enter")
    page.wait_for_selector(".opinions")

    def search(words: str) -> None:
        page.keyboard.press("/")
        page.fill("[name=text]", words)
        page.keyboard.press("Enter")
        page.wait_for_selector("#filter:not([open])", state="attached")

    search("zzz")
    page.wait_for_selector("h1 >> text=No entry matches the filters: «zzz»")
    page.click("#clear-filters")
    page.wait_for_selector("text=Entry 1 of 8")
    search("parroco")
    page.wait_for_selector("text=Entry 1 of 1")
    assert page.inner_text(".opinions .hit") == "parroco"
    assert page.inner_text("#filters-list").startswith("«parroco»")
    page.click("#filters-list button")
    page.wait_for_selector("text=Entry 1 of 8")
    search("1952")
    page.wait_for_selector("text=Entry 1 of 8")
    search("pesò")
    page.wait_for_selector(".context .hit >> text=pesò")
    page.keyboard.press("j")
    page.wait_for_selector("text=Entry 2 of 2")
    page.keyboard.press("j")
    page.wait_for_selector("#said >> text=it begins again")


# --- 15: keys ---------------------------------------------------------------------------------------------------------


def test_the_article_opens_right_after_it_was_closed(room: Room, tmp_path: Path) -> None:  # noqa: F811
    page = room.open(room.serve(write(tmp_path, apparatus(8))))
    for _ in range(10):
        page.keyboard.press("v")
        page.wait_for_selector("#article[open] .spot")
        page.keyboard.press("Escape")
        page.keyboard.press("v")
        page.wait_for_selector("#article[open] .spot", timeout=2000)
        page.keyboard.press("Escape")


def test_no_key_is_lost_right_after_a_dialog_was_closed(room: Room, tmp_path: Path) -> None:  # noqa: F811
    """The box of a closed dialog keeps the cursor for a moment; what is typed then is a key, and no text."""
    page = room.open(room.serve(write(tmp_path, apparatus(8))))
    for opener, dialog in (("/", "#filter"), ("m", "#mark")) * 5:
        page.keyboard.press(opener)
        page.wait_for_selector(f"{dialog}[open]")
        page.evaluate("""() => {
          const at = document.activeElement;
          for (const key of ["Escape", "t"]) at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        }""")
        page.wait_for_selector("#team[open]", timeout=2000)
        page.keyboard.press("Escape")


def test_figures_are_written_as_the_language_of_the_page_writes_them(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(8))
    for language, log_probability in (("it", "−2,25"), ("en", "−2.25")):
        page = room.open(room.serve(path, language=language))
        page.keyboard.press("2")
        assert log_probability in page.inner_text(".evidence")


# --- 6: the article as it will stand ----------------------------------------------------------------------------------


def with_copy(made: Apparatus) -> tuple[Apparatus, Reference]:
    """The apparatus with a witness: its article with all best candidates in, and a sentence of its own."""
    from repair.edit import apply

    done = replace(made, entries=tuple(e.accept(0) if e.candidates else e for e in made.entries))
    reference = Reference("copie/mulino.txt", apply(done).text.replace("Quella notte", "In quella lunga notte"))
    return replace(made, witnesses=(Witness(reference.name, 90.0, 90.0),)), reference


def test_context_and_article_show_what_was_decided_beside_the_witness(room: Room, tmp_path: Path) -> None:  # noqa: F811
    made, reference = with_copy(apparatus(6))
    path = write(tmp_path, made)
    (tmp_path / "copie").mkdir()
    (tmp_path / reference.name).write_text(reference.text, encoding="utf-8")
    desk = desk_at(path)
    desk.decide(Act(0, desk.cases.names[0], "accept"))
    desk.decide(Act(1, desk.cases.names[1], "reject"))
    page = room.open(room.serve(path), "#number=2")
    assert "il sindaco di Borgo Vecchio, ormai" in page.inner_text(".context .text")
    assert page.locator(".context ins.done.reading").count() == 1
    page.keyboard.press("v")
    page.wait_for_selector("#article[open]")
    assert "--reference copie/mulino.txt" in page.inner_text("#article-missing")
    page = room.open(room.serve(path, "--reference", str(tmp_path / reference.name)), "#number=2")
    page.keyboard.press("v")
    page.wait_for_selector("#article[open] .pair .there")
    assert "il sindaco di Borgo Vecchio" in page.inner_text(".here >> nth=0").replace("RG103", "").replace("  ", " ")
    odd = page.locator(".there .odd").all_inner_texts()
    assert "lunga" in odd
    assert "mugnaio" not in odd


# --- 4: residue -------------------------------------------------------------------------------------------------------

SHARES = "Condividi su Facebook"


def with_residue(count: int) -> Apparatus:
    """A text that a scraper has taken `count` buttons into, as `suggest` reads it."""
    from repair import suggest

    story = "Il consiglio comunale di Roccabruna ha approvato il bilancio numero {0} dopo una lunga seduta notturna."
    return suggest("".join(f"{story.format(n)}\n\n{SHARES}\n\n" for n in range(count)).rstrip() + "\n", language="it")


def test_residue_is_taken_out_with_one_key_and_with_its_blank_lines(room: Room, tmp_path: Path) -> None:  # noqa: F811
    made = with_residue(6)
    assert [e.finding.code for e in made.entries] == ["RS401"] * 6
    path = write(tmp_path, made)
    page = room.open(room.serve(path), "")
    assert "the marked passage is removed" in page.inner_text(".candidate")
    press(page, "a")
    assert "5" in page.inner_text("#offer")
    page.keyboard.press("=")
    page.wait_for_selector("#equal[open]")
    assert page.locator("#equal li").count() == 6
    assert "The marked passage will be removed in each" in page.inner_text("#equal-text")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card.done")
    outcome = run("apply", path, "--decisions", log_path(path), "-o", tmp_path / "done.txt")
    assert outcome.code == 0, outcome.err
    done = (tmp_path / "done.txt").read_text(encoding="utf-8")
    assert SHARES not in done
    assert "\n\n\n" not in done
    assert done == made.article.text.replace(f"{SHARES}\n\n", "").replace(f"\n\n{SHARES}", "")
    page.keyboard.press("u")  # all equal cases together
    page.wait_for_selector("text=1 of 6 decided")
    assert run("undo", tmp_path / "done.txt", "-o", tmp_path / "undone.txt").code == 0
    assert (tmp_path / "undone.txt").read_text(encoding="utf-8") == made.article.text
    assert run("apply", path, "--accept", "rules", "-o", tmp_path / "all.txt").code == 0
    assert (tmp_path / "all.txt").read_text(encoding="utf-8") == done


# --- 7: the source of an emendation -----------------------------------------------------------------------------------


def test_an_edited_reading_keeps_its_source_in_every_edition(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(4))
    page = room.open(room.serve(path), "")
    page.keyboard.press("e")
    page.keyboard.press("End")
    page.keyboard.type(" Alto")
    press(page, "Enter")
    press(page, "a")
    to(page, 0)
    assert "from a reading of" in page.inner_text(".candidates")
    told = {}
    for format_ in ("tei", "html", "leiden", "docx"):
        target = tmp_path / f"edition.{format_}"
        outcome = run(
            "render", path, "--decisions", log_path(path), "--format", format_, "-o", target, "--language", "en"
        )
        assert outcome.code == 0, outcome.err
        if format_ == "docx":
            with zipfile.ZipFile(target) as packed:
                told[format_] = packed.read("word/comments.xml").decode()
        else:
            told[format_] = target.read_text(encoding="utf-8")
    source = desk_at(path).cases.entry(0).candidates[0].provenance[0]
    assert isinstance(source, Reading)
    for format_ in ("html", "leiden", "docx"):
        assert f"from a reading of {source.reference}" in told[format_], format_
    assert 'source="#w1" resp="#r1"' in told["tei"]
    assert "1 accepted, 1 emended" in told["tei"]
    assert "1 accepted, 1 emended" in told["html"]
    assert json.loads(run("decisions", log_path(path), "--format", "json").out)["reviewers"]["anna"] == {
        "accepted": 1, "emended": 1, "rejected": 0, "undone": 0,
    }  # fmt: skip


# --- 10: a new crawl --------------------------------------------------------------------------------------------------


def test_a_changed_word_loses_no_decision_and_what_is_lost_is_placed_by_hand(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(8))
    desk = desk_at(path)
    for number in range(8):
        desk.decide(Act(number, desk.cases.names[number], "accept" if number % 4 < 3 else "reject"))
    made = apparatus(8)
    text, entries = made.article.text, list(made.entries)
    for old, new in (
        ("Quella notte il sindaco di", "Quella sera il sindaco di"),
        ("domanda numero 5 rispose «", "richiesta del parroco lesse ad alta voce «"),
        ("» e tornò al lavoro.\n\nNel 1906", "», senza mai voltarsi. Poi, nel 1906"),
    ):
        at = text.index(old) if old[0] != "»" else text.rindex(old)
        text = text[:at] + new + text[at + len(old) :]
        for n, entry in enumerate(entries):
            if entry.finding.start > at:
                start = entry.finding.start + len(new) - len(old)
                entries[n] = replace(entry, finding=replace(entry.finding, start=start, end=start))
    crawled = replace(made, article=replace(made.article, id="nuovo", text=text), entries=tuple(entries))
    new_path = write(tmp_path, crawled, name="new.json")
    outcome = run("decisions", log_path(path), "--apparatus", new_path)
    assert "found again at the place most like its own" in outcome.out
    page = room.open(room.serve(new_path, "--decisions", str(log_path(path))), "#show=all")
    assert "7 of 8 decided" in page.inner_text("#progress-text")
    assert "accepted" in page.inner_text(".status")
    page.click("#open-lost")
    page.wait_for_selector("#lost li")
    page.keyboard.press("Escape")
    to(page, 5)
    page.click("#open-lost")
    page.click("#lost li button")
    page.wait_for_selector("text=8 of 8 decided")
    assert page.locator("#open-lost:visible").count() == 0
    outcome = run("apply", new_path, "--decisions", log_path(path), "-o", tmp_path / "done.txt")
    assert outcome.code == 0, outcome.err
    page.keyboard.press("u")
    page.wait_for_selector("text=7 of 8 decided")
    page.keyboard.press("Shift+L")
    page.wait_for_selector("#lost li")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("text=The decision no longer counts")
    assert page.locator("#open-lost:visible").count() == 0
    page.keyboard.press("Shift+L")
    page.wait_for_selector("text=Every decision has its place.")
    page.keyboard.press("u")
    page.wait_for_selector("#open-lost:visible")


# --- 11: what the program did not see ---------------------------------------------------------------------------------


def test_what_nobody_saw_is_marked_by_hand(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(4), apparatus(2, id="altro"))
    page = room.open(room.serve(path), "")
    page.keyboard.press("m")
    page.fill("#mark [name=words]", "non c'è")
    page.click("#mark .yes")
    page.wait_for_selector("#mark-error >> text=does not have these words")
    room.said.clear()  # the browser's own word on the refusal
    page.fill("#mark [name=words]", "un vecchio mugnaio")
    page.check("#mark [value=correction]")
    page.fill("#mark [name=text]", "un giovane mugnaio")
    page.click("#mark .yes")
    page.wait_for_selector("#said >> text=marked by hand")
    assert "1 of 7 decided" in page.inner_text("#progress-text")
    assert "un giovane mugnaio" in page.inner_text("#site ins")
    page.keyboard.press("v")
    page.wait_for_selector("#article[open]")
    page.evaluate("""() => {
      const node = [...document.querySelectorAll("#article-text [data-start]")].find((n) => n.textContent.includes("il fiume"));
      const text = node.firstChild, at = text.data.indexOf("il fiume");
      getSelection().setBaseAndExtent(text, at, text, at + 8);
    }""")
    page.click("#article-mark")
    assert page.input_value("#mark [name=words]") == "il fiume"
    page.fill("#mark [name=text]", "in piena")
    page.click("#mark .yes")
    page.wait_for_selector("text=2 of 8 decided")
    done = tmp_path / "done.jsonl"
    outcome = run("apply", path, "--decisions", log_path(path), "-o", done)
    tei = run("render", path, "--decisions", log_path(path), "--format", "tei", "-o", tmp_path / "e.xml")
    assert tei.code == 0, tei.err
    edition = (tmp_path / "e.xml").read_text(encoding="utf-8")
    assert "<sic>un vecchio mugnaio</sic>" in edition
    assert "> in piena</supplied>" in edition
    page.keyboard.press("u")
    page.wait_for_selector("text=1 of 7 decided")
    page.keyboard.press("u")
    page.wait_for_selector("text=0 of 6 decided")
    assert outcome.code in (0, 1, 2)


def test_an_article_in_which_nothing_was_found_can_be_read_and_marked(room: Room, tmp_path: Path) -> None:  # noqa: F811
    sound = Apparatus(Article("sano.txt", "Un articolo senza voci. Il sindaco torna a casa.\n", "it"))
    path = write(tmp_path, apparatus(1), sound)
    page = room.open(room.serve(path), "")
    page.keyboard.press("a")
    page.wait_for_selector(".card.done")
    page.keyboard.press("m")  # with no entry on the screen, to the article
    page.wait_for_selector("#article[open]")
    assert page.is_disabled("#article-before")
    page.click("#article-after")
    page.wait_for_selector("#article-title >> text=sano.txt")
    assert page.is_disabled("#article-after")
    page.keyboard.press("m")
    page.fill("#mark [name=words]", "Il sindaco")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Seen by: anna")
    page.keyboard.press("u")
    page.wait_for_selector(".card.done")


# --- several reviewers ------------------------------------------------------------------------------------------------


def test_the_page_tells_what_was_done_and_how_far_reviewers_agree(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(8))
    one, other = desk_at(path), desk_at(path, "bruno")
    for number in (0, 1, 2, 4, 5):
        one.decide(Act(number, one.cases.names[number], "accept"))
        other.decide(Act(number, other.cases.names[number], "reject" if number == 5 else "accept"))
    page = room.open(room.serve(path, reviewer="carla"), "")
    page.keyboard.press("t")
    page.wait_for_selector("#team[open]")
    told = page.inner_text("#team-tables")
    assert "anna · bruno" in told
    assert "4 / 5" in told
    assert "80" in told
    assert one.summary().days[0].decided == 5
    page.click("#team-conflicts")  # a third settles what the two disagree on
    page.wait_for_selector(".opinions.conflict")
    assert "in conflict" in page.inner_text("#filters-list").lower()


def test_a_curator_settles_what_reviewers_differ_on(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, apparatus(8))
    one, other = desk_at(path), desk_at(path, "bruno")
    for number in (0, 1, 2):
        one.decide(Act(number, one.cases.names[number], "accept"))
    other.decide(Act(0, one.cases.names[0], "emend", text=" Pieve"))
    other.decide(Act(1, one.cases.names[1], "reject"))
    other.decide(Act(2, one.cases.names[2], "accept"))
    render = ("render", path, "--decisions", log_path(path), "--format", "leiden", "-o", tmp_path / "edition.txt")
    assert run(*render).code == 2
    page = room.open(room.serve(path, "--curate", reviewer="carla"), "")
    assert "Entry 1 of 8" in page.inner_text(".facts")
    assert "yours settles it for all" in page.inner_text(".opinions")
    assert "decided by anna" in page.inner_text(".candidate >> nth=0")
    page.keyboard.press("4")
    assert "decided by bruno" in page.inner_text(".candidate[data-chosen]")
    press(page, "a")
    page.keyboard.press("x")
    page.wait_for_selector(".card.done")
    assert "in conflict" not in page.inner_text("#progress-text")
    assert run(*render).code == 0
    edition = (tmp_path / "edition.txt").read_text(encoding="utf-8")
    assert "Pieve" in edition
    to(page, 0)
    said = page.locator(".opinions li")
    assert "settles the conflict" in said.filter(has_text="carla").inner_text()
    assert "settles" not in said.filter(has_text="bruno").inner_text()
    for count in (1, 2):
        page.keyboard.press("u")
        page.wait_for_selector(f"#progress-text >> text={count} in conflict")
    assert run(*render).code == 2
    one.decide(Act(3, one.cases.names[3], "emend", text=" vide"))  # where nobody differs there is nothing to settle
    carla = desk_at(path, "carla", curates=True)
    assert not carla.decide(Act(4, one.cases.names[4], "accept")).settles


def test_reviewers_divide_the_articles(room: Room, tmp_path: Path) -> None:  # noqa: F811
    path = write(tmp_path, *(apparatus(3, id=f"articolo-{n}") for n in range(4)))
    page = room.open(room.serve(path, "--share", "2/2"), "")
    assert "part 2/2 of the articles" in page.inner_text("#filters-list")
    seen = set()
    for number in range(6):
        seen.add(page.inner_text(".facts span >> nth=2").partition(" ")[0])
        press(page, "x") if number < 5 else page.keyboard.press("x")
    page.wait_for_selector(".card.done")
    assert seen == {"articolo-1", "articolo-3"}
    assert run("review", path, "--share", "3/2", "--no-browser").code == 2


def test_the_page_sets_each_paragraph_in_its_own_direction(room: Room, tmp_path: Path) -> None:  # noqa: F811
    """A page's first letter is of one script, and some of its paragraphs of another."""
    text = 'Il custode legge ad alta voce.\nהשמש אמר: "".\nRipete «שלום» e tace.'
    at = text.index('""') + 1
    page = room.open(room.serve(write(tmp_path, single(text, found_at(at, at, reading("הדלת פתוחה"))))))
    page.wait_for_selector("#site")
    before: list[dict[str, Any]] = page.evaluate(
        """() => {
          const site = document.getElementById("site").getBoundingClientRect(), found = [];
          for (const node of document.querySelectorAll(".context .text span[data-start]")) {
            const box = [...node.getClientRects()].find((each) => Math.abs(each.top - site.top) < 8);
            if (box) found.push({ first: node.compareDocumentPosition(document.getElementById("site")) === 4, left: box.left < site.left });
          }
          return found;
        }"""
    )
    assert before == [{"first": True, "left": False}, {"first": False, "left": True}]


def test_what_is_typed_is_seen_in_its_place_and_a_missing_blank_is_told(room: Room, tmp_path: Path) -> None:  # noqa: F811
    page = room.open(room.serve(write(tmp_path, apparatus(4), apparatus(4, id="altro"))))
    page.wait_for_selector(".card")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("Lodi")
    assert page.locator("#site ins.emendation").inner_text() == "Lodi"
    assert page.locator("#typing [role=status]", has_text="is a blank missing").count()
    page.keyboard.press("Home")
    page.keyboard.type(" ")
    assert page.locator("#typing [role=status]").inner_text() == ""
    page.reload()
    page.wait_for_selector("#site ins.emendation")
    page.locator("#typing-cancel").click()
    assert page.locator("#site ins.reading").inner_text() == " Borgo Vecchio"
    # where a keyboard makes a bracket with AltGr or Option, it still turns to the next article
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: ']', altKey: true, ctrlKey: true, bubbles: true}))"
    leave(page, lambda: page.evaluate(press))
    assert "altro" in page.locator(".facts").inner_text()
