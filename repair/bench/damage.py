"""Damages a sound text as extractors do, and records the truth.

One article is damaged by one extractor, so its losses look alike: the same treatment of blanks and the same elements
dropped throughout.
"""

from __future__ import annotations

import random
import re
from typing import Final

from msgspec import Struct

from repair.bench.furniture import NAME, furniture_line
from repair.languages import LANGUAGES
from repair.text.tokens import tokenize

__all__ = [
    "PARAGRAPH",
    "QUOTE",
    "SENTENCE",
    "TREATMENTS",
    "Alteration",
    "Cut",
    "Damaged",
    "blemish",
    "cut_out",
    "damage",
    "inline",
    "mistype",
    "pick",
]


class Alteration(Struct, frozen=True):
    """A damaged place: `replacement` in the place of text[start:end] of the damaged text gives the sound one."""

    start: int
    end: int
    replacement: str
    kind: str

    @property
    def is_loss(self) -> bool:
        """Whether words are missing here; else `kind` is the code of another damage."""
        return self.kind.islower()


class Damaged(Struct, frozen=True):
    """A damaged text and all that was altered, in text order."""

    text: str
    alterations: tuple[Alteration, ...]


class Cut(Struct, frozen=True):
    """Text to be dropped, and what stays in its place."""

    start: int
    end: int
    left: str  # what stays in the place of the cut
    kind: str


TREATMENTS: Final = (("kept", 0.3), ("collapsed", 0.2), ("tidied", 0.15), ("stripped", 0.28), ("glued", 0.07))
"""How an extractor treats the blanks around an element that it drops, with the share of extractors: all kept, runs
collapsed to one, the same and none left before punctuation, text nodes stripped and joined by a blank, or stripped and
joined by nothing."""

# Kinds of element dropped, with the share of losses of each.
_KINDS: Final = (("name", 0.36), ("words", 0.38), ("after", 0.1), ("quote", 0.06), ("tail", 0.06), ("head", 0.04))
# Share of beheaded paragraphs that lost their full stop too: the middle of a sentence stands alone.
_ORPHANS: Final = 0.4
_LENGTHS: Final = (
    (1,) * 42 + (2,) * 20 + (3,) * 12 + (4,) * 7 + (5,) * 5 + (6,) * 4 + (7, 8, 8, 9, 10, 12, 14, 17, 20, 24)
)

QUOTE: Final = re.compile(r'"[^"\n]{3,200}"|“[^”\n]{3,200}”|«[^»\n]{3,200}»|\([^()\n]{2,120}\)')
"""A quotation or a bracket with what it holds."""
SENTENCE: Final = re.compile(r"(?<=[.!?] )[A-ZÀ-Ý][^.!?\n]{40,300}[.!?] ")
PARAGRAPH: Final = re.compile(r"(?<=\n)[^\n]{80,}\n+")
_BLANK: Final = " \u00a0"


def damage(text: str, seed: int, *, rate: float = 1 / 90, language: str = "it") -> Damaged:
    """`text` with about one loss in `1 / rate` words, the same for the same seed."""
    rng = random.Random(seed)
    extractor = _Extractor(text, rng, language)
    if len(extractor.tokens) < 12:
        return Damaged(text, ())
    wanted = max(1, round(rng.expovariate(1) * len(extractor.tokens) * rate))
    favourite = pick(rng, _KINDS)  # half of an article's losses are of one kind: the element this extractor drops
    cuts: list[Cut] = []
    for _ in range(wanted):
        cuts += extractor.drop(favourite if rng.random() < 0.5 else pick(rng, _KINDS))
    if rng.random() < 0.4:
        cuts += _blemishes(text, rng)
    return cut_out(text, cuts + _passages(text, random.Random(f"passages {seed}")))


