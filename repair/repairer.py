"""A repairer: settings and references for any number of calls, from any number of threads.

The models that settings ask for are loaded once, when they are first needed, and shared by all repairers with the same
choice of models.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Unpack, overload

from msgspec.structs import replace

from repair.config import Config
from repair.config.keywords import Keywords, configured
from repair.extras import has_extra
from repair.pipeline import Stages, prepare
from repair.read.values import ReferenceLike, TextLike, articles_of, is_one, references_of
from repair.records import Apparatus, Article, Finding

if TYPE_CHECKING:
    from repair.collate import Finder, Memory

    References = Finder | ReferenceLike | Iterable[ReferenceLike]

__all__ = ["Repairer"]


class Repairer:
    """Checks articles and suggests repairs, with the same settings and references in every call.

    `references` are other copies of the articles: texts, rows with a `text`, `Reference` records, or an object with the
    method `find` of a `repair.collate.Finder`, such as an opened `Store`. The names of a store compete where no copy has the
    words; `names` is a store that is asked only for them. A reference belongs to the articles that it
    shares enough words with. Settings are given by name (see `Config`) and replace those of `config`.

    The models are loaded when they are first needed. Several threads may use one repairer at once. It can be pickled, and
    then leaves its models behind. Raises `ArgumentError` (a `TypeError`) for a value of a wrong type, `ConfigError` for a
    setting out of range.

    >>> import repair
    >>> repairer = repair.Repairer(references=["The ferry, rain or shine, leaves at eight from the old pier."], use_model=False)
    >>> found = repairer.suggest("The ferry,, leaves at eight from the old pier.")
    >>> [(entry.finding.code, entry.candidates[0].text) for entry in found.entries]
    [('RG104', ' rain or shine')]
    """

    def __init__(
        self,
        *,
        references: References | None = None,
        names: Memory | None = None,
        config: Config | None = None,
        **settings: Unpack[Keywords],
    ) -> None:
        self.config: Final = configured(config, settings)
        self._finder: Final = _finder(references, self.config)
        self._names: Final = names
        self._memory: Final = _memory(self._finder, names)
        self._models: Final = _models_of(self.config, named=not {"model", "reader"}.isdisjoint(settings))

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(Repairer, references=self._finder, names=self._names, config=self.config), ()

    @overload
    def check(self, texts: TextLike) -> tuple[Finding, ...]: ...  # type: ignore[overload-overlap]
    @overload
    def check(self, texts: Iterable[TextLike]) -> Iterator[tuple[Finding, ...]]: ...
    def check(self, texts: Any) -> Any:
        """The findings of a text; of an iterable of texts, an iterator over the findings of each. See `repair.check`."""
        return self._each(texts, False, _findings)

    @overload
    def suggest(self, texts: TextLike) -> Apparatus: ...  # type: ignore[overload-overlap]
    @overload
    def suggest(self, texts: Iterable[TextLike]) -> Iterator[Apparatus]: ...
    def suggest(self, texts: Any) -> Any:
        """The apparatus of a text; of an iterable of texts, an iterator over those of each. See `repair.suggest`."""
        return self._each(texts, True, _itself)

    def _each(self, texts: Any, predict: bool, result: Any) -> Any:
        if predict and self._models is not None and not self._models.predicts:
            _say_no_predictions()
        results = map(result, self._apparatuses(articles_of(texts, max_chars=self.config.max_chars), predict))
        return next(results) if is_one(texts) else results

    def _apparatuses(self, articles: Iterable[Article], predict: bool) -> Iterator[Apparatus]:
        """The apparatuses of the articles, in order, with the findings of at least `min_confidence`."""
        config, least = self.config, self.config.min_confidence
        # a finding that is left out in the end costs no further work; but a reference may raise its confidence
        floor = config.floor if self._finder is not None else max(config.floor, least)
        working = replace(config, floor=floor, predict_from=max(config.predict_from, least))
        stages = Stages(working, self._finder, memory=self._memory)
        if self._models is not None:
            stages = self._models.into(stages, predict=predict)
        for apparatus in stages.run(articles):
            yield apparatus.above(least)


def _findings(apparatus: Apparatus) -> tuple[Finding, ...]:
    return tuple(entry.finding for entry in apparatus.entries)


def _itself(apparatus: Apparatus) -> Apparatus:
    return apparatus


def _finder(references: Any, config: Config) -> Finder | None:
    if references is None:
        return None
    if callable(getattr(references, "find", None)) and not isinstance(references, str | bytes | bytearray):
        finder: Finder = references
        return finder
    found = references_of(references, max_chars=config.max_chars)
    if not found:
        return None
    from repair.collate import ReferenceIndex

    return ReferenceIndex(found)


def _memory(finder: Any, names: Memory | None) -> Memory | None:
    """What is asked for names: a store of references, and that in `names`."""
    asked: list[Any] = [each for each in (finder, names) if callable(getattr(each, "remembered", None))]
    if not asked:
        return None
    from repair.collate import Memories

    return Memories(asked)


# --- models ------------------------------------------------------------------------------------------------------


class _Models:
    """The models that some settings ask for. The first thread that needs one loads it, while the others wait. Where none
    `predicts`, what is installed can only read."""

    def __init__(self, config: Config, predicts: bool) -> None:
        self._config = config if predicts else replace(config, predict=False)
        self.predicts: Final = predicts
        self._lock = Lock()
        self._loaded: dict[bool, Stages] = {}

    def into(self, stages: Stages, *, predict: bool) -> Stages:
        """The stages with the models that they need. Raises `ModelError` if one cannot be loaded."""
        from repair.models import GAP_MODEL, needs_torch

        config = self._config
        # a model that both reads and fills in is loaded once for both, unless reading takes much less
        both = config.model == GAP_MODEL and config.reader in ("auto", "full")
        both = both and needs_torch(GAP_MODEL, config.device, config.precision)
        with self._lock:
            whole = predict or both or True in self._loaded
            if whole not in self._loaded:
                self._loaded.clear()
                self._loaded[whole] = prepare(config, predict=whole)
            loaded = self._loaded[whole]
        return replace(stages, reader=loaded.reader, writer=loaded.writer if predict else None)


_LOCK: Final = Lock()


def _models_of(config: Config, *, named: bool) -> _Models | None:
    """The models that the settings ask for, `None` if rules alone are to look. `named`: the caller named a model."""
    if not config.use_model:
        return None
    if not named and (config.model, config.reader) == (Config().model, Config().reader) and not has_extra("reader"):
        _say_rules_only()
        return None
    choice = {name: getattr(config, name) for name in ("model", "reader", "predict", "device", "precision")}
    predicts = named or not config.predict or config.model == "none" or has_extra("model")
    with _LOCK:
        return _shared(Config(**choice), predicts)


@lru_cache(maxsize=1)
def _shared(choice: Config, predicts: bool) -> _Models:
    return _Models(choice, predicts)


@cache
def _say_rules_only() -> None:
    """Say once in this process that no model reads."""
    warnings.warn(
        "rules only, since the models are not installed: gaps that leave no sign on the surface are not"
        " found, and nothing is predicted; pip install '.[model]' adds them, and use_model=False says that rules will do",
        stacklevel=5,
    )


@cache
def _say_no_predictions() -> None:
    """Say once in this process that no model fills in."""
    warnings.warn(
        "nothing is predicted, since the libraries for it are not installed; pip install '.[model]' adds them, and"
        " predict=False says that findings and readings will do",
        stacklevel=5,
    )
