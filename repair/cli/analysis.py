"""From options to apparatuses: the steps that all commands that read articles share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from repair.cli.messages import LeftOut, Report
from repair.cli.refetch import manners_of
from repair.config import Config
from repair.errors import InputError, OutputError
from repair.extras import require_extra
from repair.records import Apparatus, Article, Reference

if TYPE_CHECKING:
    from repair.cli.facts import Facts
    from repair.collate import Finder, Memory

__all__ = ["analyse", "articles_asked", "finder_of", "memory_of"]

_NAMED: Final = 3  # articles without prose that a note names


def articles_asked(config: Config, options: dict[str, Any], report: Report) -> Iterator[Article]:
    """The articles that the options name, in order; what cannot be read is reported."""
    from repair.read import articles

    left_out = LeftOut()
    yield from articles(
        options["articles"],
        on_error=report.error,
        field=options["field"],
        id_field=options["id_field"],
        encoding=options["encoding"],
        max_chars=config.max_chars,
        exclude=config.exclude,
        stdin_format=options["stdin_format"],
        url_field=options.get("url_field", "url"),
        pages=options.get("pages", False),
        date_field=options.get("date_field", "date"),
        extractor=options.get("extractor", ""),
        on_left_out=left_out,
    )
    left_out.say(report)


def _has_archives(config: Config, options: dict[str, Any]) -> bool:
    """Whether web archives are among the articles. Raises `MissingExtra` if a library is not installed that they need."""
    from repair.read import format_of
    from repair.read.extractors import require_extractor
    from repair.read.paths import expand

    for path in expand(options["articles"], lambda error: None, config.exclude):
        if format_of(path) == "warc":
            require_extra("web", "reading web archives")
            require_extractor(options["extractor"])
            return True
    return False


def analyse(
    config: Config,
    options: dict[str, Any],
    report: Report,
    *,
    finder: Finder | None = None,
    memory: Memory | None = None,
    predict: bool = False,
    copies: bool = False,
    facts: Facts | None = None,
) -> Iterator[Apparatus]:
    """The apparatuses of the articles that the options name, in order; what cannot be read is reported, and counted where
    it is one of the `facts`.

    `predict` says whether this run has any use for what a model would fill in, `copies` whether references were given.
    """
    from repair.pipeline import prepare

    asked = articles_asked(config, options, report)
    noted = asked if facts is None else facts.noted(asked)
    found = _unless_none_read(_fetched(noted, config, options, report), options, report)
    if finder is None and not predict:
        analysed = _findings_of(found, config, options, report)
        return _noting_data(analysed if facts is None else facts.shown(analysed), config, report)
    stages = prepare(config, finder, memory, predict=predict)
    if stages.writer is not None and not stages.writer.has_gap_head and config.reader == "auto":
        report.notice(
            f"{stages.writer.name} has no gap head: the bundled model finds gaps, {stages.writer.name} fills them"
        )
    compared = _with_pages(stages.run(found), finder, options, report)
    return _noting_data(_with_copies(compared, report) if copies else compared, config, report)


def _noting_data(apparatuses: Iterator[Apparatus], config: Config, report: Report) -> Iterator[Apparatus]:
    """The apparatuses; a note follows that names the articles of code or data, which were not read."""
    from repair.detect import is_without_prose

    names: list[str] = []
    count = 0
    for apparatus in apparatuses:
        if not apparatus.entries and is_without_prose(apparatus.article, config):
            count += 1
            names += [apparatus.article.id] if count <= _NAMED else []
        yield apparatus
    if count:
        more = f" and {count - _NAMED:,} more" if count > _NAMED else ""
        what = "1 article is code or data" if count == 1 else f"{count:,} articles are code or data"
        report.notice(
            f"{what} and no prose, so nothing was looked for: {', '.join(names)}{more}; --markup none reads all"
        )


def _fetched(articles: Iterator[Article], config: Config, options: dict[str, Any], report: Report) -> Iterator[Article]:
    """The articles, with their pages where the options ask for fetching these."""
    manners = manners_of(options)
    if manners is None:
        yield from articles
        return
    from repair.refetch.pages import Refetcher

    refetcher = Refetcher(manners, on_error=report.error, html_field=options["html_field"], max_chars=config.max_chars)
    try:
        yield from refetcher.with_pages(articles)
    finally:
        refetcher.close()


def _with_pages(
    apparatuses: Iterator[Apparatus], finder: Finder | None, options: dict[str, Any], report: Report
) -> Iterator[Apparatus]:
    """The apparatuses; an error follows them if the rows were to have pages, and none has."""
    yield from apparatuses
    if options["html_field"] and not getattr(finder, "found", 0):
        what = f"no row has a page in its field {options['html_field']!r}"
        report.error(InputError(what, hint="name the field that holds the page's HTML with --html-field"))


def _with_copies(apparatuses: Iterator[Apparatus], report: Report) -> Iterator[Apparatus]:
    """The apparatuses; a note follows them if no reference is a copy of any article."""
    articles, lonely = 0, 0
    for apparatus in apparatuses:
        articles += 1
        lonely += not apparatus.witnesses
        yield apparatus
    if articles and lonely == articles and not report.errors:
        whose = "the article" if articles == 1 else f"any of the {articles:,} articles"
        report.notice(f"no reference is another copy of {whose}: none has enough of its words (setting min-similarity)")


def _unless_none_read(articles: Iterable[Article], options: dict[str, Any], report: Report) -> Iterator[Article]:
    """The articles. If errors left none of them, the file of an earlier result is not replaced by an empty one; a report that
    tells the errors is none."""
    nothing = True
    for article in articles:
        nothing = False
        yield article
    output = options.get("output") or options.get("write_baseline")
    if nothing and report.errors and output and not report.keeps:
        report.code()  # prints what it held back
        raise OutputError(
            "nothing is written, since no article could be read",
            where=str(output),
            hint="correct the inputs named above",
        )


def _findings_of(
    articles: Iterable[Article], config: Config, options: dict[str, Any], report: Report
) -> Iterator[Apparatus]:
    """The findings of the articles, from several processes and from the cache, as the options say."""
    from repair.workers.stream import cores, findings, setup_digest

    cache = None
    if not options["no_cache"]:
        from repair.workers.cache import Cache

        try:
            cache = Cache(options["cache_dir"], partial(setup_digest, config))
        except OutputError as error:
            report.notice(str(error))
    try:
        yield from findings(articles, config, jobs=options["jobs"] or cores(), cache=cache)
    finally:
        if cache is not None:
            cache.close()


def finder_of(sources: tuple[str, ...], config: Config, options: dict[str, Any], report: Report) -> Finder | None:
    """The finder of an article's references among `sources` and in its own row, `None` if there are none."""
    archives = _has_archives(config, options)
    finder = _finder_of_sources(sources, config, options, report) if sources else None
    if not (options["html_field"] or archives or manners_of(options)):
        return finder
    from repair.row_pages import RowPages

    return RowPages(options["html_field"], finder, on_error=report.error, max_chars=config.max_chars)


