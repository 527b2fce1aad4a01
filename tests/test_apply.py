from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repair.edit import (
    Applied,
    Edit,
    apply,
    decide,
    disjoint,
    read_sidecar,
    restore,
    sidecar,
    sidecar_path,
    take_blanks,
    undo,
    undo_file,
    write_atomically,
    write_repaired,
)
from repair.errors import ApparatusError, InputError, OutputError
from repair.records import (
    Apparatus,
    Article,
    Attested,
    Candidate,
    Emendation,
    Entry,
    Finding,
    Prediction,
    Provenance,
    Reading,
    Row,
    RuleSource,
    Source,
)
from repair.render import RENDERERS, Style
from repair.render.reading.marked import strip

KINDS: dict[str, Provenance] = {
    "reading": Reading("copia-2", 80, 85, 100.0, 98.2),
    "prediction": Prediction("it-en-small", -3.0, 1),
    "attested": Attested("archivio.store", "fiera-2", 2),
    "rule": RuleSource("lost-blank"),
    "emendation": Emendation("anna", "2025-03-01"),
}
TEXT = "Alla fiera del paese c'erano dei, e dopo la pioggia,tutti a casa."
GAP = TEXT.index(",")
PLAIN = Source()
JOIN = TEXT.index(",tutti") + 1


def candidate(text: str, kind: str = "reading", score: float = 0.9) -> Candidate:
    return Candidate(text, score, (KINDS[kind],))


def entry(start: int, end: int, *candidates: Candidate, code: str = "RG103", confidence: float = 0.8) -> Entry:
    return Entry(Finding(start, end, code, "message", confidence), candidates)


def apparatus(*entries: Entry, text: str = TEXT, source: Source = PLAIN) -> Apparatus:
    return Apparatus(Article("fiera", text, "it", source), entries)


SAMPLE = apparatus(
    entry(GAP, GAP, candidate(" musicisti"), candidate(" fatti", "prediction", 0.2)),
    entry(JOIN, JOIN, candidate(" ", "rule", 0.99), code="RJ201"),
)


# --- decisions ---------------------------------------------------------------------------------------------------


def test_nothing_is_accepted_unless_a_kind_is_asked_for() -> None:
    assert decide(SAMPLE) == SAMPLE


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        ({"readings": True}, [0, None]),
        ({"rules": True}, [None, 0]),
        ({"predictions": True}, [None, None]),
        ({"readings": True, "predictions": True, "min_score": 0.95}, [None, None]),
        ({"readings": True, "rules": True}, [0, 0]),
        ({"readings": True, "min_score": 0.95}, [None, None]),
        ({"readings": True, "rules": True, "min_score": 0.95}, [None, 0]),
        ({"readings": True, "min_confidence": 0.9}, [None, None]),
        ({"predictions": True, "min_score": 0.3}, [None, None]),
    ],
)
def test_the_best_candidate_of_an_allowed_kind_is_accepted(options: dict[str, bool], chosen: list[int | None]) -> None:
    assert [e.chosen for e in decide(SAMPLE, **options).entries] == chosen


@pytest.mark.parametrize("kind", ["reading", "attested", "rule"])
def test_a_prediction_is_accepted_only_where_nothing_with_a_source_goes_before_it(kind: str) -> None:
    made, sourced = candidate(" fatti", "prediction", 0.2), candidate(" musicisti", kind, 0.3)
    assert decide(apparatus(entry(GAP, GAP, sourced, made)), predictions=True).entries[0].status == "open"
    assert decide(apparatus(entry(GAP, GAP, made, sourced)), predictions=True).entries[0].chosen == 0
    assert decide(apparatus(entry(GAP, GAP, made)), predictions=True).entries[0].chosen == 0


def test_variants_and_emendations_wait_for_a_person() -> None:
    waiting = apparatus(
        entry(0, 4, candidate("Nella"), code="RV501"), entry(GAP, GAP, candidate(" cani", "emendation"))
    )
    assert decide(waiting, readings=True, rules=True, predictions=True) == waiting


def test_what_somebody_decided_stays() -> None:
    gap, join = SAMPLE.entries
    decided = apparatus(gap.accept(1), join.reject())
    assert decide(decided, readings=True, rules=True) == decided


