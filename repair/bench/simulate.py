"""Damage as extractors make it, from a sound text, with the truth.

One article is damaged by one extractor, so its losses look alike: the same treatment of blanks and the same elements
dropped throughout. Page furniture (headlines, list items, bylines, doubled blanks) and the ways of authors (pauses, lists,
slips) are added as well, since a detector must not take them for damage.
"""

from __future__ import annotations

import random
import re
import textwrap
from typing import Final

from msgspec import Struct

from repair.languages import LANGUAGES
from repair.text.tokens import tokenize

__all__ = ["Damaged", "Gap", "blemish", "copies", "damage", "furnish", "mistype", "styled"]


class Gap(Struct, frozen=True):
    """A loss: putting `replacement` in the place of text[start:end] of the damaged text gives the sound one."""

    start: int
    end: int
    replacement: str
    kind: str

    @property
    def is_loss(self) -> bool:
        """Whether words are missing here; else `kind` is the code of another damage."""
        return self.kind.islower()


class Damaged(Struct, frozen=True):
    """A damaged text and all its losses in text order."""

    text: str
    gaps: tuple[Gap, ...]


class _Cut(Struct, frozen=True):
    start: int
    end: int
    left: str  # what stays in the place of the cut
    kind: str


# How an extractor treats the blanks around an element that it drops: all kept, runs collapsed to one, the same and
# none left before punctuation, text nodes stripped and joined by a blank, or stripped and joined by nothing.
_BLANKS: Final = (("kept", 0.3), ("collapsed", 0.2), ("tidied", 0.15), ("stripped", 0.28), ("glued", 0.07))
# Kinds of element dropped, with the share of losses of each.
_KINDS: Final = (("name", 0.36), ("words", 0.38), ("after", 0.1), ("quote", 0.06), ("tail", 0.06), ("head", 0.04))
# Share of beheaded paragraphs that lost their full stop too: the middle of a sentence stands alone.
_ORPHANS: Final = 0.4
_LENGTHS: Final = (
    (1,) * 42 + (2,) * 20 + (3,) * 12 + (4,) * 7 + (5,) * 5 + (6,) * 4 + (7, 8, 8, 9, 10, 12, 14, 17, 20, 24)
)

_NAME: Final = re.compile(r"(?<=[\w,] )[A-ZÀ-Ý]\w+(?: (?:[a-z]{2,3} )?[A-ZÀ-Ý]\w+){0,3}")
_QUOTE: Final = re.compile(r'"[^"\n]{3,200}"|“[^”\n]{3,200}”|«[^»\n]{3,200}»|\([^()\n]{2,120}\)')
_SENTENCE: Final = re.compile(r"(?<=[.!?] )[A-ZÀ-Ý][^.!?\n]{40,300}[.!?] ")
_PARAGRAPH: Final = re.compile(r"(?<=\n)[^\n]{80,}\n+")
_BLANK: Final = " \u00a0"


def damage(text: str, seed: int, *, rate: float = 1 / 90, language: str = "it") -> Damaged:
    """`text` with about one loss in `1 / rate` words, the same for the same seed."""
    rng = random.Random(seed)
    blanks = _pick(rng, _BLANKS)
    tokens = tokenize(text)
    if len(tokens) < 12:
        return Damaged(text, ())
    wanted = max(1, round(rng.expovariate(1) * len(tokens) * rate))
    names = list(_NAME.finditer(text))
    quotes = list(_QUOTE.finditer(text))
    stranding = LANGUAGES[language].stranding if language in LANGUAGES else frozenset()
    favourite = _pick(rng, _KINDS)  # half of an article's losses are of one kind: the element this extractor drops
    cuts: list[_Cut] = []
    for _ in range(wanted):
        kind = favourite if rng.random() < 0.5 else _pick(rng, _KINDS)
        cut: _Cut | None = None
        if kind == "name" and names:
            m = rng.choice(names)
            cut = _inline(text, m.start(), m.end(), blanks, rng, "name")
        elif kind == "quote" and quotes:
            m = rng.choice(quotes)
            cut = _Cut(m.start() + 1, m.end() - 1, " " if blanks == "stripped" and rng.random() < 0.5 else "", "quote")
        elif kind in ("tail", "head"):
            cut = _edge(text, rng, kind)
            if cut is not None and kind == "head" and random.Random(cut.start).random() < _ORPHANS:
                end = text.find("\n", cut.end)
                end = len(text) if end < 0 else end
                if end - cut.end > 30 and text[end - 1] in ".!?":
                    cuts.append(_Cut(end - 1, end, "", "tail"))
        elif kind in ("words", "after"):
            first = rng.randrange(1, len(tokens))
            if kind == "after":
                for _ in range(30):
                    if tokens.words[first - 1] in stranding:
                        break
                    first = rng.randrange(1, len(tokens))
            last = min(len(tokens), first + rng.choice(_LENGTHS)) - 1
            start, end = tokens.starts[first], tokens.ends[last]
            if "\n" not in text[start:end]:
                cut = _inline(text, start, end, blanks, rng, "words")
        if cut is not None:
            cuts.append(cut)
    if rng.random() < 0.4:
        cuts += _blemishes(text, rng)
    return _cut_out(text, cuts + _passages(text, random.Random(f"passages {seed}")))


