"""Laws of the decisions log: it folds, it survives being cut off anywhere, it replays where the context still is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import multiprocessing
import random
import re
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from cli_runner import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from review_desk import apparatus, desk_at, write

from repair.collate import Store
from repair.edit import apply, read_sidecar, sidecar_path
from repair.errors import ApparatusError, InputError, OutputError, RecordError
from repair.records import Apparatus, Candidate, Emendation, Entry, Prediction, Reference, Witness
from repair.review import (
    Log,
    LogLine,
    accept,
    emend,
    fold,
    log_path,
    note,
    read_log,
    reject,
    replay,
    replay_all,
    summarise_log,
    take_back,
)
from repair.review.anchors import surroundings
from repair.review.copies import Copies
from repair.review.events import drop_lines, encode_line
from repair.review.log_summary import kappa, match_log, tell
from repair.review.marks import MarkAsked
from repair.review.messages import Act
from repair.review.queue import QueueQuery
from repair.review.refusal import Refusal
from repair.review.replay import settle
from repair.review.state import State
from repair.text.fingerprint import fingerprints

KEYS = [("a", f"RG103-{n:016x}") for n in range(3)] + [("b", "RG101-0000000000000007")]
WORD = Candidate(" fiume", 0.5, (Prediction("it-en-small", -1.0, 1),))
ACTS = st.lists(st.tuples(st.sampled_from("aernu"), st.sampled_from(KEYS), st.integers(0, 5)), max_size=12)


def lines_of(who: str, acts: Sequence[tuple[str, tuple[str, str], int]]) -> list[LogLine]:
    """The lines of one reviewer; an undo names one of the reviewer's own earlier lines."""
    made: list[LogLine] = []
    for kind, key, pick in acts:
        match kind:
            case "a":
                made.append(accept(who, key, WORD))
            case "e":
                made.append(emend(who, key, f" testo {pick}"))
            case "r":
                made.append(reject(who, key))
            case "n":
                made.append(note(who, key, f"nota {pick}"))
            case _:
                if made:
                    made.append(take_back(made[pick % len(made)]))
    return made


def standing(state: State) -> dict[tuple[tuple[str, str], str], tuple[str | None, str | None]]:
    keys = {*KEYS}
    return {
        (key, who): (
            state.at(key)[who].id if who in state.at(key) else None,
            state.notes(key)[who].id if who in state.notes(key) else None,
        )
        for key in keys
        for who in {*state.at(key), *state.notes(key)}
    }


def oracle(lines: Sequence[LogLine]) -> dict[tuple[tuple[str, str], str], str]:
    """The slow, obvious way: the last line of each reviewer on each entry that no own line takes back."""
    found: dict[tuple[tuple[str, str], str], str] = {}
    own = {line.id: line.who for line in lines if line.decision != "undo"}
    gone = {line.undoes for line in lines if line.decision == "undo" and own.get(line.undoes) == line.who}
    for line in lines:
        if line.decision in ("accept", "emend", "reject") and line.id not in gone:
            found[line.key, line.who] = line.id
    return found


# --- the fold ----------------------------------------------------------------------------------------------------


@given(ACTS, ACTS, ACTS, st.randoms(use_true_random=False))
def test_any_interleaving_folds_to_the_same_state(one: list, two: list, three: list, chance: random.Random) -> None:
    queues = [lines_of("anna", one), lines_of("bruno", two), lines_of("carla", three)]
    in_turn = [line for queue in queues for line in queue]
    mixed: list[LogLine] = []
    rest = [list(queue) for queue in queues]
    while any(rest):
        mixed.append(chance.choice([queue for queue in rest if queue]).pop(0))
    assert standing(fold(mixed)) == standing(fold(in_turn))
    assert [list(fold(mixed).at(key)) for key in KEYS] == [list(fold(in_turn).at(key)) for key in KEYS]
    assert {(k, w): line.id for k, by in fold(mixed).decided().items() for w, line in by.items()} == oracle(mixed)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_later_day_counts_in_whatever_order_logs_are_joined(order: tuple[int, ...]) -> None:
    """Two curators settled one conflict, each in a log of their own; and of two who agree, the later one's evidence is used."""
    days = [f"2026-03-0{day}T09:00:00.000Z" for day in (1, 2, 3)]
    curated = [replace(emend(w, KEYS[0], f" {w}"), when=d, settles=True) for w, d in zip("abc", days, strict=True)]
    assert (found := settle(fold(curated[n] for n in order).at(KEYS[0]))) is not None
    assert found.outcome == " c"
    agreed = [replace(line, text=" Lodi", settles=False) for line in curated]
    assert settle(fold(agreed[n] for n in order).at(KEYS[0])) == agreed[2]


