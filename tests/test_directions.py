"""Scripts that are written from right to left: Word is told the direction of each paragraph and of each run."""

from __future__ import annotations

import re
from html import unescape

from editions import entry, reading, single
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from test_render_docx import part, show

from repair.text.direction import by_direction, is_right_to_left

MIXED = 'Il custode legge ad alta voce.\nהשמש אמר: "".\nقال المعلم: «العلم» 12.\nRipete «שלום» e tace.'


@given(st.text(st.sampled_from("aè 1.«\u0301אשلاء\u202e\n\t")))
def test_runs_are_the_text_and_each_has_one_direction(text: str) -> None:
    runs = by_direction(text)
    assert "".join(runs) == text
    assert all(is_right_to_left(run) or not is_right_to_left(run[::-1]) for run in runs)


def test_word_is_told_the_direction_of_each_paragraph() -> None:
    at = MIXED.index('""') + 1
    document = etree.tostring(
        part(show([single(MIXED, entry(at, at, reading("הדלת פתוחה")))]), "word/document.xml"), encoding="unicode"
    )
    paragraphs = re.findall(r"<w:p>.*?</w:p>", document)
    assert ["<w:bidi/>" in paragraph for paragraph in paragraphs] == [False, True, True, False]
    for paragraph in paragraphs:  # each run of words has its own, and marks that of the paragraph
        for properties, words in re.findall(r"<w:r>(<w:rPr><w:rtl/></w:rPr>)?<w:t [^>]*>([^<]*)", paragraph):
            assert bool(properties) == (
                is_right_to_left(words) or ("<w:bidi/>" in paragraph and not re.search("[a-z]", unescape(words)))
            )
