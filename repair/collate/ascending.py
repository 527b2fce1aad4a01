"""The longest chain of pairs that ascends on both sides."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["ascending"]


def ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest sub-list that ascends on both sides (patience sorting)."""
    pairs.sort()
    tails: list[int] = []
    tail_at: list[int] = []
    before = [-1] * len(pairs)
    for k, (_, y) in enumerate(pairs):
        spot = bisect_left(tails, y)
        before[k] = tail_at[spot - 1] if spot else -1
        if spot == len(tails):
            tails.append(y)
            tail_at.append(k)
        else:
            tails[spot] = y
            tail_at[spot] = k
    chain: list[tuple[int, int]] = []
    k = tail_at[-1] if tail_at else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]