@given(ACTS, st.integers(0, 12))
def test_the_fold_can_stop_and_go_on(acts: list, cut: int) -> None:
    lines = lines_of("anna", acts)
    state = fold(lines[:cut])
    for line in lines[cut:]:
        state.step(line)
    assert standing(state) == standing(fold(lines))


@given(ACTS, ACTS)
def test_logs_joined_twice_say_the_same(one: list, two: list) -> None:
    a, b = lines_of("anna", one), lines_of("bruno", two)
    assert standing(fold([*a, *b, *a, *b])) == standing(fold([*a, *b]))


def test_nobody_undoes_what_another_decided() -> None:
    line = reject("anna", KEYS[0])
    foreign = replace_who(take_back(line), "bruno")
    assert fold([line, foreign]).at(KEYS[0])["anna"] == line


def replace_who(line: LogLine, who: str) -> LogLine:
    import msgspec

    return msgspec.structs.replace(line, who=who)


@given(ACTS)
def test_undoing_everything_leaves_nothing(acts: list) -> None:
    state = fold(lines_of("anna", acts))
    while last := state.last("anna"):
        for line in reversed(last):
            state.step(take_back(line))
    assert not state.decided()
    assert not any(state.notes(key) for key in KEYS)


# --- the log on disk ---------------------------------------------------------------------------------------------


def test_cut_off_at_any_byte_only_the_torn_line_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)  # a thousand times
    lines = lines_of("anna", [("e", KEYS[0], 1), ("r", KEYS[1], 0), ("n", KEYS[0], 2), ("a", KEYS[2], 0)])
    whole = [encode_line(line) for line in lines]
    data = b"".join(whole)
    ends = [sum(map(len, whole[: n + 1])) for n in range(len(whole))]
    path = tmp_path / "log.jsonl"
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        notices: list[str] = []
        complete = sum(end - 1 <= cut for end in ends)  # all but its line feed is a whole line too
        assert [line.id for line in read_log(path, notices.append)] == [line.id for line in lines[:complete]]
        torn = cut not in {0, *ends, *(end - 1 for end in ends)}
        assert len(notices) == torn
        later = reject("bruno", KEYS[3])
        Log(path, notices.append).append([later])
        assert [line.id for line in read_log(path, notices.append)] == [
            *(line.id for line in lines[:complete]),
            later.id,
        ]


def test_a_follower_sees_what_others_append_and_no_half_lines(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    reader, writer = Log(path, pytest.fail), Log(path, pytest.fail)
    assert list(reader.follow()) == []
    one, two = reject("anna", KEYS[0]), emend("bruno", KEYS[1], "è così")
    writer.append([one])
    assert list(reader.follow()) == [one]
    data = encode_line(two)
    for cut in range(len(data)):
        with path.open("ab") as stream:
            stream.write(data[cut : cut + 1])
        assert list(reader.follow()) == ([two] if cut == len(data) - 1 else [])


def test_a_shortened_log_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    log = Log(path, pytest.fail)
    log.append([reject("anna", KEYS[0])])
    list(log.follow())
    path.write_bytes(b"")
    with pytest.raises(ApparatusError, match="shorter"):
        list(log.follow())


def _append(path: str, who: str, count: int) -> None:
    log = Log(path, print)
    for number in range(count):
        log.append([emend(who, KEYS[number % len(KEYS)], "x" * (number * 97 % 3000))])


def test_several_processes_append_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append, args=(str(path), f"revisore {n}", 40)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    lines = read_log(path, pytest.fail)
    assert sorted({line.who for line in lines}) == ["revisore 0", "revisore 1", "revisore 2"]
    assert len(lines) == 120


@pytest.mark.parametrize("text", ["\x1b[2J", "a\x00", "\ud800", "\x9b1m", "x" * 20_001])
def test_nobody_types_control_characters(text: str) -> None:
    with pytest.raises(RecordError):
        emend("anna", KEYS[0], text)


def test_errors_of_the_disk_are_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="not saved"):
        Log(tmp_path / "none" / "log.jsonl", pytest.fail).append([reject("anna", KEYS[0])])
    with pytest.raises(InputError, match="no such"):
        read_log(tmp_path / "none.jsonl", pytest.fail)


