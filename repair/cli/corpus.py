"""`repair corpus`: any number of articles, resumable, in worker processes or on Ray."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from repair.cli.corpus_folder import report_failures, show_status, show_summary, verify_files
from repair.cli.messages import ERROR, Report, say
from repair.cli.numbers import FloatRange, IntRange
from repair.cli.options import (
    archive_options,
    configure,
    detection_options,
    exclude_option,
    jobs_option,
    model_options,
    page_options,
    unit_option,
    usable,
)
from repair.cli.output_paths import NAMES, REFERENCES, Command, Reads, Writes
from repair.cli.refetch import manners_of, refetch_options
from repair.text.counted import counted

__all__ = ["command"]

_MAX_CHARS = 2_000_000  # longer than any article; a longer text would only delay the others

_EPILOG = """\b
Examples:
  repair corpus articles/*.jsonl.gz --out run/ --no-model
  repair corpus s3://bucket/crawl/ --out run/ --field body --references store/ --jobs 16
  repair corpus crawl.parquet --out run/ --repaired --accept readings --references store/
  repair corpus crawl.parquet --out run/ --engine ray --ray-address auto
  repair corpus articles/ --dry-run
  repair corpus --status run/
  repair corpus --verify run/

An interrupted run continues if you start it again with the same options.
Exit codes: 0 done, whatever was set aside; 2 error: nothing could be used, an input could not be read to its end, or with
--strict a record was set aside. An input that is not there or cannot be opened is an error before the run begins.
"""


def _own_files(folder: str) -> Iterator[Path]:
    """What the run writes there. A log or a report may lie in the same folder."""
    from repair.corpus.folder import own_files

    return own_files(Path(folder))


@click.command("corpus", cls=Command, epilog=_EPILOG)
@click.argument("sources", nargs=-1, metavar="SOURCE...", type=Reads("one of the sources"))
@click.option(
    "-o",
    "--out",
    metavar="DIR",
    type=Writes("folder", own=_own_files),
    help="Folder for the output of the run; made if missing.",
)
@click.option(
    "--field",
    default="text",
    show_default=True,
    metavar="NAME",
    help="Field of a row that holds the text; it may be nested: article.body, '$.a[0].text'.",
)
@click.option(
    "--id-field",
    default="id",
    show_default=True,
    metavar="NAME",
    help="Field of a row that holds its id, perhaps nested.",
)
@page_options
@archive_options
@refetch_options
@click.option(
    "--encoding", default="utf-8", show_default=True, metavar="NAME", help="Encoding of texts, JSONL and CSV."
)
@exclude_option
@click.option(
    "--max-chars",
    type=IntRange(1),
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
    help="A store of references, as `repair index` makes it; or any other source, which every worker holds in memory.",
)
@click.option(
    "--names",
    multiple=True,
    metavar="STORE",
    type=Reads(NAMES),
    help="A store that is asked only for names: they compete where no copy has the words. Those of --references do too.",
)
@click.option(
    "--shards",
    type=click.Choice(["jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="Format of the apparatus: JSON lines packed with Zstandard, or Parquet.",
)
@click.option("--shard-size", type=IntRange(1), default=10_000, show_default=True, help="Fewest articles in a shard.")
@click.option("--repaired", is_flag=True, help="Also write the repaired corpus, in the format of the input.")
@click.option("--marked", is_flag=True, help="Also write the corpus with every finding marked in the text.")
@click.option(
    "--column", default="repair", show_default=True, metavar="NAME", help="Field that says what was done to a record."
)
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(["readings", "rules"]),
    help="Put the best reading, or the fix of a rule, into the repaired corpus.",
)
@click.option(
    "--accept-predictions",
    is_flag=True,
    help="Also put in predictions of a model where there is nothing better. The text is then no longer the author's own.",
)
@unit_option("--min-score", 0.0, "Put in candidates of at least this score (0–1).")
@click.option("--limit", type=IntRange(1), help="Stop after this many records; with --sample, of those that it takes.")
@click.option(
    "--sample",
    type=FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="Share of the records to process (0–1); always the same ones.",
)
@click.option(
    "--on-error",
    type=click.Choice(["skip", "stop"]),
    default="skip",
    show_default=True,
    help="Set aside what cannot be used and go on, or stop at the first of it; the run can then be continued.",
)
@click.option("--max-errors", type=IntRange(0), help="Stop when more records than this are set aside.")
@click.option("--strict", is_flag=True, help="Exit with 2 if any record was set aside.")
@jobs_option("Worker processes; auto or 0: one for each core.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Engine that does the work.",
)
@click.option(
    "--ray-address",
    default="",
    metavar="ADDRESS",
    help="Address of a Ray cluster; without it, one is started on this machine.",
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "rich", "plain", "json", "quiet"]),
    default="auto",
    show_default=True,
    help="Form of the progress on standard error; auto: rich in a terminal, plain lines elsewhere.",
)
@click.option("--quiet", is_flag=True, help="The same as --progress quiet.")
@click.option(
    "--log-file",
    type=Writes(dir_okay=False),
    help="Also write the progress, what was set aside, and the end to this file.",
)
@click.option("--dry-run", is_flag=True, help="Show what a run would do, judged by the first records; write nothing.")
@click.option("--status", metavar="DIR", type=Reads("a run"), help="Show how far the run in DIR is; do nothing else.")
@click.option(
    "--verify", metavar="DIR", type=Reads("a run"), help="Check the files in DIR by their digests; do nothing else."
)
@detection_options
@model_options
def command(sources: tuple[str, ...], out: str | None, **options: Any) -> int:
    """Find lost text in all articles of SOURCE, and write the results to a folder.

    SOURCE is JSONL, JSON, CSV or TSV (also packed: .gz, .zst, .bz2, .xz), Parquet, Arrow, a web archive (WARC, WET), a ZIP
    archive, or a folder of texts or of these, given as a path, a pattern, or any URL that fsspec knows. The folder gets shards of apparatus, statistics, the records that were set aside with the reason, and
    a manifest. The input is never changed.
    """
    if options["status"] and options["verify"]:
        raise click.UsageError("--status and --verify exclude each other: give one of them")
    if options["status"]:
        return show_status(options["status"])
    if options["verify"]:
        return verify_files(options["verify"])
    if not sources:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    if out is None and not options["dry_run"]:
        raise click.UsageError("Missing option '-o' / '--out'.")
    _check_accepted(options)
    if options["ray_address"] and options["engine"] != "ray":
        raise click.UsageError("--ray-address needs --engine ray.")
    report = Report()
    job = _job(sources, options, report)
    if options["dry_run"]:
        return _dry_run(sources, job, options["engine"])
    assert out is not None  # asked for above
    progress = "quiet" if options["quiet"] else options["progress"]
    stats = _run(sources, out, job, progress, options, report)
    report_failures(stats, out, report, strict=options["strict"])
    code = report.code()
    if progress != "json":  # its last line says the same
        show_summary(stats, out, job, report, brief=progress == "quiet")
    return code


def _run(
    sources: tuple[str, ...], out: str, job: Any, progress: str, options: dict[str, Any], report: Report
) -> dict[str, Any]:
    """The statistics of the run. If it is stopped, by Ctrl+C or by a signal, a notice says how to go on with it."""
    from repair.corpus import Means, RunLog, progress_of, run

    shown = progress_of(progress)
    try:
        return run(
            sources,
            out,
            job,
            engine=options["engine"],
            means=Means(options["jobs"], options["ray_address"]),
            progress=RunLog(options["log_file"], shown) if options["log_file"] else shown,
            max_errors=0 if options["on_error"] == "stop" else options["max_errors"],
        )
    except Exception:
        raise
    except BaseException:
        report.notice(f"the run was stopped; the same command goes on with it in {out}")
        raise


def _check_accepted(options: dict[str, Any]) -> None:
    """Refuse options about the repaired corpus without --repaired: a long run would end without that corpus."""
    given = [name for name in ("accept", "accept_predictions", "min_score") if options[name]]
    if given and not options["repaired"]:
        named = " and ".join(f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"without --repaired, {named} would have no effect: give --repaired too.")


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
        refetch=manners_of(options),
        **{
            name: options[name]
            for name in (
                "field",
                "id_field",
                "html_field",
                "url_field",
                "date_field",
                "extractor",
                "encoding",
                "references",
                "names",
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
    say(f"first records: {counted(made.articles, 'article')}, {made.damaged} damaged according to the rules{aside}")
    for name, value in job.described().items():
        say(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    return ERROR if not made.articles else 0