def memory_of(
    names: tuple[str, ...], references: tuple[str, ...], config: Config, options: dict[str, Any], report: Report
) -> Memory | None:
    """The names that may compete in a gap: those of the sources in `names`, and of the stores among `references`. `None` if
    there are none, or no model fills in. What is no store is kept in one until the command ends."""
    from tempfile import TemporaryDirectory

    from repair.collate import Memories, Store, is_store

    if not (config.use_model and config.predict and config.model != "none"):
        if names:
            report.notice("no model fills in, so that --names has no effect")
        return None
    others = tuple(source for source in names if not is_store(source))
    stores = [Store.open(path) for path in dict.fromkeys((*filter(is_store, references), *filter(is_store, names)))]
    if others:
        folder = click.get_current_context().with_resource(TemporaryDirectory(prefix="repair-names-"))
        made = Store.open(Path(folder) / "names", create=True, corpus=", ".join(others))
        made.add(_references(others, config, options, report))
        stores.append(made)
    return Memories(stores) if stores else None


def _finder_of_sources(sources: tuple[str, ...], config: Config, options: dict[str, Any], report: Report) -> Finder:
    from repair.collate import Finders, ReferenceIndex, Store, is_store
    from repair.read.needs import check_libraries

    stores = [source for source in sources if is_store(source)]
    others = [source for source in sources if source not in stores]
    finders: list[Finder] = [Store.open(store) for store in stores]
    if others:
        check_libraries(others)
        finders.append(ReferenceIndex(_references(others, config, options, report)))
    return finders[0] if len(finders) == 1 else Finders(finders)


def _references(sources: Sequence[str], config: Config, options: dict[str, Any], report: Report) -> Iterator[Reference]:
    """The references in files and folders; what cannot be read is reported, and in the end what was left out."""
    from repair.read import references

    left_out = LeftOut()
    yield from references(
        sources,
        on_error=report.error,
        field=options["field"],
        id_field=options["id_field"],
        encoding=options["reference_encoding"] or options["encoding"],
        max_chars=config.max_chars,
        stdin_format=options["stdin_format"],
        url_field=options["url_field"],
        on_left_out=left_out,
    )
    left_out.say(report)
