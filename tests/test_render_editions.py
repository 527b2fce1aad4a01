from __future__ import annotations

import io
import json
import lzma
import re
import zipfile
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from editions import CASES, apparatuses, entry, guess, mill, read, reading, repaired, signed, single
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from repair.errors import ApparatusError, ConfigError
from repair.records import Apparatus, Article, Candidate, Emendation, Entry, Prediction, Reading, Signature, Witness
from repair.render import BINARY_RENDERERS, RENDERERS, Style, renderer
from repair.render.edition_parts import MarkedEntry, Plain, edition_parts
from repair.render.edition_words import EDITION_WORDS
from repair.render.editions import criticmarkup, html, tei_reader
from repair.render.editions.leiden import SIGLA
from repair.render.style import reported
from repair.review.events import Found
from repair.review.words_it import ITALIAN_REVIEW

ENGLISH = Style(language="en")
EDITIONS = ["criticmarkup", "tei", "leiden", "html", "annotation"]
WAYS_BACK: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "criticmarkup": criticmarkup.originals,
    "tei": tei_reader.originals,
    "html": html.originals,
}
FILES = {"criticmarkup": "md", "tei": "xml", "leiden": "txt", "annotation": "jsonld"}
SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("tei_all-*.rng.xz"))


def show(name: str, sample: Iterable[Apparatus], style: Style | None = None) -> str:
    return "".join(RENDERERS[name](sample, style or Style()))


# --- every edition -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("case", sorted(p.stem for p in CASES.glob("*.jsonl")))
def test_the_edition_is_the_one_on_file(name: str, case: str) -> None:
    assert show(name, read(case)).encode() == (CASES / f"{case}.{name}.{FILES[name]}").read_bytes()


@pytest.mark.parametrize("name", WAYS_BACK)
@settings(max_examples=120, deadline=None)
@given(sample=apparatuses())
def test_the_original_comes_back(name: str, sample: Apparatus) -> None:
    ((_, text),) = WAYS_BACK[name](show(name, [sample]))
    assert text == sample.article.text


@pytest.mark.parametrize("name", WAYS_BACK)
@settings(max_examples=40, deadline=None)
@given(sample=st.lists(apparatuses(), min_size=2, max_size=3))
def test_several_originals_come_back_with_their_ids(name: str, sample: list[Apparatus]) -> None:
    assert WAYS_BACK[name](show(name, sample)) == [(a.article.id, a.article.text) for a in sample]


@pytest.mark.parametrize("case", sorted(p.stem for p in CASES.glob("*.jsonl")))
@pytest.mark.parametrize("name", WAYS_BACK)
def test_the_original_comes_back_from_the_file_as_bytes(name: str, case: str, tmp_path: Path) -> None:
    path = tmp_path / "edition"
    path.write_bytes(show(name, read(case)).encode())
    found = WAYS_BACK[name](path.read_bytes().decode())
    assert [text for _, text in found] == [a.article.text for a in read(case)]


@pytest.mark.parametrize(("module", "name"), [(criticmarkup, "criticmarkup"), (tei_reader, "tei"), (html, "html")])
def test_original_is_of_one_article(module: Any, name: str) -> None:
    assert module.original(show(name, [mill()])) == mill().article.text
    with pytest.raises(ApparatusError, match="2 articles"):
        module.original(show(name, [mill(), mill()]))


@pytest.mark.parametrize("name", EDITIONS)
def test_a_rejected_entry_and_one_below_the_style_leave_no_trace(name: str) -> None:
    sample = single(
        "Il coro della ha cantato.", entry(13, 13, reading(" scuola")).reject(), entry(20, 20, guess(" Ugo"))
    )
    bare = show(name, [single("Il coro della ha cantato.")])
    if name in ("criticmarkup", "annotation", "leiden"):
        assert show(name, [sample], Style(min_confidence=0.9)) == bare
    assert "scuola" not in show(name, [sample])
    assert "Ugo" in show(name, [sample])


@pytest.mark.parametrize("name", ["leiden", "html", "annotation"])
def test_alternatives_are_as_many_as_the_style_lists(name: str) -> None:
    sample = [single("Il coro della ha cantato.", entry(13, 13, *(guess(f" parola{n}") for n in range(6))))]
    assert [n for n in range(6) if f"parola{n}" in show(name, sample, Style(alternatives=2))] == [0, 1, 2]


