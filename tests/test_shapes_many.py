"""Many findings are told in a few lines, and known ones are known wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runner import DAMAGED, SOUND, run

ONE_SENTENCE = (
    'Il sindaco ha detto "" ai giornali di domenica.',
    "La pescheria () resta accanto alla fontana di pietra.",
    "I banchi nuovi,, disposti lungo le navate, sono trentadue.",
)


def test_paragraphs_in_another_order_are_no_new_findings(tmp_path: Path) -> None:
    article, known = tmp_path / "a.txt", tmp_path / "known.json"
    article.write_text("\n\n".join(ONE_SENTENCE) + "\n", encoding="utf-8")
    assert "3 known findings" in run("check", "--no-model", article, "--write-baseline", known).err
    article.write_text("\n\n".join([SOUND.strip(), *reversed(ONE_SENTENCE)]) + "\n", encoding="utf-8")
    article.rename(tmp_path / "b.txt")
    done = run("check", "--no-model", tmp_path / "b.txt", "--baseline", known)
    assert done.code == 0, done.out
    assert "left out by the baseline: 3" in done.err
    assert "stale" not in done.err


def rows(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            row = {"id": f"n{number}", "url": f"https://www.sito{number % 97}.example/{number}", "text": DAMAGED}
            stream.write(json.dumps(row) + "\n")
    return path


@pytest.mark.parametrize("count", [300, pytest.param(16_000, marks=pytest.mark.slow)])
def test_many_articles_are_told_in_a_few_lines(count: int, tmp_path: Path) -> None:
    source = rows(tmp_path / "a.jsonl", count)
    done = run("check", "--no-model", "--statistics", "--top", "1", source)
    assert len(done.out.splitlines()) < 40
    assert f"in {count:,} of {count:,} articles" in done.out
    by_host = run("check", "--no-model", "--statistics", "--by", "host", source)
    assert len(by_host.out.splitlines()) == 1 + 50 + 1 + 1 + 1
    assert "findings of 47 others" in by_host.out
