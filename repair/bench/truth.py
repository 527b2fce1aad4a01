"""Damage whose truth is known: it is read from a truth file, or made from sound texts.

A truth file has one JSON object a line: `id`, `text` (damaged), `clean_text` (sound), `gaps` (`start`, `end`,
`missing`, `replacement`, `kind`, `position`, `signature`), `references` (`name`, `text`), `lang`, `host` (the site) and `page`
(the name of the page that it was made from).
A row without gaps is a sound text and needs no `clean_text`. The file may be packed (.gz, .zst). Only gaps whose position
is `inner` count: text lost between two words of a paragraph. The others neither help nor hurt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from repair.bench.damage import Alteration, damage
from repair.bench.simulated_copies import copies
from repair.detect.language import language_of
from repair.errors import InputError
from repair.interchange import from_json
from repair.languages import LANGUAGES
from repair.read.paths import opened
from repair.records import Article, Reference

__all__ = ["INNER", "Case", "Loss", "half_of", "made", "read_truth"]

INNER: Final = "inner"
_MAX_LINE: Final = 64 << 20  # bytes


class Loss(Struct, frozen=True):
    """Text that is lost: `replacement` in the place of `text[start:end]` gives it back. `missing` are its words alone.

    `kind` is what was dropped, `position` where, and `signature` what it left on the surface.
    """

    start: int
    end: int
    missing: str
    replacement: str
    kind: str = ""
    position: str = INNER
    signature: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether finding it counts."""
        return self.position == INNER


class Case(Struct, frozen=True):
    """A damaged article, its losses in text order, a sound text that holds no loss, and its copies.

    `language`, `host` and `page` are what the truth says of the page that the text is from; each may be empty.
    """

    article: Article
    losses: tuple[Loss, ...]
    sound: str
    references: tuple[Reference, ...] = ()
    language: str = ""
    host: str = ""
    page: str = ""

    @property
    def restored(self) -> str:
        """The article's text with all losses put back."""
        text, at = self.article.text, 0
        pieces: list[str] = []
        for loss in self.losses:
            if loss.start >= at:
                pieces += (text[at : loss.start], loss.replacement)
                at = loss.end
        return "".join((*pieces, text[at:]))


def half_of(host: str) -> int:
    """0 or 1: in which of two halves a host falls, so that one can be fitted on and the other measured."""
    return blake2b(host.encode()).digest()[0] % 2


# --- truth files -------------------------------------------------------------------------------------------------


class _Reference(msgspec.Struct):
    name: str
    text: str


class _Row(msgspec.Struct):
    id: str
    text: str
    clean_text: str | None = None
    gaps: list[Loss] = []
    references: list[_Reference] = []
    lang: str = ""
    host: str = ""
    source: str = ""  # of a text that is from no site
    page: str = ""


_decoder: Final = msgspec.json.Decoder(_Row)


def read_truth(path: str | Path) -> Iterator[Case]:
    """The cases of a truth file, in order. Raises `InputError` with the line that is none."""
    with opened(str(path)) as source:
        for number, line in enumerate(iter(lambda: source.stream.readline(_MAX_LINE), b""), 1):
            if line.strip():
                yield _case(line, f"{path}:{number}")


def _case(line: bytes, where: str) -> Case:
    try:
        row = from_json(_decoder, line)
    except msgspec.DecodeError as error:
        hint = "a row has id, text, clean_text, gaps and references"
        raise InputError(f"no row of a truth file: {error}", where=where, hint=hint) from None
    sound = row.text if row.clean_text is None and not row.gaps else row.clean_text
    if sound is None:
        hint = "give the text as it was before the damage"
        raise InputError("a row with gaps has no clean_text", where=where, hint=hint)
    losses = tuple(sorted(row.gaps, key=lambda loss: (loss.start, loss.end)))
    for gap in losses:
        if not 0 <= gap.start <= gap.end <= len(row.text):
            hint = "0 <= start <= end <= length of the text must hold"
            raise InputError(f"a gap has the span [{gap.start}, {gap.end})", where=where, hint=hint)
    references = tuple(Reference(f"{row.id}#{r.name}", r.text) for r in row.references)
    return Case(Article(row.id, row.text), losses, sound, references, row.lang, row.host or row.source, row.page)


# --- made from sound texts ---------------------------------------------------------------------------------------

_POSITIONS: Final = {"tail": "cut_end", "head": "cut_start", "passage": "passage"}


def made(articles: Iterable[Article], *, seed: int, rate: float, with_copies: bool = True) -> Iterator[Case]:
    """A case of each sound article, damaged with about `rate` losses a word; the same seed makes the same damage.

    With `with_copies`, each comes with one to four copies as other sites have them: whole, damaged elsewhere, cut short
    or edited.
    """
    for number, article in enumerate(articles):
        own = seed * 1_000_003 + number
        language = article.language or language_of(article.text)
        damaged = damage(article.text, own, rate=rate, language=language)
        found = copies(article.text, own, language=language) if with_copies else []
        yield Case(
            Article(article.id, damaged.text),
            tuple(_loss(damaged.text, gap, language) for gap in damaged.alterations),
            article.text,
            tuple(Reference(f"{article.id}#copy-{n}", text) for n, text in enumerate(found, 1)),
        )


def _loss(text: str, gap: Alteration, language: str) -> Loss:
    # damage that loses no words is not a gap to find; a finding there is not wrong either
    position = _POSITIONS.get(gap.kind, INNER) if gap.is_loss else "blemish"
    return Loss(
        gap.start,
        gap.end,
        gap.replacement.strip(),
        gap.replacement,
        gap.kind,
        position,
        _signature(text, gap.start, gap.end, language),
    )


_PAIRS: Final = {'""': "empty_quotes", "«»": "empty_quotes", "“”": "empty_quotes", "()": "empty_brackets"}
_MARKS: Final = frozenset(",.;:!?)»”")


def _signature(text: str, start: int, end: int, language: str) -> tuple[str, ...]:
    """What a loss left on the surface: one or more names, `seamless` where it left nothing."""
    left, right = text[:start].rstrip(" \u00a0"), text[end:].lstrip(" \u00a0")
    blanks = len(text) - len(left) - len(right)
    before, after = left[-1:] or "\n", right[:1] or "\n"
    last = left[-24:].split()[-1:]
    table = LANGUAGES.get(language)
    found = []
    if before + after in _PAIRS:
        found.append(_PAIRS[before + after])
    elif before in ",;:" and after in _MARKS:
        found.append("double_punct")
    if before == "\n" and after.islower():
        found.append("starts_lowercase")
    if after == "\n" and before.isalnum():
        found.append("no_terminal_punct")
    if blanks and after in _MARKS:
        found.append("space_before_punct")
    elif blanks > 1 and "\n" not in (before, after):
        found.append("double_space")
    if not blanks and before.isalnum() and after.isalnum():
        found.append("glued")
    if table and last and after in _MARKS and last[0].lower() in table.dangling:
        found.append("dangling_function_word")
    return tuple(found) or ("seamless",)
