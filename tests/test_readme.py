"""README and guide show what the program has, and what they show works as written."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from cli_runner import COMPLETE, DAMAGED, run
from readme_blocks import BLOCKS, GUIDE, OUTPUTS, PAGES, README, ROOT, filled, page, with_outputs
from review_desk import desk_at

import repair
from repair import __version__
from repair.cli.main import COMMANDS, cli
from repair.codes import CODES
from repair.config.file import load_config, schema
from repair.guide import TOPICS
from repair.languages import LANGUAGES
from repair.models import MODELS
from repair.read import READERS
from repair.read.extractors import EXTRACTORS
from repair.render import BINARY_RENDERERS, RENDERERS
from repair.review import log_path
from repair.review.messages import Act

NAMES = [path.name for path in PAGES]
TEXTS = {path: path.read_text(encoding="utf-8") for path in PAGES}
TEXT = TEXTS[README]


def block(text: str, mark: str) -> str:
    """The code between the comments `mark` and `end`."""
    inner = text.partition(f"<!-- {mark} -->\n")[2].partition("<!-- end -->")[0]
    return re.sub(r"^```\w*\n|\n```\n$", "", inner)


def commands_in(text: str) -> list[list[str]]:
    """The words after `repair` of each command in a block, without its comment."""
    return [shlex.split(line, comments=True)[1:] for line in text.split("\n") if line.startswith("repair ")]


# --- what stands where ---------------------------------------------------------------------------------------------


def test_the_readme_is_short() -> None:
    assert len(TEXT.encode()) <= 10_240


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_generated_parts_are_up_to_date(path: Path) -> None:
    assert filled(TEXTS[path]) == TEXTS[path], "run: python tests/readme_blocks.py"


@pytest.mark.parametrize(("kind", "names"), [("generated", BLOCKS), ("output", OUTPUTS)])
def test_every_part_that_can_be_made_stands_on_one_page(kind: str, names: dict[str, object]) -> None:
    shown = re.findall(rf"^<!-- {kind}: ([\w ]+) -->$", "\n".join(TEXTS.values()), re.MULTILINE)
    assert sorted(shown) == sorted(names)


def test_every_command_and_option_stands_in_the_guide() -> None:
    context = click.Context(cli, info_name="repair", **cli.context_settings)
    for name in COMMANDS:
        section = page("commands").partition(f"## repair {name}\n")[2].partition("\n## ")[0]
        command = cli.get_command(context, name)
        assert command is not None
        for option in (flag for p in command.params if isinstance(p, click.Option) for flag in p.opts):
            assert f"`{option}`" in section, f"{name} {option}"
        assert f"repair {name}" in section.partition("```sh\n")[2], f"{name} has no example"


@pytest.mark.parametrize(
    ("topic", "names"),
    [
        ("codes", CODES),
        ("formats", [*RENDERERS, *BINARY_RENDERERS, *READERS]),
        ("settings", schema()["properties"]),
        ("models", [*MODELS, *LANGUAGES]),
        ("pages", [*EXTRACTORS]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_row_of_a_table_stands_in_the_guide(topic: str, names: list[str]) -> None:
    cells = set(re.findall(r"(?<=`)[\w-]+(?=`)|^\w[\w-]+(?=  )", page(topic), re.MULTILINE))
    assert set(names) <= cells


_OF_OTHERS = {"--plot", "--gaps", "--every", "--together", "--alone", "--one-word", "--threads", "--sizes", "--windows"}
_OF_OTHERS |= {
    "--pages",
    "--sound",
    "--prose",
    "--quick-signals",
    "--signals",
    "--rules-only",
    "--read",
    "--html",
    "--parents-only",
    "--measure",
}
"""Options of the scripts in `tests/benchmarks`, and of the command that fits the tables."""
_OF_OTHERS |= {"--measure", "--corpus", "--scale", "--size", "--text", "--words"}


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_a_page_names_only_options_codes_and_topics_that_exist(path: Path) -> None:
    text = TEXTS[path]
    options = set(re.findall(r"`[^`\n]*`", page("commands")))
    known = {word for span in options for word in re.findall(r"--[a-z][a-z-]+", span)} | _OF_OTHERS | {"--help"}
    assert set(re.findall(r"(?<![\w!<-])--[a-z][a-z-]+", text)) <= known
    assert set(re.findall(r"\bR[GJERSV]\d{3}\b", text)) <= set(CODES)
    assert set(re.findall(r"`repair ([a-z]+)\b", text)) <= set(COMMANDS)


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[path]):
        assert (path.parent / link).exists(), link


def test_every_topic_is_a_page_and_every_page_is_linked() -> None:
    assert sorted(TOPICS) == sorted(path.stem for path in GUIDE.glob("*.md"))
    assert set(re.findall(r"repair/guide/(\w+)\.md", TEXT)) == set(TOPICS)


def test_the_change_log_knows_this_version() -> None:
    assert f"\n## {__version__}\n" in page("changes")


# --- what is shown works -------------------------------------------------------------------------------------------

_FIGURE = re.compile(r"\b[01]\.\d\d\b")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=[pytest.mark.model] if path == README else [], id=path.name)
        for path in PAGES
        if "<!-- output: " in TEXTS[path]
    ],
)
def test_what_a_command_prints_is_what_is_shown(path: Path) -> None:
    """To the word; scores may differ a little, as the arithmetic of processors does."""
    text, made = TEXTS[path], with_outputs(TEXTS[path])
    assert _FIGURE.sub("#", made) == _FIGURE.sub("#", text), "run: python tests/readme_blocks.py"
    for shown, found in zip(_FIGURE.findall(text), _FIGURE.findall(made), strict=True):
        assert float(shown) == pytest.approx(float(found), abs=0.05)


@pytest.mark.parametrize("path", [README, GUIDE / "python.md"], ids=lambda path: path.name)
def test_the_python_samples_do_what_they_show(path: Path) -> None:
    failed, tried = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert (failed, tried > 5) == (0, True)


def test_every_extra_stands_in_the_guide() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    rows = re.findall(r"^\| `(\w+)` \|", page("install"), re.MULTILINE)
    assert sorted(rows) == sorted(project["optional-dependencies"])


def test_every_function_of_the_library_stands_in_the_guide() -> None:
    functions = {name for name in repair.__all__ if name[0].islower()} | {"Repairer", "RepairError", "Config"}
    assert [name for name in sorted(functions) if not re.search(rf"\b{name}\b", page("python"))] == []
    modules = re.findall(r"^(?:>>> )?from (repair[\w.]*) import", page("python"), re.MULTILINE)
    assert [name for name in modules if find_spec(name) is None] == []


@pytest.mark.parametrize("mark", ["run", "test"])
def test_the_two_commands_stand_where_ci_looks_for_them(mark: str) -> None:
    command = block(TEXT, mark)
    assert command.count("\n") == 0, "one command, as promised"
    assert shlex.split(command)[:2] == ["pip", "install"]


def test_the_example_of_a_configuration_can_be_loaded(tmp_path: Path) -> None:
    written = tmp_path / "repair.toml"
    written.write_text(block(page("settings"), "example"), encoding="utf-8")
    loaded = load_config(written)
    assert (loaded.config.use_model, loaded.policy.max_damaged) == (False, "0.5%")
    assert {name.replace("_", "-") for name in loaded.keys} <= set(schema()["properties"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", [README, GUIDE / "ci.md"], ids=lambda path: path.name)
def test_the_checks_work_as_written(path: Path, folder: Path) -> None:
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "corpus.jsonl").write_text(json.dumps({"id": "a", "text": DAMAGED}) + "\n", encoding="utf-8")
    commands = commands_in(block(TEXTS[path], "check"))
    assert [words[0] for words in commands].count("check") >= 2
    for words in commands:
        assert run(*words).code == (words[0] == "check"), words


@pytest.mark.model
@pytest.mark.parametrize("path", [README, GUIDE / "archive.md"], ids=lambda path: path.name)
def test_the_archivists_way_gives_the_edition_that_is_shown(path: Path, folder: Path) -> None:
    make_edition(TEXTS[path], folder)
    edition, shown = (
        re.sub(r'cert="\w+"|when="[\d-]+"|\d+ (accepted|rejected)', "", text)  # what time and a better fit change
        for text in (Path("edition.xml").read_text(encoding="utf-8"), page("archive"))
    )
    shown = shown.partition("<!-- edition -->\n```xml\n")[2].partition("\n```")[0]
    assert len(shown.split("\n")) == 3
    assert [line for line in shown.split("\n") if line not in edition.split("\n")] == []
    ending = re.search(r"`edition.txt` ends in `(.*?)`", page("archive"), re.DOTALL)
    assert ending is not None
    assert Path("edition.txt").read_text(encoding="utf-8").endswith(" ".join(ending[1].split()))
    if "edition.docx" in TEXTS[path]:
        document = zipfile.ZipFile("edition.docx").read("word/document.xml")
        assert b'w:author="anna"' in document
        assert b"fixtures/references/trump-putin.txt" in zipfile.ZipFile("edition.docx").read("word/comments.xml")


def make_edition(text: str, folder: Path) -> None:
    """Run the archivist's commands of a page in the folder; a person reviews by hand."""
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    section = block(text, "archivist")
    for command, *words in commands_in(section):
        if command == "review":
            desk = desk_at(Path(words[0]), words[words.index("--reviewer") + 1])
            for number, name in enumerate(desk.cases.names):
                proposed = desk.cases.entry(number).candidates
                desk.decide(Act(number, name, "accept" if proposed else "reject"))
            assert log_path(words[0]).name in section
        else:
            outcome = run(command, *words)
            assert (outcome.code, outcome.err) == (0, ""), words


@pytest.mark.parametrize("path", [README, GUIDE / "corpus.md"], ids=lambda path: path.name)
def test_the_way_through_a_shell_works_as_written(path: Path, folder: Path) -> None:
    packed = pytest.importorskip("zstandard")
    articles, copies = (json.dumps({"id": "a", "text": text}).encode() + b"\n" for text in (DAMAGED, COMPLETE))
    Path("articles.jsonl").write_bytes(articles)
    Path("copies.jsonl").write_bytes(copies)
    Path("crawl").mkdir()
    Path("crawl/0.jsonl.zst").write_bytes(packed.compress(articles))
    commands = commands_in(block(TEXTS[path], "corpus")) + commands_in(block(TEXTS[path], "steps"))
    assert {words[0] for words in commands} >= {"index", "corpus", "report", "undo"}
    for words in commands:
        done = run(*words)
        assert done.code == 0, (words, done.err)
    (original,) = Path("originals").iterdir()
    with packed.open(original, "rb") as stream:
        assert stream.read() == articles
    if "steps" in TEXTS[path]:
        assert Path("original.jsonl").read_bytes() == articles
