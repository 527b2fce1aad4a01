from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repair.config import Config
from repair.errors import ApparatusError, ConfigError, RecordError
from repair.interchange import decode, encode
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Prediction, Reading, RuleSource, Signature


def finding(start: int, end: int, code: str = "RG103") -> Finding:
    return Finding(start, end, code, "message", 0.8, (1, 3), ("stranded",))


READING = Candidate(" film", 0.96, (Reading("copy-2", 80, 85, 100.0, 98.2),))
GUESS = Candidate(" fatti", 0.05, (Prediction("it-en-small", -3.0, 1),))


def test_a_candidate_without_provenance_is_refused() -> None:
    with pytest.raises(RecordError, match="no provenance"):
        Candidate(" film", 0.5, ())


def test_a_reading_and_a_prediction_never_share_a_candidate() -> None:
    with pytest.raises(RecordError, match="mixes"):
        Candidate(" film", 0.5, (*READING.provenance, *GUESS.provenance))


def test_entries_out_of_text_order_and_beyond_the_text_are_refused() -> None:
    with pytest.raises(RecordError, match="order"):
        Apparatus(Article("a", "x" * 9), (Entry(finding(5, 5)), Entry(finding(2, 3))))
    with pytest.raises(RecordError, match="ends at 10"):
        Apparatus(Article("a", "x" * 9), (Entry(finding(5, 10)),))


def test_an_entry_is_accepted_exactly_when_it_chose() -> None:
    entry = Entry(finding(0, 0), (READING, GUESS))
    assert entry.accept(1).accepted == GUESS
    assert entry.accept(1).reject().accepted is None
    with pytest.raises(RecordError):
        Entry(finding(0, 0), (READING,), "accepted", None)
    with pytest.raises(RecordError):
        entry.accept(2)


@given(
    st.text(min_size=3),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([(), (READING,), (READING, GUESS)]))),
)
def test_json_gives_the_apparatus_back(text: str, spans: list[tuple[int, int, tuple[Candidate, ...]]]) -> None:
    entries = tuple(Entry(finding(a, b), c) for a, b, c in sorted((min(s[:2]), max(s[:2]), s[2]) for s in spans))  # type: ignore[type-var]
    apparatus = Apparatus(Article("id", text, "it"), entries)
    assert decode(encode(apparatus)) == apparatus


def test_an_edited_text_is_noticed_when_read() -> None:
    line = encode(Apparatus(Article("id", "testo sano", "it"))).replace(b"testo sano", b"testo sane")
    with pytest.raises(ApparatusError, match=r"f\.json.*SHA-256"):
        decode(line, where="f.json:1")


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(ConfigError, match="RX9"):
        Config(select=("RX9",))


def test_the_longest_prefix_decides() -> None:
    config = Config(select=("RG", "RJ202"), ignore=("RG107", "RJ"))
    assert [config.wants(c) for c in ("RG101", "RG107", "RJ202", "RJ201", "RE301")] == [True, False, True, False, False]


def test_rule_sources_survive_json() -> None:
    candidate = Candidate(" ", 0.9, (RuleSource("lost-blank"),))
    apparatus = Apparatus(Article("id", "a,b"), (Entry(finding(2, 2, "RJ201"), (candidate,)),))
    assert decode(encode(apparatus)) == apparatus


def test_signatures_survive_json_and_files_without_them_are_read() -> None:
    by = (Signature("anna", "2026-03-02T10:20:00Z", "dal microfilm"), Signature("bruno"))
    open_ = Entry(finding(0, 0), (READING,))
    apparatus = Apparatus(Article("id", "abc"), (open_.accept(0, by), open_.reject(by[1:]), open_))
    line = encode(apparatus)
    assert decode(line) == apparatus
    assert b'"decided_by":[{"reviewer":"bruno"}]' in line
    bare = encode(Apparatus(Article("id", "abc"), (open_,)))
    assert b"decided_by" not in bare
    assert decode(bare).entries[0].decided_by == ()


def test_nobody_signs_for_what_is_open() -> None:
    entry = Entry(finding(0, 0), (READING,)).accept(0, (Signature("anna"),))
    assert entry.reopen() == Entry(finding(0, 0), (READING,))
    assert entry.accept(0).decided_by == ()
    with pytest.raises(RecordError, match="open"):
        replace(entry.reopen(), decided_by=(Signature("anna"),))
