"""The reports and editions on file in `tests/cases`: `python tests/goldens.py` writes them anew.

Read what has changed before it is committed: a golden is right because somebody has read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import check_case
import test_render
import test_render_editions as test_editions
from editions import CASES as EDITIONS
from editions import read

from repair.render import RENDERERS


def goldens() -> Iterator[tuple[Path, str]]:
    """Each file with what the code makes of its case today."""
    for name in check_case.FORMATS:
        text = "".join(RENDERERS[name](check_case.judged(), check_case.STYLE))
        yield check_case.CASES / f"case.{name if name != 'jsonl' else 'findings'}", text
    for case in sorted(test_render.CASES.glob("*.jsonl")):
        for name in test_render.ON_FILE:
            yield case.with_suffix(f".{name}"), test_render.show(name, test_render.read(case))
    for case in sorted(EDITIONS.glob("*.jsonl")):
        for name, ending in test_editions.FILES.items():
            yield EDITIONS / f"{case.stem}.{name}.{ending}", test_editions.show(name, read(case.stem))


if __name__ == "__main__":
    for path, text in goldens():
        path.write_bytes(text.encode("utf-8"))
