"""The order of the stages, with stand-ins for the models: what runs when, and that batches change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from cli_runner import COMPLETE, DAMAGED, SOUND

from repair import pipeline
from repair.collate import ReferenceIndex
from repair.config import Config
from repair.models import GAP_MODEL, Fill, Query
from repair.pipeline import Stages, prepare
from repair.records import Apparatus, Article, Reference, Signal

SEEN = ('" per', ") saranno", ", come", "trentadue")


class Model:
    """Sees a gap at four places of the damaged text, one of them without a sign, and fills every gap with one word."""

    def __init__(self, name: str = "finto", *, has_gap_head: bool = True) -> None:
        self.name = name
        self.has_gap_head = has_gap_head
        self.has_fill_in = True
        self.device = "cuda"
        self.read: list[int] = []
        self.filled: list[int] = []
        self.asked: list[Query] = []

    def signals(
        self, texts: Sequence[str], *, batch_size: int, near: Sequence[Sequence[int]] | None = None
    ) -> list[tuple[Signal, ...]]:
        self.read.append(len(texts))
        lengths = (0.7, 0.2, 0.1, 0.0)
        return [tuple(sorted((Signal(t.index(w), 0.999, lengths) for w in SEEN if w in t), key=_offset)) for t in texts]

    def fill(self, queries: Sequence[Query], *, top: int, batch_size: int) -> list[list[Fill]]:
        self.filled.append(len(queries))
        self.asked += queries
        return [[Fill("parola", -1.0, 1, 0.3)] for _ in queries]


def _offset(signal: Signal) -> int:
    return signal.offset


def articles(count: int) -> list[Article]:
    return [Article(str(i), SOUND if i % 2 else DAMAGED) for i in range(count)]


def run(stages: Stages, found: Sequence[Article]) -> list[Apparatus]:
    return list(stages.run(found))


def kinds(apparatus: Apparatus) -> set[str]:
    return {c.kind for e in apparatus.entries for c in e.candidates}


@pytest.fixture
def finder() -> ReferenceIndex:
    return ReferenceIndex([Reference("copia", COMPLETE)])


def test_rules_alone_find_and_propose_no_words() -> None:
    damaged, sound = run(Stages(Config()), articles(2))
    assert {"RG101", "RG102", "RG104"} <= {e.finding.code for e in damaged.entries}
    assert "reading" not in kinds(damaged)
    assert "prediction" not in kinds(damaged)
    assert sound.article.text == SOUND


def test_a_reader_finds_what_rules_cannot_see() -> None:
    (damaged,) = run(Stages(Config(), reader=Model()), articles(1))  # type: ignore[arg-type]
    assert "RG112" in {e.finding.code for e in damaged.entries}


def test_references_come_before_the_model(finder: ReferenceIndex) -> None:
    model = Model()
    (damaged,) = run(Stages(Config(trusted_score=0.0), finder, model, model), articles(1))  # type: ignore[arg-type]
    assert [w.name for w in damaged.witnesses] == ["copia"]
    for entry in damaged.entries:
        if any(c.kind == "reading" for c in entry.candidates):
            assert all(c.kind != "prediction" for c in entry.candidates)
    assert {"reading", "prediction"} >= kinds(damaged) - {"rule"}


def test_gaps_of_many_articles_go_through_the_model_at_once() -> None:
    model = Model()
    run(Stages(Config(), None, model, model), articles(10))  # type: ignore[arg-type]
    assert model.read == [1, 2, 4, 3]
    assert model.filled[2] >= 4 * 2


@pytest.mark.parametrize(("device", "sizes"), [("cpu", [1, 2, 4, 8, 16, 16, 3]), ("cuda", [1, 2, 4, 8, 16, 19])])
def test_the_first_articles_do_not_wait_for_many_others(device: str, sizes: list[int]) -> None:
    model = Model()
    model.device = device
    taken = 0

    def counted() -> Iterator[Article]:
        nonlocal taken
        for article in articles(50):
            taken += 1
            yield article

    found = Stages(Config(), None, model, model).run(counted())  # type: ignore[arg-type]
    next(found)
    assert taken == 1
    assert len(list(found)) == 49
    assert model.read == sizes


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_a_batch_holds_changes_nothing(size: int, finder: ReferenceIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model()
    stages = Stages(Config(), finder, model, model)  # type: ignore[arg-type]
    expected = run(stages, articles(7))
    monkeypatch.setattr(pipeline, "BATCH_ARTICLES", size)
    assert run(stages, articles(7)) == expected


def test_articles_are_taken_as_they_come() -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield Article(str(taken), SOUND)

    assert next(Stages(Config()).run(endless())).article.id == "1"
    assert taken <= 300


def test_floor_and_codes_are_kept_to(finder: ReferenceIndex) -> None:
    everything = run(Stages(Config(floor=0.0), finder), articles(1))[0].entries
    some = run(Stages(Config(floor=0.9), finder), articles(1))[0].entries
    assert some == tuple(e for e in everything if e.finding.confidence >= 0.9)
    assert 0 < len(some) <= len(everything)
    chosen = run(Stages(Config(select=("RG",), ignore=("RG101",)), finder), articles(1))[0].entries
    assert {e.finding.code[:2] for e in chosen} == {"RG"}
    assert "RG101" not in {e.finding.code for e in chosen}


def test_gaps_that_are_not_wanted_are_not_asked_about() -> None:
    model = Model()
    run(Stages(Config(select=("RG101",)), None, model, model), articles(1))  # type: ignore[arg-type]
    assert model.filled == [1]


def test_articles_of_one_id_keep_their_own_references() -> None:
    """Whoever calls the library gives what ids there are."""
    model, other = Model(), COMPLETE.replace("mercato", "palazzo").replace("quartiere", "comune")
    finder = ReferenceIndex([Reference("copia", COMPLETE), Reference("altra", other)])
    config = Config(always_predict=True, max_references=1)
    texts = [DAMAGED, DAMAGED.replace("mercato", "palazzo").replace("quartiere", "comune")]
    run(Stages(config, finder, model, model), [Article("", text) for text in texts])  # type: ignore[arg-type]
    assert {(query.text, query.others) for query in model.asked} == {(texts[0], (COMPLETE,)), (texts[1], (other,))}


# --- which models a configuration loads ------------------------------------------------------------------------------


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the models that are loaded; only the bundled one has a gap head."""
    names: list[str] = []

    def load(name: str, *, device: str, precision: str, much: bool = False) -> Model:
        names.append(name)
        return Model(name, has_gap_head=name == GAP_MODEL)

    monkeypatch.setattr("repair.models.load", load)
    monkeypatch.setattr("repair.models.load_reader", load)
    return names


