"""What a run is to do: a job, which every worker gets, and which must be the same when a run is resumed.

A job does not say where and how fast it is done, since that must not change the output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct
from msgspec.structs import asdict, force_setattr, replace

from repair import __version__
from repair.config import FAST, Config
from repair.errors import ConfigError, RepairError
from repair.refetch.manners import Manners

if TYPE_CHECKING:
    from repair.collate import Finder, Memory
    from repair.models.query import Filler

__all__ = ["FORMAT", "SHARD_FORMATS", "Accept", "Job", "Models", "StagesOf", "differences", "with_moved"]

FORMAT: Final = 1
"""Version of what a run writes into its folder."""

SHARD_FORMATS: Final = ("jsonl", "parquet")
"""How shards of apparatus are written: JSON lines packed with Zstandard, or Parquet."""

Models = tuple[Any, "Filler | None"]
"""The model that reads and the one that fills in, `None` if the run does without."""

StagesOf = Callable[["Job", Models], Any]
"""Makes the stages of a worker; a function of a module, since workers are other processes."""

# what does not decide the output, or is described by itself
_FREE: Final = frozenset({"device", "stages", "moved"})


def _fail(error: RepairError) -> None:
    raise error


class Accept(Struct, frozen=True):
    """Which candidates go into the repaired corpus, see `repair.edit.decide`. Scores and confidences are 0–1."""

    readings: bool = False
    rules: bool = False
    predictions: bool = False
    min_score: float = 0.0


class Job(Struct, frozen=True):
    """What a run is to do. Values out of range raise `ConfigError`.

    `field` and `id_field` name the text and its id in a row, `html_field` and `url_field` the HTML of its page, if rows
    have one, and its address. `date_field` the date. `extractor` takes the articles from the pages of web archives, `refetch` says how pages are
    fetched that rows have not, if they are. `references` are stores, or any sources of
    references, which every worker then holds in memory. `names` are stores that are asked only for names that other articles
    have; those of `references` are asked for them too. `repaired` and `marked` ask for these corpora too, where `column` is the
    field that says what was done. `sample` is the share (0–1) of the records that are taken, see `takes`;
    `limit` ends the run after so many that were taken, 0 for none. `shard_records` is how many records a shard has at the least,
    but for the last. `moved` are stores that lay elsewhere when the run began, each with its path then: what comes from them
    is said to be from there. `stages` makes a worker's stages, by default those that `config` asks for.
    """

    config: Config = Config()
    field: str = "text"
    id_field: str = "id"
    html_field: str = ""
    url_field: str = "url"
    date_field: str = "date"
    extractor: str = "trafilatura"
    refetch: Manners | None = None
    encoding: str = "utf-8"
    references: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shards: Literal["jsonl", "parquet"] = "jsonl"
    repaired: bool = False
    marked: bool = False
    accept: Accept = Accept()
    column: str = "repair"
    sample: float = 1.0
    limit: int = 0
    shard_records: int = 10_000
    moved: tuple[tuple[str, str], ...] = ()
    stages: StagesOf | None = None

    def __post_init__(self) -> None:
        if self.config.reader == "auto":
            force_setattr(self, "config", replace(self.config, reader=FAST))
        if not 0.0 < self.sample <= 1.0:
            raise ConfigError(f"the sample is {self.sample}", hint="give a share above 0 and up to 1")
        if self.limit < 0 or self.shard_records < 1:
            raise ConfigError("limit and shard size must not be negative", hint="leave them out for the defaults")
        if self.shards not in SHARD_FORMATS:
            raise ConfigError(f"unknown format {self.shards!r}", hint=f"use one of {', '.join(SHARD_FORMATS)}")
        for column, holds in (("", "has no name"), (self.field, "holds the text"), (self.id_field, "holds the id")):
            if self.column == column:
                raise ConfigError(f"the column {self.column!r} {holds}", hint="name another one with --column")

    def takes(self, record: int) -> bool:
        """Whether record number `record` of the run (from 0) is in the sample: by a number that is evenly spread, the same
        in every run, and known without reading the record."""
        if self.sample >= 1.0:
            return True
        return int.from_bytes(blake2b(b"%d" % record, digest_size=8).digest()) / 2**64 < self.sample

    @property
    def uses_model(self) -> bool:
        """Whether a model takes part."""
        config = self.config
        return self.stages is None and (config.use_model or bool(self.fill_in))

    @property
    def needs_place(self) -> bool:
        """Whether a model takes part that is too large for each worker to have its own."""
        from repair.models import reads_quickly

        return self.uses_model and (bool(self.fill_in) or not reads_quickly(self.config))

    @property
    def fill_in(self) -> str:
        """Name of the model that fills in, empty if none does."""
        config = self.config
        return config.model if config.predict and config.use_model and config.model != "none" else ""

    def described(self) -> dict[str, Any]:
        """All that decides the output, as JSON can hold it."""
        values = {name: value for name, value in asdict(self).items() if name not in _FREE}
        values["config"] = {name: value for name, value in asdict(self.config).items() if name not in _FREE}
        values["accept"] = asdict(self.accept)
        values["refetch"] = asdict(self.refetch) if self.refetch else {}
        known_as = dict(self.moved)
        for name, of in (("references", _reference), ("names", _store)):
            sources = map(of, getattr(self, name))
            values[name] = [one | {"path": known_as.get(one["path"], one["path"])} for one in sources]
        stages = self.stages
        return {
            "format": FORMAT,
            "version": __version__,
            "stages": f"{stages.__module__}.{stages.__qualname__}" if stages else "",
            **values,
        }

    def check_references(self) -> None:
        """Raise `InputError` if a source of references is not there."""
        from repair.read.paths import expand

        for source in self.references:
            next(expand([source], _fail), None)

    def finder(self, on_error: Callable[[RepairError], None] = _fail, *, archive: bool = False) -> Finder | None:
        """The finder of references, `None` if there are none. Raises `InputError` if one cannot be read. A page that
        came with an article and cannot be read goes to `on_error`; with an `archive` each came with one."""
        stores = self._stores() if self.references else None
        if not (self.html_field or archive or self.refetch):
            return stores
        from repair.row_pages import RowPages

        return RowPages(
            self.html_field,
            stores,
            on_error=on_error,
            max_chars=self.config.max_chars,
        )

    def memory(self) -> Memory | None:
        """The stores whose names compete where nothing is known, `None` if there are none or no model fills in. Raises
        `InputError` if one is no store."""
        from repair.collate import Memories, Store, is_store

        stores = [*filter(is_store, self.references), *self.names] if self.fill_in else []
        known_as = dict(self.moved)
        opened = [Store.open(path, corpus=known_as.get(path, "")) for path in dict.fromkeys(stores)]
        return Memories(opened) if opened else None

    def _stores(self) -> Finder:
        from repair.collate import Finders, ReferenceIndex, Store, is_store
        from repair.read import references

        others = [source for source in self.references if not is_store(source)]
        finders: list[Finder] = [Store.open(source) for source in self.references if source not in others]
        if others:
            found = references(
                others,
                on_error=_fail,
                field=self.field,
                id_field=self.id_field,
                encoding=self.encoding,
                url_field=self.url_field,
            )
            finders.append(ReferenceIndex(found))
        return finders[0] if len(finders) == 1 else Finders(finders)


def _reference(source: str) -> dict[str, Any]:
    """A source of references, with its size if that can be known."""
    from repair.collate import is_store

    return _store(source) if is_store(source) else {"path": source}


def _store(source: str) -> dict[str, Any]:
    """A store, with its size and a digest. Raises `InputError` if it is none."""
    from repair.collate import Store

    with Store.open(source) as store:
        return {"path": source, "references": store.info().references, "digest": store.digest()}


def with_moved(job: Job, before: Mapping[str, Any]) -> Job:
    """The job, with the stores that are those of the job described as `before` and lie elsewhere now."""
    now = job.described()
    moved: dict[str, str] = {}
    for name in ("references", "names"):
        for old, new in zip(before.get(name, ()), now[name], strict=False):
            if "digest" in new and old != new and old | {"path": ""} == new | {"path": ""}:
                moved[new["path"]] = old["path"]
    return replace(job, moved=tuple(moved.items()))


def differences(before: Mapping[str, Any], now: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """What two descriptions of a job do not have in common, each in words: `min-confidence was 0.5, is 0.6`. What follows
    from another difference is not named."""
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from differences(old, new, "" if name == "config" else f"{prefix}{name} ")
        elif _same(old) != _same(new) and not _follows(name, before, now):
            option = _OPTION_NAMES.get(name, name.replace("_", "-"))
            yield f"{prefix}{option} was {_shown(old)}, is {_shown(new)}"


_OPTION_NAMES: Final = {"shard_records": "shard-size", "stages": "stages of its own"}


def _follows(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether nobody gives the setting: the floor of confidence is as high as what is reported allows."""
    return name == "floor" and before.get("min_confidence") != now.get("min_confidence")


def _same(value: Any) -> Any:
    """The value as it comes back from JSON."""
    return list(map(_same, value)) if isinstance(value, list | tuple) else value


def _shown(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "on" if value else "off"
    if value in ("", [], (), {}):
        return "not given"
    text = repr(value)
    return text if len(text) <= 200 else text[:199] + "…"
