"""What a phrase leads to and does not reach (RG103, RG115): an address after `write to`, the amount of an ingredient, the number of
an article of a law, half a score or a time, a formula after `Let`.

Each rule begins at a word that the sieve shows and reads on from there. What has its hole before a mark is in `stranded.py`
and `holes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import BLANK, Detector, Document, Sighting, matches, pattern_rule
from repair.detect.prefilter import AFTER_WORD, word_before
from repair.detect.technical import is_named
from repair.detect.word_signs import CITED_LAW, CONTACT, INGREDIENT, LARGE, LED, SCORED
from repair.text.patterns import late

__all__ = ["TARGETS"]

_B: Final = f"[{BLANK}]"


def _late(pattern: str) -> re.Pattern[str]:
    """The pattern, with any blank for each blank in it."""
    return late(f"(?<!\\w)(?:{pattern.replace(' ', _B)})")


def _led(rule: str, code: str, sign: str, patterns: dict[str, str], words: tuple[int, int], prior: float) -> Detector:
    """The detector of what is lost at the end of a pattern, one a language, each tried at the words that give `sign`."""
    compiled = {language: _late(pattern) for language, pattern in patterns.items()}

    def detect(document: Document) -> Iterator[Sighting]:
        pattern = compiled.get(document.language.code) if document.language else None
        for match in matches(pattern, document, [sign]) if pattern else ():
            at = match.end()
            if document.is_prose_at(at) and not is_named(document, match):
                yield Sighting(at, at, code, rule, words)

    return Detector(detect, frozenset([sign]), prior=prior)


# --- addresses -------------------------------------------------------------------------------------------------------

_CONTACTS: Final = {
    "it": r"(?:[Ss]crivere|[Ss]crivete|[Ss]criva|[Ss]crivi|[Ii]nviare|[Ii]nviate|[Ii]nviata|[Ii]nviati|[Mm]andare|[Rr]ivolgersi)"
    r"(?: (?:una |un )?(?:e-?mail|mail|messaggio))? a(?= (?:o|oppure|e|entro|prima)\b|[.;])"
    r"|(?:[Cc]hiamare|[Cc]ontattare|[Tt]elefonare|[Cc]hiamate|[Tt]elefonate)(?: il| al)? numero(?= (?:o|oppure|negli|dalle|dal|nei|tutti|entro)\b|[.;])"
    r"|(?:[Tt]elefonare|[Tt]elefonate) al(?= (?:o|oppure|e|dalle|negli)\b|[.;])"
    r"|indirizzo(?: e-?mail| di posta elettronica| mail)?(?= (?:entro|oppure|specificando|indicando)\b)(?<![Ll]'indirizzo)"
    r"|(?:[Ii]nfo|[Ii]nformazioni|[Pp]renotazioni)(?: e [\w]+)?:(?= ?\.(?!\w|\.))",
    "en": r"(?:[Ww]rite|[Ww]riting|[Ee]mail|[Ss]end (?:\w+ ){0,4}?(?=to )|[Ss]ent|[Aa]pply|[Rr]eply) ?to"
    r"(?= (?:or|and) (?:call|visit|phone|email|text|ring|wait|go)\b| (?:if|before|for more|for details|with the subject)\b)"
    r"|[Cc]ontact(?: [\w.]+){0,3} at(?= (?:or|for more|for details|to)\b|[.;])"
    r"|[Vv]isit(?= for (?:more|details|further)\b)(?:(?<=lease visit)|(?<=, visit)|(?<=ion visit)|(?<=ils visit)|(?<=[.] Visit))"
    r"|(?:[Aa]vailable|[Rr]egister|[Pp]rogramme|[Tt]ickets)(?: [\w]+){0,4} at(?= (?:or|and) (?:on|by|call|visit|email|at)\b)"
    r"|[Vv]isit(?= for more\b)(?<=or visit)|[Ff]ollow us (?:on|at)(?= for\b|[.;])",
    "de": r"(?:Anmeldung(?:en)?|Infos?|Informationen|Auskunft|Auskünfte|Kontakt|Karten|Tickets|Reservierung(?:en)?)(?: (?!unter\b)[\w-]+){0,4} unter(?= (?:oder|und|per|bis|sowie)\b|[.;])"
    r"|Mail an(?= (?:oder|und|bis)\b|[.;])",
    "fr": r"(?:[ÉéEe]crire|[ÉéEe]crivez|[Tt]éléphoner|[Aa]dresser (?:\w+ ){0,4}?(?=à ))(?: un (?:e-?mail|courriel|message))? ?(?:à|au)(?= (?:ou|et|avant)\b|[.;])"
    r"|(?:[Aa]ppeler|[Aa]ppelez)(?: le| au)(?: numéro)?(?= (?:ou|et|avant)\b|[.;])(?<! l'appeler le)",
    "es": r"(?:[Ee]scriba|[Ee]scribe|[Ee]scribir|[Ll]lamar|[Ll]lame|[Ll]lamando|[Ee]scribiendo|[Ee]nviar|[Ee]nvíe)(?: un (?:correo|mensaje|e-?mail))? (?:a|al)(?: número| teléfono)?(?= (?:o|y|antes)\b|[.;])",
    "pt": r"(?:[Ee]screva|[Ee]screver|[Ee]nviar|[Ee]nvie|[Ll]igar|[Ll]igue)(?: um (?:e-?mail|mensagem))? (?:para|a)(?: o número)?(?= (?:ou|e|até)\b|[.;])",
}

# --- kitchens --------------------------------------------------------------------------------------------------------

_AMOUNTS: Final = {
    "it": r"(?:cucchiai|cucchiaini|cucchiaio|cucchiaino|bicchieri|bicchiere|tazze|tazza|tazzina|spicchi|spicchio|fette|pizzico|bustina|bustine|ml|cl|dl)(?= d[i'’])",
    "en": r"(?:cups?|tablespoons?|teaspoons?|tbsp|tsp|ounces?|cloves?|sticks?|pints?)(?= of\b)",
    "fr": r"cuillères?(?= à (?:soupe|café))|cuillerées?(?= d[e'’])|(?:verres?|tasses?|pincées?|gousses?)(?= d[e'’])",
    "es": r"(?:cucharadas?|cucharaditas?|tazas?|vasos?|pizca|dientes?)(?= de\b)",
    "pt": r"(?:colheres|colher|xícaras?|copos?|dentes?|pitada)(?= de\b)",
    "de": r"(?:EL|TL)(?= [A-ZÄÖÜ][a-zäöüß]{2})",
}
_COOKS: Final = {
    "it": "aggiungere aggiungete aggiungi unire unite unisci mescolare mettere mettete metti versare versate versa incorporare incorporate sciogliere".split(),
    "en": "add mix melt combine use pour whisk fold sprinkle blend put stir beat".split(),
    "fr": "ajouter ajoutez verser versez mettre mettez mélanger mélangez incorporer incorporez et".split(),
    "es": "añadir añade añadimos añada agregar agrega incorporar mezclar verter poner pon echar y".split(),
    "pt": "adicione acrescente misture junte coloque adicionar acrescentar juntar despeje e".split(),
    "de": "mit und".split(),
}
_SINGLE: Final = frozenset("cup tablespoon teaspoon tbsp tsp ounce clove stick pint".split())
_AMOUNT: Final = {language: _late(pattern) for language, pattern in _AMOUNTS.items()}


def _amounts_lost(document: Document) -> Iterator[Sighting]:
    """`Aggiungere cucchiai di olio`, `and teaspoon of salt`: right after a verb of recipes, or a conjunction where no measure may
    follow one."""
    table, text = document.language, document.text
    if table is None or table.code not in _AMOUNT:
        return
    for match in matches(_AMOUNT[table.code], document, [INGREDIENT]):
        start = match.start()
        word = word_before(text, start - 1).lower()
        after_comma = text[max(0, start - 2) : start - 1] == ","
        follows = word in _COOKS[table.code] or (match[0] in _SINGLE and word == "and")
        if (follows or (after_comma and match[0] in ("ml", "cl", "dl"))) and document.is_prose_at(start):
            yield Sighting(start, start, "RG115", "ingredient-lost", (1, 1))


_COOKED: Final = {
    "it": r"(?:[Cc]uocere|[Ii]nfornare|[Bb]ollire|[Ll]essare|[Rr]iposare|[Ff]riggere|[Mm]escolare)(?: [\w,]+){0,6}? (?:per|circa|altri)(?= (?:minuti|ore|secondi)\b)",
    "en": r"(?:[Bb]ake|[Cc]ook|[Bb]oil|[Ss]immer|[Rr]oast|[Ff]ry|[Kk]nead|[Cc]hill|[Mm]icrowave|[Ss]tir|[Rr]efrigerate|[Bb]oil)(?: [\w,]+){0,8}? (?:for|another|about)(?= (?:more )?(?:minutes|hours|seconds)\b)",
    "fr": r"(?:[Cc]uire|[Rr]eposer|[Ee]nfourner|[Mm]ijoter|[Bb]ouillir|[Rr]issoler)(?:(?: \w+){0,3}? (?:pendant|environ))?(?= minutes\b)",
    "es": r"(?:[Hh]ornear|[Cc]ocer|[Cc]ocinar|[Hh]ervir|[Rr]eposar|[Ff]reír)(?: \w+){0,3}? (?:durante|por)(?= (?:minutos|horas)\b)",
    "pt": r"(?:[Aa]sse|[Aa]ssar|[Cc]ozinhe|[Cc]ozinhar|[Ff]erver|[Dd]escansar)(?: \w+){0,3}? (?:por|durante)(?= (?:minutos|horas)\b)",
}

# --- large numbers ---------------------------------------------------------------------------------------------------

_LARGE: Final = {
    "it": r"(?:milioni|miliardi)(?= di \w)(?:(?<=osterà .{7})|(?<=osterà .{8})|(?<=teranno .{7})|(?<=teranno .{8})|(?<=costa .{7})|(?<=costa .{8})|(?<=ostato .{7})|(?<=ostato .{8})|(?<=ostata .{7})|(?<=ostati .{7})|(?<=costò .{7}))",
    "en": r"(?:million|billion|trillion)(?!\w)(?![-–])",
    "de": r"(?:Millionen|Milliarden)(?= \w)(?:(?<=kostete .{9})|(?<=kostete .{10})|(?<=kostet .{9})|(?<=kostet .{10})|(?<=rund .{9})|(?<=rund .{10})|(?<=knapp .{9})|(?<=knapp .{10}))",
}
_BEFORE_LARGE: Final = frozenset(
    "of to for by about over nearly than cost costs worth from at around approximately almost totaling totalling".split()
)
_LARGE_NUMBER: Final = {language: _late(pattern) for language, pattern in _LARGE.items()}


def _large_lost(document: Document) -> Iterator[Sighting]:
    """`I lavori costeranno milioni di euro`, `it cost million`, `for £ million`."""
    table, text = document.language, document.text
    if table is None or table.code not in _LARGE_NUMBER:
        return
    for match in matches(_LARGE_NUMBER[table.code], document, [LARGE]):
        start = match.start()
        lost = (
            table.code != "en"
            or text[max(0, start - 2) : start - 1] in ("$", "€", "£")
            or word_before(text, start - 1) in _BEFORE_LARGE
        )
        if lost and start and document.is_prose_at(start):
            yield Sighting(start, start, "RG115", "large-number-lost", (1, 1))


# --- laws ------------------------------------------------------------------------------------------------------------

_LAWS: Final = {
    "it": r"articolo(?=, comma \d)|[Aa]rt\.(?= (?:della|del|dello|comma) )|(?:legge|decreto|regolamento|delibera|sentenza|circolare|ordinanza) n\.(?= (?:del|della|dell)\b)",
    "en": r"(?:section|article|paragraph|Section|Article|Paragraph)(?= of (?:the (?:Act|Code|Treaty|Constitution|Convention|Statute|Regulation|Directive)|Section|Article)\b)"
    r"(?:(?<=nder .{7})|(?<= in .{7})|(?<= of .{7})|(?<= by .{7})|(?<= on .{7})|(?<= to .{7})|(?<=[.] .{7})|(?<=[.] .{9}))|Regulation \(E[CU]\) No\.?(?= (?:of|and|on)\b|[.,;])",
    "fr": r"loi n°(?= d[ue]\b)|(?:décret|arrêté) n°(?= d[ue]\b)",
    "de": r"Artikel(?= (?:der (?:Konvention|Verfassung|Verordnung|Richtlinie)|Absatz|Abs\.))(?<!er Artikel)(?<!en Artikel)(?<!em Artikel)(?<!es Artikel)(?<!m Artikel)|Art\.(?= (?:Abs|des|der)\b)",
    "es": r"(?:Ley|ley|Decreto) (?:núm\.|n\.º|nº|n°)(?= de\b)",
}
_LAW: Final = {language: _late(pattern) for language, pattern in _LAWS.items()}


def _laws_cited(document: Document) -> Iterator[Sighting]:
    """`dell'articolo, comma 2`, `la legge n. del 1990`, `under section of the Act`."""
    pattern = _LAW.get(document.language.code) if document.language else None
    for match in matches(pattern, document, [CITED_LAW]) if pattern else ():
        at = match.end()
        if document.is_prose_at(at):
            yield Sighting(at, at, "RG115", "law-number-lost", (1, 1))


_SECTION: Final = rf"§(?={_B}(?:Abs\.|Absatz|Satz|des|der|und|i\.)(?!\w))|n°(?={_B}(?:du|de{_B}la){_B})"

# --- scores, times, places, names ------------------------------------------------------------------------------------

_SCORES: Final = _late(
    r"(?:vinto|vince|vinse|battuto|batte|finì|finita|finisce|pareggiato|perso|won|beat|lost|ended|defeated|drew|ganó|empató|gewann)"
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


_DEGREES: Final = rf"°(?<=[\s(]°){_B}?[′'’](?:{_B}?[″\"”])?{_B}?[NSEWO](?!\w)|°(?<=[\s(]°){_B}[NSEWO](?:,|\b)(?={_B}?°|[\s,.;)])|lat\.{_B}?,{_B}?(?:long|lon)\.{_B}?(?=[\s,.;)])"
_HANDLE: Final = rf"@(?:(?<=\(@)(?=\))|(?=[,.;](?!\w)|{_B}(?:e|and|und|et|y|on|su|auf|sur|en){_B})(?:(?<=\ssu{_B}@)|(?<=\son{_B}@)|(?<=ollow{_B}@)|(?<=ccount{_B}@)|(?<=\sis{_B}@)|(?<=\sè{_B}@)|(?<=guiteci{_B}@)|(?<=guici{_B}@)))"
_LEDS: Final = {
    "it": r"hashtag(?= ?[,.;](?!\w)| (?:e|è|sono|ha|hanno)\b)(?<=l.hashtag)|(?:[Dd]igitare|[Dd]igita|[Dd]igitate)(?= e (?:premere|premi|premete|dare|attendere|confermare)\b)",
    "en": r"Let(?= (?:be|denote)\b)|(?:[Tt]ype|[Ee]nter)(?= and (?:press|hit)\b)|hashtag(?= ?[,.;](?!\w)| (?:was|began)\b)(?<=the hashtag)",
    "de": r"Hashtag(?= ?[,.;](?!\w))(?<=dem Hashtag)",
    "fr": r"Soit(?= (?:une fonction|un entier)\b)",
}
_LED_ON: Final = {language: _late(pattern) for language, pattern in _LEDS.items()}


def _leads_nowhere(document: Document) -> Iterator[Sighting]:
    """`Let be an integer such that.`, `type and press Enter`, `con l'hashtag,`: a formula, a command or a name is gone."""
    pattern = _LED_ON.get(document.language.code) if document.language else None
    for match in matches(pattern, document, [LED]) if pattern else ():
        at = match.end()
        if document.is_prose_at(at) and not is_named(document, match):
            yield Sighting(at, at, "RG103", "leads-nowhere", (1, 3))


_SUCH: Final = r"(?:[Ss]uch that|tale che|tal que|tel(?:le)? que)(?P<at>)(?=[.;](?!\w))"
_SAID: Final = rf"\((?:pronounced|pronunciation|pronuncia|pronunciato|pronunciata|prononcé|prononciation|pronunciado|pronunciación|pronunciada|pronúncia|Aussprache|IPA|AFI)[:;]?{_B}?\)"

TARGETS: Final[dict[str, Detector]] = {
    "address-lost": _led("address-lost", "RG103", CONTACT, _CONTACTS, (1, 3), 0.8),
    "ingredient-lost": Detector(_amounts_lost, frozenset([INGREDIENT]), prior=0.75),
    "cooking-time-lost": _led("cooking-time-lost", "RG115", INGREDIENT, _COOKED, (1, 1), 0.8),
    "large-number-lost": Detector(_large_lost, frozenset([LARGE]), prior=0.75),
    "law-number-lost": Detector(_laws_cited, frozenset([CITED_LAW]), prior=0.8),
    "section-number-lost": pattern_rule("section-number-lost", "RG115", _SECTION, needles=("§", "n°"), words=(1, 1), prior=0.85),
    "score-lost": Detector(_scores_lost, frozenset([SCORED]), prior=0.75),
    "hour-lost": Detector(_hours_lost, frozenset([AFTER_WORD + ":", ":"]), prior=0.85),
    "coordinates-lost": pattern_rule("coordinates-lost", "RG115", _DEGREES, needles=("°", "lat. ,"), words=(1, 3), prior=0.85),
    "handle-lost": pattern_rule("handle-lost", "RG104", _HANDLE, needles=("@",), words=(1, 1), prior=0.8),
    "leads-nowhere": Detector(_leads_nowhere, frozenset([LED]), prior=0.75),
    "condition-lost": pattern_rule(
        "condition-lost", "RG103", _SUCH, needles=("uch that.", "ale che.", "l que."), words=(1, 3), prior=0.8,
    ),
    "pronunciation-lost": pattern_rule("pronunciation-lost", "RG102", _SAID, sign=LED, words=(1, 2), prior=0.85),
}  # fmt: skip
