"""Arrays of the standard library and of NumPy: collation gives the same results with either."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from repair.collate.arrays import plain

fast = pytest.importorskip("repair.collate.arrays.fast", reason="NumPy is not installed: pip install '.[model]'")

NUMBERS = st.lists(st.integers(0, 2**64 - 1), max_size=60)
# few hashes, so that texts share them; more texts than a shingle may have without being boilerplate
POSTINGS = st.lists(st.lists(st.integers(0, 12).map(lambda n: n << 40), max_size=8, unique=True), max_size=300)


def both(values: list[int]) -> tuple[plain.Numbers, plain.Numbers]:
    return plain.numbers(iter(values), len(values)), fast.numbers(iter(values), len(values))


@given(NUMBERS, st.integers(0, 5), st.sampled_from([1, 2, 16]), st.integers(0, 2**32 - 1))
def test_hashes_are_the_same(words: list[int], size: int, modulus: int, number: int) -> None:
    ours, theirs = (kind.shingles(one, size) for kind, one in zip((plain, fast), both(words), strict=True))
    assert list(ours) == theirs.tolist() == sorted(set(theirs.tolist()))
    ours, theirs = plain.sampled(ours, modulus), fast.sampled(theirs, modulus)
    assert list(ours) == theirs.tolist()
    assert list(plain.packed(ours, number)) == fast.packed(theirs, number).tolist()


@given(NUMBERS, NUMBERS, st.integers(0, 2**64 - 1))
def test_runs_are_joined_searched_and_written_alike(some: list[int], others: list[int], bound: int) -> None:
    (ours, theirs), (more, still) = both(sorted(set(some))), both(sorted(set(others)))
    assert plain.containment(ours, more) == fast.containment(theirs, still)
    whole, same = plain.joined([ours, more]), fast.joined([theirs, still])
    assert list(whole) == same.tolist() == sorted([*set(some), *set(others)])
    assert plain.place_of(bound, whole) == fast.place_of(bound, same)
    data = plain.bytes_of(whole)
    assert data == fast.bytes_of(same)
    for kind in (plain, fast):
        assert kind.bytes_of(kind.numbers_in(b"RPRPOST1" + data, 8)) == data


@given(POSTINGS, st.lists(st.integers(0, 300), max_size=3), st.sampled_from([0.0, 5.0, 20.0, 100.0]))
@example([[1 << 40, 2 << 40], *[[1 << 40]] * 299], [100], 20.0)
@example([[1 << 40]] * 256, [], 20.0)
def test_the_same_texts_are_proposed_in_the_same_order(
    texts: list[list[int]], cuts: list[int], min_similarity: float
) -> None:
    asked = [hashed for text in texts[:2] for hashed in text]
    edges = [0, *sorted(min(cut, len(texts)) for cut in cuts), len(texts)]
    answers = []
    for number, kind in enumerate((plain, fast)):
        runs = [
            kind.joined(kind.packed(both(texts[text])[number], text) for text in range(start, end))
            for start, end in itertools.pairwise(edges)
        ]
        answers.append(kind.proposed(runs, both(asked)[number], min_similarity))
    assert answers[0] == answers[1]