@pytest.mark.parametrize(
    ("spans", "codes", "accepted"),
    [
        ([(0, 5), (3, 8)], ["RJ201", "RG103"], [False, True]),  # overlap: the more confident
        ([(3, 3), (3, 3)], ["RJ201", "RG103"], [False, True]),  # two insertions at one place
        ([(3, 3), (3, 8)], ["RJ201", "RG103"], [True, True]),  # an insertion before a replacement
        ([(3, 3), (3, 8)], ["RG112", "RG105"], [False, True]),  # the same loss seen twice
        ([(0, 9), (4, 4)], ["RS401", "RG103"], [False, True]),  # an insertion inside a removal
        ([(0, 3), (3, 8)], ["RJ201", "RJ202"], [True, True]),  # neighbours
    ],
)
def test_of_entries_that_conflict_the_more_confident_is_accepted(
    spans: list[tuple[int, int]], codes: list[str], accepted: list[bool]
) -> None:
    entries = [
        entry(a, b, candidate("x"), code=code, confidence=0.5 + i / 10)
        for i, ((a, b), code) in enumerate(zip(spans, codes, strict=True))
    ]
    assert [e.status == "accepted" for e in decide(apparatus(*entries), readings=True).entries] == accepted


def test_an_accepted_entry_wins_over_a_more_confident_open_one() -> None:
    taken = entry(0, 5, candidate("Presso la"), confidence=0.3).accept(0)
    both = apparatus(taken, entry(4, 6, candidate("x"), confidence=0.9))
    assert [e.status for e in decide(both, readings=True).entries] == ["accepted", "open"]


# --- laws --------------------------------------------------------------------------------------------------------

candidates = st.builds(
    candidate,
    st.text(max_size=5),
    st.sampled_from(sorted(KINDS)),
    st.floats(0, 1),
)
choices = st.none() | st.integers(0, 2)


@st.composite
def apparatuses(draw: st.DrawFn) -> Apparatus:
    text = draw(st.text(st.sampled_from("aè \n\r,.\ufeff𝒳"), max_size=30))
    place = st.integers(0, len(text))
    spans = sorted(tuple(sorted(draw(st.tuples(place, place)))) for _ in range(draw(st.integers(0, 6))))
    entries = []
    for start, end in spans:
        code = draw(st.sampled_from(["RG103", "RG112", "RJ201", "RV501"]))
        options = draw(st.lists(candidates, max_size=3))
        made = entry(start, end, *options, code=code, confidence=draw(st.floats(0, 1)))
        chosen = draw(choices)
        if chosen is not None and chosen < len(options):
            made = made.accept(chosen)
        elif chosen == 2:
            made = made.reject()
        entries.append(made)
    return apparatus(*entries, text=text)


def overlapping(accepted: list[Entry]) -> bool:
    """Slow and obvious: two of them share a character, a place inside, or the very place of insertion."""
    for i, one in enumerate(accepted):
        for other in accepted[i + 1 :]:
            a, b = one.finding, other.finding
            if max(a.start, b.start) < min(a.end, b.end) or (a.start, a.end) == (b.start, b.end):
                return True
            if any(x.start < y.start == y.end < x.end for x, y in ((a, b), (b, a))):
                return True
    return False


@given(apparatuses())
def test_apply_changes_nothing_outside_and_undoes_exactly(sample: Apparatus) -> None:
    accepted = [e for e in sample.entries if e.status == "accepted"]
    if overlapping(accepted):
        with pytest.raises(ApparatusError, match="overlap"):
            apply(sample)
        return
    applied = apply(sample)
    assert undo(applied.text, applied.edits) == sample.article.text
    assert len(applied.edits) == len(accepted)
    for edit, source in zip(applied.edits, accepted, strict=True):
        assert source.accepted is not None
        assert applied.text[edit.start : edit.end] == source.accepted.text
        assert edit.original == sample.article.text[source.finding.start : source.finding.end]
        assert edit.provenance == source.accepted.provenance
    if not accepted:
        assert applied == Applied(sample.article.text)
    line = sidecar(applied, sample.article)
    assert restore(applied.text, line) == sample.article.text
    assert read_sidecar(line).changes() == applied.edits