# --- replay ------------------------------------------------------------------------------------------------------


def test_a_log_replays_on_its_own_apparatus() -> None:
    made = apparatus(6)
    keys = [(made.article.id, name) for name in fingerprints(made)]
    state = fold(
        [
            accept("anna", keys[0], made.entries[0].candidates[1]),
            reject("anna", keys[1]),
            emend("bruno", keys[3], " alzarono", note="dal registro"),
        ]
    )
    replayed = replay(made, state)
    entries = replayed.apparatus.entries
    assert [e.status for e in entries] == ["accepted", "rejected", "open", "accepted", "open", "open"]
    assert entries[0].accepted == made.entries[0].candidates[1]
    typed = entries[3].accepted
    assert typed is not None
    assert typed.kind == "emendation"
    assert isinstance(typed.provenance[0], Emendation)
    assert (typed.provenance[0].reviewer, typed.provenance[0].note) == ("bruno", "dal registro")
    assert [[s.reviewer for s in e.decided_by] for e in entries] == [["anna"], ["anna"], [], ["bruno"], [], []]
    assert entries[3].decided_by[0].note == "dal registro"
    assert " si alzarono la mattina" in apply(replayed.apparatus).text


@given(before=st.text(max_size=80), gone=st.sets(st.integers(0, 7)))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_new_crawl_gets_what_still_has_its_context(before: str, gone: set[int]) -> None:
    old = apparatus(8)
    state = fold([reject("anna", (old.article.id, name)) for name in fingerprints(old)])
    new = apparatus(8, before=f"{before}\n\nUna pagina nuova, altre parole, e poi il testo di prima.\n\n")
    text = new.article.text
    for number in gone:
        text = text.replace(f"Nel {1900 + number} ", f"Nol {1900 + number} ")
        around = new.entries[number].finding.start
        text = text[: around - 3] + "zzz" + text[around:]
    crawled = replace(new, article=replace(new.article, text=text))
    replayed = replay(crawled, state)
    changed = {n for n, name in enumerate(fingerprints(crawled)) if name != fingerprints(old)[n]}
    assert gone <= changed
    assert {n for n, e in enumerate(replayed.apparatus.entries) if e.status == "open"} == changed
    assert {line.entry for line in replayed.unmatched} == {fingerprints(old)[n] for n in changed}


def test_a_decision_stays_where_its_place_is_seen_as_another_code_of_the_family() -> None:
    """With copies, what the gap head saw alone (RG112) is what the copies have and the article lacks (RG113)."""
    made = apparatus(8)
    seen = made.entries[3]
    before, span, after = surroundings(made.article.text, seen.finding.start, seen.finding.end)
    line = emend("anna", (made.article.id, fingerprints(made)[3]), " si")
    state = fold([replace(line, context=f"{before}⟦{span}⟧{after}")])

    def coded(code: str) -> Apparatus:
        changed = replace(seen, finding=replace(seen.finding, code=code))
        return replace(made, entries=(*made.entries[:3], changed, *made.entries[4:]))

    replayed = replay(coded("RG113"), state)
    assert [e.status for e in replayed.apparatus.entries] == ["open"] * 3 + ["accepted"] + ["open"] * 4
    assert len(replayed.moved) == 1
    assert len(replay(coded("RJ203"), state).unmatched) == 1


def test_a_candidate_no_longer_proposed_comes_from_the_log() -> None:
    made = apparatus(1)
    chosen = made.entries[0].candidates[0]
    state = fold([accept("anna", (made.article.id, fingerprints(made)[0]), chosen)])
    bare = replace(made, entries=(replace(made.entries[0], candidates=made.entries[0].candidates[1:]),))
    assert replay(bare, state).apparatus.entries[0].accepted == chosen


def test_one_article_alone_is_the_logs_article_whatever_its_name() -> None:
    old, new = apparatus(2), apparatus(2, id="another-name.txt")
    state = fold([reject("anna", (old.article.id, name)) for name in fingerprints(old)])
    assert [e.status for e in next(replay_all([new], state)).apparatus.entries] == ["rejected", "rejected"]
    both = list(replay_all([new, apparatus(2, id="third.txt")], state))
    assert all(e.status == "open" for replayed in both for e in replayed.apparatus.entries)


