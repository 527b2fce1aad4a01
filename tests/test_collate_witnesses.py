"""Which copies are independent witnesses: they are compared with each other, never through the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.collate.collation import Collation
from repair.collate.witness_groups import groups
from repair.records import Reference
from repair.text.tokens import tokenize

WORDS = (
    "il traghetto per l isola parte ogni mattina alle otto dal molo vecchio con qualsiasi tempo mentre il comandante lo guida"
    " da undici anni e conosce per nome tutti i passeggeri del lunedì che in inverno comprano il biglietto a bordo"
).split()
MENU = "prima pagina cronaca sport cultura meteo".split()
FOOT = "redazione contatti abbonamenti privacy lavora con noi".split()
OTHER = "archivio agenda foto video".split()


def told(article: list[str], *copies: list[str]) -> list[int]:
    tokens = tokenize(" ".join(article))
    return groups([Collation(tokens, Reference(str(n), " ".join(copy))) for n, copy in enumerate(copies)])


def changed(words: list[str], *places: int) -> list[str]:
    return [f"altro{at}" if at in places else word for at, word in enumerate(words)]


@pytest.mark.parametrize("count", [0, 3, 10, 20])
def test_the_articles_own_changed_words_make_no_copies_of_two_witnesses(count: int) -> None:
    damaged = changed(WORDS, *range(1, 2 * count, 2))
    assert told(damaged, [*MENU, *WORDS], [*WORDS, *FOOT]) == [0, 1]


def test_copies_that_lack_what_a_third_has_are_one_witness() -> None:
    poor = changed(WORDS, 5, 11, 17, 23)
    assert told(WORDS, [*MENU, *poor], [*poor, *FOOT], [*OTHER, *WORDS]) == [0, 0, 2]


def test_nearly_the_same_text_is_one_witness() -> None:
    assert told(WORDS, [*MENU, *WORDS], [*MENU, *WORDS]) == [0, 0]


@given(st.sets(st.integers(0, len(WORDS) - 1), max_size=25))
def test_what_the_article_has_changed_never_joins_its_witnesses(places: set[int]) -> None:
    copies = ([*MENU, *changed(WORDS, 4)], [*WORDS, *FOOT], [*OTHER, *changed(WORDS, 9, 14)])
    assert told(changed(WORDS, *places), *copies) == [0, 1, 2]
