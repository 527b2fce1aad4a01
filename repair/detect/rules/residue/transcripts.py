"""What machines that write down speech leave in a text: names of speakers that nobody gave, words that were not heard, and
lines that they learnt from subtitles (RS401, RG111).

What players of subtitles leave is in `converters.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.rules.phrases import phrases_at
from repair.detect.suspects.word_signs import SUBTITLED, UNHEARD, any_giving
from repair.detect.technical import is_named, is_quoted_at
from repair.text.patterns import ANY_BLANK, UPPER, UPPERS, late

__all__ = ["TRANSCRIPTS"]


# --- speakers and words ----------------------------------------------------------------------------------------------

_SPEAKERS: Final = (
    *("Speaker", "SPEAKER", "Parlante", "PARLANTE", "Relatore", "Sprecher", "Locuteur", "Intervenant", "Hablante", "Orador"),
    "Spreker",
)  # fmt: skip
_SPEAKER: Final = rf"(?<!\w)SPEAKER_\d{{1,3}}\b:?|\[(?:{'|'.join(_SPEAKERS)}) \d{{1,3}}\]:?"
_CLOCK: Final = r"(?: (?:at )?\d{1,2}:\d{2}(?::\d{2})?)?"
_NOT_HEARD: Final = rf"\[(?:{any_giving(UNHEARD)}){_CLOCK}\]|\((?![A-Z][a-z])(?:{any_giving(UNHEARD)}){_CLOCK}\)|<unk>"
_CHANGE: Final = rf">>(?<=[.!?…\]]{ANY_BLANK}>>)(?={ANY_BLANK}?{UPPER})(?!{ANY_BLANK}?[^.!?\n]{{0,80}}(?:\n|\Z))"


# --- lines learnt from subtitles -------------------------------------------------------------------------------------

_ASKED: Final = r"(?: like(?:,| and)(?: share,?)?(?: and)?)? subscribe(?: to (?:my|our|the) channel)?"
_LINES: Final = (
    # who made the subtitles
    r"(?:Sottotitoli|Subtitles|Untertitel|Sous-titres|Subtítulos|Legendas|Ondertitels|Ondertiteling)"
    r" (?:[a-zßà-ÿ]+ ){0,6}?(?:d['’])?(?:the )?Amara\.org(?:(?: |-)[Cc]ommunity|(?: |-)gemeenschap)?",
    r"Sottotitoli(?: e revisione)? (?:a cura di|di) [A-Z][\w.]*(?: [A-Z][\w.]*){0,2}",
    r"Sottotitoli creati dalla comunità(?: Amara\.org)?",
    r"(?:Subtitles|Subtitled|Transcription|Transcribed|Captions|Captioning) by (?:https?://[\w./-]{3,60}|[A-Z][\w.]*(?: [A-Z][\w.]*){0,3})",
    r"(?:Untertitel|Untertitelung)(?: im Auftrag des ZDF(?: für funk)?| von [A-Z][\w.]*(?: [A-Z][\w.]*){0,2})(?:, \d{4})?",
    r"Sous-titrage (?:Société Radio-Canada|ST['’] ?\d{3})|Sous-titres (?:par|réalisés par) [^.!?\n]{3,40}",
    r"Subtítulos (?:por|realizados por) [^.!?\n]{3,40}|Legendas (?:por|pela) [^.!?\n]{3,40}",
    r"Napisy (?:stworzone|wykonane) przez [^.!?\n]{3,40}?(?:Amara\.org|(?=$|\n))|Undertexter(?: från| av| gjorda av)? [^.!?\n]{0,20}Amara\.org(?:-gemenskapen)?",
    r"Субтитры (?:сделал|делал|создавал|подготовил|подогнал)а?и? [\w.]{3,30}|Редактор субтитров [А-Я]\. ?[А-Яа-я]+(?: Корректор [А-Я]\. ?[А-Яа-я]+)?",
    r"Altyazı M\.K|Titulky vytvořil \w{3,20}|Subtitrarea(?: și adaptarea)?:? [^.!?\n]{3,40}|Subtítols (?:creats|realitzats) per [^.!?\n]{3,40}",
    # what speakers of videos ask
    r"(?:Grazie|Thank you|Thanks|Danke|Merci|Gracias|Obrigado)(?: so much| very much| mille| tante)?"
    r" (?:per aver guardato (?:il|questo) video|per la visione|for watching(?: this video)?|fürs Zuschauen|d['’]avoir regardé(?: cette vidéo)?|por ver (?:el|este) v[ií]deo|por assistir)"
    r"(?:,? (?:and )?(?:please )?(?:don't forget to )?(?:like and )?subscribe(?: to (?:my|our) channel)?)?",
    rf"Please{_ASKED}",
    r"(?:Iscriviti|Iscrivetevi) al (?:nostro |mio )?canale(?: YouTube)?(?: [a-zßà-ÿ]+){0,5}",
    r"(?:Abonniert|Abonniere) (?:den|unseren|meinen) Kanal|Abonnez-vous à (?:la|ma|notre) chaîne",
    r"(?:Suscríbete|Suscríbanse) al canal|Inscreva-se no (?:meu |nosso )?canal",
)
_TO_HEARERS: Final = late(
    r"\b(?:you|your|we|our|I|voi|vostr[oaie]|noi|nostr[oaie]|euch|ihr|wir|vous|votre|nous|notre|vosotros|ustedes|nosotros|vocês|nós)\b[^\n]*\Z"
)
"""What somebody says who speaks to hearers, and thanks them at the end."""
_REACH: Final = 120  # code points
_END: Final = rf"[.!…]?(?=\s*\Z|[\x20\xa0]*\n|[\x20\xa0][«“\"(\[]?[{UPPERS}А-ЯЁĄĆĘŁŃÓŚŹŻČŠŽ\d])"
_said: Final = phrases_at(SUBTITLED, {"": rf"(?:{'|'.join(_LINES)}){_END}", "Don['’]t ": rf"forget to{_ASKED}{_END}"})


def _subtitle_lines(document: Document) -> Iterator[Sighting]:
    """`at nine. Subtitles by the Amara.org community The next`: between two sentences, or a line of its own."""
    text = document.text
    for start, match in _said(document):
        is_all = not (text[:start].strip() or text[match.end() :].strip())
        if not (
            is_all or is_quoted_at(text, start, match.end()) or _TO_HEARERS.search(text, max(0, start - _REACH), start)
        ):
            yield Sighting(start, match.end(), "RS401", "subtitle-line")


TRANSCRIPTS: Final[dict[str, Detector]] = {
    "speaker-numbered": pattern_rule(
        "speaker-numbered", "RS401", _SPEAKER,
        needles=("SPEAKER_", *(f"[{word} " for word in _SPEAKERS)),
        unless=is_named, anywhere=True, prior=0.85,
    ),
    "words-unheard": pattern_rule(
        "words-unheard", "RG111", _NOT_HEARD, sign=UNHEARD, words=(1, 12), unless=is_named, prior=0.8
    ),
    "speaker-changed": pattern_rule("speaker-changed", "RS401", _CHANGE, needles=(">>",), unless=is_named, prior=0.75),
    "subtitle-line": Detector(_subtitle_lines, frozenset([SUBTITLED]), prior=0.85),
}  # fmt: skip