@pytest.mark.parametrize(
    ("guesses", "kind"),
    [
        ((" Lodi", " Pavia", " città"), "likely a name or a place"),
        ((" 3", " 12", " 1,5"), "likely a number"),
        ((" scuola", " Lodi", " 3"), ""),
        ((" Lodi", " Pavia"), ""),  # too few to tell
    ],
)
def test_guesses_that_agree_on_what_is_missing_say_so(guesses: tuple[str, ...], kind: str) -> None:
    faint = [guess(text, score=0.1) for text in guesses]
    shown = show("criticmarkup", [single("Il coro della ha cantato.", entry(13, 13, *faint))], ENGLISH)
    assert ("likely" in shown) == bool(kind)
    assert kind in shown


def test_a_gap_of_many_words_is_not_guessed_and_says_so() -> None:
    found = entry(13, 13, words=(5, 20))
    sample = [single("Il coro della ha cantato.", found)]
    assert "gap, 5–20 words: too many for a guess" in show("criticmarkup", sample, ENGLISH)
    assert "lacuna, 5–20 parole: troppe parole per un’ipotesi" in show("criticmarkup", sample)


def test_a_format_that_is_no_text_has_its_own_table() -> None:
    assert not RENDERERS.keys() & BINARY_RENDERERS.keys()
    for name in (*RENDERERS, *BINARY_RENDERERS):
        assert callable(renderer(name))
    with pytest.raises(ConfigError, match="docx"):
        renderer("pdf")


@given(apparatuses())
def test_the_pieces_are_the_article(sample: Apparatus) -> None:
    found = list(edition_parts(sample, Style()))
    assert "".join(p.text if isinstance(p, Plain) else p.old if isinstance(p, MarkedEntry) else "" for p in found) == (
        sample.article.text
    )
    told = [p.entry for p in found if not isinstance(p, Plain)]
    facts = [
        sorted((e.finding.code, e.status, len(e.candidates)) for e in es) for es in (told, reported(sample, Style()))
    ]
    assert facts[0] == facts[1]  # the spans of some are shown wider, or narrower, by blanks


# --- TEI ---------------------------------------------------------------------------------------------------------

RNG = "{http://relaxng.org/ns/structure/1.0}"
TEI = {"t": tei_reader.NAMESPACE}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def schema(packed: Path, only: set[str] | None = None) -> etree.RelaxNG:
    """TEI All, or what is left of it without the elements that are not in `only`: that forbids more, never less."""
    grammar = etree.fromstring(lzma.decompress(packed.read_bytes()))
    for element in grammar.iter(f"{RNG}element"):
        if only is not None and element.get("name") not in (None, *only):
            for child in list(element):
                element.remove(child)
            element.attrib.clear()
            element.tag = f"{RNG}notAllowed"
    return etree.RelaxNG(grammar)


def version(packed: Path) -> str:
    """The version of TEI P5 that a schema is of."""
    return packed.name.removeprefix("tei_all-").removesuffix(".rng.xz")


@pytest.fixture(scope="module", params=SCHEMAS, ids=version)
def tei_all(request: pytest.FixtureRequest) -> etree.RelaxNG:
    used = set(re.findall(r"<(\w+)", "".join(map(Path.read_text, CASES.glob("*.tei.xml")))))
    return schema(request.param, used | {"byline", "div", "p", "head", "desc"})


def errors(rng: etree.RelaxNG, document: str) -> str:
    return "" if rng.validate(etree.fromstring(document.encode())) else str(rng.error_log)


@settings(max_examples=60, deadline=None)
@given(sample=st.lists(apparatuses(), min_size=1, max_size=2))
def test_tei_is_valid_whatever_the_article_holds(tei_all: etree.RelaxNG, sample: list[Apparatus]) -> None:
    assert errors(tei_all, show("tei", sample)) == ""


