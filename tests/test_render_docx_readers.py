"""The Word edition opened by readers of other hands: texts, authors and comments as they were written."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editions import mill, read, repaired, signed
from lxml import etree
from lxml import html as markup

from repair.records import Apparatus
from repair.render import BINARY_RENDERERS, Style

mammoth: Any = pytest.importorskip("mammoth", reason="mammoth is not installed: pip install '.[dev]'")

CASES = {"mulino": mill, "firmato": signed, "registro": lambda: read("registro")[0]}


def document(sample: Apparatus) -> bytes:
    return b"".join(BINARY_RENDERERS["docx"]([sample], Style()))


def lines(text: str) -> list[list[str]]:
    """The words of every line that has any, control characters as the edition pictures them."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda m: chr(0x2400 + ord(m[0])), text)
    text = re.sub(r"[\u202a-\u202e]", lambda m: f"\\u{ord(m[0]):04x}", text)
    return [line.split() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("case", CASES)
def test_mammoth_reads_text_and_comments(case: str) -> None:
    sample = CASES[case]()
    result = mammoth.convert_to_html(io.BytesIO(document(sample)), style_map="comment-reference => sup")
    assert result.messages == []
    page: Any = markup.fromstring(f"<div>{result.value}</div>")
    comments = [" ".join(d.text_content().split()) for d in page.iter("dd")]
    for told in ("dl", "sup"):
        for element in list(page.iter(told)):
            element.drop_tree()
    assert lines("\n".join(p.text_content() for p in page.iter("p"))) == lines(repaired(sample))
    reported = [e for e in sample.entries if e.status != "rejected"]
    assert [c.split()[0] for c in comments] == [e.finding.code for e in reported]
    for entry, comment in zip(reported, comments, strict=True):
        assert all(s.note in comment and s.reviewer in comment for s in entry.decided_by)


@pytest.fixture(scope="module")
def pandoc() -> Any:
    module = pytest.importorskip("pypandoc", reason="pandoc is not installed: pip install pypandoc_binary")
    try:
        module.get_pandoc_version()
    except OSError:
        pytest.skip("pandoc is not installed: pip install pypandoc_binary")
    return module


def opened(pandoc: Any, sample: Apparatus, folder: Path, changes: str, to: str) -> str:
    path = folder / "edition.docx"
    path.write_bytes(document(sample))
    options = ["--wrap=none", f"--track-changes={changes}"]
    return str(pandoc.convert_file(str(path), to, format="docx", extra_args=options))


@pytest.mark.pandoc
@pytest.mark.parametrize("case", CASES)
def test_pandoc_accepts_all_to_the_repaired_text_and_rejects_all_to_the_article(
    pandoc: Any, case: str, tmp_path: Path
) -> None:
    sample = CASES[case]()
    assert lines(opened(pandoc, sample, tmp_path, "accept", "plain-smart")) == lines(repaired(sample))
    assert lines(opened(pandoc, sample, tmp_path, "reject", "plain-smart")) == lines(sample.article.text)


@pytest.mark.pandoc
def test_pandoc_finds_authors_dates_and_comments(pandoc: Any, tmp_path: Path) -> None:
    page: Any = markup.fromstring(f"<div>{opened(pandoc, signed(), tmp_path, 'all', 'html')}</div>")

    def spans(name: str) -> list[Any]:
        return list(page.iterfind(f".//span[@class='{name}']"))

    by = [
        ("Anna Valli", "2026-03-03T01:30:00Z"),
        ("bruno", "2026-03-02T09:00:00Z"),
        ("bruno", "2026-03-02T09:00:00Z"),
    ]
    for name in ("insertion", "comment-start"):
        assert [(s.get("data-author"), s.get("data-date")) for s in spans(name)] == by
    assert [s.text for s in spans("insertion")] == ["scuola", "notte", "marzo"]
    assert "Anna Valli: vista sul microfilm" in spans("comment-start")[0].text_content()
    assert len(spans("comment-end")) == len(by)


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
ANNOTATION = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What LibreOffice makes of every case: its own flat XML."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("libreoffice")
    for name, case in CASES.items():
        (folder / f"{name}.docx").write_bytes(document(case()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = [str(folder / f"{name}.docx") for name in CASES]
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", "fodt", "--outdir", str(folder), *made],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: etree.parse(str(folder / f"{name}.fodt")).getroot() for name in CASES}


def resolved(root: Any, *, accept: bool) -> str:
    """The text with all changes accepted or rejected, without the comments."""
    regions = root.iter(f"{TEXT}changed-region")
    gone = {r.get(f"{TEXT}id") for r in regions if (r.find(f"{TEXT}deletion") is not None) == accept}
    open_: set[str] = set()

    def told(node: Any) -> Iterator[str]:
        match node.tag.removeprefix(TEXT):
            case "change-start":
                open_.add(node.get(f"{TEXT}change-id"))
            case "change-end":
                open_.discard(node.get(f"{TEXT}change-id"))
            case "s":
                yield "" if open_ & gone else " "
            case _ if node.tag != ANNOTATION:
                yield "" if open_ & gone else node.text or ""
                for child in node:
                    yield from told(child)
                    yield "" if open_ & gone else child.tail or ""

    body = root.find(".//{*}body/{*}text")
    return "\n".join("".join(told(p)) for p in body.findall(f"{TEXT}p"))


@pytest.mark.libreoffice
@pytest.mark.parametrize("case", CASES)
def test_libreoffice_accepts_all_to_the_repaired_text_and_rejects_all_to_the_article(
    libreoffice: dict[str, Any], case: str
) -> None:
    root, sample = libreoffice[case], CASES[case]()
    assert lines(resolved(root, accept=True)) == lines(repaired(sample))
    assert lines(resolved(root, accept=False)) == lines(sample.article.text)


@pytest.mark.libreoffice
def test_libreoffice_finds_authors_dates_and_comments(libreoffice: dict[str, Any]) -> None:
    root = libreoffice["firmato"]
    by = [
        ("Anna Valli", "2026-03-03T01:30:00"),
        ("bruno", "2026-03-02T09:00:00"),
        ("bruno", "2026-03-02T09:00:00"),
    ]
    for tag in ("{*}change-info", "{*}annotation"):
        assert [(e.findtext(f"{DC}creator"), e.findtext(f"{DC}date")) for e in root.iterfind(f".//{tag}")] == by
    comments = ["\n".join(p.text or "" for p in e.iter(f"{TEXT}p")) for e in root.iter(ANNOTATION)]
    assert "Anna Valli: vista sul microfilm" in comments[0]
    assert [c.split()[0] for c in comments] == ["RG103"] * 3
