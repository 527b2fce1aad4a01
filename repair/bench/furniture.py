"""What a detector must not take for damage: habits of authors (pauses, lists, slips), and other parts of pages
(headlines, list items, bylines, doubled blanks)."""

from __future__ import annotations

import random
import re
import textwrap
from typing import Final

__all__ = ["NAME", "furnish", "furniture_line", "styled"]

NAME: Final = re.compile(r"(?<=[\w,] )[A-ZÀ-Ý]\w+(?: (?:[a-z]{2,3} )?[A-ZÀ-Ý]\w+){0,3}")
"""A name in running text: words with capitals."""

# --- habits of authors, which are not damage -----------------------------------------------------------------------

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


# --- parts of pages that are not damage --------------------------------------------------------------------------

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
    names = NAME.findall(text) or ["Anna Bruni"]
    furniture = _LINES.get(language, _LINES["en"])
    break_ = rng.choice(("\n", "\n\n", "\n\n", "\n\n\n"))
    share = rng.choice((0.0, 0.1, 0.3))
    doubled = rng.choice((0.0, 0.0, 0.0, 0.01, 0.1))  # some pages double a blank here and there
    out = _titles(rng, lines) if rng.random() < 0.7 else []
    for line in lines:
        if not line.strip():
            continue
        while rng.random() < share:
            out.append(furniture_line(rng, rng.choice(furniture), lines, names))
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


def furniture_line(rng: random.Random, form: str, lines: list[str], names: list[str]) -> str:
    """`form` with a number, a year, one of `names` and the beginning of a headline from `lines` put in."""

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