@given(apparatuses(), st.booleans(), st.booleans(), st.booleans())
def test_a_policy_accepts_only_what_it_may_and_always_fits(sample: Apparatus, a: bool, b: bool, c: bool) -> None:
    fresh = replace(sample, entries=tuple(e if e.status != "accepted" else e.reject() for e in sample.entries))
    decided = decide(fresh, readings=a, rules=b, predictions=c)
    allowed = {kind for kind, wanted in (("reading", a), ("rule", b), ("prediction", c)) if wanted}
    got = [e for e in decided.entries if e.accepted]
    assert {e.accepted.kind for e in got if e.accepted} <= allowed
    assert not any(e.finding.code == "RV501" for e in got)
    assert not overlapping(got)
    assert decided == decide(fresh, readings=a, rules=b, predictions=c)
    assert undo(apply(decided).text, apply(decided).edits) == sample.article.text
    assert decide(decided, readings=a, rules=b, predictions=c) == decided


@given(apparatuses(), st.randoms())
def test_disjoint_agrees_with_comparing_all_pairs(sample: Apparatus, random: object) -> None:
    order = list(range(len(sample.entries)))
    random.shuffle(order)  # type: ignore[attr-defined]
    slow: set[int] = set()
    for number in order:
        if all(len(disjoint(sample.entries, [other, number])) == 2 for other in slow):
            slow.add(number)
    assert disjoint(sample.entries, order) == slow


def test_a_broken_edit_is_refused() -> None:
    for edits in (
        [Edit(5, 99, "", "RG103", 1.0, ())],
        [Edit(5, 6, "", "RG103", 1.0, ()), Edit(2, 3, "", "RG103", 1.0, ())],
    ):
        with pytest.raises(ApparatusError, match="does not fit"):
            undo("breve testo", edits)


# --- sidecars ----------------------------------------------------------------------------------------------------


def test_a_sidecar_says_where_every_word_came_from() -> None:
    applied = apply(decide(SAMPLE, readings=True, rules=True))
    kept = json.loads(sidecar(applied, SAMPLE.article))
    assert kept["format"] == 1
    assert kept["id"] == "fiera"
    assert kept["encoding"] == "utf-8"
    assert [(e["code"], e["provenance"][0]["kind"]) for e in kept["edits"]] == [("RG103", "reading"), ("RJ201", "rule")]
    first = kept["edits"][0]
    assert applied.text[first["start"] : first["end"]] == " musicisti"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda kept: kept.update(format=2), "format 2"),
        (lambda kept: kept["edits"][0].update(original="x"), "does not give the article back"),
        (lambda kept: kept["edits"][0].update(end=9999), "does not fit"),
        (lambda kept: kept["edits"][0]["provenance"][0].update(left=400.0), "similarities"),
        (lambda kept: kept.pop("edits"), "not a sidecar"),
    ],
)
def test_a_sidecar_that_was_edited_is_noticed(change: object, message: str) -> None:
    applied = apply(decide(SAMPLE, readings=True))
    kept = json.loads(sidecar(applied, SAMPLE.article))
    change(kept)  # type: ignore[operator]
    with pytest.raises(ApparatusError, match=message):
        restore(applied.text, json.dumps(kept), where="fiera.txt")


def test_a_text_edited_after_apply_is_noticed() -> None:
    applied = apply(decide(SAMPLE, readings=True))
    with pytest.raises(ApparatusError, match=r"righe\.jsonl:3: .*edited after apply"):
        restore(applied.text + "!", sidecar(applied, SAMPLE.article), where="righe.jsonl:3")


@pytest.mark.parametrize("line", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"format": 1}'])
def test_what_is_no_sidecar_is_refused(line: bytes) -> None:
    with pytest.raises(ApparatusError, match="not a sidecar"):
        read_sidecar(line)


def test_the_sidecar_of_a_row_keeps_the_line_that_no_layout_gives_back() -> None:
    row = Row(7, "text", {"text": None}, "raw", '{ "text" : "…" }')
    for layout, line in (("raw", row.line), ("compact", "")):
        article = Article("a", TEXT, "it", Source("c.jsonl", "utf-8", replace(row, layout=layout)))  # type: ignore[arg-type]
        kept = read_sidecar(sidecar(apply(Apparatus(article)), article))
        assert (kept.row, kept.line, kept.original.bytes) == (7, line, "")


