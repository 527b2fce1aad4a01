"""What `repair corpus` says of the folder of a run: how far the run is, what came of it, and whether its files are unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from repair.cli.messages import ERROR, LeftOut, Report, plain, say
from repair.errors import InputError
from repair.text.counted import counted

__all__ = ["report_failures", "show_status", "show_summary", "verify_files"]


def report_failures(stats: dict[str, Any], out: str, report: Report, *, strict: bool) -> None:
    """Report inputs that could not be read, a run without any article, and with `strict` every record set aside."""
    from repair.corpus.aside import FAILED
    from repair.corpus.folder import ASIDE

    aside = f"{out}/{ASIDE}"
    failed = stats["set_aside_at"].get(FAILED, 0)
    if failed:
        for item in _set_aside(aside):
            if item["stage"] == FAILED:
                report.error(InputError(str(item["reason"]), where=str(item["where"])))
    if stats["records"] > failed and not stats["articles"]:
        many = f"none of the {stats['records']:,} records could be used; the first"
        reason = next(_set_aside(aside))["reason"]
        what = f"{many if stats['records'] > 1 else 'the only record could not be used'}: {reason}"
        report.error(InputError(what, where=aside, hint="look there, and start again in a new folder"))
    if strict and stats["set_aside"]:
        what = f"{counted(stats['set_aside'], 'record')} set aside"
        report.error(InputError(what, where=aside, hint="look there; without --strict this is not an error"))


def _set_aside(aside: str) -> Iterator[dict[str, Any]]:
    with Path(aside).open("rb") as stream:
        yield from map(json.loads, stream)


def show_status(folder: str) -> int:
    """Print how far the run in a folder is; gives the exit code."""
    from repair.corpus import status
    from repair.corpus.progress import Snapshot, line, reasons

    state = status(folder)
    shown = {name: state[name] for name in Snapshot.__struct_fields__ if name in state and name != "stages"}
    shown.setdefault("total", state["bytes"])  # if the run has not reported anything yet
    shown["done"] = state["state"] != "running"  # a run that is not working has no remaining time
    snapshot = replace(Snapshot(), **shown)
    say(f"{state['state']}: {line(snapshot)}")
    for reason in reasons(snapshot.reasons):
        say(plain(reason))
    if state["state"] == "done":
        code = ERROR if snapshot.failed or (snapshot.set_aside and not snapshot.articles) else 0
        strict = f" ({ERROR} with --strict)" if snapshot.set_aside and not code else ""
        say(f"exit code: {code}{strict}")
    elif state["state"] == "stopped":
        say("start it again with the same options to go on")
    return 0


def verify_files(folder: str) -> int:
    """Report the files of a run that are missing or changed; gives the exit code."""
    from repair.corpus import finished, foreign_files, status, verify

    report = Report()
    for error in verify(folder):
        report.error(error)
    if others := foreign_files(folder):
        listed = ", ".join(others[:3]) + (f" and {len(others) - 3:,} more" if len(others) > 3 else "")
        report.notice(
            f"{folder}: {counted(len(others), 'file')} there not written by the run, and not checked: {listed}"
        )
    if not report.errors:
        files = len(finished(folder))
        if status(folder)["state"] == "done":
            say("every file is unchanged since it was written")
        elif files:
            say(f"{counted(files, 'file')} finished so far, unchanged since written; the run is not done")
        else:
            say("no file is finished yet, so that there is nothing to check")
    return report.code()


def show_summary(stats: dict[str, Any], out: str, job: Any, report: Report, *, brief: bool) -> None:
    """The last line: what was found, and what was set aside, which is always reported."""
    from repair.corpus.folder import ASIDE
    from repair.corpus.progress import reasons

    articles, aside = stats["articles"], stats["set_aside"]
    share = stats["damaged"] / articles if articles else 0.0
    mended = f" {stats['edits']:,} are repaired in {counted(stats['repaired'], 'article')};" if job.repaired else ""
    found = (
        f"{counted(articles, 'article')}, {stats['damaged']:,} damaged ({share:.1%}), "
        f"{counted(stats['findings'], 'finding')};{mended} "
    )
    lines = counted(stats["not_rows"], "line that is no row", "lines that are no rows")
    kept = f", among them {lines}, kept in {out}/{ASIDE}" if stats["not_rows"] else ""
    for reason in reasons(stats["set_aside_for"]):
        click.echo(plain(reason), err=True)
    if aside or not brief:
        more = "" if brief else f". `repair report {out} -o report.html` shows them."
        click.echo(f"{'' if brief else found}{counted(aside, 'record')} set aside{kept}{more}", err=True)
    if not stats["records"] and job.sample < 1:
        report.notice(
            f"--sample {job.sample:g} took no record: there are too few; give a greater share, in a new folder"
        )
    LeftOut(stats["left_out"]).say(report)
    if stats["unread_pages"]:
        click.echo(f"{counted(stats['unread_pages'], 'page')} not readable: rows were read without them", err=True)
