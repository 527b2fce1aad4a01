"""Where lines begin and end alike, against what the words say when they are compared one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repair.collate.line_runs import LineRuns
from repair.text.tokens import Tokens, tokenize

TEXT = st.lists(st.sampled_from(["a", "b", "c", "\n", "\n\n"]), max_size=14).map(" ".join)


def lines(tokens: Tokens) -> list[tuple[int, int]]:
    """The words of each line that has any."""
    numbers = [tokens.text.count("\n", 0, start) for start in tokens.starts]
    return [(numbers.index(n), len(numbers) - numbers[::-1].index(n)) for n in sorted(set(numbers))]


@given(TEXT, TEXT, st.data())
def test_lines_begin_and_end_alike_where_all_words_between_are_partners(
    mine: str, other: str, data: st.DataObject
) -> None:
    article, there = tokenize(mine), tokenize(other)
    ascending = data.draw(
        st.lists(st.integers(0, max(0, len(there) - 1)), max_size=len(article), unique=True).map(sorted)
    )
    partners = ascending + [-1] * (len(article) - len(ascending)) if len(there) else [-1] * len(article)
    partners = data.draw(st.permutations(partners)) if data.draw(st.booleans()) else partners
    runs = LineRuns(article, there, partners)
    for at in range(len(article) + 1):
        for word in range(len(there) + 1):
            begin = [(a, b) for a, z in lines(article) if a < at <= z for b, y in lines(there) if b < word <= y]
            end = [(z, y) for a, z in lines(article) if a <= at < z for b, y in lines(there) if b <= word < y]
            assert runs.begin_alike(at, word) == any(partners[a:at] == list(range(b, word)) for a, b in begin)
            assert runs.end_alike(at, word) == any(partners[at:z] == list(range(word, y)) for z, y in end)
