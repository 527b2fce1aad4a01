"""Measures how fast a web archive becomes a store of references, and what damage and a killed run cost.

    python tests/benchmarks/warc.py                                   # 100 MB of pages made for this
    python tests/benchmarks/warc.py --html PAGES.jsonl --size 1000    # 1 GB of your pages: rows with `html`

The archive is written plain and packed, cut off, and damaged at a hundred places; `repair index` reads each of them in a
process of its own. One run is killed when half of its time is over, and started again. Pages are repeated under other
addresses until the archive is as large as asked for.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

_HEAD = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def pages_of(path: str) -> list[bytes]:
    if not path:
        from row_pages import row

        return [row(seed)[1].encode() for seed in range(200)]
    if path.endswith(".zst"):
        from repair.text.zstandard import zstandard

        data = zstandard("the benchmark").decompress(Path(path).read_bytes())
    else:
        data = Path(path).read_bytes()
    return [json.loads(line)["html"].encode("utf-8", "replace") for line in data.splitlines() if line]


def records(pages: list[bytes]) -> Iterator[bytes]:
    for number, html in enumerate(cycle(pages)):
        body = _HTTP + html
        url = f"https://example.org/{number // len(pages)}/{number % len(pages)}"
        yield _HEAD.format(url=url, length=len(body)).encode() + body + b"\r\n\r\n"


def write(plain: Path, packed: Path, pages: list[bytes], size: int) -> int:
    written = count = 0
    with plain.open("wb") as one, packed.open("wb") as other:
        for record in records(pages):
            one.write(record)
            other.write(gzip.compress(record, 3))
            written, count = written + len(record), count + 1
            if written >= size:
                return count
    raise AssertionError("there are no pages")


def index(archive: Path, store: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "repair", "index", str(archive), "-o", str(store)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def measured(archive: Path, store: Path) -> tuple[float, float, int, str, str]:
    """Processor seconds, most memory in MB, exit code, result and messages of a run."""
    process = index(archive, store)
    assert process.stdout
    assert process.stderr
    out, err = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, out.strip(), err.strip()


def damage(whole: bytes, places: int) -> bytes:
    spoiled = bytearray(whole)
    rng = random.Random(1)
    for _ in range(places):
        at = rng.randrange(len(spoiled) - 64)
        spoiled[at : at + 64] = rng.randbytes(64)
    return bytes(spoiled)


def report(name: str, archive: Path, store: Path, size: int) -> tuple[float, str]:
    seconds, memory, code, out, err = measured(archive, store)
    added = out.rpartition(": ")[2]
    rate = f"{size / 1e6 / seconds:6.1f} MB a second, {memory:5.0f} MB of memory, exit code {code}"
    print(f"{name:10} {seconds:7.1f} s of processor time, {rate}; {added}; {len(err.splitlines()):,} messages")
    return seconds, added


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure web archives.")
    parser.add_argument("--html", default="", metavar="FILE", help="rows with the HTML of pages")
    parser.add_argument("--size", type=int, default=100, metavar="MB", help="size of the archive, unpacked")
    options = parser.parse_args()
    size = options.size * 1_000_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        plain, packed = folder / "plain.warc", folder / "packed.warc.gz"
        count = write(plain, packed, pages_of(options.html), size)
        print(
            f"{count:,} pages, {plain.stat().st_size / 1e6:,.0f} MB plain, {packed.stat().st_size / 1e6:,.0f} MB packed"
        )
        store = folder / "store"
        report("plain", plain, store, size)
        report("again", plain, store, size)
        plain.unlink()
        shutil.rmtree(store)
        started = time.monotonic()
        _, whole = report("packed", packed, store, size)
        took = time.monotonic() - started
        shutil.rmtree(store)
        data = packed.read_bytes()
        for name, changed in (("cut off", data[: len(data) * 9 // 10]), ("damaged", damage(data, 100))):
            (folder / "changed.warc.gz").write_bytes(changed)
            report(name, folder / "changed.warc.gz", store, size)
            shutil.rmtree(store)
        process = index(packed, store)
        time.sleep(took / 2)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        _, resumed = report("resumed", packed, store, size)
        print(f"whole: {whole}; killed after half of the time, and started again: {resumed}")


if __name__ == "__main__":
    main()