def test_conflicts_are_left_open_until_somebody_is_named() -> None:
    made = apparatus(2)
    key = (made.article.id, fingerprints(made)[0])
    mine, other = accept("anna", key, made.entries[0].candidates[0]), reject("bruno", key)
    replayed = replay(made, fold([mine, other]))
    assert replayed.apparatus.entries[0].status == "open"
    assert [set(by) for by in replayed.conflicts] == [{"anna", "bruno"}]
    assert replay(made, fold([mine, other]), reviewer="anna").apparatus.entries[0].status == "accepted"
    assert replay(made, fold([mine, other]), reviewer="bruno").apparatus.entries[0].status == "rejected"
    changed = accept("bruno", key, made.entries[0].candidates[0])
    agreed = replay(made, fold([mine, other, changed]))
    signed = agreed.apparatus.entries[0].decided_by
    assert [(s.reviewer, s.date, s.note) for s in signed] == [("anna", mine.when, ""), ("bruno", changed.when, "")]
    assert not agreed.conflicts


# --- what is dropped ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_drop_takes_what_it_names_whatever_the_order_of_joined_logs(order: Sequence[int]) -> None:
    key = ("mulino.txt", "RG103-0000000000000000")
    old, new = emend("anna", key, " prima"), emend("anna", key, " poi")
    dropped = drop_lines("bruno", key, [old.id, new.id])
    lines = [old, new, dropped, reject("carla", key)]
    state = fold([lines[number] for number in order])
    assert {who: line.decision for who, line in state.at(key).items()} == {"carla": "reject"}
    assert {line.id for line in state.dropped()} == {old.id, new.id}
    state.step(take_back(dropped))
    assert set(state.at(key)) == {"anna", "carla"}
    assert not state.dropped()


def test_what_is_lost_is_said_listed_dropped_and_kept_in_the_log(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))
    desk = desk_at(path)
    desk.decide(Act(3, desk.cases.names[3], "reject"))
    desk.decide(Act(0, desk.cases.names[0], "accept"))
    desk.mark(MarkAsked(0, "Le 3 donne del paese", "residue"))
    desk.mark(MarkAsked(0, "donne del paese", "gap"))  # of which nobody knows what it was
    write(tmp_path, apparatus(3))
    log = log_path(path)
    applied = run("apply", path, "--decisions", log, "-o", tmp_path / "done.txt")
    assert applied.code == 0
    assert applied.err.count("`repair review` lists it, to be given to another entry or dropped") == 3
    desk = desk_at(path, "bruno")
    lost = desk.lost()
    assert sorted(one.decision for one in lost) == ["emend", "mark", "reject"]
    assert desk.find(desk_query("open"), 0).progress.lost == 3
    for one in lost:
        desk.drop(one.key)
    assert desk.find(desk_query("open"), 0).progress.lost == 0
    with pytest.raises(RecordError, match="no decision without a place has this name"):
        desk.drop(lost[0].key)
    done = desk.undo()
    assert done is not None
    assert (done.decision, done.number) == ("drop", None)
    desk.drop(desk.lost()[0].key)
    applied = run("apply", path, "--decisions", log, "-o", tmp_path / "done.txt")
    assert (applied.code, "does not apply" in applied.err) == (0, False), applied.err
    told = run("decisions", log).out
    assert "4 lines dropped, since the place is gone" in told
    assert "anna rejects" in told
    assert log.read_bytes().count(b"\n") == 5 + 5  # what was decided, and what was dropped and taken up again


def test_a_mark_is_found_again_in_the_one_article_whatever_its_name(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))
    desk_at(path).mark(MarkAsked(0, "Le 3 donne del paese", "residue"))
    write(tmp_path, apparatus(4, id="another-name.txt"))
    desk = desk_at(path)
    assert (desk.lost(), len(desk.cases)) == ([], 5)
    assert (
        desk.find(desk_query("decided"), 0).progress.accepted + desk.find(desk_query("decided"), 0).progress.emended
        == 1
    )


# --- the desk ----------------------------------------------------------------------------------------------------


def test_equal_cases_are_accepted_together_and_undone_together(tmp_path: Path) -> None:
    desk = desk_at(write(tmp_path, apparatus(24)))
    number = next(n for n in range(24) if desk.cases.entry(n).finding.code == "RJ201")
    cases, total, decision = desk.equals(number)
    assert total == len(cases) == 6
    assert decision == "accept"
    assert len(desk.decide_equal([(case.number, case.entry) for case in cases])) == 6
    assert desk.find(desk_query("open"), 0).progress.accepted == 6
    desk.undo()
    assert desk.find(desk_query("open"), 0).progress.open == 24
    with pytest.raises(RecordError, match="not equal"):
        desk.decide_equal([(number, desk.cases.names[number]), (number + 1, desk.cases.names[number + 1])])


