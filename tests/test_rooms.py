"""The rooms keep their layers: imports only go down, and light commands load nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "repair"
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "codes"),
    ("records", "languages", "text", "extras"),
    ("config", "interchange", "scoring"),
    ("read", "detect", "collate", "models", "edit"),
    ("propose", "review", "verdict"),
    ("render",),
    ("pipeline", "repairer", "workers", "corpus", "bench"),
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
    ("interchange", "config"),
    ("cli", "guide"),  # a command prints it
}
ONLY_IMPORTERS = {"rapidfuzz": {"collate"}, "torch": {"models"}, "transformers": {"models"}, "difflib": set[str]()}


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


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down_the_layers(path: Path) -> None:
    here = room_of(path)
    assert here in LAYER, f"{here} has no layer"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "repair" and len(parts) > 1 and parts[1] in LAYER and parts[1] != here:
            lower = LAYER[parts[1]] < LAYER[here] or (here, parts[1]) in SAME_LAYER
            assert lower, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_and_forbidden_libraries_stay_in_their_rooms(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        if top in ONLY_IMPORTERS:
            assert room_of(path) in ONLY_IMPORTERS[top], f"{path.relative_to(ROOT)} imports {top}"


@pytest.mark.parametrize("statement", ["import repair", "from repair.cli import main", "import repair.pipeline"])
def test_light_imports_stay_light(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint(sorted({{'torch', 'transformers', 'numpy', 'rapidfuzz', 'lxml', 'rich'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_a_format_is_loaded_when_it_is_asked_for() -> None:
    code = (
        "import sys\nfrom repair.render import RENDERERS, Style\n"
        "list(RENDERERS['concise']([], Style()))\n"
        "print(sorted(name for name in ('concise', 'tei', 'docx', 'sarif') if any(m.startswith('repair.render.') and m.endswith(f'.{name}') for m in sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['concise']"