@pytest.mark.parametrize("broken", ['cert="certain?"', "<byline/>", '<gap quantity="x"/>', "<supplied>", "<lem/>"])
def test_the_schema_refuses_what_is_no_tei(tei_all: etree.RelaxNG, broken: str) -> None:
    document = show("tei", [mill()])
    assert errors(tei_all, document) == ""
    edits = {
        'cert="certain?"': ('cert="high"', broken),
        "<supplied>": ("</p>", "</p><supplied>a</supplied>"),
    }
    old, new = edits.get(broken, ("</p>\n</div>", f"{broken}</p>\n</div>"))
    assert errors(tei_all, document.replace(old, new, 1))


def by_hand(language: str) -> Apparatus:
    """An article in which Anna Valli marked an error and a gap, and nobody knows yet what belongs there."""
    found = [Found(3, 10, "RV502", "sindaco"), Found(17, 17, "RG112")]
    entries = tuple(Entry(one.finding("Anna Valli", one.start)) for one in found)
    return Apparatus(Article("a.txt", "Il sindaco torna a casa.", language), entries)


@pytest.mark.parametrize("name", ["criticmarkup", "leiden", "html", "tei"])
@pytest.mark.parametrize(
    ("language", "told"), [("it", "segnata a mano da|a mano<"), ("en", "marked by hand by|by hand<")]
)
def test_a_place_marked_by_hand_says_so_and_names_no_copy(name: str, language: str, told: str) -> None:
    shown = show(name, [by_hand(language)])
    assert re.search(rf"(?:{told}).{{0,20}}Anna Valli", shown)
    assert not re.search(r"le copie concordano|references agree|marked by Anna", shown)


def test_a_place_marked_by_hand_is_signed_in_tei(tei_all: etree.RelaxNG) -> None:
    shown = show("tei", [by_hand("it")])
    assert '<sic ana="#open #RV502" resp="#r1">sindaco</sic>' in shown
    assert re.search(r'<gap [^>]*resp="#r1"/>', shown)
    assert errors(tei_all, shown) == ""


def test_tei_has_paragraphs_headings_and_the_title_of_the_article() -> None:
    text = "Il ponte nuovo\n\nIl ponte è stato aperto ieri.\nCosì ha detto il sindaco di, ormai stanco.\n\nI lavori\n\n\tSono durati un anno.\n"
    at = text.index("di,") + 2
    document = show("tei", [single(text, entry(at, at, reading(" Lodi")), name="articolo-7")])
    root = etree.fromstring(document.encode())
    assert root.findtext(".//t:titleStmt/t:title", None, TEI) == "Il ponte nuovo"
    assert root.findtext(".//t:idno[@type='article']", None, TEI) == "articolo-7"
    body = root.find(".//t:body", TEI)
    assert [etree.QName(e).localname for e in body.iter() if etree.QName(e).localname in ("div", "head", "p")] == [
        *("div", "head", "p", "p", "div", "head", "p"),
    ]
    assert [e.get("n") for e in body.iter(f"{{{tei_reader.NAMESPACE}}}lb")] == ["1", "3", "4", "6", "8"]
    assert tei_reader.original(document) == text


def test_a_witness_has_only_what_every_version_of_tei_allows_there() -> None:
    """TEI P5 3.0.0 takes no `<note>` in a `<witness>`; names, numbers and a description are in every version."""
    for case in ("mulino", "due", "registro"):
        root = etree.fromstring(show("tei", read(case)).encode())
        witnesses = list(root.iterfind(".//t:witness", TEI))
        assert witnesses
        assert {etree.QName(child).localname for one in witnesses for child in one} <= {"name", "idno", "desc"}


def test_the_schemas_are_the_oldest_and_the_newest_that_are_promised() -> None:
    assert [version(packed) for packed in SCHEMAS] == ["3.0.0", "4.12.0"]
    for packed in SCHEMAS:
        assert f"{version(packed)}. Last updated" in lzma.decompress(packed.read_bytes())[:1000].decode()


@pytest.mark.slow
@pytest.mark.parametrize("packed", SCHEMAS, ids=version)
def test_tei_is_valid_against_the_whole_schema(packed: Path) -> None:
    rng = schema(packed)
    for case in CASES.glob("*.tei.xml"):
        assert errors(rng, case.read_text()) == ""


def body(*samples: Apparatus) -> Any:
    return etree.fromstring(show("tei", samples).encode())