def desk_query(show: str):  # type: ignore[no-untyped-def]
    from repair.review.queue import QueueQuery

    return QueueQuery(order="text", show=show)  # type: ignore[arg-type]


def test_typing_what_is_proposed_accepts_it_and_what_stands_there_is_no_emendation(tmp_path: Path) -> None:
    made = apparatus(3)
    guess = Candidate(" Borgo Vecchio", 0.95, (Prediction("m", -0.5, 2),))
    entries = (replace(made.entries[0], candidates=(guess, *made.entries[0].candidates)), *made.entries[1:])
    desk = desk_at(write(tmp_path, replace(made, entries=entries)))
    line = desk.decide(Act(0, desk.cases.names[0], "emend", text=" Borgo Vecchio"))
    assert (line.decision, line.candidate().kind) == ("accept", "reading")  # evidence goes before a guess
    line = desk.decide(Act(1, desk.cases.names[1], "emend", text="mai"))
    assert (line.decision, line.candidate().kind) == ("accept", "prediction")  # a model's words stay the model's
    with pytest.raises(RecordError, match="already"):
        desk.decide(Act(2, desk.cases.names[2], "emend", text=""))


def test_an_emendation_begins_with_the_whole_passage_or_with_nothing(tmp_path: Path) -> None:
    made = apparatus(1, before="Il verbale dice molto. " * 1200)
    finding = replace(made.entries[0].finding, code="RS401", words=None)
    for end, expected in ((19_000, 19_000), (27_000, 0)):
        whole = replace(made, entries=(Entry(replace(finding, start=0, end=end)),))
        shown = desk_at(write(tmp_path, whole)).entry(desk_query("all"), 0).shown
        assert shown is not None
        assert len(shown.original) == expected


def test_two_texts_cannot_stand_at_one_place(tmp_path: Path) -> None:
    made = apparatus(1)
    twice = replace(made, entries=(made.entries[0], replace(made.entries[0])))
    desk = desk_at(write(tmp_path, twice))
    desk.decide(Act(0, desk.cases.names[0], "accept"))
    with pytest.raises(Refusal, match="same place"):
        desk.decide(Act(1, desk.cases.names[1], "accept", choice=1))
    desk.decide(Act(1, desk.cases.names[1], "reject"))
    with pytest.raises(ApparatusError, match="another apparatus"):
        desk.decide(Act(0, "RG103-0000000000000000", "reject"))


def test_a_file_written_anew_is_not_decided_on(tmp_path: Path) -> None:
    path = write(tmp_path, *(apparatus(2, id=f"{n}.txt") for n in range(9)))
    desk = desk_at(path)
    write(tmp_path, *(apparatus(2, id=f"{n}.html") for n in range(9)))
    with pytest.raises(ApparatusError, match="changed"):
        desk.entry(desk_query("all"), 0)


def test_copies_are_found_in_memory_and_in_stores(tmp_path: Path) -> None:
    made = apparatus(8)
    text = made.article.text.replace("sindaco di,", "sindaco di Borgo Vecchio,")
    other = text.replace("ormai stanco", "molto stanco")
    with Store.open(tmp_path / "copie", create=True) as store:
        store.add([Reference("copia.txt", text), Reference("due", text), Reference("due", other)])
        shown = Copies((), [store]).of(made)
        assert {name: r.text for name, r in shown.items()} == {"copia.txt": text}
        digest = hashlib.sha256(other.encode()).hexdigest()[:8]
        apart = replace(made, witnesses=(Witness(f"due@{digest}", 90.0), Witness("due@00000000", 90.0)))
        assert Copies((), [store]).of(apart)[f"due@{digest}"].text == other
        assert "due@00000000" not in Copies((), [store]).of(apart)
        assert Copies([Reference("copia.txt", "altro")], [store]).of(made)["copia.txt"].text == "altro"


