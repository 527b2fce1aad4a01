"""Filling gaps: for each number of masks that may stand for the lost text, a beam search from left to right.

Each piece is chosen in view of those chosen before it, so that a fill-in's words fit each other, and its probability
is a joint one. Fill-ins of different length are compared by how probable their length is, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from repair.models.fold import Folded, fold
from repair.models.pieces import Pieces
from repair.models.query import MAX_WORDS, Fill, Query, length_score, piece_weights
from repair.models.vocabulary import Vocabulary
from repair.spacing import fit
from repair.tokens import tokenize

__all__ = ["Row", "search"]

_MAX_PIECES: Final = 6
_BEAM: Final = 4  # texts that each number of masks goes on with
_LAST: Final = 4  # times as many last pieces are looked at as fill-ins are asked for, since some are refused
_MIN_SCORE: Final = 0.001  # what is less probable is noise, and not worth a pass through the model
_CONTEXT: Final = 128  # pieces of a row; twice as many took twice the time and found no more
_REACH: Final = 8 * _CONTEXT  # characters of either side that are looked at for them
_STAND_IN: Final = "parola"  # holds the gap's place while the context is cut into pieces
_SENTENCE_END: Final = re.compile(r"(?:\A|\n|[.!?…][\"'”’»)]{0,2})\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """One line for the model: its pieces, the position of the mask that is asked about, and the pieces allowed there,
    of which the `top` best are wanted."""

    ids: npt.NDArray[np.int32]
    position: int
    allowed: str
    top: int


# rows to, for each, the ids and the log-probabilities (nats) of the best allowed pieces, best first
Ask = Callable[[Sequence[Row]], "list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]]"]


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands around a gap, in pieces and words, and what its fill-ins must look like."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    word_before: str
    word_after: str
    opening: str  # kind of the first piece: an attribute of `Vocabulary`
    capital: bool
    word_weights: tuple[float, ...]
    piece_weights: tuple[float, ...]


@dataclass(slots=True)
class _Answers:
    """Fill-ins found for one query, by what they would print."""

    best: dict[str, Fill] = field(default_factory=dict)

    def bar(self, top: int) -> float:
        """The score below which a fill-in is of no use."""
        scores = sorted((f.score for f in self.best.values()), reverse=True)
        return max(_MIN_SCORE, scores[top - 1] if len(scores) >= top else 0.0)


@dataclass(frozen=True, slots=True)
class _State:
    """A fill-in under way: the pieces chosen so far, of `pieces` in all."""

    query: int
    pieces: int
    chosen: tuple[int, ...]
    log_prob: float


def search(queries: Sequence[Query], top: int, pieces: Pieces, vocabulary: Vocabulary, ask: Ask) -> list[list[Fill]]:
    """For each query up to `top` fill-ins, best first. `ask` runs the model; all queries go through it together."""
    contexts = _contexts(queries, pieces, vocabulary)
    answers = [_Answers() for _ in queries]
    for count in range(1, _MAX_PIECES + 1):  # short ones first: they raise the bar for the long, which cost more
        states = [_State(q, count, (), 0.0) for q in range(len(queries))]
        for place in range(count):
            bars = [a.bar(top) for a in answers]
            # a further piece only lowers the score, so what is under the bar now stays there
            states = [s for s in states if _bound(s, contexts[s.query]) >= bars[s.query]]
            rows = [_row(s, contexts[s.query], pieces.mask, top) for s in states]
            longer = [
                _State(s.query, count, (*s.chosen, piece), s.log_prob + min(0.0, log_prob))
                for s, (ids, log_probs) in zip(states, ask(rows), strict=True)
                for piece, log_prob in zip(ids.tolist(), log_probs.tolist(), strict=True)
            ]
            states = _beams(longer) if place + 1 < count else longer
        for state in states:
            _take(state, queries[state.query], contexts[state.query], pieces, answers[state.query])
    return [
        sorted((f for f in a.best.values() if f.score >= _MIN_SCORE), key=lambda f: (-f.score, f.text))[:top]
        for a in answers
    ]


def _beams(states: Sequence[_State]) -> list[_State]:
    """The most probable few of each query."""
    beams: dict[int, list[_State]] = {}
    for state in sorted(states, key=lambda s: -s.log_prob):
        beam = beams.setdefault(state.query, [])
        if len(beam) < _BEAM:
            beam.append(state)
    return [state for beam in beams.values() for state in beam]


def _contexts(queries: Sequence[Query], pieces: Pieces, vocabulary: Vocabulary) -> list[_Context]:
    folded: dict[str, Folded] = {}
    contexts = []
    for query in queries:
        if query.text not in folded:
            folded[query.text] = fold(query.text)
        contexts.append(_context(query, folded[query.text], pieces, vocabulary))
    return contexts


def _context(query: Query, folded: Folded, pieces: Pieces, vocabulary: Vocabulary) -> _Context:
    text = folded.text
    start, end = folded.index(query.start), folded.index(query.end)
    left = text[max(0, start - _REACH) : start].rstrip(" ")
    right = text[end : end + _REACH].lstrip(" ")
    # the pieces of the context depend on what stands in the gap: a word, with its blanks
    filled = fit(left + right, len(left), len(left), _STAND_IN)
    encoded = pieces.encode(left + filled + right)
    at = len(left) + filled.index(_STAND_IN)
    first = int(np.searchsorted(encoded.ends, at, side="right"))
    after = int(np.searchsorted(encoded.starts, at + len(_STAND_IN), side="left"))
    before, behind = encoded.ids[:first], encoded.ids[after:]
    room = min(_CONTEXT, pieces.width) - _MAX_PIECES
    half = room // 2
    n_left = min(len(before), max(half, room - len(behind)))
    n_right = min(len(behind), room - n_left)
    words = query.word_weights()
    by_pieces = [0.0] * _MAX_PIECES
    for n, weight in enumerate(words, 1):
        for k, share in enumerate(piece_weights(n, _MAX_PIECES)):
            by_pieces[k] += weight * share
    before_words, after_words = tokenize(left[-200:]).words, tokenize(right[:200]).words
    return _Context(
        left=tuple(before[len(before) - n_left :].tolist()),
        right=tuple(behind[:n_right].tolist()),
        word_before=before_words[-1] if before_words else "",
        word_after=after_words[0] if after_words else "",
        opening="spaced" if vocabulary.starts_spaced(int(encoded.ids[first])) else "opening",
        capital=_SENTENCE_END.search(left[-3:]) is not None,
        word_weights=words,
        piece_weights=tuple(by_pieces),
    )


def _bound(state: _State, context: _Context) -> float:
    return length_score(state.log_prob, context.piece_weights[state.pieces - 1])


def _row(state: _State, context: _Context, mask: int, top: int) -> Row:
    done = len(state.chosen)
    ids = (*context.left, *state.chosen, *(mask,) * (state.pieces - done), *context.right)
    last = done + 1 == state.pieces
    return Row(
        ids=np.array(ids, np.int32),
        position=len(context.left) + done,
        allowed=context.opening if done == 0 else "last" if last else "inner",
        top=max(_BEAM, _LAST * top) if last else _BEAM,
    )


def _take(state: _State, query: Query, context: _Context, pieces: Pieces, answers: _Answers) -> None:
    """Files a whole fill-in, unless it only repeats its context or is no run of words."""
    words = pieces.tokenizer.decode(list(state.chosen)).strip()
    compared = [context.word_before, *tokenize(words).words, context.word_after]
    count = len(compared) - 2
    if not 1 <= count <= MAX_WORDS or any(a == b for a, b in pairwise(compared)):
        return
    if context.capital:
        words = words[0].upper() + words[1:]
    weight = context.word_weights[count - 1] * piece_weights(count, _MAX_PIECES)[state.pieces - 1]
    fill = Fill(
        text=fit(query.text, query.start, query.end, words),
        log_prob=state.log_prob,
        pieces=state.pieces,
        score=length_score(state.log_prob, weight),
    )
    if fill.text not in answers.best or answers.best[fill.text].score < fill.score:
        answers.best[fill.text] = fill