# --- files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16", "utf-8-sig", "cp1252", "latin-1", "mac-roman"])
@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\r"])
def test_undo_gives_the_file_back_byte_for_byte(tmp_path: Path, encoding: str, ending: str) -> None:
    text = TEXT.replace("e dopo", "perché\r\nperò") + ending
    if encoding in ("utf-8", "utf-16-le"):
        text = "\ufeff" + text
    gap = text.index(",")
    source, output = tmp_path / "fiera.txt", tmp_path / "pulita.txt"
    source.write_bytes(text.encode(encoding))
    sample = apparatus(entry(gap, gap, candidate(" caffè")), text=text, source=Source(str(source), encoding))
    beside = write_repaired(apply(decide(sample, readings=True)), sample.article, output)
    assert beside == tmp_path / "pulita.txt.repair.json"
    assert output.read_bytes().decode(encoding) == text[:gap] + " caffè" + text[gap:]
    undo_file(output, tmp_path / "tornata.txt")
    assert (tmp_path / "tornata.txt").read_bytes() == source.read_bytes()
    assert not list(tmp_path.glob("*.tmp"))


def in_place(path: Path) -> Apparatus:
    path.write_text(TEXT, encoding="utf-8")
    return replace(SAMPLE, article=replace(SAMPLE.article, source=Source(str(path))))


def test_a_file_edited_after_apply_is_not_undone(tmp_path: Path) -> None:
    path = tmp_path / "fiera.txt"
    sample = in_place(path)
    write_repaired(apply(decide(sample, readings=True)), sample.article, path)
    path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(ApparatusError, match=r"fiera\.txt: the file was edited after apply"):
        undo_file(path, path)


def test_a_file_repaired_in_place_keeps_its_first_sidecar(tmp_path: Path) -> None:
    path = tmp_path / "fiera.txt"
    sample = in_place(path)
    once = apply(decide(sample, readings=True))
    write_repaired(once, sample.article, path)
    again = apparatus(entry(0, 4, candidate("Nella")), text=once.text, source=Source(str(path)))
    write_repaired(apply(again), again.article, path)  # nothing to put in, nothing lost
    with pytest.raises(OutputError, match=r"repaired before.*repair undo"):
        write_repaired(apply(decide(again, readings=True)), again.article, path)
    undo_file(path, path)
    assert path.read_text(encoding="utf-8") == TEXT
    undo_file(path, path)  # it already is the original
    write_repaired(once, sample.article, path)  # and may be repaired anew


def test_a_character_that_the_encoding_lacks_is_named(tmp_path: Path) -> None:
    sample = apparatus(entry(GAP, GAP, candidate(" 中")), source=Source("vecchio.txt", "latin-1"))
    with pytest.raises(OutputError, match=r"vecchio\.txt: latin-1 has no '中' \(U\+4E2D\)"):
        write_repaired(apply(decide(sample, readings=True)), sample.article, tmp_path / "x.txt")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("encoding", ["rot13", "zip", "nessuno", "utf\0", "utf-7"])
def test_a_hostile_encoding_in_a_sidecar_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "fiera.txt"
    sample = in_place(path)
    beside = write_repaired(apply(decide(sample, readings=True)), sample.article, path)
    kept = json.loads(beside.read_bytes())
    beside.write_text(json.dumps(kept | {"encoding": encoding, "original": kept["original"] | {"bytes": "0"}}))
    with pytest.raises(ApparatusError):
        undo_file(path, path)


def test_a_missing_sidecar_is_named(tmp_path: Path) -> None:
    path = tmp_path / "fiera.txt"
    in_place(path)
    with pytest.raises(InputError, match=r"fiera\.txt\.repair\.json: no such file"):
        undo_file(path, path)


def test_writing_keeps_permissions_follows_links_and_leaves_no_scraps(tmp_path: Path) -> None:
    real, link = tmp_path / "vero.txt", tmp_path / "link.txt"
    real.write_bytes(b"prima")
    real.chmod(0o640)
    link.symlink_to(real)
    write_atomically(link, b"dopo")
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"dopo", 0o640)
    write_atomically(os.devnull, b"via")
    with pytest.raises(OutputError, match="cannot write"):
        write_atomically(tmp_path / "manca" / "x.txt", b"")
    with pytest.raises(OutputError, match="cannot write"):
        write_atomically(tmp_path, b"")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.txt", "vero.txt"]