@pytest.mark.parametrize(
    "path", ["copia.txt", "./copia.txt", "altre/../copia.txt", "../corpus/copia.txt", "/archivio/corpus/copia.txt"]
)
def test_a_copy_is_found_whatever_the_spelling_of_its_path(path: str) -> None:
    made = apparatus(8)  # its readings name copia.txt
    assert Copies([Reference(path, "altro")]).of(made)["copia.txt"].text == "altro"
    two = [Reference("uno/copia.txt", "uno"), Reference("due/copia.txt", "due")]
    assert "copia.txt" not in Copies(two).of(made), "either may be meant"


def test_words_that_a_model_found_are_shown_where_they_stand(tmp_path: Path) -> None:
    made = apparatus(8)
    found = Candidate(" pieve  di sotto", 0.2, (Prediction("m", -1.0, 1, "text"),))
    copied = Candidate(" la diga", 0.2, (Prediction("m", -1.0, 1, "reference"),))
    vanished = Candidate(" mai scritto", 0.2, (Prediction("m", -1.0, 1, "text"),))
    entries = (replace(made.entries[0], candidates=(found, copied, vanished)), *made.entries[1:])
    made = replace(made, entries=entries, witnesses=(Witness("copia-2", 90.0),))
    copies = [Reference(name, "Il giorno dopo la\ndiga cedette.") for name in ("altra", "copia-2")]
    desk = desk_at(write(tmp_path, made), references=copies)
    shown = desk.entry(desk_query("all"), 0).shown
    assert shown is not None
    here, there, nowhere = (choice.evidence[0] for choice in shown.choices)
    assert (here.found, here.source) == ("text", "")
    assert here.place is not None
    assert here.place.span == "Pieve di Sotto"
    assert here.place.before.endswith("aveva portato via il ponte di ")
    assert there.place is not None
    assert (there.source, there.place.span) == ("copia-2", "la\ndiga")
    assert (nowhere.found, nowhere.place) == ("text", None)


def test_evidence_says_how_a_copy_is_related_and_where_it_comes_from(tmp_path: Path) -> None:
    witness = Witness("copia.txt", 90.0, url="https://example.org/mulino", kind="parent")
    desk = desk_at(write(tmp_path, replace(apparatus(1), witnesses=(witness,))))
    shown = desk.entry(QueueQuery(), 0).shown
    assert shown is not None
    assert [(e.kinship, e.url) for e in shown.choices[0].evidence] == [("parent", "https://example.org/mulino")]
    assert {e.kinship for choice in shown.choices[1:] for e in choice.evidence} == {""}


