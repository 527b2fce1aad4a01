"""What the extractors that are installed lose of pages, by element and host, each with a small page that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Any, Final

from msgspec import Struct, field

from repair.codes import CODES
from repair.config import Config
from repair.errors import InputError
from repair.pipeline import Stages
from repair.read.copy import OnError
from repair.read.extractors import article_text
from repair.read.page_field import page_in_field
from repair.records import FURNITURE, Article, Reading, Reference
from repair.row_pages import RowPages
from repair.text.address import host_of
from repair.text.counted import counted

__all__ = ["ExtractorLoss", "LossTable", "SourcePage", "extractor_version", "losses_of", "report_card"]

_SHOWN: Final = 3000  # code points of a small page
_EXAMPLES: Final = 3  # for each element and host
_PLACES: Final = 5  # at which the words may stand
_CONFIDENCE: Final = 0.5
_OF_PAGES: Final = tuple(code.code for code in CODES.values() if code.is_gap and code.seen_by == "references")
_PACKAGES: Final = {"readability": "readability-lxml"}


class SourcePage(Struct, frozen=True):
    """A page: its place, its address, empty if that is not known, and its HTML."""

    place: str
    url: str
    html: str


class ExtractorLoss(Struct, frozen=True):
    """Words that an extractor lost: in which element of which host, and a small page from which it loses them too; or, if
    it is not `alone` enough to lose them, the part of the page that holds them, empty if that is large."""

    extractor: str
    element: str
    host: str
    place: str
    words: str
    page: str
    alone: bool


class LossTable(Struct):
    """The losses of one extractor: how many pages it read, and all that it lost."""

    extractor: str
    pages: int = 0
    losses: list[ExtractorLoss] = field(default_factory=list)


def losses_of(page: SourcePage, extractor: str, on_error: OnError) -> tuple[ExtractorLoss, ...]:
    """What the extractor lost of the page. Raises `InputError` if it fails on the page or finds no article."""
    text = article_text(extractor, page.html, page.place)
    if not text:
        raise InputError(f"the extractor {extractor} finds no article", where=page.place)
    reference = page_in_field(page.html, page.place, url=page.url)
    article = Article(page.place, text, url=page.url, html=page.html)
    stages = Stages(Config(use_model=False, select=_OF_PAGES), RowPages("", on_error=on_error))
    (apparatus,) = stages.run([article])
    found: list[ExtractorLoss] = []
    host = host_of(page.url or reference.url)
    for entry in apparatus.above(_CONFIDENCE).entries:
        readings = (r for c in entry.candidates[:1] for r in c.provenance if isinstance(r, Reading))
        reading = next(readings, None)
        if reading is None:
            continue
        element = reading.element or _block(reference, reading)
        small, alone = _small(page.html, reference, reading, extractor)
        words = " ".join(entry.candidates[0].text.split())
        found.append(ExtractorLoss(extractor, element, host, page.place, words, small, alone))
    return tuple(found)


def _block(reference: Reference, reading: Reading) -> str:
    """The tag of the narrowest block that holds the words."""
    around = [e for e in reference.elements if e.start <= reading.start and reading.end <= e.end and e.tag != FURNITURE]
    return min(around, key=lambda e: e.end - e.start).tag if around else ""


def _small(html: str, reference: Reference, reading: Reading, extractor: str) -> tuple[str, bool]:
    """The smallest part of the page around the words from which the extractor loses them as well, as a page; if there is
    none of a few thousand characters, the part that holds the words. The second value says which it is."""
    from lxml.html import document_fromstring, tostring

    text = reference.text
    end = text.find("\n", reading.end)
    line = _words(text[text.rfind("\n", 0, reading.start) + 1 : end if end >= 0 else len(text)])
    lost = _words(text[reading.start : reading.end])
    root = document_fromstring(html.replace("\x00", "").encode("utf-8", "replace"), parser=_parser())
    held = ""
    for found in islice(_narrowest(root, line), _PLACES):
        part: Any = found
        while part is not None and part.tag not in ("html", "body"):
            written = tostring(part, encoding="unicode", with_tail=False)
            if len(written) > _SHOWN:
                break
            held = held or written
            page = f"<html><body>{written}</body></html>"
            kept = _words(article_text(extractor, page, "the small page"))
            if kept and lost not in kept:
                return page, True
            part = part.getparent()
    return held, False


def _parser() -> Any:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _narrowest(root: Any, words: str) -> Iterator[Any]:
    """The elements that hold the words, and have no inner element that holds them."""
    inner = [child for child in root if words in _words(child.text_content())]
    for child in inner:
        yield from _narrowest(child, words)
    if not inner:
        yield root


def _words(text: str) -> str:
    return " ".join(text.split())


def extractor_version(name: str) -> str:
    """The version of the library, empty if it is not known."""
    try:
        return version(_PACKAGES.get(name, name))
    except PackageNotFoundError:
        return ""


def report_card(tables: Iterable[LossTable]) -> Iterator[str]:
    """The report card in Markdown: a part for each extractor, each part ready for a bug report."""
    for table in tables:
        yield f"# {table.extractor} {extractor_version(table.extractor)}".rstrip() + "\n\n"
        pages = len({loss.place for loss in table.losses})
        yield f"{counted(len(table.losses), 'loss', 'losses')}, on {pages:,} of {counted(table.pages, 'page')}.\n\n"
        if not table.losses:
            continue
        kinds: dict[tuple[str, str], list[ExtractorLoss]] = {}
        for loss in table.losses:
            kinds.setdefault((loss.element, loss.host), []).append(loss)
        yield "| element | host | losses | words |\n|---|---|---|---|\n"
        ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
        for (element, host), losses in ordered:
            words = sum(len(loss.words.split()) for loss in losses)
            yield f"| {_tag(element)} | {host or 'unknown'} | {len(losses):,} | {words:,} |\n"
        for (element, host), losses in ordered:
            shown = sorted((loss for loss in losses if loss.page), key=lambda loss: not loss.alone)[:_EXAMPLES]
            for loss in shown:
                yield f"\n## {_tag(element)} on {host or 'a page'}\n\n" if loss is shown[0] else "\n"
                where = "" if loss.alone else f", but only on the whole page ({loss.place})"
                yield f"Lost: {_quoted(loss.words)}{where}\n\n```html\n{loss.page.replace('```', '` ` `')}\n```\n"
        yield "\n"


def _tag(element: str) -> str:
    return f"`<{element}>`" if element else "no element"


def _quoted(words: str) -> str:
    short = words if len(words) <= 200 else f"{words[:199]}…"
    return "“" + short.replace("`", "'") + "”"
