"""The order of the stages: articles in, apparatuses out, a batch at a time.

Any prefix of these stages is useful: without references nothing is collated; without a model only the rules detect, and
nothing is predicted. A bundled model is asked only about articles in its own languages. How articles are batched never
changes a result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from repair.config import MIXED, READER_CHOICES, Config
from repair.detect import JOINT_TABLE, QUICK_TABLE, Looked, found, look_each
from repair.errors import ModelError
from repair.records import Apparatus, Article, Signal

if TYPE_CHECKING:
    from repair.collate import Finder, Memory
    from repair.models.joint import JointReader
    from repair.models.masked import MaskedModel
    from repair.models.query import GapReader
    from repair.models.quick import QuickReader

    Reader = GapReader | JointReader | QuickReader

__all__ = ["BATCH_ARTICLES", "GROWING", "Stages", "batches", "prepare"]

# One batch: enough windows for the model to sort by length, few enough to keep memory flat.
BATCH_ARTICLES: Final = 256
_BATCH_CHARS: Final = 400_000
_ON_PROCESSOR: Final = 16  # articles: a processor is as quick with these as with more


class Stages(Struct, frozen=True):
    """What a run works with. `reader` is the model whose gap head reads the articles, `writer` the one that fills in;
    each is `None` if the run does without. Where it fills in, the names that a `memory` has compete."""

    config: Config
    finder: Finder | None = None
    reader: Reader | None = None
    writer: MaskedModel | None = None
    memory: Memory | None = None

    def run(self, articles: Iterable[Article]) -> Iterator[Apparatus]:
        """The apparatus of every article, in order. Findings under `config.floor` or of unwanted codes are left out."""
        for batch in batches(articles, self._sizes()):
            yield from self.batch(batch)

    def _sizes(self) -> Iterable[int]:
        """How many articles go through the stages together: with a model few at first, so that the first results come
        soon, then as many as its device is busy with."""
        if self.reader is None and self.writer is None:
            return repeat(BATCH_ARTICLES)
        models = [model for model in (self.reader, self.writer) if model is not None]

        def most() -> int:  # asked anew each time: a reader may go to another device when there is much to read
            return _ON_PROCESSOR if {model.device for model in models} == {"cpu"} else BATCH_ARTICLES

        return (min(size, most()) for size in chain(GROWING, repeat(BATCH_ARTICLES)))

    def batch(self, articles: Sequence[Article]) -> list[Apparatus]:
        """The apparatuses of one batch, as `run` gives them."""
        config = self.config
        # a reference may raise a doubtful place above the floor, so that one is kept until references have spoken
        seen = config if self.finder is None else replace(config, floor=min(config.floor, Config().floor))
        detected: Iterable[Apparatus]
        documents = look_each(articles, seen)
        if self.reader is None:
            detected = (found(document, None, seen) for document in documents)
        else:
            from repair.models import reads_quickly

            signals_read = self._signals(documents, self.reader)
            by = QUICK_TABLE if reads_quickly(config) else JOINT_TABLE
            detected = (found(document, read, seen, by) for document, read in zip(documents, signals_read, strict=True))
        # article by article through the rest, so that caches still hold what an earlier stage made
        apparatuses = [_wanted(self._collated(apparatus), config) for apparatus in detected]
        return apparatuses if self.writer is None else self._proposed(apparatuses, self.writer)

    def _collated(self, apparatus: Apparatus) -> Apparatus:
        """The apparatus with what references say."""
        if self.finder is None:
            return apparatus
        from repair.collate import collate
        from repair.scoring.rank import rank

        return rank(collate(apparatus, self.finder, self.config))

    def _signals(self, documents: Sequence[Looked], reader: Reader) -> list[Sequence[Signal] | None]:
        """What the gap head says of each document, `None` if it does not know the language."""
        signals: list[Sequence[Signal] | None] = [None] * len(documents)
        numbers = [i for i, looked in enumerate(documents) if _knows(reader, looked.article)]
        if not numbers:
            return signals
        # what the rules suspect says where a gap head reads that does not read everything
        near = {"near": [documents[i].suspected for i in numbers]} if self.config.reader == MIXED else {}
        texts = [documents[i].document.text for i in numbers]
        read = reader.signals(texts, batch_size=self.config.batch_size, **near)
        for i, of_text in zip(numbers, read, strict=True):
            signals[i] = of_text
        return signals

    def _proposed(self, apparatuses: list[Apparatus], writer: MaskedModel) -> list[Apparatus]:
        """The apparatuses with predictions; those in a language that the writer does not know stay as they are."""
        from repair.propose import propose, wants

        numbers = [i for i, apparatus in enumerate(apparatuses) if _knows(writer, apparatus.article)]
        asked = [apparatuses[i] for i in numbers]
        sources = [
            self._beside(apparatus.article) if any(wants(entry, self.config) for entry in apparatus.entries) else ()
            for apparatus in asked
        ]
        for i, apparatus in zip(numbers, propose(asked, writer, self.config, sources, self.memory), strict=True):
            apparatuses[i] = apparatus
        return apparatuses

    def _beside(self, article: Article) -> tuple[str, ...]:
        """The texts of the article's references: one that could not be aligned at a gap may still have its words."""
        found = self.finder.find(article, self.config.max_references, self.config.min_similarity) if self.finder else ()
        return tuple(reference.text for reference, _ in found)


