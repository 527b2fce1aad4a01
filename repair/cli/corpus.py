"""`repair corpus`: any number of articles, resumable, in worker processes or on Ray."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
from msgspec.structs import replace

from repair.cli.messages import ERROR, Report, say
from repair.cli.options import configure, detection_options, model_options, unit_option, usable
from repair.cli.output_paths import REFERENCES, Command, Reads, Writes

__all__ = ["command"]

_MAX_CHARS = 2_000_000  # longer than any article; what is longer would only hold up the others

_EPILOG = """\b
Examples:
  repair corpus articles/*.jsonl.gz --out run/ --no-model
  repair corpus s3://bucket/crawl/ --out run/ --field body --references store/ --jobs 16
  repair corpus crawl.parquet --out run/ --repaired --accept readings --references store/
  repair corpus crawl.parquet --out run/ --engine ray --ray-address auto
  repair corpus articles/ --dry-run
  repair corpus --status run/
  repair corpus --verify run/

A run that was interrupted goes on when it is started again with the same options.
Exit codes: 0 done, 2 error, such as an input that could not be read; with --strict also a record that was set aside.
"""


@click.command("corpus", cls=Command, epilog=_EPILOG)
@click.argument("sources", nargs=-1, metavar="SOURCE...", type=Reads("one of the sources"))
@click.option(
    "-o", "--out", metavar="DIR", type=Writes("folder"), help="Folder for what the run writes; made if need be."
)
@click.option("--field", default="text", show_default=True, metavar="NAME", help="Field of a row that holds the text.")
@click.option("--id-field", default="id", show_default=True, metavar="NAME", help="Field of a row that holds its id.")
@click.option(
    "--encoding", default="utf-8", show_default=True, metavar="NAME", help="Encoding of texts, JSONL and CSV."
)
@click.option(
    "--max-chars",
    type=click.IntRange(1),
    default=_MAX_CHARS,
    show_default=True,
    help="Longest article that is read, in code points; a longer one is set aside.",
)
@click.option(
    "--references",
    "-r",
    multiple=True,
    metavar="STORE",
    type=Reads(REFERENCES),
    help="A store of references, as `repair index` makes it; or any source of them, held in memory by every worker.",
)
@click.option(
    "--shards",
    type=click.Choice(["jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="Format of the apparatus: JSON lines packed with Zstandard, or Parquet.",
)
@click.option(
    "--shard-size", type=click.IntRange(1), default=10_000, show_default=True, help="Articles in a shard, at the least."
)
@click.option("--repaired", is_flag=True, help="Write the repaired corpus too, in the input's own format.")
@click.option("--marked", is_flag=True, help="Write the corpus with every finding marked in its text too.")
@click.option(
    "--column", default="repair", show_default=True, metavar="NAME", help="Field that says of a record what was done."
)
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(["readings", "rules"]),
    help="Put the best reading, or what follows from a rule, into the repaired corpus.",
)
@click.option(
    "--accept-predictions", is_flag=True, help="Put in what a model made up. The text is then no longer the author's."
)
@unit_option("--min-score", 0.0, "Put in candidates of at least this score (0–1).")
@click.option("--limit", type=click.IntRange(1), help="End after so many records.")
@click.option(
    "--sample",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="Share of the records to take (0–1); the same ones every time.",
)
@click.option("--max-errors", type=click.IntRange(0), help="End when more records than this are set aside.")
@click.option("--strict", is_flag=True, help="Exit with 2 where any record was set aside.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Worker processes.  [default: one a core]")
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Where the work is done."
)
@click.option(
    "--ray-address", default="", metavar="ADDRESS", help="Ray cluster to use; without it, one is started here."
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "rich", "plain", "json", "quiet"]),
    default="auto",
    show_default=True,
    help="How progress is shown on standard error; auto: rich in a terminal, plain lines elsewhere.",
)
@click.option("--quiet", is_flag=True, help="The same as --progress quiet.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, judged by the first records; write nothing.")
@click.option(
    "--status", metavar="DIR", type=Reads("a run"), help="Say how far the run in DIR is, and do nothing else."
)
@click.option(
    "--verify", metavar="DIR", type=Reads("a run"), help="Check the files in DIR by their digests, and no more."
)
@detection_options
@model_options
def command(sources: tuple[str, ...], out: str | None, **options: Any) -> int:
    """Find lost text in all articles of SOURCE, and write what was found to a folder.

    SOURCE is JSONL, CSV (both perhaps packed: .gz, .zst), Parquet, or a folder of texts, by path or by any URL that
    fsspec knows. The folder gets shards of apparatus, statistics, the records that were set aside with the reason, and a
    manifest. The input is never touched.
    """
    if options["status"]:
        return _status(options["status"])
    if options["verify"]:
        return _verify(options["verify"])
    if not sources:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    if out is None and not options["dry_run"]:
        raise click.UsageError("Missing option '-o' / '--out'.")
    from repair.corpus import Means, progress_of, run
    from repair.corpus.aside import FAILED
    from repair.corpus.output import ASIDE
    from repair.errors import InputError

    _check_accepted(options)
    report = Report()
    job = _job(sources, options, report)
    if options["dry_run"]:
        return _dry_run(sources, job, options["engine"])
    assert out is not None  # asked for above
    progress = "quiet" if options["quiet"] else options["progress"]
    stats = run(
        sources,
        out,
        job,
        engine=options["engine"],
        means=Means(options["jobs"] or 0, options["ray_address"]),
        progress=progress_of(progress),
        max_errors=options["max_errors"],
    )
    aside = f"{out}/{ASIDE}"
    for what, where in _unread(aside) if stats["set_aside_at"].get(FAILED) else ():
        report.error(InputError(what, where=where))
    if stats["records"] and not stats["articles"]:
        what = f"none of the {stats['records']:,} records could be used; the first: {_first_reason(aside)}"
        report.error(InputError(what, where=aside, hint="look there, and start again in a new folder"))
    if options["strict"] and stats["set_aside"]:
        what = f"{stats['set_aside']:,} records were set aside"
        report.error(InputError(what, where=aside, hint="look there; without --strict this is no error"))
    code = report.code()
    if progress != "json":  # its last line says the same
        _summary(stats, out, job, brief=progress == "quiet")
    return code


def _check_accepted(options: dict[str, Any]) -> None:
    """What is accepted goes into the repaired corpus; without one, a long run would end without it."""
    given = [name for name in ("accept", "accept_predictions", "min_score") if options[name]]
    if given and not options["repaired"]:
        named = " and ".join(f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"{named} says what goes into the repaired corpus: give --repaired too.")


def _first_reason(aside: str) -> str:
    return str(next(_set_aside(aside))["reason"])


def _unread(aside: str) -> Iterator[tuple[str, str]]:
    """Why inputs could not be read, and where."""
    from repair.corpus.aside import FAILED

    return ((str(a["reason"]), str(a["where"])) for a in _set_aside(aside) if a["stage"] == FAILED)


def _set_aside(aside: str) -> Iterator[dict[str, Any]]:
    from pathlib import Path

    with Path(aside).open("rb") as stream:
        yield from map(json.loads, stream)


def _job(sources: tuple[str, ...], options: dict[str, Any], report: Report) -> Any:
    from repair.corpus import Accept, Job

    options = {**options, "articles": sources}
    accept = Accept(
        readings="readings" in options["accept"],
        rules="rules" in options["accept"],
        predictions=options["accept_predictions"],
        min_score=options["min_score"],
    )
    return Job(
        config=usable(configure(options), report, predict=True),
        accept=accept,
        shard_records=options["shard_size"],
        limit=options["limit"] or 0,
        **{
            name: options[name]
            for name in (
                "field",
                "id_field",
                "encoding",
                "references",
                "shards",
                "repaired",
                "marked",
                "column",
                "sample",
            )
        },
    )


def _dry_run(sources: tuple[str, ...], job: Any, engine: str) -> int:
    from repair.corpus import plan

    made = plan(sources, job, engine=engine)
    files = ", ".join(f"{count:,} {name}" for name, count in sorted(made.inputs.items()))
    say(f"inputs: {files}; {made.bytes:,} bytes")
    say(f"first ids: {', '.join(made.first) or 'none'}")
    aside = f", {made.set_aside} set aside ({made.reason})" if made.set_aside else ""
    say(f"first records: {made.articles} articles, {made.damaged} damaged by what rules see{aside}")
    for name, value in job.described().items():
        say(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    return ERROR if not made.articles else 0


def _status(folder: str) -> int:
    from repair.corpus import status
    from repair.corpus.progress import Snapshot, line

    said = status(folder)
    shown = {name: said[name] for name in Snapshot.__struct_fields__ if name in said and name != "stages"}
    shown.setdefault("total", said["bytes"])  # where the run has not yet said a word
    shown["done"] = said["state"] != "running"  # no time is left to a run that stands still
    say(f"{said['state']}: {line(replace(Snapshot(), **shown))}")
    return 0


def _verify(folder: str) -> int:
    from repair.corpus import finished, status, verify

    report = Report()
    for error in verify(folder):
        report.error(error)
    if not report.errors:
        files = len(finished(folder))
        if status(folder)["state"] == "done":
            say("every file is as it was written")
        elif files:
            say(f"the {files:,} files that are finished are as they were written; the run is not done")
        else:
            say("no file is finished yet, so that there is nothing to check")
    return report.code()


def _summary(stats: dict[str, Any], out: str, job: Any, *, brief: bool) -> None:
    """The last line: what was found, and what was set aside, which is said in any case."""
    articles, aside = stats["articles"], stats["set_aside"]
    share = stats["damaged"] / articles if articles else 0.0
    mended = f" {stats['edits']:,} are mended in {stats['repaired']:,} articles;" if job.repaired else ""
    found = (
        f"{articles:,} articles, {stats['damaged']:,} damaged ({share:.1%}), {stats['findings']:,} findings;{mended} "
    )
    kept = (
        f", of which {stats['not_rows']:,} are no rows and kept in {out}/set-aside.jsonl" if stats["not_rows"] else ""
    )
    said = "" if brief else found
    if aside or not brief:
        more = "" if brief else f". `repair report {out}` shows them."
        click.echo(f"{said}{aside:,} records set aside{kept}{more}", err=True)
