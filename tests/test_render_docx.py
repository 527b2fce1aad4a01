from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

import pytest
from editions import apparatuses, entry, mill, read, reading, repaired, signed, single
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from repair.records import Apparatus, Article, Entry
from repair.render import BINARY_RENDERERS, Style
from repair.render.style import reported
from repair.review.events import Found

docx: Any = pytest.importorskip("docx", reason="python-docx is not installed: pip install '.[dev]'")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def show(sample: Iterable[Apparatus], style: Style | None = None) -> bytes:
    return b"".join(BINARY_RENDERERS["docx"](sample, style or Style()))


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return etree.fromstring(package.read(name))


def resolve(data: bytes, *, accept: bool) -> str:
    """The text of a document once all its changes are accepted or rejected, as Word does it: a paragraph whose mark
    goes away flows into the next one."""
    gone = f"{W}del" if accept else f"{W}ins"
    out: list[str] = []
    for paragraph in part(data, "word/document.xml").iter(f"{W}p"):
        for leaf in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab"):
            if not any(a.tag == gone for a in leaf.iterancestors()):
                out.append("\t" if leaf.tag == f"{W}tab" else leaf.text)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or mark.find(gone) is None:
            out.append("\n")
    return "".join(out)[:-1]


def seen(text: str) -> str:
    """`text` as Word can show it: control characters as signs, every line break as the end of a paragraph."""
    text = text.replace("\r\n", "\n")
    text = re.sub(r"[\x00-\x08\x0b-\x1f]", lambda m: chr(0x2400 + ord(m[0])), text).replace("\x7f", "␡")
    hidden = r"[\x80-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
    return re.sub(hidden, lambda m: f"\\x{ord(m[0]):02x}" if m[0] < "\u0100" else f"\\u{ord(m[0]):04x}", text)


@pytest.mark.parametrize("case", ["mulino", "registro"])
def test_accepting_all_repairs_and_rejecting_all_restores(case: str) -> None:
    (sample,) = read(case)
    data = show([sample])
    assert resolve(data, accept=False) == seen(sample.article.text)
    assert resolve(data, accept=True) == seen(repaired(sample))


def _breaks_stay_whole(sample: Apparatus) -> bool:
    """Whether no entry parts a carriage return from its line feed, which Word has no way to show."""
    text = sample.article.text
    edges = {o for e in sample.entries for o in (e.finding.start, e.finding.end)}
    edges_cut = any(text[o - 1 : o + 1] == "\r\n" for o in edges if o)
    proposed = [c.text for e in sample.entries for c in e.candidates]
    return not edges_cut and not any(c.startswith("\n") or c.endswith("\r") for c in proposed)


@settings(max_examples=120, deadline=None)
@given(apparatuses().filter(_breaks_stay_whole))
def test_any_article_is_restored_and_repaired(sample: Apparatus) -> None:
    data = show([sample])
    assert resolve(data, accept=False) == seen(sample.article.text)
    assert resolve(data, accept=True) == seen(repaired(sample))


def test_a_reader_of_word_files_opens_it() -> None:
    document = docx.Document(io.BytesIO(show([mill()], Style(language="en"))))
    paragraphs = [p.text for p in document.paragraphs]
    assert paragraphs[0] == "Il mulino del ponte riapre sabato."
    assert len(paragraphs) == mill().article.text.count("\n") + 1
    comments = list(document.comments)
    assert [c.author for c in comments][:3] == [
        "reading: copia-2, copia-3",
        "prediction: it-en-small",
        "rule: lost-blank",
    ]
    assert "RG103 stranded function word" in comments[0].text
    assert "“ Vallescura” · reading: copia-2, copia-3 · 0.94 · open" in comments[0].text
    assert "or “ Vallombra” · reading: copia-4 · 0.31" in comments[0].text


def test_changes_carry_their_source_as_author_and_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740830400")
    root = part(show([mill()]), "word/document.xml")
    changes = {
        "".join(e.itertext()): (e.get(f"{W}author"), e.get(f"{W}date"))
        for e in root.iter(f"{W}ins", f"{W}del")
        if e.getparent().tag == f"{W}p"
    }
    assert changes[" Vallescura"] == ("lezione: copia-2, copia-3", "2025-03-01T12:00:00Z")
    assert changes["Condividi su"] == ("regola: residue", "2025-03-01T12:00:00Z")
    assert changes["(Fratelli Busi)"] == ("M. Ferri", "2025-03-02T10:20:00Z")
    assert show([mill()]) == show([mill()])


def test_an_accepted_change_is_by_the_reviewers_and_of_their_day() -> None:
    data = show([signed()])
    changes = {
        "".join(e.itertext()): (e.get(f"{W}author"), e.get(f"{W}date"))
        for e in part(data, "word/document.xml").iter(f"{W}ins")
    }
    assert changes == {
        " scuola": ("Anna Valli", "2026-03-03T01:30:00Z"),
        " notte": ("bruno", "2026-03-02T09:00:00Z"),
        " marzo": ("bruno", "2026-03-02T09:00:00Z"),
    }
    said = ["".join(c.itertext()) for c in part(data, "word/comments.xml")]
    assert "“ scuola” · lezione: copia-2" in said[0]  # in the language of the article
    assert "accettata da Anna Valli, bruno" in said[0]
    assert "Anna Valli: vista sul microfilm" in said[0]


@pytest.mark.parametrize(
    ("language", "told"), [("it", "segnata a mano da Anna Valli"), ("en", "marked by hand by Anna Valli")]
)
def test_who_marked_a_place_by_hand_is_told_in_the_language_of_the_edition(language: str, told: str) -> None:
    found = Found(9, 9, "RG112").finding("Anna Valli", 9)
    sample = Apparatus(Article("a.txt", "Il sindaco torna a casa.", language), (Entry(found),))
    assert told in "".join(part(show([sample]), "word/comments.xml").itertext())


@settings(max_examples=50, deadline=None)
@given(st.lists(apparatuses(), max_size=2))
def test_ids_are_unique_and_every_comment_is_anchored(sample: list[Apparatus]) -> None:
    data = show(sample)
    document, comments = part(data, "word/document.xml"), part(data, "word/comments.xml")
    changes = [e.get(f"{W}id") for e in document.iter(f"{W}ins", f"{W}del")]
    assert len(set(changes)) == len(changes)
    written = [c.get(f"{W}id") for c in comments]
    assert len(written) == sum(len(reported(a, Style())) for a in sample)
    for anchor in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [e.get(f"{W}id") for e in document.iter(W + anchor)] == written


def test_several_articles_stand_under_their_ids() -> None:
    document = docx.Document(io.BytesIO(show(read("due"))))
    heads = [p.text for p in document.paragraphs if p.style.name.lower() == "heading 1"]
    assert heads == ["mulino", "registro <1>"]


def test_articles_are_taken_one_at_a_time() -> None:
    taken = 0

    def many() -> Iterable[Apparatus]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield single("Il coro della ha cantato.", entry(13, 13, reading(" scuola")), name=str(number))

    chunks = iter(BINARY_RENDERERS["docx"](many(), Style()))
    next(chunks)
    assert taken <= 2
    assert all(isinstance(chunk, bytes) for chunk in chunks)