@given(st.integers(0, 4000), st.integers(0, 400))
@settings(deadline=None, max_examples=40)
def test_the_parts_of_an_article_are_the_whole_of_it(offset: int, count: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = apparatus(count)
        if not count:
            return
        desk = desk_at(write(Path(folder), made))
        text, seen, at = "", [], 0
        while True:
            part = desk.part(0, at)
            blocks = [block for line in part.lines for block in line.blocks]
            text = text[: part.offset] + "".join(block.text for block in blocks)
            seen += [block.number for block in blocks if block.number is not None]
            assert part.end > at or part.end == part.length
            if part.end == part.length:
                break
            at = part.end
        assert text == made.article.text
        assert sorted(set(seen)) == list(range(count))
        assert desk.part(0, offset).offset <= offset


# --- summaries and commands --------------------------------------------------------------------------------------


def test_a_log_says_in_words_where_a_decision_was_made(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(8))
    desk = desk_at(path)
    line = desk.decide(Act(0, desk.cases.names[0], "accept"))
    assert line.context == "Vecchio. Quella notte il sindaco di⟦⟧, ormai stanco, firmò l'ordine numero"
    cases, _, _ = desk.equals(2)
    assert all(
        "sacchi,⟦⟧poi chiuse" in made.context for made in desk.decide_equal([(c.number, c.entry) for c in cases])
    )
    crawled = write(tmp_path, apparatus(1), name="nuovo.json")
    assert "sacchi,⟦⟧poi chiuse" in run("decisions", log_path(path), "--apparatus", crawled).out
    assert "sacchi,⟦⟧poi chiuse" in run("apply", crawled, "--decisions", log_path(path), "-o", tmp_path).err


def test_kappa_is_cohens() -> None:
    # two raters, 50 items: both yes 20, both no 15, a yes b no 5, a no b yes 10: kappa = 0.4
    pairs = [("accept", "accept")] * 20 + [("reject", "reject")] * 15
    pairs += [("accept", "reject")] * 5 + [("reject", "accept")] * 10
    assert kappa(pairs) == 0.4
    assert kappa([("accept", "accept")] * 3) is None
    assert kappa([("accept", "accept"), ("reject", "reject")]) == 1.0


def test_the_summary_counts_and_compares() -> None:
    made = apparatus(4)
    keys = [(made.article.id, name) for name in fingerprints(made)]
    first = made.entries[0].candidates[0]
    wrong = reject("anna", keys[2])
    lines = [
        accept("anna", keys[0], first),
        accept("bruno", keys[0], first),
        reject("anna", keys[1]),
        emend("bruno", keys[1], "forse\x0a"),
        wrong,
        take_back(wrong),
    ]
    summary = summarise_log(fold(lines))
    assert (summary.reviewers["anna"].accepted, summary.reviewers["anna"].undone) == (1, 1)
    assert summary.codes["RG101"].emended == summary.codes["RG101"].rejected == 1
    assert [(a.both, a.same, a.percent) for a in summary.agreement] == [(2, 1, 50.0)]
    assert [c.entry for c in summary.conflicts] == [keys[1][1]]
    matched = match_log([replace(made, entries=made.entries[:1])], fold(lines))
    assert (matched.entries, matched.decided, matched.conflicts, len(matched.unmatched)) == (1, 1, 0, 2)
    told = "\n".join(tell(summary, matched))
    assert "anna and bruno agree on 1 of 2 (50.0 %)" in told
    assert "no entry with this context" in told


def test_from_log_to_edition_on_the_command_line(tmp_path: Path) -> None:
    made = apparatus(4)
    path = write(tmp_path, made)
    keys = [(made.article.id, name) for name in fingerprints(made)]
    log = tmp_path / "mulino.json.decisions.jsonl"
    Log(log, pytest.fail).append([accept("anna", keys[0], made.entries[0].candidates[0]), reject("bruno", keys[2])])
    output = tmp_path / "edizione.txt"
    outcome = run("apply", path, "--decisions", log, "-o", output)
    assert outcome.code == 0, outcome.err
    assert "il sindaco di Borgo Vecchio, ormai" in output.read_text(encoding="utf-8")
    (edit,) = read_sidecar(sidecar_path(output).read_bytes()).changes()
    assert [s.reviewer for s in edit.decided_by] == ["anna"]
    edition = run("render", path, "--decisions", log, "--format", "tei").out
    assert re.search(
        r'<supplied [^>]*source="#w1" resp="#r1" [^>]*change="#c\d"[^>]*> Borgo Vecchio</supplied>', edition
    )
    assert "entries are still open" in run("render", path, "--decisions", log, "--min-confidence", "0.6").err
    assert '<html lang="en">' in run("render", path, "--format", "html", "--language", "en").out
    assert '<respStmt xml:id="r1"><resp>decisioni sulle proposte</resp><name>anna</name></respStmt>' in edition
    assert "<name>bruno</name>" in edition  # who only rejected decided too
    kept = tmp_path / "decided.json"
    assert run("render", path, "--decisions", log, "--format", "json", "-o", kept).code == 0
    assert run("render", kept, "--format", "tei").out == edition  # signed without the log

    Log(log, pytest.fail).append([reject("bruno", keys[0]), reject("anna", ("altro.txt", "RG101-0123456789abcdef"))])
    output.unlink()
    outcome = run("apply", path, "--decisions", log, "-o", tmp_path)
    assert outcome.code == 2
    assert "reviewers disagree on 1 of 4 entries" in outcome.err
    assert "altro.txt" in outcome.err
    kept_as_it_was = kept.read_bytes()
    assert run("render", path, "--decisions", log, "--format", "json", "-o", kept).code == 2
    assert kept.read_bytes() == kept_as_it_was
    assert run("apply", path, "--decisions", log, "--reviewer", "anna", "-o", output).code == 0
    assert output.exists()

    told = json.loads(run("decisions", log, "--apparatus", path, "--format", "json").out)
    assert told["conflicts"][0]["entry"] == keys[0][1]
    assert told["apparatus"]["absent"] == ["altro.txt"]
    assert "1 conflict\n" in run("decisions", log).out


def test_of_many_articles_with_open_entries_a_few_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, *(apparatus(4, id=f"{n}.txt") for n in range(15)), name="molti.jsonl")
    made = apparatus(4, id="0.txt")
    Log(log_path(path), pytest.fail).append([reject("anna", ("0.txt", fingerprints(made)[0]))])
    *named, rest = run("render", path, "--decisions", log_path(path), "--format", "leiden").err.splitlines()
    assert named[0] == "note: 0.txt: 3 of 4 entries are still open"
    assert len(named) == 10
    assert rest.startswith("note: 5 more articles: 20 of 20 entries are still open")


