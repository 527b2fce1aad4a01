"""What references tell beyond known gaps, each kind of evidence both ways: damage here, an edited or longer version there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.detect import detect
from repair.edit import apply, decide
from repair.read import references
from repair.records import Apparatus, Article, Entry, Finding, Reference
from repair.scoring.rank import rank

OPENING = "Il mercato coperto di via Dante riaprirà sabato mattina dopo otto mesi di lavori. "
MIDDLE = "Le bancarelle saranno quarantadue, sei in più di prima. "
CLOSING = "Per tutta la giornata si potrà arrivare con la navetta gratuita dalla stazione."
SENTENCE = "I pescivendoli tornano al loro posto accanto alla fontana. "
WHOLE = OPENING + SENTENCE + MIDDLE + CLOSING
SHORT = OPENING + MIDDLE + CLOSING
# surroundings, so that copies are no copies of each other
AROUND = (
    "",
    "\n\nTutte le notizie della settimana nel bollettino del quartiere: iscriversi costa nulla e richiede un minuto.",
    "\n\nFoto di gruppo dell'inaugurazione. Nell'archivio si trovano anche le immagini del vecchio padiglione in ferro.",
)


@dataclass(frozen=True)
class Case:
    """An article, its references, and the findings that they alone make: code, what stands before, first reading."""

    article: str
    references: tuple[str, ...]
    found: tuple[tuple[str, str, str], ...] = ()
    sign: str = ""  # the gap head sees a loss after these words


def copies(*texts: str) -> tuple[str, ...]:
    return tuple(text + around for text, around in zip(texts, AROUND, strict=False))


CASES = {
    "words inside a sentence": Case(
        SHORT.replace("saranno quarantadue, sei", "saranno, sei"),
        (SHORT,),
        (("RG113", "Le bancarelle saranno", " quarantadue"),),
    ),
    "words at the head of a sentence, after its full stop": Case(
        SHORT.replace("Per tutta la giornata si", "si"), (SHORT,), (("RG113", "di prima. ", "Per tutta la giornata "),)
    ),
    "words at the end of a sentence, before its full stop": Case(
        SHORT.replace(" di lavori.", "."), (SHORT,), (("RG113", "dopo otto mesi", " di lavori"),)
    ),
    "words at the end of a paragraph, before its full stop": Case(
        f"{OPENING.replace(' di lavori', '')}\n\n{MIDDLE}",
        (f"{OPENING}\n\n{MIDDLE}",),
        (("RG113", "dopo otto mesi", " di lavori"),),
    ),
    "words in quotation marks at the end of a paragraph": Case(
        f"{OPENING}Sul cartello c'è scritto: «Si apre ».\n\n{MIDDLE}",
        (f"{OPENING}Sul cartello c'è scritto: «Si apre sabato mattina».\n\n{MIDDLE}",),
        (("RG113", "«Si apre", " sabato mattina"),),
    ),
    "a byline or a heading between two paragraphs is no end of one": Case(
        f"{OPENING}\n\n{MIDDLE}", (f"{OPENING}\n\ndi Remo Valcava\n\n{MIDDLE}",)
    ),
    "a sentence more at the end of a paragraph is a longer version": Case(
        f"{OPENING}\n\n{MIDDLE}", (f"{OPENING}{SENTENCE}\n\n{MIDDLE}",)
    ),
    "a word before a heading that the article never had": Case(
        "La fiera si. Il sindaco parlerà alle nove. " + SHORT,
        ("La fiera si apre.\n\nIl programma\n\nIl sindaco parlerà alle nove. " + SHORT,),
        (("RG113", "La fiera si", " apre"),),
    ),
    "a sentence more in one copy is a longer version": Case(SHORT, (WHOLE,)),
    "a sentence more in two copies of one another is one longer version": Case(SHORT, (WHOLE, WHOLE)),
    "a sentence more in two independent copies, none without it": Case(
        SHORT, copies(WHOLE, WHOLE), (("RG114", "di lavori.", " " + SENTENCE.strip()),)
    ),
    "a sentence more in two copies, and a third reads as the article": Case(SHORT, copies(WHOLE, WHOLE, SHORT)),
    "a sentence more in one copy, where the article shows a sign": Case(
        SHORT, (WHOLE,), (("RG114", "di lavori.", " " + SENTENCE.strip()),), sign="di lavori."
    ),
    "a paragraph more in two independent copies": Case(
        f"{OPENING}\n\n{MIDDLE}\n\n{CLOSING}",
        copies(f"{OPENING}\n\n{SENTENCE}\n\n{MIDDLE}\n\n{CLOSING}", f"{OPENING}\n{SENTENCE}\n{MIDDLE}\n{CLOSING}"),
        (("RG114", "di lavori.", "\n\n" + SENTENCE.strip()),),
    ),
    "a heading more is no passage": Case(
        f"{OPENING}\n\n{CLOSING}",
        copies(*[f"{OPENING}\n\nCome arrivare al mercato da ogni parte della città\n\n{CLOSING}"] * 2),
    ),
    "a button more between joined paragraphs is no loss": Case(
        OPENING.strip() + CLOSING,
        (f"{OPENING}\n\nCondividi\n\n{CLOSING}", f"{OPENING}\n\nCondividi\n\n{CLOSING}{AROUND[1]}"),
    ),
    "a name mistyped, as two independent copies have it": Case(
        SHORT.replace("bancarelle", "bancaerlle"), copies(SHORT, SHORT), (("RV501", "Le ", "bancarelle"),)
    ),
    "a word mistyped, as one copy alone has it": Case(SHORT.replace("bancarelle", "bancaerlle"), (SHORT,)),
    "a word mistyped, as one copy and the article itself have it": Case(
        SHORT.replace("bancarelle", "bancaerlle") + " Altre bancarelle apriranno in estate.",
        (SHORT + " Altre bancarelle apriranno in estate.",),
        (("RV501", "Le ", "bancarelle"),),
    ),
    "a spelling that a third copy shares with the article": Case(
        SHORT.replace("bancarelle", "bancaerlle"), copies(SHORT, SHORT, SHORT.replace("bancarelle", "bancaerlle"))
    ),
    "another word is another version": Case(SHORT, copies(*[SHORT.replace("navetta", "corriera")] * 2)),
    "another number is another version": Case(
        SHORT.replace("quarantadue", "4200 metri"), copies(*[SHORT.replace("quarantadue", "4300 metri")] * 2)
    ),
}


def told(case: Case) -> Apparatus:
    entries = []
    if case.sign:
        at = case.article.index(case.sign) + len(case.sign)
        entries.append(Entry(Finding(at, at, "RG112", "seen by the gap head", 0.6, (1, 9), ("gap-head",))))
    references = [Reference(f"copia-{n}", text) for n, text in enumerate(case.references)]
    apparatus = Apparatus(Article("a", case.article, "it"), tuple(entries))
    return rank(collate(apparatus, ReferenceIndex(references), Config()))


@pytest.mark.parametrize("name", CASES)
def test_evidence_decides(name: str) -> None:
    case = CASES[name]
    found = tuple(
        (e.finding.code, case.article[: e.finding.start], e.candidates[0].text)
        for e in told(case).entries
        if e.candidates
    )
    assert [(code, text) for code, _, text in found] == [(code, text) for code, _, text in case.found]
    for (_, before, _), (_, wanted, _) in zip(found, case.found, strict=True):
        assert before.endswith(wanted)


def test_the_more_independent_copies_the_surer() -> None:
    article = SHORT.replace("saranno quarantadue, sei", "saranno, sei")
    one = told(Case(article, copies(SHORT))).entries[0]
    two = told(Case(article, copies(SHORT, SHORT))).entries[0]
    copied = told(Case(article, (SHORT, SHORT))).entries[0]
    assert one.finding.confidence < two.finding.confidence
    assert one.candidates[0].score < two.candidates[0].score
    assert copied.candidates[0].score == one.candidates[0].score
    assert len(copied.candidates[0].provenance) == 2


def test_copies_that_disagree_stay_rivals_with_their_witnesses() -> None:
    article = SHORT.replace("saranno quarantadue, sei", "saranno, sei")
    others = copies(SHORT, SHORT, SHORT.replace("quarantadue", "cinquanta"))
    entry = told(Case(article, others)).entries[0]
    assert {c.text: {p.reference for p in c.provenance} for c in entry.candidates} == {  # type: ignore[union-attr]
        " quarantadue": {"copia-0", "copia-1"},
        " cinquanta": {"copia-2"},
    }
    assert entry.candidates[0].text == " quarantadue"


@pytest.mark.parametrize("siblings", [1, 3, 8])
def test_articles_of_one_template_do_not_outvote_the_copy(siblings: int) -> None:
    def bulletin(place: str, keeper: str, day: str) -> str:
        return (
            f"Il livello del {place} è stato misurato {day} alle sette del mattino dai tecnici del consorzio. "
            f"Secondo {keeper}, che firma il bollettino, non ci sono pericoli per chi abita lungo gli argini. "
            f"La prossima misura, come ogni settimana, sarà pubblicata qui."
        )

    copy = bulletin("torrente Vezza, ingrossato dalle piogge della notte,", "Adele Brancaforte", "martedì") + (
        " I ponti restano aperti, salvo quello di legno accanto al mulino, chiuso da ieri sera a tutti i veicoli."
    )
    others = [
        bulletin(f"canale numero {n}", "Nestore Guidalotti", "lunedì") + " Nessun ponte è stato chiuso." + AROUND[n % 3]
        for n in range(siblings)
    ]
    entry = told(Case(copy.replace("Adele Brancaforte", ""), (copy, *others))).entries[0]
    assert [c.text.strip() for c in entry.candidates] == ["Adele Brancaforte"]
    assert len(told(Case(copy.replace("Adele Brancaforte", ""), tuple(others))).witnesses) == siblings


@pytest.mark.parametrize("after", ["", " Poi ha salutato tutti.", f"\n\n«Domani si vedrà». {CLOSING}"])
@pytest.mark.parametrize("rules", [False, True])
def test_a_blank_before_a_closing_quote_is_a_gap_where_a_copy_has_words(after: str, rules: bool) -> None:
    whole = f"{OPENING}L'assessora ha detto: «Torneremo a comprare il pesce fresco ogni mattina».{after}"
    article = Article("a", whole.replace("ogni mattina", ""), "it")
    found = rank(
        collate(detect(article, None, Config()), ReferenceIndex([Reference("copia", whole + AROUND[1])]), Config())
    )
    assert [e.finding.code for e in found.entries] == ["RG105"]
    assert apply(decide(found, readings=True, rules=rules)).text == whole
    sound = rank(collate(detect(article, None, Config()), ReferenceIndex([Reference("copia", article.text)]), Config()))
    assert [e.finding.code for e in sound.entries] == ["RJ202"]


def test_marks_that_the_article_has_are_not_put_in_twice() -> None:
    whole = (
        f"{OPENING}Il pesce arriva dal porto di Levante.\n\n«Lo vendiamo ancora intero», dice Elvira Dossena. {CLOSING}"
    )
    article = Article("a", whole.replace("Levante", ""), "it")
    found = rank(collate(detect(article, None, Config()), ReferenceIndex([Reference("copia", whole)]), Config()))
    assert apply(decide(found, readings=True)).text == whole


def test_a_passage_goes_in_with_the_articles_own_line_breaks() -> None:
    found = told(CASES["a paragraph more in two independent copies"])
    accepted = replace(found, entries=tuple(e.accept(0) for e in found.entries))
    paragraphs = [OPENING.strip(), SENTENCE.strip(), MIDDLE.strip(), CLOSING]
    assert [line.strip() for line in apply(accepted).text.split("\n\n")] == paragraphs


def test_readings_never_accept_a_variant() -> None:
    case = CASES["a name mistyped, as two independent copies have it"]
    found = told(case)
    assert [e.finding.code for e in found.entries] == ["RV501"]
    assert apply(decide(found, readings=True)).text == case.article


def test_without_discovery_only_known_gaps_get_readings() -> None:
    references = ReferenceIndex([Reference("copia", SHORT)])
    article = Article("a", SHORT.replace("saranno quarantadue, sei", "saranno, sei"), "it")
    assert collate(Apparatus(article), references, Config(discover=False)).entries == ()


def test_the_element_that_held_the_words_is_told(tmp_path: Path) -> None:
    page = f"<html><body><p>{OPENING}</p><p>Le bancarelle saranno <a href='/q'>quarantadue</a>, sei in più di prima. {CLOSING}</p></body></html>"
    path = tmp_path / "pagina.html"
    path.write_text(page, encoding="utf-8")
    article = Article("a", f"{OPENING}\n\nLe bancarelle saranno, sei in più di prima. {CLOSING}", "it")
    found = collate(
        detect(article, None, Config()), ReferenceIndex(references([str(path)], on_error=pytest.fail)), Config()
    )
    readings = [p for e in found.entries for c in e.candidates for p in c.provenance]
    assert [(p.element, p.reference) for p in readings] == [("a", str(path))]  # type: ignore[union-attr]


def test_two_texts_of_one_name_are_told_apart() -> None:
    article = Article("a", SHORT.replace("saranno quarantadue, sei", "saranno, sei"), "it")
    others = [Reference("copia", text) for text in copies(SHORT, SHORT.replace("quarantadue", "cinquanta"))]
    found = rank(collate(Apparatus(article), ReferenceIndex(others), Config()))
    names = {w.name for w in found.witnesses}
    assert len(names) == 2
    assert all(name.startswith("copia@") for name in names)
    assert {p.reference for e in found.entries for c in e.candidates for p in c.provenance} == names  # type: ignore[union-attr]


@pytest.mark.parametrize("copy", ["{}", "{}\n", " {}\r\n\r\n"])
def test_a_reference_equal_to_the_article_has_no_say(copy: str) -> None:
    text = "Ha parlato con il sindaco di, poi è partito. La giunta ha approvato il bilancio ieri sera.\n\n, che presiede la commissione, ha lasciato la sala."
    alone = detect(Article("a", text, "it"), None, Config())
    collated = collate(alone, ReferenceIndex([Reference("copia", copy.format(text))]), Config())
    assert collated == alone


@pytest.mark.parametrize("lost", [" quarantadue,", "quarantadue"])
def test_a_gap_head_that_points_beside_what_a_rule_sees_makes_no_second_entry(lost: str) -> None:
    text = SHORT.replace(lost, "," if lost.endswith(",") else "")
    at, after = text.index("saranno"), text.index("saranno") + len("saranno")
    found = (
        Entry(Finding(at, at, "RG112", "", 0.4)),
        Entry(Finding(after, text.index(",", after), "RG105", "", 0.3)),
    )
    index = ReferenceIndex([Reference("copy", SHORT)])
    (entry,) = collate(Apparatus(Article("a", text, "it"), found), index, Config()).entries
    assert (entry.finding.code, entry.finding.confidence) == ("RG105", 0.4)
    assert entry.candidates[0].text.strip() == "quarantadue"
