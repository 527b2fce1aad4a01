"""What a phrase leads to and does not reach (RG103, RG115): an address after `write to`, the amount of an ingredient, the number of
an article of a law, half a score or a time, a formula after `Let`.

Each rule begins at a word that the sieve shows and reads on from there. What has its hole before a mark is in `stranded/`
and `before_blanks.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.rules.language_patterns import after, any_pattern, by_language, either, then
from repair.detect.suspects.prefilter import AFTER_WORD, word_before
from repair.detect.suspects.word_signs import CITED_LAW, CONTACT, INGREDIENT, LARGE, LED, SCORED, any_giving
from repair.detect.technical import is_named
from repair.text.patterns import ANY_BLANK, late

__all__ = ["TARGETS"]


# --- addresses -------------------------------------------------------------------------------------------------------

_CONTACTS: Final = {
    "it": (
        either("scrivere|scrivete|scriva|scrivi|inviare|inviate|inviata|inviati|mandare|rivolgersi")
        + rf"(?: (?:una |un )?(?:e-?mail|mail|messaggio))? a{then('o|oppure|e|entro|prima', '[.;]')}",
        either("chiamare|contattare|telefonare|chiamate|telefonate")
        + rf"(?: il| al)? numero{then('o|oppure|negli|dalle|dal|nei|tutti|entro', '[.;]')}",
        rf"{either('telefonare|telefonate')} al{then('o|oppure|e|dalle|negli', '[.;]')}",
        rf"indirizzo(?: e-?mail| di posta elettronica| mail)?{then('entro|oppure|specificando|indicando')}(?<![Ll]'indirizzo)",
        rf"{either('info|informazioni|prenotazioni')}(?: e [\w]+)?:(?= ?\.(?!\w|\.))",
    ),
    "en": (
        r"(?:[Ww]rite|[Ww]riting|[Ee]mail|[Ss]end (?:\w+ ){0,4}?(?=to )|[Ss]ent|[Aa]pply|[Rr]eply) ?to"
        r"(?= (?:or|and) (?:call|visit|phone|email|text|ring|wait|go)\b(?! (?:your|their|his|her|them|him|any|every)\b)| (?:if|before|for more|for details|with the subject)\b)",
        rf"[Cc]ontact(?: [\w.]+){{0,3}} at{then('or|for more|for details|to', '[.;]')}",
        rf"[Vv]isit{then('for (?:more|details|further)')}"
        r"(?:(?<=lease visit)|(?<=, visit)|(?<=ion visit)|(?<=ils visit)|(?<=[.] Visit))",
        rf"{either('available|register|programme|tickets')}(?: [\w]+){{0,4}} at{then('(?:or|and) (?:on|by|call|visit|email|at)')}",
        rf"[Vv]isit{then('for more')}(?<=or visit)",
        rf"[Ff]ollow us (?:on|at){then('for', '[.;]')}",
    ),
    "de": (
        r"(?:Anmeldung(?:en)?|Infos?|Informationen|Auskunft|Auskünfte|Kontakt|Karten|Tickets|Reservierung(?:en)?)"
        rf"(?: (?!unter\b)[\w-]+){{0,4}} unter{then('oder|und|per|bis|sowie', '[.;]')}",
        rf"Mail an{then('oder|und|bis', '[.;]')}",
    ),
    "fr": (
        r"(?:[ÉéEe]crire|[ÉéEe]crivez|[Tt]éléphoner|[Aa]dresser (?:\w+ ){0,4}?(?=à ))(?: un (?:e-?mail|courriel|message))?"
        rf" ?(?:à|au){then('ou|et|avant', '[.;]')}",
        rf"{either('appeler|appelez')}(?: le| au)(?: numéro)?{then('ou|et|avant', '[.;]')}(?<! l'appeler le)",
    ),
    "es": (
        either("escriba|escribe|escribir|llamar|llame|llamando|escribiendo|enviar|envíe")
        + rf"(?: un (?:correo|mensaje|e-?mail))? (?:a|al)(?: número| teléfono)?{then('o|y|antes', '[.;]')}",
    ),
    "pt": (
        either("escreva|escrever|enviar|envie|ligar|ligue")
        + rf"(?: um (?:e-?mail|mensagem))? (?:para|a)(?: o número)?{then('ou|e|até', '[.;]')}",
    ),
}
"""`Per iscriversi scrivere a o chiamare`, `Contact the office at.`"""

# --- kitchens --------------------------------------------------------------------------------------------------------

_AMOUNTS: Final = {
    "it": (
        r"(?:cucchiai|cucchiaini|cucchiaio|cucchiaino|bicchieri|bicchiere|tazze|tazza|tazzina|spicchi|spicchio|fette|pizzico|bustina"
        r"|bustine|ml|cl|dl)(?= d[i'’])",
    ),
    "en": (r"(?:cups?|tablespoons?|teaspoons?|tbsp|tsp|ounces?|cloves?|sticks?|pints?)(?= of\b)",),
    "fr": (
        r"cuillères?(?= à (?:soupe|café))",
        r"cuillerées?(?= d[e'’])",
        r"(?:verres?|tasses?|pincées?|gousses?)(?= d[e'’])",
    ),
    "es": (r"(?:cucharadas?|cucharaditas?|tazas?|vasos?|pizca|dientes?|gramos|mililitros)(?= de\b)",),
    "pt": (r"(?:colheres|colher|xícaras?|copos?|dentes?|pitada|gramas|mililitros)(?= de\b)",),
    "de": (r"(?:EL|TL|ml|Gramm|Milliliter)(?= [A-ZÄÖÜ][a-zäöüß]{2})",),
}
"""`Aggiungere cucchiai di olio`, `and teaspoon of salt`."""
_COOKS: Final = {
    "it": "aggiungere aggiungete aggiungi unire unite unisci mescolare mettere mettete metti versare versate versa incorporare incorporate sciogliere".split(),
    "en": "add mix melt combine use pour whisk fold sprinkle blend put stir beat".split(),
    "fr": "ajouter ajoutez verser versez mettre mettez mélanger mélangez incorporer incorporez et".split(),
    "es": "añadir añade añadimos añada agregar agrega agregue incorporar incorpore mezclar mezcle verter vierta poner pon ponga echar eche y".split(),
    "pt": "adicione acrescente misture junte coloque adicionar acrescentar juntar despeje e".split(),
    "de": "mit und in".split(),
}
_SINGLE: Final = frozenset("cup tablespoon teaspoon tbsp tsp ounce clove stick pint".split())


def _needs_no_amount(document: Document, match: re.Match[str]) -> bool:
    """Whether no verb of recipes stands right before the measure, and no conjunction or mark that none may follow alone."""
    text, start = document.text, match.start()
    word = word_before(text, start - 1).lower()
    after_comma = text[max(0, start - 2) : start - 1] == ","
    cooks = _COOKS[document.language.code] if document.language else ()
    follows = word in cooks or (match[0] in _SINGLE and word == "and")
    return not (follows or (after_comma and match[0] in ("ml", "cl", "dl")))


_ENDLESS: Final = r"(?! (?P<unit>\w+)(?: (?:e|ed|and|et|y|und) (?P=unit)| on end| inter[ei])\b)"
"""Where no number is lost: `for hours on end`, `per ore e ore`."""
_COOKED: Final = {
    "it": (
        either("cuocere|infornare|bollire|lessare|riposare|friggere|mescolare")
        + rf"(?: [\w,]+){{0,6}}? (?:per|circa|altri){then('minuti|ore|secondi')}{_ENDLESS}",
    ),
    "en": (
        either("bake|cook|boil|simmer|roast|fry|knead|chill|microwave|stir|refrigerate")
        + rf"(?: [\w,]+){{0,8}}? (?:for|another|about){then('(?:more )?(?:minutes|hours|seconds)')}{_ENDLESS}",
    ),
    "fr": (
        either("cuire|reposer|enfourner|mijoter|bouillir|rissoler")
        + rf"(?:(?: \w+){{0,3}}? (?:pendant|environ))?{then('minutes')}{_ENDLESS}",
    ),
    "es": (
        either("hornear|cocer|cocinar|hervir|reposar|freír|hornee|hornea|cueza|cuece|cocine|cocina|hierva|fría")
        + rf"(?: \w+){{0,3}}? (?:durante|por){then('minutos|horas')}{_ENDLESS}",
    ),
    "pt": (
        either("asse|assar|cozinhe|cozinhar|ferver|descansar")
        + rf"(?: \w+){{0,3}}? (?:por|durante){then('minutos|horas')}{_ENDLESS}",
    ),
    "de": (
        either("backen|kochen|garen|ziehen|ruhen|köcheln|rühren|braten|quellen")
        + rf"(?: \w+){{0,3}}? (?:für|weitere){then('Minuten|Stunden')}{_ENDLESS}",
    ),
}
"""`Cuocere per minuti`."""

_LINE: Final = (
    r"(?<![^\n])(?:(?:g|gr|hg|l) d[i'’]|(?:kg|ml|cl|dl|oz|lbs?|tbsp|tsp|cups?|tablespoons?|teaspoons?|cucchiai|cucchiaini|grammi|grams"
    r"|cuillères|cucharadas|tazas|Gramm|EL|TL|colheres|xícaras)(?!\w)\.?(?: (?:di|of|de|à \w+ de|à \w+ d['’])(?= ?\w)| d['’])?)"
    r" ?[A-ZÄÖÜ]?[a-zß-öø-ÿ]{3,}[^\n.!?:]{0,50}(?=\n|\Z)"
)
"""`ml di latte`, `tsp salt`: a line of a list of ingredients."""
_HEATED: Final = rf"(?<!\w)(?:{any_giving(INGREDIENT)})(?: [\w°,]+){{0,6}}? (?P<at>(?:a|at|to|bei|auf|à|em) (?:°[CF]?|gradi|degrees|Grad|degrés|grados|graus))(?![\w/])"
"""`Infornate a °C`, `bake at degrees`."""

# --- large numbers ---------------------------------------------------------------------------------------------------

_LARGE: Final = {
    "it": (
        r"(?:milioni|miliardi)(?= di \w)"
        rf"(?:{after('osterà|teranno|costa|ostato', 7, 8)}|{after('ostata|ostati|costò', 7)})",
    ),
    "en": (r"(?:million|billion|trillion)(?!\w)(?![-–])",),
    "de": (rf"(?:Millionen|Milliarden)(?= \w)(?:{after('kostete|kostet|rund|knapp', 9, 10)})",),
}
"""`I lavori costeranno milioni di euro`, `it cost million`, `for £ million`."""
_BEFORE_LARGE: Final = frozenset(
    "of to for by about over nearly than cost costs worth from at around approximately almost totaling totalling".split()
)


def _leads_to_no_number(document: Document, match: re.Match[str]) -> bool:
    """Whether no word or sign in English leads to a number before the word; the patterns of other languages ask for one."""
    text, start = document.text, match.start()
    if not start:
        return True
    if document.language is None or document.language.code != "en":
        return False
    after_sign = text[max(0, start - 2) : start - 1] in ("$", "€", "£")
    return not after_sign and word_before(text, start - 1) not in _BEFORE_LARGE


# --- laws ------------------------------------------------------------------------------------------------------------

_LAWS: Final = {
    "it": (
        r"articolo(?=, comma \d)",
        r"[Aa]rt\.(?= (?:della|del|dello|comma) )",
        rf"(?:legge|decreto|regolamento|delibera|sentenza|circolare|ordinanza) n\.{then('del|della|dell')}",
    ),
    "en": (
        r"(?:section|article|paragraph|Section|Article|Paragraph)"
        + then("of (?:the (?:Act|Code|Treaty|Constitution|Convention|Statute|Regulation|Directive)|Section|Article)")
        + rf"(?:{after('nder| in| of| by| on| to|[.]', 7)}|{after('[.]', 9)})",
        rf"Regulation \(E[CU]\) No\.?{then('of|and|on', '[.,;]')}",
    ),
    "fr": (r"loi n°(?= d[ue]\b)", r"(?:décret|arrêté) n°(?= d[ue]\b)"),
    "de": (
        r"Artikel(?= (?:der (?:Konvention|Verfassung|Verordnung|Richtlinie)|Absatz|Abs\.))"
        r"(?<!er Artikel)(?<!en Artikel)(?<![Ee]in Artikel)(?<!ie Artikel)(?<!le Artikel)(?<!em Artikel)(?<!es Artikel)(?<!m Artikel)",
        r"Art\.(?= (?:Abs|des|der)\b)",
    ),
    "es": (r"(?:Ley|ley|Decreto) (?:núm\.|n\.º|nº|n°)(?= de\b)",),
}
"""`dell'articolo, comma 2`, `la legge n. del 1990`, `under section of the Act`."""
_SECTION: Final = (
    rf"§(?={ANY_BLANK}(?:Abs\.|Absatz|Satz|des|der|und|i\.)(?!\w))"
    rf"|n°(?={ANY_BLANK}(?:du|de{ANY_BLANK}la){ANY_BLANK})"
)

# --- scores, times, places, names ------------------------------------------------------------------------------------

_SCORES: Final = any_pattern(
    rf"(?:{any_giving(SCORED)})"
    r"(?: (?:per|il|la|i|the|contro|con|against|by|at home|a|[A-Z]\w+)){0,4}(?: (?P<left>\d{1,2}))?(?P<at>[-–])(?P<right>\d)?(?![\w-])(?=[\s.,;])"
)


def _scores_lost(document: Document) -> Iterator[Sighting]:
    """`ha vinto per 3- contro`, `Leeds beat Hull–1`: one of two numbers."""
    for match in matches(_SCORES, document, [SCORED]):
        if (match["left"] is None) != (match["right"] is None) and document.is_prose_at(match.start()):
            at = match.end("at") if match["left"] else match.start("at")
            yield Sighting(at, at, "RG115", "score-lost", (1, 1))


_CLOCK: Final = late(r":(?:(?<=[Aa]lle:)|(?<=\sat:)|(?<=\sum:)|(?<=\sà:))(?=[0-5]\d(?!\d))")


def _hours_lost(document: Document) -> Iterator[Sighting]:
    """`parte alle:30`: the minutes of a time."""
    for match in matches(_CLOCK, document, (AFTER_WORD + ":", ":")):
        if document.is_prose_at(match.start()):
            yield Sighting(match.start(), match.start(), "RG115", "hour-lost", (1, 1))


_DEGREES: Final = (
    rf"°(?<=[\s(]°){ANY_BLANK}?[′'’](?:{ANY_BLANK}?[″\"”])?{ANY_BLANK}?[NSEWO](?!\w)"
    rf"|°(?<=[\s(]°){ANY_BLANK}[NSEWO](?:,|\b)(?={ANY_BLANK}?°|[\s,.;)])"
    rf"|lat\.{ANY_BLANK}?,{ANY_BLANK}?(?:long|lon)\.{ANY_BLANK}?(?=[\s,.;)])"
)
_BEFORE_HANDLE: Final = "|".join(
    f"(?<={end}{ANY_BLANK}@)" for end in (r"\ssu", r"\son", "ollow", "ccount", r"\sis", r"\sè", "guiteci", "guici")
)
"""The ends of `su`, `on`, `follow`, `account`, `is`, `è`, `seguiteci` and `seguici`."""
_HANDLE: Final = (
    r"@(?:(?<=\(@)(?=\))"
    rf"|(?=[,.;](?!\w)|{ANY_BLANK}(?:e|and|und|et|y|on|su|auf|sur|en){ANY_BLANK})"
    rf"(?:{_BEFORE_HANDLE}))"
)
_LEDS: Final = {
    "it": (
        r"hashtag(?= ?[,.;](?!\w)| (?:e|è|sono|ha|hanno)\b)(?<=l.hashtag)",
        rf"{either('digitare|digita|digitate')}{then('e (?:premere|premi|premete|dare|attendere|confermare)')}",
    ),
    "en": (
        rf"Let{then('be (?:a|an|any|the|some|two|three)|denote')}",
        rf"{either('type|enter')}{then('and (?:press|hit)')}",
        r"hashtag(?= ?[,.;](?!\w)| (?:was|began)\b)(?<=the hashtag)",
    ),
    "de": (r"Hashtag(?= ?[,.;](?!\w))(?<=dem Hashtag)",),
    "fr": (rf"Soit{then('une fonction|un entier')}",),
}
"""`Let be an integer such that.`, `type and press Enter`, `con l'hashtag,`: a formula, a command or a name is gone."""
_SUCH: Final = r"(?:[Ss]uch that|tale che|tal que|tel(?:le)? que)(?P<at>)(?=[.;](?!\w))"
_SAID: Final = (
    r"\((?:pronounced|pronunciation|pronuncia|pronunciato|pronunciata|prononcé|prononciation|pronunciado|pronunciación|pronunciada"
    rf"|pronúncia|Aussprache|IPA|AFI)[:;]?{ANY_BLANK}?\)"
)

TARGETS: Final[dict[str, Detector]] = {
    "address-lost": by_language("address-lost", "RG103", CONTACT, _CONTACTS, (1, 3), unless=is_named, prior=0.8),
    "ingredient-lost": by_language("ingredient-lost", "RG115", INGREDIENT, _AMOUNTS, (1, 1), unless=_needs_no_amount, before=True, prior=0.75),
    "ingredient-line-lost": pattern_rule("ingredient-line-lost", "RG115", _LINE, sign=INGREDIENT, words=(1, 1), prior=0.75),
    "heat-lost": pattern_rule("heat-lost", "RG115", _HEATED, sign=INGREDIENT, words=(1, 1), unless=is_named, prior=0.8),
    "cooking-time-lost": by_language("cooking-time-lost", "RG115", INGREDIENT, _COOKED, (1, 1), unless=is_named, prior=0.8),
    "large-number-lost": by_language("large-number-lost", "RG115", LARGE, _LARGE, (1, 1), unless=_leads_to_no_number, before=True, prior=0.75),
    "law-number-lost": by_language("law-number-lost", "RG115", CITED_LAW, _LAWS, (1, 1), prior=0.8),
    "section-number-lost": pattern_rule("section-number-lost", "RG115", _SECTION, needles=("§", "n°"), words=(1, 1), prior=0.85),
    "score-lost": Detector(_scores_lost, frozenset([SCORED]), prior=0.75),
    "hour-lost": Detector(_hours_lost, frozenset([AFTER_WORD + ":", ":"]), prior=0.85),
    "coordinates-lost": pattern_rule("coordinates-lost", "RG115", _DEGREES, needles=("°", "lat. ,"), words=(1, 3), prior=0.85),
    "handle-lost": pattern_rule("handle-lost", "RG104", _HANDLE, needles=("@",), words=(1, 1), prior=0.8),
    "leads-nowhere": by_language("leads-nowhere", "RG103", LED, _LEDS, (1, 3), unless=is_named, prior=0.75),
    "condition-lost": pattern_rule(
        "condition-lost", "RG103", _SUCH, needles=("uch that.", "ale che.", "l que."), words=(1, 3), prior=0.8,
    ),
    "pronunciation-lost": pattern_rule("pronunciation-lost", "RG102", _SAID, sign=LED, words=(1, 2), prior=0.85),
}  # fmt: skip