@given(st.lists(apparatuses(), min_size=1, max_size=2))
@settings(max_examples=40, deadline=None)
def test_every_pointer_of_a_tei_document_leads_somewhere(sample: list[Apparatus]) -> None:
    root = body(*sample)
    ids = root.xpath("//@xml:id")
    assert len(ids) == len(set(ids))
    pointers = [
        p
        for value in root.xpath("//@source | //@resp | //@wit | //@ana | //@ref | //@change | //@who")
        for p in value.split()
    ]
    assert {p for p in pointers if not (p.startswith("#") and p[1:] in ids)} == set()


def test_tei_says_on_what_evidence_a_word_stands() -> None:
    root = body(mill())
    held = root.xpath("//t:lem/t:supplied", namespaces=TEI)[0]
    assert held.text == " Vallescura"
    assert (held.get("reason"), held.get("evidence"), held.get("cert")) == ("lost", "parallel", "high")
    assert [
        root.xpath("string(//t:witness[@xml:id=$i]/t:name)", namespaces=TEI, i=w[1:])
        for w in held.get("source").split()
    ] == [
        "copia-2",
        "copia-3",
    ]
    guessed = root.xpath("//t:div//t:supplied[@evidence='conjecture']", namespaces=TEI)[0]
    assert (guessed.text, guessed.get("cert"), guessed.get("source")) == (" anni", "low", None)
    model = root.xpath("//t:respStmt[@xml:id=$i]/t:name", namespaces=TEI, i=guessed.get("resp")[1:])
    assert model[0].text == "it-en-small"
    emended = root.xpath("//t:corr[text()='(Fratelli Busi)']", namespaces=TEI)[0]
    who = root.xpath("//t:respStmt[@xml:id=$i]/t:name", namespaces=TEI, i=emended.get("resp")[1:])
    assert who[0].text == "M. Ferri"


def test_a_prediction_never_has_a_witness_in_tei() -> None:
    for case in CASES.glob("*.jsonl"):
        root = body(*read(case.stem))
        models = root.xpath("//t:respStmt[t:resp='predictions of a masked language model']/@xml:id", namespaces=TEI)
        assert not [m for m in models if root.xpath("//*[@source][@resp=$m]", namespaces=TEI, m=f"#{m}")]
        assert not root.xpath("//t:rdg[@type='prediction'][@wit]", namespaces=TEI)
        assert not root.xpath("//t:lem[@wit]//*[@evidence][not(@evidence='parallel')]", namespaces=TEI)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((2, 2), {"quantity": "2", "unit": "word"}),
        ((1, 3), {"atLeast": "1", "atMost": "3", "unit": "word"}),
        (None, {"extent": "unknown", "unit": "word"}),
    ],
)
def test_what_nobody_can_supply_is_a_gap_in_tei(words: tuple[int, int] | None, expected: dict[str, str]) -> None:
    gap = body(single("Il coro della ha cantato.", entry(13, 13, words=words))).find(".//t:gap", TEI)
    assert {"reason": "lost", **expected}.items() <= dict(gap.attrib).items()


@pytest.mark.parametrize(("code", "told"), [("RG108", "parola spezzata"), ("RG110", "virgoletta o parentesi spaiata")])
def test_where_only_a_mark_or_a_blank_is_missing_no_edition_speaks_of_lost_words(code: str, told: str) -> None:
    """No word is lost there, and nobody knows where the mark stood: a gap of some words would be a false statement."""
    sample = single("Disse: «Non la so e se ne andò.", entry(7, 7, code=code, words=None))
    tei = body(sample)
    assert tei.find(".//t:gap", TEI) is None
    assert tei.find(".//t:note", TEI) is not None
    assert "[- - -]" not in text_of(show("leiden", [sample]))
    page = show("html", [sample])
    assert told in page
    assert "lacuna" not in page.partition("<main")[2]


def test_tei_has_an_app_only_where_references_disagree() -> None:
    agreed = entry(13, 13, reading(" scuola", "copia-2", "copia-3"), guess(" città"))
    assert body(single("Il coro della ha cantato.", agreed)).find(".//t:app", TEI) is None
    silent = replace(agreed, confirmed_by=(Reading("copia-4", 0, 1, 99.0, 99.0),))
    app = body(single("Il coro della ha cantato.", silent)).find(".//t:app", TEI)
    assert [(r.get("wit") is not None, r.text) for r in app.iterfind("t:rdg", TEI)] == [(False, " città"), (True, None)]


