"""The rooms keep their layers: imports only go down, and light commands load nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "repair"
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "codes", "deferred"),
    ("records", "languages", "text", "extras"),
    ("config", "interchange", "markup", "scoring"),
    ("read", "detect", "collate", "models", "edit"),
    ("propose", "review", "verdict", "row_pages", "refetch"),
    ("render",),
    ("pipeline", "repairer", "workers", "corpus", "bench", "train"),
    ("api", "cli", "guide"),
)
LAYER = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}
# text is cut and named for records; the order of the stages uses every stage, and measuring and corpora run the pipeline,
# the latter in workers
SAME_LAYER = {
    ("text", "records"),
    ("workers", "pipeline"),
    ("corpus", "workers"),
    ("corpus", "pipeline"),
    ("corpus", "repairer"),
    ("repairer", "pipeline"),
    ("bench", "pipeline"),
    ("train", "bench"),  # which damages texts
    ("interchange", "config"),
    ("cli", "guide"),  # a command prints it
}
ONLY_IMPORTERS = {
    "rapidfuzz": {"collate"},
    "torch": {"models", "train"},
    "transformers": {"models", "train"},
    "accelerate": {"train"},
    "difflib": set[str](),
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


FILES = sorted(p for p in ROOT.rglob("*.py") if p.name not in ("__init__.py", "__main__.py") or p.parent != ROOT)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


@cache
def all_imports() -> list[tuple[Path, str]]:
    return [(path, name) for path in FILES for name in sorted(imports(path))]


def goes_down(here: str, name: str) -> bool:
    parts = name.split(".")
    if parts[0] != "repair" or len(parts) == 1 or parts[1] not in LAYER or parts[1] == here:
        return True
    return LAYER[parts[1]] < LAYER[here] or (here, parts[1]) in SAME_LAYER


def test_every_room_has_a_layer() -> None:
    assert {room_of(path) for path in FILES} <= set(LAYER)


def test_imports_go_down_the_layers() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}" for path, name in all_imports() if not goes_down(room_of(path), name)
    ]
    assert not wrong


def test_heavy_and_forbidden_libraries_stay_in_their_rooms() -> None:
    tops = [(path, name.split(".")[0]) for path, name in all_imports()]
    wrong = [
        f"{path.relative_to(ROOT)} imports {top}"
        for path, top in tops
        if top in ONLY_IMPORTERS and room_of(path) not in ONLY_IMPORTERS[top]
    ]
    assert not wrong


@pytest.mark.parametrize("statement", ["import repair", "from repair.cli import main", "import repair.pipeline"])
def test_light_imports_stay_light(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint(sorted({{'torch', 'transformers', 'numpy', 'rapidfuzz', 'lxml', 'rich'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_module_says_what_it_is_for() -> None:
    assert not [path for path in FILES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]


def test_a_format_is_loaded_when_it_is_asked_for() -> None:
    code = (
        "import sys\nfrom repair.render import RENDERERS, Style\n"
        "list(RENDERERS['concise']([], Style()))\n"
        "print(sorted(name for name in ('concise', 'tei', 'docx', 'sarif') if any(m.startswith('repair.render.') and m.endswith(f'.{name}') for m in sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['concise']"
