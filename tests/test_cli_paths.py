"""No file that a run reads is written by it: all commands, all options that write, and every name a file can have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from cli_runner import COMPLETE, DAMAGED, SOUND, apparatus_file, candidate, entry, run

from repair.cli.main import COMMANDS, cli
from repair.cli.output_paths import MODEL, Command, Reads, Writes
from repair.records import Article, Source

MAIN = (sys.executable, "-c", "from repair.cli import main; main()")

# parameters that are words of their own and name no file
WORDS = {
    *(
        "field",
        "id_field",
        "html_field",
        "url_field",
        "encoding",
        "reference_encoding",
        "reviewer",
        "select",
        "ignore",
        "exclude",
    ),
    *(
        "device",
        "column",
        "max_findings",
        "max_damaged",
        "diff_from",
        "ray_address",
        "fields",
        "host",
        "code",
        "topic",
        "share",
        "date_field",
        "wayback_url",
        "by",
    ),
}
NO_FILE = (click.Choice, click.IntRange, click.FloatRange)
NUMBERS = ("boolean", "integer", "float", "jobs")


def command_of(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli, **cli.context_settings), name)
    assert command is not None
    return command


def pairs() -> Iterator[tuple[str, str, str]]:
    """Every command with an option that writes and a parameter that is read, but those that ask for a change in place."""
    for name in COMMANDS:
        parameters = command_of(name).params
        for written in parameters:
            for read in parameters:
                if isinstance(written.type, Writes) and written.type.kind != "cache" and isinstance(read.type, Reads):
                    assert written.name
                    assert read.name
                    if read.name not in written.type.in_place:
                        yield name, written.name, read.name


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_parameter_says_whether_it_names_what_is_read_or_written(name: str) -> None:
    command = command_of(name)
    assert isinstance(command, Command)
    for parameter in command.params:
        kind = parameter.type
        plain = isinstance(kind, NO_FILE) or kind.name in NUMBERS or parameter.name in WORDS
        assert isinstance(kind, Reads | Writes) or plain, f"{name} {parameter.opts}"


def same(path: Path) -> Path:
    return path


def symlink(path: Path) -> Path:
    link = path.with_name("soft.txt")
    link.symlink_to(path.name)
    return link


def hard_link(path: Path) -> Path:
    link = path.with_name("hard.txt")
    link.hardlink_to(path)
    return link


def spelled(path: Path) -> Path:
    return Path(f"{path.parent}/../{path.parent.name}/./{path.name}")


@pytest.mark.parametrize("other_name", [same, symlink, hard_link, spelled])
@pytest.mark.parametrize(("name", "written", "read"), list(pairs()))
def test_no_option_writes_what_the_run_reads(
    name: str, written: str, read: str, other_name: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    source = folder / "source.txt"
    source.write_text(SOUND, encoding="utf-8")
    (tmp_path / "other.txt").write_text(SOUND, encoding="utf-8")
    output = other_name(source)
    parameters = {p.name: p for p in command_of(name).params}
    if isinstance(kind := parameters[written].type, Writes) and kind.kind == "folder":
        output = folder
    arguments: list[str | Path] = []
    for parameter in parameters.values():
        if parameter.name == read:
            value: Path = source
        elif parameter.name == written:
            value = output
        elif isinstance(parameter.type, click.Choice) and parameter.required:
            value = Path(parameter.type.choices[0])
        elif parameter.required:
            value = tmp_path / "other.txt"
        else:
            continue
        arguments += [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]
    before = snapshot(tmp_path)
    done = run(name, *arguments)
    assert done.code == 2
    assert done.err.startswith(f"error: {folder if output == folder else output}"), done.err
    assert ": is " in done.err
    assert "; write to another file" in done.err
    assert snapshot(tmp_path) == before


def folders_read() -> Iterator[tuple[str, str, str]]:
    """Every command that makes a folder of results, with a parameter that may name a folder."""
    for name, written, read in pairs():
        kinds = {p.name: p.type for p in command_of(name).params}
        one, other = kinds[written], kinds[read]
        reads_all = isinstance(other, Reads) and other.dir_okay and other.what != MODEL  # of a model only its own files
        if isinstance(one, Writes) and one.kind == "folder" and reads_all:
            yield name, written, read


@pytest.mark.parametrize("inside", ["d", "d/", "d/run", "d/x/run", "x/../d/run", "link/run"])
@pytest.mark.parametrize("read_as", ["d", "./d", "d/**/*.txt", "link"])
@pytest.mark.parametrize(("name", "written", "read"), list(folders_read()))
def test_no_folder_of_results_lies_in_one_that_is_read(
    name: str, written: str, read: str, read_as: str, inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Started again, the run would read what it wrote, or refuse to go on."""
    monkeypatch.chdir(tmp_path)
    Path("d/x").mkdir(parents=True)
    Path("x").mkdir()
    Path("link").symlink_to("d", target_is_directory=True)
    values = {written: inside, read: read_as}
    arguments: list[str] = []
    for parameter in command_of(name).params:
        value = values.get(parameter.name or "", "other.txt")
        if isinstance(parameter.type, click.Choice) and parameter.required:
            value = parameter.type.choices[0]
        elif parameter.name not in values and not parameter.required:
            continue
        arguments += [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]
    done = run(name, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {inside}: is in a folder that is read; name a folder outside of {read_as}")
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize(("source", "out"), [("d/*.txt", "d/run"), ("d/a.txt", "d/run"), ("d", "d2"), ("d", "d/.run")])
def test_a_folder_of_results_may_lie_beside_what_is_read(
    source: str, out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d").mkdir()
    Path("d/a.txt").write_text(SOUND, encoding="utf-8")
    for _ in range(2):  # the same command goes on, or says again what was done
        done = run("corpus", source, "--out", out, "--no-model", "--jobs", "1", "--quiet")
        assert done.code == 0, done.err


@pytest.mark.parametrize("content", ["{}", "[]", SOUND, '{"format": 9, "findings": []}'])
def test_known_findings_replace_no_file_but_known_findings(content: str, tmp_path: Path) -> None:
    article, other = tmp_path / "a.txt", tmp_path / "other.txt"
    article.write_text(DAMAGED, encoding="utf-8")
    other.write_text(content, encoding="utf-8")
    done = run("check", "--no-model", article, "--write-baseline", other)
    assert (done.code, done.out) == (2, "")
    assert f"error: {other}: is no baseline and is not replaced: " in done.err
    assert other.read_text(encoding="utf-8") == content
    other.write_text("", encoding="utf-8")  # as mktemp makes it
    assert run("check", "--no-model", article, "--write-baseline", other).code == 0
    assert run("check", "--no-model", article, "--write-baseline", other).code == 0


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("option", ["-o", "--write-baseline"])
def test_a_file_that_cannot_be_written_is_told_before_any_work(
    option: str, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    if there:
        out.touch()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) not in (out, tmp_path))
    done = run("check", "--no-model", tmp_path / "not-read.txt", option, out)
    assert done.code == 2
    assert done.err == (
        f"error: {out}: cannot write: Permission denied, or read-only; check the folder and its permissions\n"
    )


def test_a_dash_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    found = apparatus_file(Path("apparatus.json"), [(Article("a", DAMAGED), [])])
    commands = (
        ("check", "a.txt", "--no-model", "--isolated"),
        ("suggest", "a.txt", "--no-model", "--isolated"),
        ("render", found, "--format", "tei"),
        ("apply", found),
        ("strip", "a.txt"),
    )
    before = snapshot(tmp_path)
    for arguments in commands:
        plain, dashed = run(*arguments), run(*arguments, "-o", "-")
        assert plain.out
        assert (dashed.code, dashed.bytes, dashed.err) == (plain.code, plain.bytes, plain.err)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "option"),
    [
        (name, option)
        for name in COMMANDS
        for option in command_of(name).params
        if isinstance(option.type, Writes) and not option.type.prints
    ],
)
def test_no_file_is_called_a_dash(
    name: str, option: click.Parameter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(name, option.opts[0], "-")
    assert done.code == 2
    assert "this does not go to standard output; name a file" in done.err
    assert not list(tmp_path.iterdir())


def test_a_file_in_a_folder_or_behind_a_glob_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    source = tmp_path / "d" / "a.txt"
    source.write_text(SOUND, encoding="utf-8")
    for named in (tmp_path / "d", tmp_path, tmp_path / "d" / "*.txt"):
        for option in ("-o", "--write-baseline"):
            done = run("check", "--no-model", named, option, source)
            assert (done.code, done.err) == (2, f"error: {source}: is one of the articles; write to another file\n")
            assert source.read_text(encoding="utf-8") == SOUND


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("repair.toml", "the configuration file"),
        ("known.json", "the baseline"),
        ("model/config.json", "part of the model"),
    ],
)
def test_what_a_configuration_names_is_read_too(written: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    for name, text in (
        ("repair.toml", 'baseline = "known.json"\nmodel = "model"\n'),
        ("known.json", '{"format": 1, "findings": []}\n'),
        ("model/config.json", "{}\n"),
        ("a.txt", SOUND),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = snapshot(tmp_path)
    done = subprocess.run(
        [*MAIN, "check", "--no-model", "a.txt", "-o", written],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, f"error: {written}: is {what}; write to another file\n")
    assert snapshot(tmp_path) == before


def test_a_baseline_is_made_anew_where_it_stands(tmp_path: Path) -> None:
    article, known = tmp_path / "a.txt", tmp_path / "known.json"
    article.write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "repair.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    for options in ((), ("--baseline", known)):
        assert run("check", "--no-model", article, "--write-baseline", known, *options).code == 0
    assert run("check", "--no-model", article).code == 0


def test_standard_input_from_a_file_is_that_file(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(SOUND, encoding="utf-8")
    for name in ("-", "/dev/stdin"):
        with article.open("rb") as stream:
            done = subprocess.run(
                [*MAIN, "check", "--no-model", name, "-o", str(article)], stdin=stream, capture_output=True, check=False
            )
        assert done.returncode == 2
        assert article.read_text(encoding="utf-8") == SOUND


def test_two_options_do_not_write_one_file(tmp_path: Path) -> None:
    article, out = tmp_path / "a.txt", tmp_path / "out"
    article.write_text(SOUND, encoding="utf-8")
    (tmp_path / "link").symlink_to("out")
    for other in (out, tmp_path / "link"):
        done = run("bench", "--no-model", article, "-o", out, "--html", other)
        assert done.code == 2
        assert "would be written twice" in done.err
        assert not out.exists()
    assert run("check", "--no-model", article, "-o", os.devnull, "--write-baseline", os.devnull).code == 0


@pytest.mark.parametrize("ending", [".repair.json", ".repair.jsonl"])
def test_a_sidecar_counts_as_written_and_as_read(ending: str, tmp_path: Path) -> None:
    made = apparatus_file(tmp_path / f"a.txt{ending}", [(Article("a", SOUND), [])])
    before = snapshot(tmp_path)
    done = run("apply", made, "-o", tmp_path / "a.txt")
    assert done.code == 2
    assert f"error: {made}: is an apparatus that is read" in done.err
    (tmp_path / "a.txt").write_text(SOUND, encoding="utf-8")
    done = run("undo", tmp_path / "a.txt", "-o", made)
    assert done.code == 2
    assert f"error: {made}: is the sidecar of what is undone" in done.err
    assert snapshot(tmp_path) == {**before, "a.txt": SOUND.encode()}


def test_a_report_never_replaces_the_article_that_it_is_about(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(SOUND, encoding="utf-8")
    made = applied(tmp_path, SOUND, "a.txt")
    done = run("render", made, "-o", article)
    assert (done.code, done.err) == (2, f"error: {article}: is one of the articles; write to another file\n")
    assert article.read_text(encoding="utf-8") == SOUND


# --- apply gives way only to what it knows ---------------------------------------------------------------------------


def applied(tmp_path: Path, text: str, name: str, *, article_id: str = "a", word: str = "nuova ") -> Path:
    """An apparatus file for an article at `name`, with one reading to accept."""
    source = Source(str(tmp_path / name))
    return apparatus_file(
        tmp_path / f"{article_id}-{word.strip()}.json",
        [(Article(article_id, text, source=source), [entry(3, 3, candidate(word, "reading"))])],
    )


def test_an_article_edited_since_its_analysis_is_not_overwritten(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    made = applied(tmp_path, SOUND, "a.txt")
    edited = SOUND + "Una riga scritta a mano.\n"
    for folder in (article, tmp_path):
        article.write_text(edited, encoding="utf-8")
        done = run("apply", made, "--accept", "readings", "-o", folder)
        assert done.code == 2
        assert f"error: {article}: has changed since it was analysed, or is another file; make the" in done.err
        assert article.read_text(encoding="utf-8") == edited
        assert not article.with_name("a.txt.repair.json").exists()
    article.write_text(SOUND, encoding="utf-8")
    assert run("apply", made, "--accept", "readings", "-o", article).code == 0
    article.write_text(edited, encoding="utf-8")  # edited after apply
    assert run("apply", made, "--accept", "readings", "-o", article).code == 2
    assert article.read_text(encoding="utf-8") == edited


def test_a_repaired_text_gives_way_to_another_edition_of_the_same_article(tmp_path: Path) -> None:
    out, back = tmp_path / "out.txt", tmp_path / "back.txt"
    for word in ("nuova ", "vecchia ", "nuova "):
        made = applied(tmp_path, SOUND, "a.txt", word=word)
        assert run("apply", made, "--accept", "readings", "-o", out).code == 0
        assert out.read_text(encoding="utf-8") == SOUND[:3] + word + SOUND[3:]
        assert run("undo", out, "-o", back).code == 0
        assert back.read_text(encoding="utf-8") == SOUND


def test_an_article_may_be_repaired_undone_edited_and_repaired_again(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    for text in (SOUND, COMPLETE):  # the second by hand
        article.write_text(text, encoding="utf-8")
        made = applied(tmp_path, text, "a.txt")
        for _ in range(2):
            assert run("apply", made, "--accept", "readings", "-o", article).code == 0
            assert article.read_text(encoding="utf-8") == text[:3] + "nuova " + text[3:]
        assert run("undo", article, "-o", article).code == 0
        assert article.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("output", ["d/", "d/a.txt"])
def test_the_sidecar_of_another_article_stays(output: str, tmp_path: Path) -> None:
    made = applied(tmp_path, SOUND, "x/a.txt")
    other = applied(tmp_path, COMPLETE, "y/a.txt", article_id="b")
    assert run("apply", made, "--accept", "readings", "-o", f"{tmp_path}/d/").code == 0
    before = snapshot(tmp_path)
    done = run("apply", other, "--accept", "readings", "-o", f"{tmp_path}/{output}")
    assert done.code == 2
    assert "a.txt.repair.json: is the sidecar of another article or version ('a'), and would be lost" in done.err
    assert snapshot(tmp_path) == before


def rows(tmp_path: Path, *texts: str, name: str = "rows") -> Path:
    source = tmp_path / f"{name}.jsonl"
    source.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in enumerate(texts)), encoding="utf-8")
    made = tmp_path / f"{name}.json"
    assert run("suggest", "--no-model", source, "--format", "json", "-o", made).code == 0
    return made


def test_rows_give_way_to_another_edition_of_the_same_rows_alone(tmp_path: Path) -> None:
    made, fewer = rows(tmp_path, SOUND, DAMAGED), rows(tmp_path, SOUND, name="fewer")
    other = rows(tmp_path, SOUND, COMPLETE, name="other")
    out, back = tmp_path / "out.jsonl", tmp_path / "back.jsonl"
    for accepted in ((), ("--accept", "rules"), ()):
        assert run("apply", made, *accepted, "-o", out).code == 0
        assert run("undo", out, "-o", back).code == 0
        assert back.read_bytes() == (tmp_path / "rows.jsonl").read_bytes()
    before = snapshot(tmp_path)
    for wrong in (fewer, other):
        done = run("apply", wrong, "-o", out)
        assert done.code == 2
        assert f"error: {out}: its sidecars are those of other articles, and would be lost" in done.err
    assert "not undone in place" in run("undo", out, "-o", out).err
    assert snapshot(tmp_path) == before
    out.write_bytes(out.read_bytes() + b'{"id": 3, "text": "a mano"}\n')
    done = run("apply", made, "-o", out)
    assert done.code == 2
    assert f"error: {out}:3: would be replaced, but rows and sidecars do not match" in done.err
    assert b"a mano" in out.read_bytes()


def test_rows_do_not_replace_a_file_of_somebody_else(tmp_path: Path) -> None:
    made, out = rows(tmp_path, SOUND), tmp_path / "out.jsonl"
    out.write_bytes(b"{}\n")
    done = run("apply", made, "-o", out)
    assert (done.code, done.err) == (
        2,
        f"error: {out}: a file is there that `repair apply` did not write; write to another file, or remove it\n",
    )
    assert out.read_bytes() == b"{}\n"
    assert not out.with_name("out.jsonl.repair.jsonl").exists()
    out.write_bytes(b"")
    assert run("apply", made, "-o", out).code == 0


# --- folders are made, and what is in them stays ---------------------------------------------------------------------


def test_apply_and_undo_make_their_folders(tmp_path: Path) -> None:
    made = applied(tmp_path, SOUND, "a.txt")
    out, back = tmp_path / "one" / "repaired", tmp_path / "two" / "originals"
    assert run("apply", made, "--accept", "readings", "-o", f"{out}/").code == 0
    assert run("undo", out, "-o", f"{back}/").code == 0
    assert snapshot(back) == {"a.txt": SOUND.encode()}
    assert run("apply", made, "--accept", "readings", "-o", f"{made}/").err.startswith(f"error: {made}")


def test_a_corpus_run_is_undone_into_a_new_folder(tmp_path: Path) -> None:
    pytest.importorskip("zstandard")
    source, out = tmp_path / "a.jsonl", tmp_path / "run"
    source.write_text(json.dumps({"id": "a", "text": DAMAGED}) + "\n", encoding="utf-8")
    assert run("corpus", source, "-o", out, "--no-model", "--repaired", "--quiet").code == 0
    assert run("undo", out, "-o", f"{tmp_path}/new/originals/").code == 0
    assert [p.name for p in (tmp_path / "new" / "originals").iterdir()] == ["00000.jsonl"]


def test_undo_of_a_folder_replaces_nothing_that_nobody_named(tmp_path: Path) -> None:
    made = applied(tmp_path, SOUND, "a.txt")
    assert run("apply", made, "--accept", "readings", "-o", f"{tmp_path}/d/").code == 0
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("scritto a mano\n", encoding="utf-8")
    done = run("undo", tmp_path / "d", "-o", articles)
    assert done.code == 2
    assert "a file of this name is there already" in done.err
    assert (articles / "a.txt").read_text(encoding="utf-8") == "scritto a mano\n"
    assert run("undo", tmp_path / "d", "-o", tmp_path / "d").code == 0
    assert (tmp_path / "d" / "a.txt").read_text(encoding="utf-8") == SOUND


def test_a_folder_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "a", "text": SOUND}) + "\n", encoding="utf-8")
    for name, content in (("tesi.txt", b"mia"), ("inputs.jsonl", b'{"text": "mia"}\n')):
        out = tmp_path / name.partition(".")[0]
        out.mkdir()
        (out / name).write_bytes(content)
        assert run("corpus", source, "-o", out, "--no-model", "--quiet").code == 2
        assert snapshot(out) == {name: content}


def test_a_cache_takes_no_folder_of_somebody_else(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(SOUND, encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "findings.sqlite").write_bytes(b"mia")
    env = {"REPAIR_NO_CACHE": ""}
    done = run("check", "--no-model", article, "--cache-dir", own, env=env)
    assert done.code == 0
    assert (
        f"note: {own}: the folder holds other files ('findings.sqlite'); give --cache-dir a folder of its own"
        in done.err
    )
    assert "there is no cache" in run("clean", "--cache-dir", own).err
    assert snapshot(own) == {"findings.sqlite": b"mia"}


def test_a_report_of_a_run_may_stand_in_its_folder_and_replaces_no_part_of_it(tmp_path: Path) -> None:
    pytest.importorskip("zstandard")
    source, out = tmp_path / "a.jsonl", tmp_path / "run"
    source.write_text(json.dumps({"id": "a", "text": DAMAGED}) + "\n", encoding="utf-8")
    assert run("corpus", source, "-o", out, "--no-model", "--quiet").code == 0
    for _ in range(2):
        assert run("report", out, "-o", out / "report.html").code == 0
    for part in ("stats.json", "manifest.json", "apparatus/00000.jsonl.zst"):
        done = run("report", out, "-o", out / part)
        assert (done.code, done.err) == (2, f"error: {out / part}: is part of the run; write to another file\n")
    (out / "report.html").unlink()
    assert run("corpus", "--verify", out).code == 0