def test_tei_names_who_decided_and_on_which_day() -> None:
    root = body(signed())
    people = {
        who.get(XML_ID): (who.findtext("t:name", None, TEI), [r.text for r in who.iterfind("t:resp", TEI)])
        for who in root.iterfind(".//t:respStmt", TEI)
    }
    decided = "decisioni sulle proposte"
    assert [people[key] for key in ("r1", "r2", "r3")] == [
        ("Anna Valli", [decided]),
        ("bruno", [decided, "emendamenti"]),
        ("carla", [decided]),
    ]
    days = {
        c.get(XML_ID): (people[c.get("who")[1:]][0], c.get("when"), c.text) for c in root.iterfind(".//t:change", TEI)
    }
    assert list(days.values()) == [
        ("Anna Valli", "2026-03-03", "accettate: 1"),  # in UTC it was the next day
        ("bruno", "2026-03-02", "accettate: 2, emendate: 1"),
        ("carla", None, "rifiutate: 1"),
    ]
    held, guessed, typed = root.iterfind(".//t:supplied", TEI)
    assert [days[c[1:]][0] for c in held.get("change").split()] == ["Anna Valli", "bruno"]
    assert (held.get("evidence"), held.get("source"), held.get("resp")) == ("parallel", "#w1", "#r1 #r2")
    assert (guessed.get("evidence"), guessed.get("resp")) == ("conjecture", "#m1 #r2")  # its words are the model's
    assert (typed.get("evidence"), typed.get("resp")) == ("conjecture", "#r2")
    (remark,) = root.iterfind(".//t:div//t:note", TEI)
    assert (remark.text, remark.get("resp")) == ("vista sul microfilm", "#r1")


def test_nobody_signs_for_what_a_policy_accepted() -> None:
    root = body(single("Il coro della ha cantato.", entry(13, 13, reading(" scuola")).accept(0)))
    assert root.find(".//t:supplied", TEI).get("resp") is None
    assert root.find(".//t:revisionDesc", TEI) is None


@pytest.mark.parametrize("name", ["marked", "criticmarkup", "leiden"])
def test_an_edition_says_who_accepted(name: str) -> None:
    assert "accepted by Anna Valli, bruno" in re.sub(r"\s+", " ", show(name, [signed()], ENGLISH))


def test_tei_resolves_no_entity_of_a_foreign_document() -> None:
    bomb = '<!DOCTYPE TEI [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    page = show("tei", [single("uno due")]).replace("?>\n", "?>\n" + bomb, 1).replace("uno due", "uno &a;&b;due")
    assert tei_reader.original(page) == "uno due"
    with pytest.raises(ApparatusError, match="not XML"):
        tei_reader.originals("<TEI>")


# --- CriticMarkup ------------------------------------------------------------------------------------------------

# as CriticMarkup's own tools find the marks, knowing no escapes
PURE = re.compile(
    r"\{\+\+(?P<put>.*?)\+\+\}|\{--(?P<cut>.*?)--\}|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}|\{==(?P<noted>.*?)==\}|\{>>(?P<comment>.*?)<<\}",
    re.DOTALL,
)


@settings(max_examples=150)
@given(apparatuses())
def test_a_tool_that_knows_no_escapes_finds_just_the_marks(sample: Apparatus) -> None:
    found = [m.lastgroup for m in PURE.finditer(show("criticmarkup", [sample]))]
    assert found.count("comment") == len(reported(sample, Style()))
    marks = [p for p in edition_parts(sample, Style()) if isinstance(p, MarkedEntry)]
    assert len(found) - found.count("comment") == sum(bool(p.entry.candidates or p.old) for p in marks)


def test_an_escape_never_spans_the_edge_of_a_mark() -> None:
    for text in ("a&#x1b;b", "a\\\\{++b"):
        sample = single(text, entry(1, 2, reading("")))
        assert criticmarkup.original(show("criticmarkup", [sample])) == text