def _passages(text: str, rng: random.Random) -> list[_Cut]:
    """Whole sentences and paragraphs dropped: some extractors leave out what looks like no prose to them."""
    if rng.random() > 0.3:
        return []
    cuts = []
    for _ in range(rng.randrange(1, 3)):
        found = list((_SENTENCE if rng.random() < 0.4 else _PARAGRAPH).finditer(text))
        if len(found) > 2:
            m = rng.choice(found[1:-1])
            cuts.append(_Cut(m.start(), m.end(), "", "passage"))
    return cuts


def _pick(rng: random.Random, table: tuple[tuple[str, float], ...]) -> str:
    return rng.choices([k for k, _ in table], [w for _, w in table])[0]


def _inline(text: str, start: int, end: int, blanks: str, rng: random.Random, kind: str) -> _Cut:
    """An inline element dropped. It may have held the punctuation after it, too."""
    if rng.random() < 0.06 and end < len(text) and text[end] in ".,":
        end += 1
    before = start > 0 and text[start - 1] in _BLANK
    after = end < len(text) and text[end] in _BLANK
    if blanks == "glued" and (before or after):
        return _Cut(start - before, end + after, "", kind)
    if blanks == "stripped":
        # the text before and after is stripped and joined by one blank, so punctuation after it stands apart
        return _Cut(start - before, end + after, " ", kind) if start else _Cut(start, end + after, "", kind)
    if blanks in ("collapsed", "tidied") and before and after:
        return _Cut(start - before, end, "", kind)
    if blanks == "tidied" and before and end < len(text) and text[end] in ",.;:":
        return _Cut(start - before, end, "", kind)
    return _Cut(start, end, "", kind)


