"""Measures what the page alone gives back of what extractors lost, by rules, on rows whose losses are all known.

    python tests/benchmarks/page_readings.py TRUTH.jsonl… --html PAGES.jsonl…

`TRUTH.jsonl` are truth files (see `repair.bench.truth`), damaged rows and rows that lost nothing; `PAGES.jsonl` has `page`
and `html`. Findings count at confidence 0.5, within three code points of a loss. A loss is mended if the first reading
gives the words of the truth, and nothing else, forty code points around it. A table with a row for each language:

- mended: of the losses inside blocks and at their ends; of those between two kept words of a block
- blocks: whole blocks lost between kept ones that a gap is shown for
- precision: of the gaps shown in damaged rows, those at any loss
- sound: gaps, and all findings, shown in 10,000 code points of rows that lost nothing
- wrong: of the readings with score 0.9 or more at losses, passages and residue aside, those that mend neither one of
  them nor all
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from repair.bench.fit_parents import read_html_pages
from repair.bench.truth import Case, Loss, read_truth
from repair.codes import CODES
from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import detect
from repair.records import Candidate, Entry, Reading, Reference
from repair.scoring.rank import rank
from repair.text.tokens import tokenize

_SHOWN: Final = 0.5
_SURE: Final = 0.9
_SLACK: Final = 3
_AROUND: Final = 40
_INSIDE: Final = frozenset(("inner", "cut_end", "cut_start"))


def counted(case: Case, page: Reference) -> Counter[str]:
    """What the page says of one row."""
    config = Config(use_model=False)
    entries = rank(collate(detect(case.article, None, config), ReferenceIndex([page]), config)).entries
    shown = [entry for entry in entries if entry.finding.confidence >= _SHOWN]
    counts: Counter[str] = Counter()
    for loss in case.losses:
        near = [entry for entry in shown if is_near(entry, loss)]
        mended = any(mends(case, entry, loss) for entry in near)
        if loss.position in _INSIDE:
            counts.update(losses=1, mended=mended)
        if loss.position == "inner":
            counts.update(inner=1, inner_mended=mended)
        if loss.position == "block":
            counts.update(blocks=1, blocks_found=any(entry.finding.is_gap for entry in near))
    for entry in shown:
        near_losses = [loss for loss in case.losses if is_near(entry, loss)]
        gap = entry.finding.is_gap
        if not case.losses:
            counts.update(alarms=1, gap_alarms=gap)
            continue
        counts.update(gaps=gap, right=gap and bool(near_losses))
        found = reading(entry)
        # residue is text that the article has too much, and a joined word may have lost more blanks than one
        tells = entry.finding.code != "RG114" and CODES[entry.finding.code].family != "RS"
        if near_losses and found and found.score >= _SURE and tells:
            right = any(mends(case, entry, *losses) for losses in (near_losses, *([loss] for loss in near_losses)))
            counts.update(sure=1, wrong=not right)
    if not case.losses:
        counts.update(length=len(case.article.text))
    return counts


def is_near(entry: Entry, loss: Loss) -> bool:
    """Whether the entry stands where something was lost."""
    return entry.finding.end >= loss.start - _SLACK and entry.finding.start <= loss.end + _SLACK


def reading(entry: Entry) -> Candidate | None:
    """The first candidate that the page gives."""
    return next((c for c in entry.candidates if any(isinstance(by, Reading) for by in c.provenance)), None)


def mends(case: Case, entry: Entry, *losses: Loss) -> bool:
    """Whether the first reading, put in, gives the words of the truth at these losses, which are in text order."""
    found, text = reading(entry), case.article.text
    if found is None:
        return False
    start, end = entry.finding.start, entry.finding.end
    low, high = max(0, min(losses[0].start, start) - _AROUND), max(losses[-1].end, end) + _AROUND
    truth, at = "", low
    for loss in losses:
        truth += text[at : loss.start] + loss.replacement
        at = loss.end
    truth += text[at:high]
    return tokenize(truth).words == tokenize(text[low:start] + found.text + text[end:high]).words


def lines(counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    """The table, in Markdown."""
    yield "| language | mended, all / inside | blocks | precision | sound, gaps / all | wrong |"
    yield "|---|---|---|---|---|---|"
    for language, c in sorted(counts.items()):
        ten = c["length"] / 10_000 or 1
        yield (
            f"| {language} | {share(c, 'mended', 'losses')} / {share(c, 'inner_mended', 'inner')}"
            f" | {share(c, 'blocks_found', 'blocks')} | {share(c, 'right', 'gaps')}"
            f" | {c['gap_alarms'] / ten:.2f} / {c['alarms'] / ten:.2f} | {c['wrong']} of {c['sure']} |"
        )


def share(counts: Counter[str], part: str, whole: str) -> str:
    """Their ratio."""
    return f"{counts[part] / max(1, counts[whole]):.3f}"


def measured(cases: Iterable[Case], pages: Mapping[str, Reference]) -> dict[str, Counter[str]]:
    """The counts of each language, of the cases whose page is given."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        if case.page in pages:
            counts[case.language].update(counted(case, pages[case.page]))
    return counts


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", nargs="+")
    parser.add_argument("--html", nargs="+", required=True, metavar="FILE")
    options = parser.parse_args()
    cases = [case for path in options.truth for case in read_truth(path)]
    for line in lines(measured(cases, read_html_pages(options.html, {case.page for case in cases}))):
        print(line)


if __name__ == "__main__":
    main()