@pytest.mark.parametrize("text", ["a {++ b", "{~~ a ~~}", "finisce \\"])
def test_what_is_not_closed_is_refused(text: str) -> None:
    with pytest.raises(ApparatusError, match="offset"):
        criticmarkup.original(text)


def test_marks_of_other_hands_are_understood() -> None:
    assert (
        criticmarkup.original("Il {--gran --}coro {++e la banda ++}{~~canto~>canta~~}{>>così<<}.")
        == "Il gran coro canto."
    )


def blanks(text: str, *candidates: str) -> Apparatus:
    """`Il coro canta.` with `text` in place of its first blank, and candidates for it."""
    return single(f"Il{text}coro canta.", entry(2, 2 + len(text), *map(reading, candidates)))


@pytest.mark.parametrize(
    ("had", "candidates", "mark"),
    [
        (" ", (" gran",), " {++gran++}"),
        (" ", (" gran ", " bel "), " {++gran ++}"),
        ("  ", (" gran ",), " {++gran++}"),
        ("  ", (" gran ", "gran"), "{~~  ~> gran ~~}"),
        ("  ", (" ",), "{~~  ~> ~~}"),
        (" ", ("",), "{-- --}"),
    ],
)
def test_words_in_place_of_a_blank_leave_it_where_it_is(had: str, candidates: tuple[str, ...], mark: str) -> None:
    sample = blanks(had, *candidates)
    shown = show("criticmarkup", [sample])
    assert shown.replace("{>>", "\n").startswith(f"Il{mark}\n")
    assert repaired(sample) == f"Il{candidates[0]}coro canta."
    assert ("<sic>" in show("tei", [sample])) == ("~>" in mark)


def test_what_nobody_can_fill_is_not_struck_out() -> None:
    page = show("html", [blanks("  "), single("Il (coro) canta.", entry(3, 9))])
    assert "<del>" not in page.partition("<main")[2].partition("<aside")[0]


def test_a_blank_that_is_taken_out_is_shown_by_a_sign() -> None:
    page = show("html", [blanks(" ", "")])
    assert '<del><span class="core" data-blank="␣"> </span></del>' in page
    assert html.original(page) == "Il coro canta."


# --- Leiden ------------------------------------------------------------------------------------------------------


def text_of(edition: str) -> str:
    return edition.partition("―――")[0]


def test_leiden_tells_readings_from_conjectures() -> None:
    text = text_of(show("leiden", [mill()]))
    assert "di [Vallescura](?) torna" in text
    assert "da ‹anni›(?)»" in text
    assert "falegnameria ⸢⟨(Fratelli Busi)⟩⸣ con" in text
    assert "{Condividi su}(?)" in text
    assert "banda e[. 1–3 parole .](?);" in text
    assert "forno del[- - -](?)" in text


@settings(max_examples=80)
@given(apparatuses())
def test_sigla_of_the_article_are_escaped(sample: Apparatus) -> None:
    plain = replace(sample, entries=())
    text = text_of(show("leiden", [plain])).partition("\nSigla\n")[0]
    assert not re.search(r"[\[\]{}⟨⟩‹›⸢⸣|]", re.sub(r"\\.", "", text))


def test_lines_keep_the_numbers_of_the_article() -> None:
    text = "uno due\ntre\n\nquattro cinque\n"
    sample = single(text, entry(8, 12, reading(""), code="RS401"), entry(20, 20, reading("\n\nnuovo"), code="RG114"))
    lines = show("leiden", [sample]).splitlines()
    assert lines[:4] == ["  1  uno due", "  2  {tre}(?)", "", "  4  quattro[||nuovo](?) cinque"]
    notes = [line.split()[0] for line in lines if "RS401" in line or "RG114" in line]
    assert notes == ["2", "4"]


def test_the_sigla_are_listed_once_at_the_end() -> None:
    shown = show("leiden", [mill(), mill()])
    assert shown.count("\nSigla\n") == 1
    signs = [sign.replace("{words}", "3 parole") for sign in SIGLA]
    assert all(f"  {sign} " in shown.partition("\nSigla\n")[2] for sign in signs)