def _edge(text: str, rng: random.Random, kind: str) -> _Cut | None:
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
        return _Cut(cut, end, rng.choice(("", "", "", "...", "…")), "tail")
    cut = start + words.starts[rng.randrange(1, len(words) // 2)]
    return _Cut(start, cut, "", "head")


# --- what extractors do to a text beside losing words -------------------------------------------------------------

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


def _blemishes(text: str, rng: random.Random, *, kinds: int = 1) -> list[_Cut]:
    cuts = []
    for code, pattern, left in rng.sample(_BLEMISHES, kinds):
        share = 1.0 if code.startswith("RE301") else rng.choice((0.05, 0.2))
        found = list(re.finditer(pattern, text))
        for m in found if share == 1.0 else rng.sample(found, min(len(found), 8, max(1, round(share * len(found))))):
            becomes = left if left is not None else m[0].encode().decode("cp1252", "replace")
            cuts.append(_Cut(m.start(), m.end(), becomes, code))
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
    names = _NAME.findall(text) or ["Anna Bruni"]
    for _ in range(rng.randrange(3)):
        form = rng.choice(_RESIDUE.get(language, _RESIDUE["en"]))
        at = rng.choice((0, len(text), rng.choice(starts)))
        line = _line(rng, form, lines, names)
        cuts.append(_Cut(at, at, f"\n{line}" if at == len(text) else f"{line}\n", "RS401"))
    long_lines = [line for line in lines if len(line) > 80]
    if long_lines and rng.random() < 0.2:
        cuts.append(_Cut(len(text), len(text), "\n" + rng.choice(long_lines), "RS402"))
    return _cut_out(text, cuts)


def _cut_out(text: str, cuts: list[_Cut]) -> Damaged:
    cuts.sort(key=lambda c: c.start)
    out: list[str] = []
    gaps: list[Gap] = []
    at = size = 0
    last = -1
    for cut in cuts:
        if cut.start < last + 12 or text[cut.start : cut.end] == cut.left:
            continue
        out += (text[at : cut.start], cut.left)
        size += cut.start - at
        gaps.append(Gap(size, size + len(cut.left), text[cut.start : cut.end], cut.kind))
        size += len(cut.left)
        at = last = cut.end
    out.append(text[at:])
    return Damaged("".join(out), tuple(gaps))


_LETTERS: Final = re.compile(r"\b[^\W\d_]{5,}\b")


def mistype(text: str, seed: int, *, share: float = 0.004) -> Damaged:
    """`text` with about that share (0–1) of its longer words mistyped: letters swapped, doubled, dropped or changed."""
    rng = random.Random(f"typos {seed}")
    cuts = []
    for m in _LETTERS.finditer(text):
        if rng.random() < share:
            word, at = m[0], rng.randrange(1, len(m[0]) - 1)
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            doubled, dropped = word[:at] + word[at] + word[at:], word[:at] + word[at + 1 :]
            changed = word[:at] + rng.choice("aeiorstln") + word[at + 1 :]
            cuts.append(_Cut(m.start(), m.end(), rng.choice((swapped, doubled, dropped, changed)), "RV501"))
    return _cut_out(text, cuts)


# --- an author's own ways: what is no damage -----------------------------------------------------------------------

_COMMA: Final = re.compile(r"(?<=[a-zà-ù]), (?=[a-zà-ù])")
_STOP: Final = re.compile(r"(?<=[a-zà-ù]{2})[.] ")
_BEGUN: Final = re.compile(r"(?:(?<=[.!?] )|(?<=\n))[A-ZÀ-Ý][a-zà-ù]*(?: [a-zà-ù]+){1,6}? (?=[a-zà-ù])")
_INNER: Final = re.compile(r"(?<=[a-zà-ù]{2} )[a-zà-ù]+(?= )")


def styled(text: str, seed: int) -> str:
    """`text` as some authors write it, the same for the same seed: with pauses instead of commas and full stops, with
    sentences set as lists, or with slips that nobody corrected. Copies have them too."""
    rng = random.Random(f"style {seed}")
    kind = rng.random()
    if kind < 0.08:
        pause, share = rng.choice(("… ", " … ", "... ", " ... ")), rng.choice((0.1, 0.3))
        text = _COMMA.sub(lambda m: pause if rng.random() < share else m[0], text)
        text = _STOP.sub(lambda m: f"{pause.rstrip()}\n" if rng.random() < share / 2 else m[0], text)
        # a sentence that goes on in the next paragraph, or nowhere
        return _BEGUN.sub(lambda m: f"{m[0].rstrip()}{pause.rstrip()}\n" if rng.random() < share / 2 else m[0], text)
    if kind < 0.2:
        return "\n".join(_listed(line, rng) if rng.random() < 0.3 else line for line in text.split("\n"))
    if kind < 0.35:
        words = [(m.start(), m[0]) for m in _INNER.finditer(text)]
        for at, word in sorted(rng.sample(words, min(len(words), rng.randrange(1, 4))), reverse=True):
            # a word written twice, or one left over from another wording
            text = f"{text[:at]}{rng.choice((word, rng.choice(words)[1]))} {text[at:]}"
    return text


def _listed(line: str, rng: random.Random) -> str:
    """A paragraph with what stands between its commas as the items of a list, one item a line."""
    first, *rest = _COMMA.split(line)
    if len(rest) < 2:
        return line
    mark, end, indent = rng.choice("-*•"), rng.choice(("", "", ",", ";")), rng.choice(("", "", "    "))
    items = [f"{indent}{mark} {item}" for item in rest]
    return f"{end}\n".join((first + rng.choice(("", ":")), *items))


# --- page furniture: what is no damage ---------------------------------------------------------------------------

_LINES: Final = {
    "it": (
        "Di {name}", "di Redazione", "Redazione online", "{n} marzo {year}", "{n} ottobre {year} alle 10:{m}", "Foto: {name}",
        "- {head}", "• {head}", "{n}. {head}", "{head}", "{head}", "{head}", "{head}: {head}", "{head}?", "{name}, {head}",
        "{head} | {name}", "Nella foto: {name}", "Mappa", "Documenti", "{NAME}", "Ingredienti", "{n} cucchiai di olio",
        "Tel. 0123 4567{m}", "Domanda e risposta", "{year}", "{n}-{m}", "ROMA", "a cura di {name}", "Punteggio: {n} a {m}",
    ),
    "en": (
        "By {name}", "Staff reporter", "{n} March {year}", "October {n}, {year} 10:{m} AM", "Photo: {name}",
        "- {head}", "• {head}", "{n}. {head}", "{head}", "{head}", "{head}", "{head}: {head}", "{head}?", "{name}, {head}",
        "{head} | {name}", "Pictured: {name}", "Map", "Documents", "{NAME}", "Ingredients", "{n} tablespoons of oil",
        "Tel. 0123 4567{m}", "Questions and answers", "{year}", "{n}-{m}", "LONDON", "edited by {name}", "Final score: {n} to {m}",
    ),
}  # fmt: skip


def furnish(text: str, seed: int, *, language: str = "it") -> str:
    """`text` with the furniture of a page: lines that end without a full stop, and blanks doubled without a loss."""
    rng = random.Random(seed)
    lines = text.split("\n")
    names = _NAME.findall(text) or ["Anna Bruni"]
    furniture = _LINES.get(language, _LINES["en"])
    break_ = rng.choice(("\n", "\n\n", "\n\n", "\n\n\n"))
    share = rng.choice((0.0, 0.1, 0.3))
    doubled = rng.choice((0.0, 0.0, 0.0, 0.01, 0.1))  # some pages double a blank here and there
    out = _titles(rng, lines) if rng.random() < 0.7 else []
    for line in lines:
        if not line.strip():
            continue
        while rng.random() < share:
            out.append(_line(rng, rng.choice(furniture), lines, names))
        if doubled:
            line = re.sub(r"(?<=[.!?]) ", lambda m: "  " if rng.random() < 3 * doubled else m[0], line)
            line = re.sub(r"(?<=\w) (?=\w)", lambda m: "  " if rng.random() < doubled / 10 else m[0], line)
        out.append(line)
    return _technical(break_.join(out), seed)


_CODE: Final = (
    "$ hg pull -u", "$ git push origin main", "          [...]", "def area(width, height):", "    return width * height",
    "var total = items.length;", "x = a + b", "f(x) = 2x + 1", "console.log(reply.status);", "SELECT name FROM towns;",
    "sudo systemctl restart server", "> npm run build", "A = { 1 , 2 , 3 }", "{ \"id\": 12 }", "-rw-r--r-- 1 root root 512",
)  # fmt: skip


def _technical(text: str, seed: int) -> str:
    """Some pages break their sentences for code and formulas, some set blanks around every inline element, and some
    are wrapped by hand: none of that is a loss."""
    rng = random.Random(~seed)
    kind = rng.random()
    if kind < 0.03:
        indent = rng.choice(("    ", "  ", ""))

        def block(match: re.Match[str]) -> str:
            if rng.random() > 0.03:
                return match[0]
            lines = "\n".join(indent + line for line in rng.sample(_CODE, rng.randrange(1, 4)))
            return f"{match[0].rstrip()}{rng.choice(('', ':', ''))}\n\n{lines}\n\n"

        return re.sub(r"(?<=\w) (?=[a-z])|(?<=[,:;]) |(?<=[.]) ", block, text)
    if kind < 0.11:
        share = rng.choice((0.1, 0.3, 0.6))
        return re.sub(r"(?<=\w)(?=[,.;:)] )|(?<=[(])(?=\w)", lambda _: " " if rng.random() < share else "", text)
    if kind < 0.15:
        return "\n".join(textwrap.fill(line, rng.choice((66, 72, 80))) for line in text.split("\n"))
    return text


def _titles(rng: random.Random, lines: list[str]) -> list[str]:
    """A headline and perhaps a lead: one or two sentences of the text without the last full stop."""
    sentences = [s for line in lines for s in re.split(r"(?<=[.!?]) ", line) if 25 <= len(s) <= 170]
    titles = []
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        if sentences:
            title = " ".join(rng.sample(sentences, min(len(sentences), rng.choice((1, 1, 1, 2)))))
            titles.append(title.rstrip(".") if rng.random() < 0.9 else title)
    return titles


def _line(rng: random.Random, form: str, lines: list[str], names: list[str]) -> str:
    def head() -> str:
        words = rng.choice(lines).split(" ")
        start = rng.randrange(max(1, len(words) - 4))
        chosen = [w.strip('.,;:!?"«»“”()') for w in words[start : start + rng.randrange(3, 10)]]
        while len(chosen) > 2 and len(chosen[-1]) < 4:
            chosen.pop()
        line = " ".join(w for w in chosen if w)
        return line[:1].upper() + line[1:]

    name = rng.choice(names)
    return form.format(
        head=head(),
        name=name,
        NAME=name.upper(),
        n=rng.randrange(1, 29),
        m=rng.randrange(10, 60),
        year=rng.randrange(1990, 2026),
    )


# --- copies ------------------------------------------------------------------------------------------------------

_EXTRA: Final = {
    "it": ("anche", "ieri", "soprattutto", "forse", "già", "ormai", "per ora", "come è noto", "secondo alcuni"),
    "en": ("also", "yesterday", "mostly", "perhaps", "already", "so far", "as is well known", "some say"),
}


_OTHER_MARKS: Final = {ord(mark): other for mark, other in zip('"«»’', "”“”'", strict=True)}


def copies(text: str, seed: int, *, language: str = "it") -> list[str]:
    """Copies of a sound text as other sites and extractors have them: whole, damaged elsewhere, cut, or edited."""
    rng = random.Random(seed)
    text = _longer(text, random.Random(f"longer {seed}"), 0.1)  # a later version, which all sites may have
    out = []
    for number in range(rng.choice((1, 1, 2, 2, 3, 4))):
        longer = _longer(text, random.Random(f"longer {seed} {number}"), 0.2)
        copy = furnish(longer, seed * 31 + number, language=language)
        kind = rng.random()
        if kind < 0.4:
            copy = damage(copy, seed * 37 + number, rate=1 / 150, language=language).text
        elif kind < 0.5:
            copy = copy[: int(len(copy) * rng.uniform(0.4, 0.9))]
        elif kind < 0.7:
            copy = _edited(copy, rng, language)
        if rng.random() < 0.3:
            copy = copy.translate(_OTHER_MARKS)
        out.append(copy)
    return out


def _longer(text: str, rng: random.Random, chance: float) -> str:
    """By `chance` (0–1) a version with a few sentences or paragraphs more, else the text itself."""
    if rng.random() > chance:
        return text
    more = _SENTENCE.findall(text)
    for _ in range(rng.randrange(1, 4) if more else 0):
        if rng.random() < 0.5:
            places = [m.start() for m in _SENTENCE.finditer(text)]
            new = rng.choice(more)
        else:
            places = [m.start() for m in _PARAGRAPH.finditer(text)]
            new = "".join(rng.choices(more, k=rng.randrange(1, 4))).rstrip() + "\n"
        if places:
            at = rng.choice(places)
            text = text[:at] + new + text[at:]
    return text


def _edited(text: str, rng: random.Random, language: str) -> str:
    """Another editor's version: words added, changed or struck, a sentence added or left out."""
    extra = _EXTRA.get(language, _EXTRA["en"])
    out = []
    for line in text.split("\n"):
        sentences = re.split(r"(?<=[.!?]) ", line)
        kept = []
        for sentence in sentences:
            dice = rng.random()
            words = sentence.split(" ")
            if dice < 0.06 and len(words) > 4:
                continue
            if dice < 0.22 and len(words) > 5:
                at = rng.randrange(2, len(words) - 1)
                words[at:at] = [rng.choice(extra)]
            elif dice < 0.34 and len(words) > 5:
                at = rng.randrange(1, len(words) - 2)
                words[at : at + rng.randrange(1, 3)] = [rng.choice(extra)]
            elif dice < 0.4:
                words = [*words, rng.choice(sentences)]
            kept.append(" ".join(words))
        out.append(" ".join(kept))
    return "\n".join(out)