class _Extractor:
    """Drops elements of `text`, and treats the blanks around all of them alike."""

    def __init__(self, text: str, rng: random.Random, language: str) -> None:
        self._text, self._rng = text, rng
        self._blanks = pick(rng, TREATMENTS)
        self.tokens = tokenize(text)
        self._names = list(NAME.finditer(text))
        self._quotes = list(QUOTE.finditer(text))
        self._stranding = LANGUAGES[language].stranding if language in LANGUAGES else frozenset[str]()

    def drop(self, kind: str) -> list[Cut]:
        """One element of that kind, none where the text has none."""
        match kind:
            case "name":
                return self._name()
            case "quote":
                return self._quote()
            case "tail" | "head":
                return self._edge(kind)
            case _:
                return self._words(after_function_word=kind == "after")

    def _name(self) -> list[Cut]:
        if not self._names:
            return []
        name = self._rng.choice(self._names)
        return [inline(self._text, name.start(), name.end(), self._blanks, self._rng, "name")]

    def _quote(self) -> list[Cut]:
        if not self._quotes:
            return []
        quote = self._rng.choice(self._quotes)
        left = " " if self._blanks == "stripped" and self._rng.random() < 0.5 else ""
        return [Cut(quote.start() + 1, quote.end() - 1, left, "quote")]

    def _edge(self, kind: str) -> list[Cut]:
        cut = _edge(self._text, self._rng, kind)
        if cut is None:
            return []
        return [*self._orphaned(cut), cut] if kind == "head" else [cut]

    def _orphaned(self, head: Cut) -> list[Cut]:
        """Some beheaded paragraphs lose their full stop too."""
        if random.Random(head.start).random() >= _ORPHANS:
            return []
        end = self._text.find("\n", head.end)
        end = len(self._text) if end < 0 else end
        return [Cut(end - 1, end, "", "tail")] if end - head.end > 30 and self._text[end - 1] in ".!?" else []

    def _words(self, *, after_function_word: bool) -> list[Cut]:
        rng, tokens = self._rng, self.tokens
        first = rng.randrange(1, len(tokens))
        for _ in range(30 if after_function_word else 0):
            if tokens.words[first - 1] in self._stranding:
                break
            first = rng.randrange(1, len(tokens))
        last = min(len(tokens), first + rng.choice(_LENGTHS)) - 1
        start, end = tokens.starts[first], tokens.ends[last]
        if "\n" in self._text[start:end]:
            return []
        return [inline(self._text, start, end, self._blanks, rng, "words")]


def _passages(text: str, rng: random.Random) -> list[Cut]:
    """Whole sentences and paragraphs dropped: some extractors leave out what looks like no prose to them."""
    if rng.random() > 0.3:
        return []
    cuts = []
    for _ in range(rng.randrange(1, 3)):
        found = list((SENTENCE if rng.random() < 0.4 else PARAGRAPH).finditer(text))
        if len(found) > 2:
            m = rng.choice(found[1:-1])
            cuts.append(Cut(m.start(), m.end(), "", "passage"))
    return cuts


def pick(rng: random.Random, table: tuple[tuple[str, float], ...]) -> str:
    """A name of the table, drawn by the weights beside the names."""
    return rng.choices([k for k, _ in table], [w for _, w in table])[0]


def inline(text: str, start: int, end: int, blanks: str, rng: random.Random, kind: str) -> Cut:
    """An inline element dropped. It may have held the punctuation after it, too."""
    if rng.random() < 0.06 and end < len(text) and text[end] in ".,":
        end += 1
    before = start > 0 and text[start - 1] in _BLANK
    after = end < len(text) and text[end] in _BLANK
    if blanks == "glued" and (before or after):
        return Cut(start - before, end + after, "", kind)
    if blanks == "stripped":
        # the text before and after is stripped and joined by one blank, so punctuation after it stands apart
        return Cut(start - before, end + after, " ", kind) if start else Cut(start, end + after, "", kind)
    if blanks in ("collapsed", "tidied") and before and after:
        return Cut(start - before, end, "", kind)
    if blanks == "tidied" and before and end < len(text) and text[end] in ",.;:":
        return Cut(start - before, end, "", kind)
    return Cut(start, end, "", kind)