def test_decisions_are_truth_data_for_measuring_and_training(tmp_path: Path) -> None:
    from repair.bench.truth import read_truth

    whole, half = apparatus(8), apparatus(4, id="mezzo.txt")
    path = write(tmp_path, whole, half)
    desk = desk_at(path)
    for number in range(8):
        name, kind = desk.cases.names[number], number % 4
        act = Act(number, name, "emend", text=" svegliarono") if kind == 3 else Act(number, name, "accept")
        desk.decide(act if kind != 1 else Act(number, name, "reject"))
    desk.decide(Act(8, desk.cases.names[8], "accept"))
    truth = tmp_path / "truth.jsonl"
    outcome = run("decisions", log_path(path), "--apparatus", path, "--format", "truth", "-o", truth)
    assert outcome.code == 0, outcome.err
    assert "mezzo.txt: left out" in outcome.err
    (case,) = read_truth(truth)
    assert case.restored == case.sound
    assert [loss.kind for loss in case.losses if loss.counts] == ["RG103", "RG112"] * 2
    assert [loss.missing for loss in case.losses][:3] == ["Borgo Vecchio", "", "svegliarono"]
    assert run("bench", "--truth", truth, "--no-model", "--format", "json").code in (0, 1)
    assert run("decisions", log_path(path), "--format", "truth").code == 2


def test_the_decisions_are_a_table_for_a_spreadsheet(tmp_path: Path) -> None:
    made = apparatus(4)
    path = write(tmp_path, made)
    keys = [(made.article.id, name) for name in fingerprints(made)]
    log = tmp_path / "log.jsonl"
    taken = made.entries[0].candidates[0]
    Log(log, pytest.fail).append(
        [
            accept("anna", keys[0], taken, note='vista, "sul\nmicrofilm"'),
            emend("bruno", keys[0], '=HYPERLINK("http://x")', of=taken),
            reject("anna", keys[1]),
            note("carla", keys[2], "da chiedere"),
        ]
    )
    outcome = run("decisions", log, "--format", "csv")
    assert (outcome.code, outcome.out[0]) == (0, "\ufeff")
    rows = list(csv.DictReader(io.StringIO(outcome.out[1:])))
    told = sorted((r["who"], r["decision"], r["text"], r["kind"], r["source"], r["score"], r["note"]) for r in rows)
    assert told == [
        ("anna", "accept", " Borgo Vecchio", "reading", "copia.txt", "0.94", 'vista, "sul\nmicrofilm"'),
        ("anna", "reject", "", "", "", "", ""),
        ("bruno", "emend", '\'=HYPERLINK("http://x")', "emendation", "copia.txt", "1.00", ""),  # no formula
        ("carla", "note", "", "", "", "", "da chiedere"),
    ]
    assert "leave out --apparatus" in run("decisions", log, "--format", "csv", "--apparatus", path).err


def test_logs_of_one_apparatus_become_one_when_they_are_put_together(tmp_path: Path) -> None:
    made = apparatus(8)
    keys = [(made.article.id, name) for name in fingerprints(made)]
    taken = made.entries[0].candidates[0]
    first, second = tmp_path / "anna.jsonl", tmp_path / "bruno.jsonl"
    mine = [accept("anna", keys[0], taken), reject("anna", keys[1]), note("anna", keys[2], "da chiedere")]
    Log(first, pytest.fail).append([*mine, take_back(mine[1])])
    Log(second, pytest.fail).append([reject("bruno", keys[0]), reject("bruno", keys[1])])
    both = [fold(read_log(log, pytest.fail)).decided() for log in (first, second)]
    expected = {key: {**both[0].get(key, {}), **both[1].get(key, {})} for key in both[0].keys() | both[1].keys()}
    for number, pair in enumerate(((first, second), (second, first))):
        merged = tmp_path / f"{number}.jsonl"
        merged.write_bytes(b"".join(log.read_bytes() for log in pair))
        state = fold(read_log(merged, pytest.fail))
        assert dict(state.decided()) == expected
        assert [line.note for line in state.notes(keys[2]).values()] == ["da chiedere"]