# --- annotation --------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(apparatuses())
def test_an_annotation_has_what_the_standard_asks_for(sample: Apparatus) -> None:
    (line,) = show("annotation", [sample]).splitlines()
    page = json.loads(line)
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert len(page["items"]) == len(reported(sample, Style()))
    ids = [page["id"], *(item["id"] for item in page["items"])]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", i) for i in ids)
    for item, shown in zip(page["items"], reported(sample, Style()), strict=True):
        assert (item["type"], item["motivation"], item["generator"]["type"]) == ("Annotation", "editing", "Software")
        assert item["target"]["source"].startswith("ni:///sha-256;")
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert (start, end) == (shown.finding.start, shown.finding.end)
        text = sample.article.text
        assert quote["exact"] == text[start:end]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        bodies = [b for body in item["body"] for b in body.get("items", [body])]
        assert {b["type"] for b in bodies} == {"TextualBody"}
        offered = [b for b in bodies if b["purpose"] == "editing"]
        assert len(offered) == min(len(shown.candidates), 4)
        assert [b["value"] for b in bodies[len(offered) :]] == [
            shown.finding.message,
            *(s.note for s in shown.decided_by if s.note),
        ]
        for one in offered:
            found = one["repair:kind"] in ("reading", "attested")
            assert ("dc:source" in one) == found
            assert found or one["creator"]["type"] in ("Person", "Software")


def test_a_reviewer_is_a_person_and_a_model_software() -> None:
    page = json.loads(show("annotation", [mill()]))
    creators = [b["creator"] for i in page["items"] for c in i["body"] for b in c.get("items", [c]) if "creator" in b]
    assert {"type": "Person", "name": "M. Ferri"} in creators
    assert {"type": "Software", "name": "it-en-small"} in creators
    assert show("annotation", [mill()]) == show("annotation", [mill()])


def test_an_annotation_is_signed_by_who_accepted_it() -> None:
    first, second, *_ = json.loads(show("annotation", [signed()]))["items"]
    assert first["creator"] == [{"type": "Person", "name": "Anna Valli"}, {"type": "Person", "name": "bruno"}]
    assert first["modified"] == "2026-03-03T01:30:00Z"
    assert first["body"][-1]["value"] == "vista sul microfilm"
    assert second["creator"] == {"type": "Person", "name": "bruno"}
    assert second["body"][0]["creator"] == {"type": "Software", "name": "it-en-small"}


# --- html --------------------------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """The elements of a page that could load or run something, and every attribute's name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


@settings(max_examples=60, deadline=None)
@given(st.lists(apparatuses(), max_size=2))
def test_foreign_text_never_becomes_markup(sample: list[Apparatus]) -> None:
    page = Outline(show("html", sample))
    assert (page.tags["script"], page.tags["style"]) == (1, 1)
    assert not page.tags.keys() & {"img", "link", "iframe", "object", "base", "b"}
    assert not {name for name in page.attributes if name.startswith("on") or name in ("style", "src")}
    assert all(re.fullmatch(r"#[\w-]+", link) for link in page.links)


def test_the_policy_names_script_and_style_by_their_digest() -> None:
    import base64
    import hashlib

    page = show("html", [mill()])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; ")
    assert "unsafe" not in allowed
    for tag in ("script", "style"):
        content = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed


def test_every_mark_is_described_and_leads_to_its_note() -> None:
    page = show("html", [mill(), mill()])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for attribute in ("href", "aria-describedby", "aria-labelledby"):
        named = " ".join(re.findall(rf'{attribute}="([^"]+)"', page)).split()
        assert {v.removeprefix("#") for v in named} <= set(ids)
    assert page.count('class="mark ') == page.count('role="tooltip"') == 18


def test_names_of_references_are_text_even_where_they_are_addresses() -> None:
    witness = Witness("copia-2", 90.0, 90.0, 0, "javascript:alert(1)")
    page = show("html", [single("Il coro della canta.", entry(13, 13, reading(" scuola")), witnesses=(witness,))])
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_italian_has_one_apostrophe_and_a_decimal_comma() -> None:
    words = {**EDITION_WORDS["it"], **ITALIAN_REVIEW}
    assert not {name: word for name, word in words.items() if re.search(r"\w'\w", word)}
    assert "punteggio 0,9" in show("html", [mill()], Style(language="it"))
    assert "score 0.9" in show("html", [mill()], Style(language="en"))