def _edge(text: str, rng: random.Random, kind: str) -> Cut | None:
    """A paragraph's tail or head lost."""
    at = rng.randrange(len(text))
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    words = tokenize(text[start:end])
    if len(words) < 14:
        return None
    if kind == "tail":
        cut = start + words.ends[rng.randrange(10, len(words) - 1)]
        return Cut(cut, end, rng.choice(("", "", "", "...", "…")), "tail")
    cut = start + words.starts[rng.randrange(1, len(words) // 2)]
    return Cut(start, cut, "", "head")


# --- damage by extractors that loses no words ---------------------------------------------------------------------

# Code, what is looked for, what it becomes. One article has one or two of these, at some of the places.
_BLEMISHES: Final = (
    ("RJ201", r"(?<=[a-zà-ù][,;]) (?=[a-zà-ù]{3})", ""),
    ("RJ201", r"(?<=[a-zà-ù]{3}[.?!]) (?=[A-ZÀ-Ý][a-zà-ù]{2})", ""),
    ("RJ202", r"(?<= [\"«“])(?=\w)", " "),
    ("RJ202", r"(?<=\w)(?=[\"»”][ ,.;\n])", " "),
    ("RJ203", r"(?<=[a-zà-ù]{3}) (?=[A-ZÀ-Ý][a-zà-ù]{2})", ""),
    ("RE301", r"[àèéìòùÀÈ’“”—«»]", None),
    ("RE302", r"[àèéìòù’]", "\ufffd"),
    ("RE303", r" (?=[a-z]{3})", " <br>"),
    ("RE303", r"(?<=[a-z]) & (?=[A-Za-z])| e (?=[A-Z])", " &amp; "),
    ("RG104", r"(?<=[a-zà-ù]),(?= [a-z])", ",,"),
    ("RG105", r"(?<=[a-zà-ù])(?=[,.] [a-zA-Z])", " "),
    ("RG108", r"(?<= [b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z])(?=[aeiou][b-df-hj-np-tv-z][a-zà-ù]{2,})", "- "),
    ("RG109", r"(?<=[a-z]{4} [a-z]{4})(?: [^\n.]{3,30})?\.(?=\n|\Z)", "... "),
    ("RG110", r"(?<=\w)[»”](?=[ .,])", ""),
    ("RG111", r"(?<= )[A-Z][a-z]{3,}(?= )", "{{name}}"),
    ("RG111", r"(?<= )[A-Z][a-z]{3,}(?= )", "undefined"),
)  # fmt: skip


def _blemishes(text: str, rng: random.Random, *, kinds: int = 1) -> list[Cut]:
    cuts = []
    for code, pattern, left in rng.sample(_BLEMISHES, kinds):
        share = 1.0 if code.startswith("RE301") else rng.choice((0.05, 0.2))
        found = list(re.finditer(pattern, text))
        for m in found if share == 1.0 else rng.sample(found, min(len(found), 8, max(1, round(share * len(found))))):
            becomes = left if left is not None else m[0].encode().decode("cp1252", "replace")
            cuts.append(Cut(m.start(), m.end(), becomes, code))
    return cuts


_RESIDUE: Final = {
    "it": (
        "date {year}-{m}", "Pubblicato il {n}/{n}/{year}", "Leggi anche: {head}", "Leggi anche {head}", "Condividi",
        "Condividi su Facebook", "© RIPRODUZIONE RISERVATA", "Riproduzione riservata", "Potrebbe interessarti anche",
        "Iscriviti alla newsletter", "Seguici su Facebook", "Stampa", "Ultimo aggiornamento: {n}/{n}/{year}",
        "Articoli correlati", "Guarda il video: {head}",
    ),
    "en": (
        "date {year}-{m}", "Published {n}/{n}/{year}", "Read also: {head}", "Read more: {head}", "Share this article",
        "Share on Facebook", "All rights reserved", "Copyright {year}", "You may also like", "Follow us on Twitter",
        "Subscribe to our newsletter", "Print", "Last updated: {n}/{n}/{year}", "Related articles", "Related: {head}",
    ),
}  # fmt: skip


def blemish(text: str, seed: int, *, language: str = "it") -> Damaged:
    """`text` with damage that loses no words: joins, encoding, markup, residue, repeated paragraphs."""
    rng = random.Random(seed)
    cuts = _blemishes(text, rng, kinds=5)
    lines = text.split("\n")
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    names = NAME.findall(text) or ["Anna Bruni"]
    for _ in range(rng.randrange(3)):
        form = rng.choice(_RESIDUE.get(language, _RESIDUE["en"]))
        at = rng.choice((0, len(text), rng.choice(starts)))
        line = furniture_line(rng, form, lines, names)
        cuts.append(Cut(at, at, f"\n{line}" if at == len(text) else f"{line}\n", "RS401"))
    long_lines = [line for line in lines if len(line) > 80]
    if long_lines and rng.random() < 0.2:
        cuts.append(Cut(len(text), len(text), "\n" + rng.choice(long_lines), "RS402"))
    return cut_out(text, cuts)


def cut_out(text: str, cuts: list[Cut]) -> Damaged:
    """`text` without the cuts; of two that lie nearer than twelve characters, the first is made."""
    cuts.sort(key=lambda c: c.start)
    out: list[str] = []
    alterations: list[Alteration] = []
    at = size = 0
    last = -1
    for cut in cuts:
        if cut.start < last + 12 or text[cut.start : cut.end] == cut.left:
            continue
        out += (text[at : cut.start], cut.left)
        size += cut.start - at
        alterations.append(Alteration(size, size + len(cut.left), text[cut.start : cut.end], cut.kind))
        size += len(cut.left)
        at = last = cut.end
    out.append(text[at:])
    return Damaged("".join(out), tuple(alterations))


_MISTYPED: Final = 0.004  # share of the longer words
_LETTERS: Final = re.compile(r"\b[^\W\d_]{5,}\b")


def mistype(text: str, seed: int) -> Damaged:
    """`text` with a few of its longer words mistyped: letters swapped, doubled, dropped or changed."""
    rng = random.Random(f"typos {seed}")
    cuts = []
    for m in _LETTERS.finditer(text):
        if rng.random() < _MISTYPED:
            word, at = m[0], rng.randrange(1, len(m[0]) - 1)
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            doubled, dropped = word[:at] + word[at] + word[at:], word[:at] + word[at + 1 :]
            changed = word[:at] + rng.choice("aeiorstln") + word[at + 1 :]
            cuts.append(Cut(m.start(), m.end(), rng.choice((swapped, doubled, dropped, changed)), "RV501"))
    return cut_out(text, cuts)