def test_the_sidecar_stands_beside_the_output() -> None:
    assert sidecar_path("a/b.txt") == Path("a/b.txt.repair.json")
    assert sidecar_path("b.jsonl", rows=True) == Path("b.jsonl.repair.jsonl")


# --- residue -----------------------------------------------------------------------------------------------------

_PARTS = st.lists(st.sampled_from(["Una frase.", "RES", "\n", "\n\n", " ", "\t", "a"]), max_size=12)


@given(_PARTS, st.data())
def test_residue_goes_with_the_blanks_that_it_would_leave(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    entries, at = [], 0
    for part in parts:
        if part == "RES":
            made = Entry(
                Finding(at, at + 3, "RS401", "residue", 0.9), (Candidate("", 0.9, (RuleSource("share-line"),)),)
            )
            entries.append(made.accept(0) if data.draw(st.booleans()) else made)
        at += len(part)
    before = Apparatus(Article("a", text, "it"), tuple(entries))
    taken = take_blanks(before)
    assert take_blanks(taken) == taken
    applied = apply(taken)
    assert undo(applied.text, applied.edits) == text
    kept = sum(e.status == "open" for e in entries)
    assert applied.text.count("RES") == kept
    # no letter but the residue goes, and words do not run together that did not before
    assert "".join(applied.text.split()) == "".join(apply(before).text.split())


@given(_PARTS)
def test_a_mark_of_residue_shows_all_that_goes_with_it(parts: list[str]) -> None:
    text = "".join(parts)
    taken_out = (Candidate("", 0.9, (RuleSource("share-line"),)),)
    entries = (Entry(Finding(*m.span(), "RS401", "residue", 0.9), taken_out) for m in re.finditer("RES", text))
    found = Apparatus(Article("a", text, "it"), tuple(entries))
    marked = "".join(RENDERERS["marked"]([found], Style()))
    assert strip(marked) == text
    assert re.sub(r"\{--.*?--\}\{>>.*?<<\}", "", marked, flags=re.DOTALL) == apply(decide(found, rules=True)).text


def test_no_blank_line_is_left_where_residue_was_taken_out() -> None:
    for text, expected in (
        ("Uno.\n\nRES\n\nDue.\n", "Uno.\n\nDue.\n"),
        ("Uno.\n\nDue.\n\nRES\n\nRES\n", "Uno.\n\nDue.\n"),
        ("RES\n\nUno.\n", "Uno.\n"),
        ("Uno RES due.", "Uno due."),
        ("Uno. RES\n\nDue.", "Uno.\n\nDue."),
        ("Uno RES. Due.", "Uno. Due."),
        ("Uno RES RES, due.", "Uno, due."),
        ("Uno (RES due) tre.", "Uno (due) tre."),
        ("Uno (RES RES due) tre.", "Uno (due) tre."),
        ("Uno «due RES» tre.", "Uno «due» tre."),
        ("Uno.\nRES, due.", "Uno.\n, due."),
    ):
        spans = [m.span() for m in re.finditer("RES", text)]
        entries = tuple(
            Entry(Finding(*s, "RS401", "residue", 0.9), (Candidate("", 0.9, (RuleSource("share-line"),)),)).accept(0)
            for s in spans
        )
        assert apply(take_blanks(Apparatus(Article("a", text, "it"), entries))).text == expected


def test_what_stands_in_residue_that_goes_is_not_repaired_as_well() -> None:
    """`&nbsp;Continua` is a button whose entity a rule can mend: taken out as a whole, whatever is surer."""
    text = "Uno.\n\n&nbsp;Continua\n"
    button = Entry(Finding(6, 20, "RS401", "residue", 0.9), (Candidate("", 0.9, (RuleSource("read-more-line"),)),))
    entity = Entry(Finding(6, 12, "RE303", "entity", 0.98), (Candidate(" ", 0.98, (RuleSource("entity"),)),))
    before = Apparatus(Article("a", text, "it"), (entity, button))
    done = decide(before, rules=True)
    assert apply(done).text == "Uno.\n"
    assert {e.finding.code: e.status for e in done.entries} == {"RE303": "open", "RS401": "accepted"}
    assert apply(decide(before, rules=True, min_confidence=0.95)).text == "Uno.\n\n Continua\n"