def prepared(config: Config, *, predict: bool = True) -> tuple[str | None, str | None]:
    stages = prepare(config, predict=predict)
    return stages.reader and stages.reader.name, stages.writer and stages.writer.name


@pytest.mark.parametrize(
    ("config", "predict", "reader", "writer", "loaded"),
    [
        (Config(), True, GAP_MODEL, GAP_MODEL, [GAP_MODEL]),
        (Config(), False, GAP_MODEL, None, [GAP_MODEL]),
        (Config(model="altro"), True, GAP_MODEL, "altro", ["altro", GAP_MODEL]),
        (Config(model="altro"), False, GAP_MODEL, None, [GAP_MODEL]),
        (Config(model="none"), True, GAP_MODEL, None, [GAP_MODEL]),
        (Config(predict=False), True, GAP_MODEL, None, [GAP_MODEL]),
        (Config(use_model=False), True, None, None, []),
        (Config(use_model=False, model="altro"), True, None, None, []),
    ],
)
def test_which_models_are_loaded(
    config: Config, predict: bool, reader: str | None, writer: str | None, loaded: list[str], loads: list[str]
) -> None:
    assert prepared(config, predict=predict) == (reader, writer)
    assert loads == loaded


def test_the_references_of_an_article_are_looked_through_for_its_words(finder: ReferenceIndex) -> None:
    writer = Model()
    (article,) = articles(1)
    run(Stages(Config(always_predict=True), finder, None, writer), [article])  # type: ignore[arg-type]
    assert writer.asked
    assert all(query.others == (COMPLETE,) for query in writer.asked)
    alone = Model()
    run(Stages(Config(), None, None, alone), [article])  # type: ignore[arg-type]
    assert all(query.others == () for query in alone.asked)


def test_a_floor_never_hides_what_a_reference_raises_above_it() -> None:
    """A place that is doubtful by itself and sure with a copy is there whatever the floor, with the same confidence."""
    text = (
        "La seduta è aperta. Lo ha detto il ministro , ieri sera, davanti ai giornalisti della stampa locale. " + SOUND
    )
    copy = text.replace("ministro ,", "ministro Anna Verdi,")
    for floor in (0.05, 0.3, 0.5):
        stages = Stages(Config(floor=floor, use_model=False), ReferenceIndex([Reference("copia", copy)]))
        (found,) = stages.run([Article("a", text, "it")])
        (entry,) = [e for e in found.entries if e.finding.confidence >= 0.5]
        assert entry.finding.code == "RG105"
        assert entry.candidates[0].text == " Anna Verdi"
