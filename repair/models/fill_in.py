"""Fills gaps: with fill-ins that the model writes piece by piece, and with phrases of the text itself that it scores.

Each piece is chosen or scored given those before it, so a fill-in's log-probability is a joint one. A fitted table
turns this, and how the words occur in the text, into the probability that the fill-in is the lost text, whatever its
length and origin.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import Final

import torch
from msgspec import Struct, field

from repair.models.agreement import agrees
from repair.models.context import LONGEST_PHRASE, Context, contexts_of
from repair.models.evidence import RawFill, attested, fill_evidence
from repair.models.phrases import PLACEHOLDERS, common_words
from repair.models.pieces import Pieces
from repair.models.query import ATTESTED_TABLE, FOUND_TABLE, MAX_WORDS, TABLE, Fill, Query
from repair.models.runtime.decoding import Branch, Trunk, TrunkMaker
from repair.models.vocabulary import Vocabulary
from repair.scoring.calibration import Logistic, table
from repair.text.spacing import fit
from repair.text.tokens import tokenize

__all__ = ["search"]

_BEAM: Final = 4  # texts that each number of masks goes on with
_SURE: Final = math.log(0.3)  # of a word of one piece: where it is more probable, words of more pieces are not tried
_FIRST: Final = 12  # one-piece words that are looked at
_LAST: Final = 6  # last pieces that are looked at of each text gone on with
_OFFERED: Final = 32  # phrases of the text that are judged, for each number of masks
_WEIGHED: Final = 6  # phrases of several pieces whose joint log-probability is asked for, for each number of masks
_WEIGHED_LONG: Final = 4  # those of more pieces than there are masks, which cost the most
_PER_PIECE_BEYOND: Final = -2.0  # nats that a piece is taken for that no mask stood for
_PER_COUNT: Final = (
    1.5  # nats that each e-fold repetition of a phrase is worth, and each neighbour that it has elsewhere
)
_PER_NEIGHBOUR: Final = 1.5
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_LEAST: Final = -40.0  # log-probability of what cannot be, so that sums stay finite


# a fill-in under way: the pieces chosen so far, and their log-probability
_State = tuple[tuple[int, ...], float]


class _Ask(Struct, frozen=True):
    """One number of masks in one gap."""

    query: int
    masks: int


class _Found(Struct):
    """What was found for one gap, by what it would print; `best` is the log-probability of the likeliest piece at a
    single mask."""

    raw: dict[tuple[str, ...], RawFill] = field(default_factory=dict)
    best: float = 0.0


def search(
    queries: Sequence[Query],
    top: int,
    rows: Callable[[int], int],
    pieces: Pieces,
    vocabulary: Vocabulary,
    reader: TrunkMaker,
) -> list[list[Fill]]:
    """For each query up to `top` fill-ins, best first. `reader` runs the model, on as many `rows` at once as go with
    a row's number of pieces."""
    contexts = list(contexts_of(queries, pieces, vocabulary))
    offers = _Offers(pieces)
    found = [_Found() for _ in queries]
    asks = [_Ask(q, masks) for q, c in enumerate(contexts) for masks in c.lengths]
    # rows of one batch have as many masks each, and about as many pieces
    asks.sort(key=lambda a: (a.masks, -contexts[a.query].around.size))
    for masks, same in groupby(asks, key=lambda a: a.masks):
        every = [a for a in same if masks <= _most(contexts[a.query], found[a.query])]
        for batch in _batches(every, contexts, rows):
            trunk = reader([contexts[a.query].around for a in batch], masks)
            _fill(batch, trunk, contexts, found, offers, pieces, vocabulary)
    return [
        _judged(query, context, answers, top) for query, context, answers in zip(queries, contexts, found, strict=True)
    ]


def _batches(asks: Sequence[_Ask], contexts: Sequence[Context], rows: Callable[[int], int]) -> Iterator[list[_Ask]]:
    """These, longest first, in batches of as many rows as go with the longest of each."""
    start = 0
    while start < len(asks):
        batch = list(asks[start : start + rows(contexts[asks[start].query].around.size)])
        start += len(batch)
        yield batch


def _most(context: Context, found: _Found) -> int:
    """The most masks that are tried: one where a word of one piece is found that is very probable."""
    return 1 if 1 in context.lengths and found.best > _SURE else max(context.lengths)


class _Offer(Struct, frozen=True):
    """A phrase of the text, or a name that is `remembered` from other articles. `bonus` (nats) is what its repetition is
    worth before the model has been asked."""

    text: str
    ids: tuple[int, ...]
    bonus: float
    remembered: bool = False