def test_an_article_without_suggestions_says_so() -> None:
    assert "nessuna proposta" in show("html", [single("Il coro canta.")])


@pytest.mark.parametrize("language", sorted(EDITION_WORDS))
def test_the_page_speaks_the_language_it_is_asked_for(language: str) -> None:
    page = show("html", [signed()], Style(language=language))
    assert f'<html lang="{language}">' in page
    assert f"<h1>{EDITION_WORDS[language]['edition']}</h1>" in page  # it is signed
    assert f"<h1>{EDITION_WORDS[language]['title']}</h1>" in show("html", [mill()], Style(language=language))
    assert EDITION_WORDS[language]["RG103"] in page
    assert html.original(page) == signed().article.text


OWN_WORDS = {"tei": "did_repair", "leiden": "in_place_of_words", "html": "means_reading", "docx": "status_accepted"}


@pytest.mark.parametrize("name", [*EDITIONS, "docx"])
@pytest.mark.parametrize("language", sorted(EDITION_WORDS))
def test_an_edition_speaks_one_language(name: str, language: str) -> None:
    """No phrase of the other stands in it. (What a standard calls a thing is one word.)"""
    other = EDITION_WORDS["en" if language == "it" else "it"]
    samples = [read("galleria")[0], signed(), mill()]
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(b"".join(BINARY_RENDERERS[name](samples, Style(language=language))))) as parts:
            shown = parts.read("word/comments.xml").decode()
    else:
        shown = show(name, samples, Style(language=language))
    foreign = set(other.values()) - set(EDITION_WORDS[language].values())
    said = [phrase for phrase in foreign if " " in phrase and "{" not in phrase and phrase in shown]
    assert name == "annotation" or said == []
    assert name not in OWN_WORDS or EDITION_WORDS[language][OWN_WORDS[name]] in shown


def test_the_page_speaks_the_language_of_its_first_article() -> None:
    english = replace(signed(), article=replace(signed().article, language="en"))
    french = replace(signed(), article=replace(signed().article, language="fr"))
    for first, spoken in ((signed(), "it"), (english, "en"), (french, "en")):
        assert f'<html lang="{spoken}">' in show("html", [first, signed()])
    assert '<html lang="en">' in show("html", [])


def test_tables_of_words_have_the_same_names_and_places() -> None:
    places = [
        {name: set(re.findall(r"\{\w+\}", word)) for name, word in EDITION_WORDS[x].items()} for x in ("it", "en")
    ]
    assert places[0] == places[1]


def test_a_page_says_who_accepted_when_and_with_what_remark() -> None:
    page = show("html", [signed()], Style(language="it"))
    assert "accettata da Anna Valli, 2026-03-03, vista sul microfilm" in page
    assert "accettata da bruno, 2026-03-02" in page


def test_a_page_says_what_is_still_open_and_a_remark_on_an_emendation_once() -> None:
    remark, day = "così nel registro", "2026-03-02T09:00:00Z"
    made = Emendation("anna", day, remark, of=(Reading("copia-2", 0, 1, 100.0, 100.0),))
    mended = entry(13, 13, Candidate(" scuola", 1.0, (made,))).accept(0, (Signature("anna", day, remark),))
    gap = entry(30, 30, reading(" notte"))
    page = show("html", [single("Il coro della ha cantato fino a.", mended, gap)], Style(language="it"))
    assert "emendate: 1, da decidere: 1" in page
    (note,) = re.findall(r'<li id="n-a1-1".*?</li>', page, re.DOTALL)
    assert note.count(remark) == 1
    assert "da decidere" not in show("html", [single("Il coro fino a.", entry(14, 14))], Style(language="it"))


@pytest.mark.parametrize(("found", "said"), [("text", "altrove nell’articolo"), ("reference", "altrove in una copia")])
def test_a_page_says_that_a_model_found_its_words_elsewhere(found: Any, said: str) -> None:
    candidate = Candidate(" scuola", 0.3, (Prediction("it-en-small", -2.0, 1, found),))
    page = show("html", [single("Il coro della ha cantato.", entry(13, 13, candidate))], Style(language="it"))
    assert f"le stesse parole {said}" in page
    assert "le stesse parole" not in show("html", [signed()], Style(language="it"))
