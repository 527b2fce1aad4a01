"""Which language an article is taken for, and what that decides: its rules, and whether the bundled model is asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.config import Config
from repair.detect import detect
from repair.detect.language import language_of
from repair.languages import LANGUAGES
from repair.models import GAP_MODEL, Fill, Query
from repair.models.phrases import Phrases, common_words, function_words
from repair.pipeline import Stages
from repair.records import Apparatus, Article, Signal

PROSE = {
    "it": "Il mercato coperto riapre sabato dopo due anni di lavori. I banchi saranno trentadue, disposti lungo le due "
    "navate di ghisa, e la pescheria resta dov'era, accanto alla fontana di pietra che tutti conoscono.",
    "en": "The covered market opens again on Saturday after two years of work. There will be thirty-two stalls along "
    "the two aisles, and the fishmonger stays where he was, next to the stone fountain that everybody knows.",
    "fr": "Le marché couvert rouvre samedi après deux ans de travaux. Les étals seront trente-deux, le long des deux "
    "allées de fonte, et la poissonnerie reste où elle était, à côté de la fontaine de pierre que tous connaissent.",
    "de": "Die Markthalle öffnet am Samstag nach zwei Jahren Umbau wieder. Es wird zweiunddreißig Stände entlang der "
    "beiden Gänge geben, und der Fischhändler bleibt, wo er war, neben dem steinernen Brunnen, den alle kennen.",
    "es": "El mercado cubierto vuelve a abrir el sábado tras dos años de obras. Los puestos serán treinta y dos, a lo "
    "largo de las dos naves de hierro, y la pescadería se queda donde estaba, junto a la fuente de piedra.",
    "pt": "O mercado coberto reabre no sábado depois de dois anos de obras. As bancas serão trinta e duas, ao longo das "
    "duas naves de ferro, e a peixaria fica onde estava, ao lado da fonte de pedra que toda a gente conhece.",
    "nl": "De overdekte markt gaat zaterdag na twee jaar werk weer open. Er komen tweeëndertig kramen langs de beide "
    "gangen, en de visboer blijft waar hij was, naast de stenen fontein die iedereen in het dorp al jaren kent.",
}
# of its words only every fifth is a function word, but no other table has many of them
RESULTS = (
    "Harbour Rowing Club results for Saturday 14 September. Women's single sculls: Hannah Pryce of Westbourne beat Olga "
    "Lindqvist by a length. Men's coxed fours: Falmouth Harbour finished ahead of the crews of Penryn and St Mawes. In "
    "the junior double sculls the twins Amy and Beth Carlyon won their first county medal. Veterans' eights: Restronguet led from the "
    "start, losing two seats at Trefusis Point before sprinting clear. Visitors' trophy: Saltash crews took both heats and "
    "the final. Best newcomer: Callum Hosking, eighteen, coached by Derek Rowe. Next meeting: Sunday 6 October, at Mylor.\n"
)
FOREIGN = {
    "sv": "Saluhallen öppnar igen på lördag efter två års arbete. Det blir trettiotvå stånd längs de båda gångarna, "
    "och fiskhandlaren stannar där han var, bredvid stenfontänen som alla känner till. Kommunen har låtit lägga "
    "om taket men behållit de gamla lamporna, eftersom handlarna bad om det. Den som kommer tidigt kan äta "
    "frukost på kaféet vid norra sidan, med bröd från bageriet på gatan bakom. Borgmästaren öppnar dörrarna "
    "klockan åtta och dricker sedan kaffe med dem som har stått här sedan de var unga.",
    "da": "Markedshallen åbner igen på lørdag efter to års arbejde. Der bliver toogtredive boder langs de to gange, "
    "og fiskehandleren bliver, hvor han var, ved siden af den stenbrønd, som alle kender. Kommunen har lagt "
    "taget om, men ladet de gamle lamper hænge, fordi de handlende bad om det. Den, der kommer tidligt, kan "
    "spise morgenmad på caféen mod nord med brød fra bageren i gaden bagved. Borgmesteren åbner dørene klokken "
    "otte og drikker bagefter kaffe med dem, der har stået her, siden de var unge.",
    "ca": "El mercat cobert torna a obrir dissabte després de dos anys d'obres. Les parades seran trenta-dues, al "
    "llarg de les dues naus de ferro, i la peixateria es queda on era, al costat de la font de pedra que tothom "
    "coneix. L'ajuntament ha fet refer la teulada i ha deixat penjats els llums vells, perquè els venedors ho "
    "havien demanat. Qui arribi d'hora podrà esmorzar al cafè de la banda nord, amb pa del forn del carrer del "
    "darrere. L'alcaldessa obrirà les portes a les vuit i després prendrà cafè amb la gent que és aquí des que "
    "era jove.",
    "gl": "O mercado cuberto volve abrir o sábado despois de dous anos de obras. Os postos serán trinta e dous, ao "
    "longo das dúas naves de ferro, e a peixería queda onde estaba, á beira da fonte de pedra que todo o mundo "
    "coñece. O concello mandou refacer o tellado e deixou colgadas as lámpadas vellas, porque os vendedores así "
    "llo pediran. Quen chegue cedo poderá almorzar no café do lado norte, con pan do forno da rúa de atrás. A "
    "alcaldesa abrirá as portas ás oito e despois tomará un café coa xente que leva aquí dende que era nova.",
    "oc": "Lo mercat cobèrt torna dobrir dissabte aprèp dos ans d'òbras. I aurà trenta doas paradas de long de las "
    "doas naus de fèrre, e lo peissonièr demòra ont èra, al costat de la font de pèira que tot lo monde coneis. "
    "La comuna a fach tornar far la teulada e a daissat penjar los vièlhs lums, perque los mercands o avián "
    "demandat. Qui venga d'ora poirà dejunar al cafè del costat nòrd, amb de pan del forn de la carrièra de "
    "darrièr. Lo cònsol dobrirà las pòrtas a uèit oras e puèi beurà un cafè amb lo monde que son aquí dempuèi "
    "lor joventut.",
    "ro": "Piața acoperită se redeschide sâmbătă după doi ani de lucrări. Vor fi treizeci și două de tarabe de-a "
    "lungul celor două culoare, iar pescarul rămâne unde era, lângă fântâna de piatră pe care toată lumea o "
    "cunoaște. Primăria a refăcut acoperișul și a lăsat lămpile vechi la locul lor, fiindcă așa au cerut "
    "negustorii. Cine vine devreme poate lua micul dejun la cafeneaua din partea de nord, cu pâine de la "
    "brutăria din strada din spate. Primarul deschide ușile la opt și apoi bea o cafea cu oamenii care stau aici "
    "de când erau tineri.",
    "la": "Forum tectum die Saturni post duos annos iterum aperietur. Tabernae erunt triginta duae secundum "
    "utrumque ordinem columnarum, et piscator eo loco manebit quo semper fuit, iuxta fontem lapideum quem omnes "
    "noverunt. Cives tectum renovaverunt, lucernas autem veteres reliquerunt, quia mercatores id petiverant. Qui "
    "mane venerit, in caupona ad septentriones sita ientare poterit pane ex pistrino quod in via posteriore est. "
    "Praetor portas hora octava aperiet et deinde cum eis bibet qui ibi ab adulescentia stant.",
    "pl": "Hala targowa otwiera się ponownie w sobotę po dwóch latach robót. Wzdłuż obu alejek staną trzydzieści "
    "dwa stragany, a sprzedawca ryb zostaje tam, gdzie był, obok kamiennej studni, którą wszyscy znają. Miasto "
    "wymieniło dach, ale zostawiło stare lampy, bo prosili o to kupcy. Kto przyjdzie wcześnie, zje śniadanie w "
    "kawiarni po północnej stronie, z chlebem od piekarza z ulicy za halą. Burmistrz otworzy drzwi o ósmej, a "
    "potem wypije kawę z ludźmi, którzy handlują tu od młodości.",
}


class Model:
    """A model that sees a gap before the last word of every text, and fills each with one word."""

    has_gap_head = has_fill_in = True

    def __init__(self, name: str) -> None:
        self.name = name
        self.device = "cpu"
        self.read: list[str] = []
        self.filled = 0

    def signals(
        self, texts: Sequence[str], *, batch_size: int, near: Sequence[Sequence[int]] | None = None
    ) -> list[tuple[Signal, ...]]:
        self.read += texts
        return [(Signal(text.rindex(" "), 0.9999, (0.7, 0.2, 0.1, 0.0)),) for text in texts]

    def fill(self, queries: Sequence[Query], *, top: int, batch_size: int) -> list[list[Fill]]:
        self.filled += len(queries)
        return [[Fill("parola", -1.0, 1, 0.3)] for _ in queries]


def apparatuses(model: Model, texts: Sequence[str], **settings: str) -> list[Apparatus]:
    stages = Stages(Config(**settings), reader=model, writer=model)  # type: ignore[arg-type]
    return list(stages.run(Article(str(i), text) for i, text in enumerate(texts)))


def test_every_table_has_its_prose_here() -> None:
    assert set(PROSE) == set(LANGUAGES)


@pytest.mark.parametrize("language", PROSE)
def test_an_article_is_known_by_its_words(language: str) -> None:
    assert language_of(PROSE[language]) == language
    assert language_of(PROSE[language].upper()) == language


@pytest.mark.parametrize("language", PROSE)
def test_a_few_words_are_enough(language: str) -> None:
    assert language_of(PROSE[language].split(". ")[0]) == language


@pytest.mark.parametrize("language", FOREIGN)
def test_a_language_without_a_table_keeps_its_code(language: str) -> None:
    assert language_of(FOREIGN[language]) == language
    assert language_of(FOREIGN[language].split(". ")[0]) == language
    assert language_of("\n".join([FOREIGN[language]] * 12)) == language, "of a long text it is no less sure"


@pytest.mark.parametrize("text", ["", " \n", "12:30", "…"])
def test_where_there_is_no_word_there_is_no_language(text: str) -> None:
    assert language_of(text) == ""


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    assert language_of(text) == language_of(text)


def test_the_classifier_is_loaded_only_where_the_tables_are_unsure() -> None:
    code = (
        "import sys\nfrom repair.config import Config\nfrom repair.detect import detect\n"
        "from repair.records import Article\n"
        f"for text in {[PROSE['it'], PROSE['en'], RESULTS]}: detect(Article('a', text), None, Config())\n"
        "assert 'repair.detect.classifier' not in sys.modules\n"
        f"detect(Article('a', {FOREIGN['sv']!r}), None, Config())\n"
        "assert 'repair.detect.classifier' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("language", FOREIGN)
def test_without_a_table_only_the_rules_that_need_no_words_speak(language: str) -> None:
    damaged = f'{FOREIGN[language]} Hij is blij met het, en "" ook.'
    found = detect(Article("a", damaged), None, Config())
    assert found.article.language == language
    assert {d for e in found.entries for d in e.finding.detectors} == {"empty-quotes"}


def test_the_bundled_model_is_asked_only_in_its_own_languages() -> None:
    model = Model(GAP_MODEL)
    texts = [*PROSE.values(), *FOREIGN.values()]
    found = apparatuses(model, texts)
    assert model.read == [PROSE["it"], PROSE["en"]]
    assert [bool(a.entries) for a in found] == [True, True] + [False] * (len(texts) - 2)
    assert model.filled == 2


def test_elsewhere_rules_alone_decide_and_nothing_is_predicted() -> None:
    model = Model(GAP_MODEL)
    damaged = PROSE["fr"] + ' Elle a répondu "" avant de partir pour le, hier.'
    (read,) = apparatuses(model, [damaged])
    assert (model.read, model.filled) == ([], 0)
    assert read.entries == detect(Article("0", damaged), None, Config()).entries
    assert {e.finding.code for e in read.entries} == {"RG101", "RG103"}


def test_another_model_is_trusted_with_any_language() -> None:
    model = Model("multilingue")
    apparatuses(model, [PROSE["de"], FOREIGN["sv"]])
    assert model.read == [PROSE["de"], FOREIGN["sv"]]


def test_a_language_that_is_given_is_believed() -> None:
    model = Model(GAP_MODEL)
    (said,) = apparatuses(model, [PROSE["fr"]], language="it")
    assert (model.read, said.article.language) == ([PROSE["fr"]], "it")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_one_language_are_not_those_of_another(language: str) -> None:
    table = LANGUAGES[language]
    own = table.stranding | table.weak | table.joining | table.articles | table.prepositions
    assert function_words(language) == own
    assert common_words(language) == own | table.common
    assert function_words("sv") == function_words("") == frozenset().union(*map(function_words, LANGUAGES))


def test_a_phrase_is_no_function_word_of_its_own_language() -> None:
    text = "The man gave the den a name."  # `den` is a German article, `a` an Italian preposition
    assert {"den", "man"} <= {p.text for p in Phrases(text, language="en").every}
    assert "den" not in {p.text for p in Phrases(text, language="de").every}
    assert "den" not in {p.text for p in Phrases(text).every}


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("it", "14 settembre 2024, ore 10.30"),
        ("de", "14. September 2024 um 10.30 Uhr"),
        ("nl", "14 september 2024 om 10.30 uur"),
    ],
)
def test_the_words_of_a_date_line_are_those_of_its_language(language: str, date: str) -> None:
    text = f"{date}\n\n{PROSE[language]}"
    found = {other: detect(Article("a", text, other), None, Config()) for other in LANGUAGES}
    assert [other for other, a in found.items() if any(e.finding.code == "RS401" for e in a.entries)] == [language]