class _Offers:
    """The phrases of texts, as pieces."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._known: dict[tuple[str, bool], tuple[int, ...]] = {}
        self._made: dict[int, list[_Offer]] = {}

    def of(self, number: int, context: Context) -> list[_Offer]:
        """What the text offers for gap `number`, as it would be written there."""
        if number not in self._made:
            self._made[number] = self._offers(context)
        return self._made[number]

    def _offers(self, context: Context) -> list[_Offer]:
        gap = context.gap
        follows, precedes = gap.phrases.beside(gap.left, gap.right)
        offered: dict[str, tuple[float, bool]] = {}
        for phrase in gap.phrases.offered(gap.query.start):
            beside = (phrase.words[0] in follows) + (phrase.words[-1] in precedes)
            bonus = _PER_COUNT * math.log(phrase.count) + _PER_NEIGHBOUR * beside
            offered[context.written(phrase.text)] = bonus, False
        for name in gap.remembered.values():
            beside = (name.left > 0) + (name.right > 0) + (name.between > 0)
            bonus = math.log1p(name.together) + _PER_NEIGHBOUR * beside
            offered.setdefault(context.written(name.text), (bonus, True))
        texts = [text for text in offered if not context.bars(text)]
        missing = [text for text in texts if (text, context.opening) not in self._known]
        for text, ids in zip(missing, self._pieces.continuations(missing, opening=context.opening), strict=True):
            self._known[text, context.opening] = ids
        return [
            _Offer(text, ids, *offered[text])
            for text in texts
            if 0 < len(ids := self._known[text, context.opening]) <= LONGEST_PHRASE
        ]


# --- asking the model --------------------------------------------------------------------------------------------


def _fill(
    batch: Sequence[_Ask],
    trunk: Trunk,
    contexts: Sequence[Context],
    found: Sequence[_Found],
    offers: _Offers,
    pieces: Pieces,
    vocabulary: Vocabulary,
) -> None:
    """Adds to `found` what a batch of gaps with equally many masks is filled with."""
    masks = batch[0].masks
    masked = trunk.masked()
    for row, written in enumerate(_written(trunk, masked, [contexts[a.query] for a in batch], vocabulary)):
        answers = found[batch[row].query]
        if masks == 1:
            answers.best = written[0][1] if written else _LEAST
        texts = pieces.tokenizer.decode_batch([list(chosen) for chosen, _ in written])
        for words, (_, log_prob) in zip(texts, written, strict=True):
            _take(RawFill(words.strip(), log_prob, masks), contexts[batch[row].query], answers)
    last = {a.query: _most(contexts[a.query], found[a.query]) for a in batch}
    offered = []
    for row, a in enumerate(batch):
        for offer in offers.of(a.query, contexts[a.query]):
            # longer phrases are weighed where the most masks stand
            if len(offer.ids) == masks or (masks == last[a.query] and len(offer.ids) > masks):
                offered.append((row, offer))
    for row, raw in _weighed(trunk, masked, offered):
        _take(raw, contexts[batch[row].query], found[batch[row].query])


def _written(
    trunk: Trunk, masked: torch.Tensor, contexts: Sequence[Context], vocabulary: Vocabulary
) -> list[list[_State]]:
    """For each row, the most probable texts of so many pieces, best first, and their log-probabilities."""
    rows, masks, _ = masked.shape
    barred = vocabulary.barred(masked.device)
    first = masked[:, 0] + torch.stack([barred["opening" if c.opening else "spaced"] for c in contexts])
    for row, context in enumerate(contexts):
        if context.gap.query.number:
            first[row] += barred["figures"]
    values, ids = first.topk(min(_FIRST if masks == 1 else _BEAM, first.shape[-1]))
    states: list[list[_State]] = [
        [((piece,), log_prob) for piece, log_prob in zip(i, v, strict=True) if log_prob > _LEAST]
        for i, v in zip(ids.tolist(), values.tolist(), strict=True)
    ]
    for place in range(1, masks):
        last = place + 1 == masks
        asked = [(row, *state) for row in range(rows) for state in states[row]]
        if not asked:
            break
        kinds = [("joined", "rest") if contexts[row].single else ("inner", "last") for row, _, _ in asked]
        following = trunk.after([Branch(row, chosen, masks) for row, chosen, _ in asked])
        following = following + torch.stack([barred[kind[last]] for kind in kinds])
        values, ids = following.topk(_LAST if last else _BEAM)
        longer: list[list[_State]] = [[] for _ in range(rows)]
        for (row, chosen, log_prob), v, i in zip(asked, values.tolist(), ids.tolist(), strict=True):
            longer[row] += [((*chosen, piece), log_prob + p) for piece, p in zip(i, v, strict=True) if p > _LEAST]
        kept = _FIRST if last else _BEAM
        states = [sorted(found, key=lambda s: -s[1])[:kept] for found in longer]
    return states


def _weighed(
    trunk: Trunk, masked: torch.Tensor, offered: Sequence[tuple[int, _Offer]]
) -> Iterator[tuple[int, RawFill]]:
    """The most promising phrases of each row, a few of several pieces with their joint log-probability."""
    if not offered:
        return
    masks = masked.shape[1]
    rows = torch.tensor([row for row, _ in offered])
    heads = torch.tensor([[*offer.ids, *(0,) * masks][:masks] for _, offer in offered])
    # each piece as if nothing were known of the others: enough to see which phrases are worth more
    apart = masked[rows.unsqueeze(1), torch.arange(masks), heads].cpu()
    first, rough = apart[:, 0].tolist(), apart.sum(1).tolist()
    kept, chosen = [], []
    met: Counter[tuple[int, bool, bool]] = Counter()  # the phrases of each row: long ones and names of others apart
    for number in sorted(range(len(offered)), key=lambda n: -rough[n] - offered[n][1].bonus):
        row, offer = offered[number]
        kind = row, len(offer.ids) > masks, offer.remembered
        met[kind] += 1
        if met[kind] <= _OFFERED:
            kept.append(number)
            if len(offer.ids) == 1 or met[kind] <= (_WEIGHED_LONG if kind[1] else _WEIGHED):
                chosen.append(number)
    branches: dict[Branch, int] = {}
    asked: list[tuple[int, int]] = []  # branch and the piece wanted after it
    for number in chosen:
        row, offer = offered[number]
        for done in range(1, len(offer.ids)):
            branch = Branch(row, offer.ids[:done], len(offer.ids))
            asked.append((branches.setdefault(branch, len(branches)), offer.ids[done]))
    later = iter(())
    if asked:
        following = trunk.after(list(branches))
        later = iter(following[[b for b, _ in asked], [piece for _, piece in asked]].tolist())
    exact = {number: first[number] + sum(islice(later, len(offered[number][1].ids) - 1)) for number in chosen}
    for number in kept:
        row, offer = offered[number]
        beyond = max(0, len(offer.ids) - masks)
        log_prob = exact.get(number, rough[number] + beyond * _PER_PIECE_BEYOND)
        yield row, RawFill(offer.text, log_prob, len(offer.ids), rough=number not in exact)


def _take(raw: RawFill, context: Context, answers: _Found) -> None:
    """Adds a fill-in, unless it only repeats its context, does not agree with it, or is not a run of words."""
    compared = tuple(tokenize(raw.words).words)
    if not 1 <= len(compared) <= MAX_WORDS:
        return
    if context.gap.query.number and not _NUMBER.fullmatch(raw.words):
        return
    low, high = context.gap.query.words or (1, MAX_WORDS)
    if low == high > 1 and len(compared) != low:
        return  # if the number of words is known this well, another number does not help
    if any(a == b for a, b in pairwise((context.gap.left, *compared, context.gap.right))):
        return
    if not PLACEHOLDERS.isdisjoint(compared):
        return
    words = context.written(raw.words)
    if context.bars(words) or not agrees(words, context.after, context.gap.query.language):
        return
    known = answers.raw.get(compared)
    if known is None or (known.rough, -known.log_prob) > (raw.rough, -raw.log_prob):
        answers.raw[compared] = RawFill(words, max(raw.log_prob, _LEAST), raw.pieces, raw.rough)


# --- judging what came back --------------------------------------------------------------------------------------


def _judged(query: Query, context: Context, found: _Found, top: int) -> list[Fill]:
    judged = [(raw, *fill_evidence(context.gap, compared, raw, found.best)) for compared, raw in found.raw.items()]
    scores = _weights(query).shares([speaks for _, _, speaks in judged])
    fills = [
        Fill(
            text=fit(query.text, query.start, query.end, raw.words),
            # further digits differ with the number of threads, and so from process to process
            log_prob=round(min(0.0, raw.log_prob), 3),
            pieces=raw.pieces,
            score=score,
            found="text" if seen.count else "reference" if seen.elsewhere else "",
            evidence=speaks,
            remembered=attested(context.gap, tuple(tokenize(raw.words).words), seen),
        )
        for (raw, seen, speaks), score in zip(judged, scores, strict=True)
    ]
    if query.code:  # words that fit nearly everywhere say nothing, and extractors seldom drop them
        common = common_words(query.language)
        fills = [fill for fill in fills if not common.issuperset(tokenize(fill.text).words)]
    return sorted(fills, key=lambda f: (-f.score, -f.log_prob, f.text))[:top]


def _weights(query: Query) -> Logistic:
    """The table for a query; where names are remembered, with what is known of such names."""
    if not query.code:
        return table(TABLE)
    found = table(FOUND_TABLE)
    if not query.remembered:
        return found
    return Logistic(found.bias, {**found.weights, **table(ATTESTED_TABLE).weights})
