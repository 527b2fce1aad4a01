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
}
FOREIGN = {
    "nl": "De overdekte markt gaat zaterdag na twee jaar werk weer open. Er komen tweeëndertig kramen langs de beide "
    "gangen, en de visboer blijft waar hij was, naast de stenen fontein die iedereen kent.",
    "sv": "Saluhallen öppnar igen på lördag efter två års arbete. Det blir trettiotvå stånd längs de båda gångarna, och "
    "fiskhandlaren stannar där han var, bredvid stenfontänen som alla känner till.",
    "ca": "El mercat cobert torna a obrir dissabte després de dos anys d'obres. Les parades seran trenta-dues, al llarg "
    "de les dues naus de ferro, i la peixateria es queda on era, al costat de la font de pedra que tothom coneix.",
}


class Model:
    """A model that sees a gap before the last word of every text, and fills each with one word."""

    has_gap_head = True

    def __init__(self, name: str) -> None:
        self.name = name
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
        f"for text in {list(PROSE.values())[:2]}: detect(Article('a', text), None, Config())\n"
        "assert 'py3langid' not in sys.modules\n"
        f"detect(Article('a', {FOREIGN['nl']!r}), None, Config())\n"
        "assert 'py3langid' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("language", FOREIGN)
def test_without_a_table_only_the_rules_that_need_no_words_speak(language: str) -> None:
    damaged = f'{FOREIGN[language]} Hij is blij met de, en "" ook.'
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
    apparatuses(model, [PROSE["de"], FOREIGN["nl"]])
    assert model.read == [PROSE["de"], FOREIGN["nl"]]


def test_a_language_that_is_given_is_believed() -> None:
    model = Model(GAP_MODEL)
    (said,) = apparatuses(model, [PROSE["fr"]], language="it")
    assert (model.read, said.article.language) == ([PROSE["fr"]], "it")