def prepare(
    config: Config,
    finder: Finder | None = None,
    memory: Memory | None = None,
    *,
    predict: bool = True,
    much: bool = False,
) -> Stages:
    """The stages that `config` asks for, with their models loaded.

    A reader that `config.reader` names reads. Otherwise it is the gap head of the chosen model, or of the bundled one if
    that has none.
    `predict` says whether this run has any use for fill-ins, and `much` what `repair.models.load_reader` asks. Raises `ModelError` if a model cannot be loaded.
    """
    reader: Reader | None = None
    writer: MaskedModel | None = None
    chosen = config.model if predict and config.predict and config.use_model and config.model != "none" else ""
    if config.use_model or chosen:
        from repair.models import GAP_MODEL, joint_reader, load, load_quick, load_reader, reads_quickly

        opened = partial(load, device=config.device, precision=config.precision)
        if chosen:
            writer = opened(chosen)
            if not writer.has_fill_in:
                hint = "name it with --reader, and with --model one that fills in"
                raise ModelError(f"the model {chosen!r} reads, and fills in nothing", hint=hint)
        if reads_quickly(config):
            reader = load_quick(config.reader)
        elif config.use_model:
            own = writer if writer and writer.has_gap_head and config.reader in (*READER_CHOICES, chosen) else None
            name = GAP_MODEL if config.reader in READER_CHOICES else config.reader
            whole = own or _reading(
                name, partial(load_reader, device=config.device, precision=config.precision, much=much)
            )
            reader = joint_reader(whole) if config.reader == MIXED or whole.name == GAP_MODEL else whole
    return Stages(config, finder, reader, writer, memory)


def _reading(name: str, opened: Callable[[str], GapReader]) -> GapReader:
    """The model `name`, which must have a gap head. One from a hub has none, so none is fetched."""
    from repair.models import model_place

    _, hub = model_place(name)
    if hub or not (reader := opened(name)).has_gap_head:
        hint = "name a bundled model or a folder that `repair train gaps` made"
        raise ModelError(f"the model {name!r} has no gap head, so it cannot read", hint=hint)
    return reader


def _knows(model: Reader, article: Article) -> bool:
    """Whether a model was made for the article's language. Only installed models say so; any other is trusted."""
    from repair.models import model_named

    row = model_named(model.name)
    return row is None or not row.languages or article.language in row.languages


def _wanted(apparatus: Apparatus, config: Config) -> Apparatus:
    if not apparatus.entries:
        return apparatus
    entries = tuple(
        e for e in apparatus.entries if e.finding.confidence >= config.floor and config.wants(e.finding.code)
    )
    return apparatus if len(entries) == len(apparatus.entries) else replace(apparatus, entries=entries)


GROWING: Final = (1, 2, 4, 8, 16, 32, 64, 128)
"""Sizes of the first batches where a model reads: the first results come soon."""


def batches(articles: Iterable[Article], sizes: Iterable[int] = ()) -> Iterator[list[Article]]:
    """The articles in batches of these sizes, in turn, then of the size that the stages take at once."""
    batch: list[Article] = []
    size = 0
    each = chain(sizes, repeat(BATCH_ARTICLES))
    most = next(each)
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) >= most or size >= _BATCH_CHARS:
            yield batch
            batch, size, most = [], 0, next(each)
    if batch:
        yield batch
