"""What a language model that was asked to clean, translate or shorten an article says before and after it (RS401), and the marks of its
references and fences (RE303)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.rules.phrases import phrases_at
from repair.detect.suspects.word_signs import ASSISTED
from repair.detect.technical import QUOTING, is_named
from repair.text.patterns import ANY_BLANK, late

__all__ = ["ASSISTANTS"]


# --- before the article ----------------------------------------------------------------------------------------------

_HERE: Final = late(
    (
        r"(?:[Hh]ere(?: is|['’]s| are)|[Bb]elow is|[Ee]cco|seguito(?: trovi| è riportato| riporto)?|[Hh]ier (?:ist|sind|is)|[Vv]oici"
        r"|[Aa]quí (?:está|tienes|tiene)|[Aa]qui está) (?P<what>[^.!?:\n]{3,110}):(?=\s)"
    ).replace(" ", ANY_BLANK)
)
_TEXTS: Final = frozenset(
    """article text version summary translation passage paragraph transcript rewrite testo articolo versione riassunto riepilogo
    traduzione sintesi paragrafo trascrizione artikel zusammenfassung übersetzung fassung texte résumé traduction synthèse
    texto artículo versión resumen traducción artigo versão resumo tradução tekst versie samenvatting vertaling""".split()
)
_MADE: Final = frozenset(
    """cleaned corrected revised rewritten summarized summarised translated polished edited improved paraphrased formatted shortened
    ripulito ripulita pulito corretto corretta riscritto riscritta tradotto tradotta riveduto rivisto rivista
    migliorato migliorata riformulato riformulata bereinigte bereinigter korrigierte korrigierter überarbeitete überarbeiteter
    übersetzte übersetzter gekürzte corrigé corrigée réécrit réécrite traduit traduite nettoyé révisé révisée corregido
    corregida reescrito reescrita traducido traducida revisado revisada limpio resumido resumida corrigido corrigida traduzido
    traduzida limpo herschreven verbeterde vertaalde""".split()
)
_ASSENT: Final = late(
    rf"(?:\A|\n)\s{{0,3}}(?P<at>(?:Sure|Certainly|Of course|Absolutely|Certo|Certamente|Natürlich|Gerne?|Bien sûr|Certainement|Claro|Por supuesto|Natuurlijk)"
    rf"[!,.]{ANY_BLANK}(?:Di{ANY_BLANK})?)\Z"
)
_HEAD: Final = late(rf"\A\s{{0,3}}(?P<at>(?:Di{ANY_BLANK})?)\Z")
_BACK: Final = 24  # code points
_WORD: Final = late(r"\w+")


def _openers(document: Document) -> Iterator[Sighting]:
    """`Here is the cleaned text:` at the head of a text, or behind a word of assent."""
    text = document.text
    for match in matches(_HERE, document, [ASSISTED]):
        words = set(_WORD.findall(match["what"].lower()))
        if words.isdisjoint(_TEXTS):
            continue
        head = _ASSENT.search(text, max(0, match.start() - _BACK), match.start())
        if head is None and not words.isdisjoint(_MADE):
            head = _HEAD.match(text, 0, match.start())
        if head:
            yield Sighting(head.start("at"), match.end(), "RS401", "assistant-opener")


# --- after it --------------------------------------------------------------------------------------------------------

_REST: Final = r"[^.!?\n]{3,140}"
_WORK: Final = (
    r"(?=[^.!?,\n]{0,90}(?:adjust|chang|edit|revis|short|lengthen|simpl|rewrit|rephras|reformat|translat|summar|expand|refin|tweak|clarif|modif"
    r"|improv|further|else|assist|version|article|text|cambi|tradu|riscriv|riassum|accorci|brev|allung|semplic|miglior|articolo|testo|altr|ulterior|aiut))"
)
"""An offer of more work on a text, with no aside: people offer other things (`Let me know if you are late, she wrote`)."""
_SAID: Final = {
    "(?:I )": r"hope (?:this|that) helps(?: and [^.!?\n]{0,60})?[!.]",
    "": (
        rf"Let me know if {_WORK}(?:you(?:['’]d like| would like| need| want| have)|there(?: is|['’]s) anything) [^.!?,\n]{{0,90}}[!.]"
        rf"|Would you like me to {_WORK}[^.!?,\n]{{3,90}}\?"
        r"|Spero che (?:questo |ciò |questa risposta )?(?:ti|le|vi) sia (?:utile|d['’]aiuto)[!.]"
        rf"|Fammi sapere se {_WORK}(?:ti|hai|vuoi|desideri|c['’]è|posso) ?[^.!?,\n]{{0,90}}[!.]"
        rf"|(?:Vuoi|Desideri) che {_WORK}(?:io )?(?:lo|la|li|le|te|ti) [^.!?,\n]{{3,90}}\?"
        r"|Espero que (?:esto|isso|te) (?:te )?(?:sirva|ajude|ayude|sea útil)[^.!?\n]{0,20}[!.]"
    ),
    "I['’]m ": rf"sorry, but (?:I (?:can['’]t|cannot) (?:assist|help) with|as an AI|I don['’]t have access) {_REST}\.",
    "As an ": rf"AI(?: language model| assistant| model)?, {_REST}[.!]",
    "As a (?:large )?": rf"language model, {_REST}[.!]",
    "(?:In qualità di|Come|Essendo un) ": rf"modello (?:linguistico|di linguaggio|di intelligenza artificiale)(?: [a-zà-ÿ]+){{0,4}}, {_REST}[.!]",
    "Als (?:KI-)?": rf"Sprachmodell (?:kann|habe|bin) {_REST}[.!]",
    "Ich ": r"hoffe, das hilft(?: dir| Ihnen)?[!.]",
    "En tant que ": rf"modèle (?:de langage|linguistique)(?: [a-zà-ÿ]+){{0,3}}, {_REST}[.!]",
    "J['’]": r"espère que cela (?:vous|t['’]) ?aide(?:ra)?[!.]",
    "Como (?:um |un )?": rf"modelo de (?:lenguaje|linguagem)(?: [a-zà-ÿ]+){{0,3}}, {_REST}[.!]",
    "Als (?:een )?": rf"AI-taalmodel (?:kan|heb) {_REST}[.!]",
}
"""What such a model says, by the words before the one that is looked for."""
_said: Final = phrases_at(ASSISTED, _SAID)
_ABOUT: Final = ("ChatGPT", "chatbot", "OpenAI", "GPT-", "LLM", "Gemini", "Claude", "prompt", "language models", "modelli linguistici")  # fmt: skip
"""What a text that speaks of such models names."""


def _speaks_of_models(document: Document) -> bool:
    return any(word in document.text for word in _ABOUT)


def _lines(document: Document) -> Iterator[Sighting]:
    """`I hope this helps!`, `As an AI language model, I cannot open links.`: sentences of their own."""
    for start, match in _said(document):
        is_quoted = start and document.text[start - 1] in QUOTING
        if not is_quoted and not document.once(_speaks_of_models):
            yield Sighting(start, match.end(), "RS401", "assistant-line")


# --- marks -----------------------------------------------------------------------------------------------------------

_REFERENCE: Final = (
    r"【\d{1,3}(?::\d{1,3})?†[^【】\n]{1,60}】|:contentReference\[oaicite:\d{1,3}\](?:\{index=\d{1,3}\})?"
    r"|\[oaicite:\d{1,3}\]|(?<!\w)citeturn\d[a-z]{3,8}\d{1,3}"
)
_FENCE: Final = (
    rf"(?<![^\n])```(?:markdown|md|text|txt|html|plaintext|json)?(?=\n|\Z)|(?<=[.!?…»”\"]{ANY_BLANK})```(?=\s*\Z)"
)


def _has_fences(document: Document) -> bool:
    return document.text.count("```") > 1


def _is_shut(document: Document, match: re.Match[str]) -> bool:
    """Whether another fence stands in the text."""
    return document.once(_has_fences)


ASSISTANTS: Final[dict[str, Detector]] = {
    "assistant-opener": Detector(_openers, frozenset([ASSISTED]), prior=0.85),
    "assistant-line": Detector(_lines, frozenset([ASSISTED]), prior=0.85),
    "assistant-reference": pattern_rule(
        "assistant-reference", "RE303", _REFERENCE, needles=("†", "[oaicite:", *(f"citeturn{digit}" for digit in "0123456789")), unless=is_named, anywhere=True,
        fix="", prior=0.95,
    ),
    "fence-alone": pattern_rule(
        "fence-alone", "RE303", _FENCE, needles=("```",), unless=_is_shut, anywhere=True, prior=0.8
    ),
}  # fmt: skip
