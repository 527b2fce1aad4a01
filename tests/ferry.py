"""An article about a ferry, its page, and what the page and copies say about the article as it was damaged."""

from __future__ import annotations

from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import detect
from repair.read.values import page
from repair.records import Apparatus, Article, Reference
from repair.scoring.rank import rank

__all__ = ["FIRST", "LOST", "SECOND", "THIRD", "WHOLE", "article", "html", "told"]

_CONFIG = Config(use_model=False)
FIRST = "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo."
SECOND = "Il comandante Ferri lo guida da undici anni e conosce per nome tutti i passeggeri del lunedì."
THIRD = "In inverno la biglietteria resta chiusa, e il biglietto si compra a bordo dal marinaio di guardia."
LOST = "D'estate invece le corse sono sei, l'ultima a mezzanotte, e la fila arriva fino alla chiesa."
WHOLE = (FIRST, SECOND, THIRD)


def told(text: str, *references: Reference) -> Apparatus:
    """What rules see in the text, and what the references say there."""
    found = detect(Article("a", text, "it"), None, _CONFIG)
    return rank(collate(found, ReferenceIndex(references), _CONFIG))


def html(*blocks: str) -> Reference:
    """A page with a menu and these blocks: paragraphs, unless they begin with a tag."""
    return page(
        "<nav><a href='/'>Prima pagina</a></nav>" + "".join(b if b[0] == "<" else f"<p>{b}</p>" for b in blocks)
    )


def article(*paragraphs: str) -> str:
    """A text of these paragraphs."""
    return "\n\n".join(paragraphs) + "\n"
