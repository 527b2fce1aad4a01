"""The codes of all findings as one data table: what each means, what causes it, and what it looks like.

Everything that speaks of codes (messages, `repair explain`, the README's table, SARIF) reads it here. A code's number
never changes its meaning.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

__all__ = ["CODES", "FAMILIES", "SEVERITIES", "Code", "Severity"]

Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("note", "warning", "error")
"""From mild to grave."""

FAMILIES: Final = {
    "RG": "gaps: text is missing here",
    "RJ": "joins: blanks lost or added",
    "RE": "encoding: characters damaged or markup left over",
    "RS": "residue: text that is not the article's",
    "RV": "variants: references agree on another reading",
}


class Code(Struct, frozen=True):
    """One code. `bad` is a short example that it is found in, `good` its sound counterpart.

    `prior` is how sure (0–1) its rules are where no table was fitted for them: the share of their places at which public
    extractors lost something on real pages of six languages (RG, RJ), or what is left when the false ones were read
    (RE, RS, RG108, RG109, RG111: no page says of these whether they are damage). It is 0 where no rule has the code.
    """

    code: str
    name: str
    meaning: str
    cause: str
    bad: str
    good: str
    severity: Severity = "warning"
    prior: float = 0.0
    unknowable: str = ""
    """What is missing where no model can say it, and why; empty where a model may be asked."""


_ROWS = (
    Code("RG101", "empty-quotes", "quotation marks with nothing between them", "the quoted words stood in an inline element that the extractor dropped", 'Ha risposto "" e se n\'è andato.', 'Ha risposto "no" e se n\'è andato.', "error", prior=0.68),
    Code("RG102", "empty-brackets", "brackets with nothing between them", "a link, date or abbreviation inside the brackets was dropped", "La tastiera () costa poco.", "La tastiera (Android) costa poco.", "error", prior=0.61),
    Code("RG103", "stranded-function-word", "an article, preposition or conjunction before punctuation, with nothing to govern", "the link or emphasised words after it were dropped", "Ha parlato con il sindaco di, poi è partito.", "Ha parlato con il sindaco di Lodi, poi è partito.", "error", prior=0.75),
    Code("RG104", "doubled-punctuation", "punctuation doubled or orphaned", "the words between two commas were dropped", "Abita a Fiumicino,, con la madre.", "Abita a Fiumicino, con la madre.", "error", prior=0.5),
    Code("RG105", "blank-before-punctuation", "a blank before punctuation or just inside a bracket, or two blanks in a row", "a word was dropped, the blanks around it were not", "Ne parlano il sindaco , con , e il ministro , con .", "Ne parlano il sindaco, con la giunta, e il ministro, con i tecnici.", prior=0.48),
    Code("RG106", "sentence-cut-off", "a paragraph that ends in mid-sentence", "the paragraph's last element, or all after it, was dropped", "Il consiglio ha deciso di rinviare la seduta perché la maggioranza non", "Il consiglio ha deciso di rinviare la seduta.", prior=0.15, unknowable="the rest of the paragraph: nobody can know"),
    Code("RG107", "fragment", "a paragraph that begins in mid-sentence", "the paragraph's first element was dropped", ", che presiede la commissione, ha lasciato la sala senza rispondere.", "Anna Verdi, che presiede la commissione, ha lasciato la sala senza rispondere.", prior=0.25, unknowable="the beginning of the paragraph: nobody can know"),
    Code("RG108", "word-cut-in-two", "a word cut in two", "a line break, soft hyphen or column break of the page went into the text", "La com- missione si è riunita, e la com- missione ha votato.", "La commissione si è riunita, e la commissione ha votato.", prior=0.3, unknowable="no word is missing: the two halves belong together"),
    Code("RG109", "truncated", "a read-more phrase or an ellipsis ends the text", "the page shows a teaser, or the rest is behind a link", "La giunta ha approvato il bilancio e... Leggi tutto", "La giunta ha approvato il bilancio.", prior=0.7, unknowable="the rest of the text: only its page or a copy has it"),
    Code("RG110", "unpaired-quote", "a quotation mark or bracket without its partner", "the element that held the partner was dropped", "Ha detto: «Non lo so e se n'è andato.", "Ha detto: «Non lo so» e se n'è andato.", prior=0.1, unknowable="a mark: only its page or a copy can tell where it stood"),
    Code("RG111", "placeholder", "a template's placeholder was left unfilled", "the page fills it in by script, the extractor does not", "Benvenuta {{name}}, la seduta comincia.", "Benvenuta Anna, la seduta comincia.", "error", prior=0.8),
    Code("RG112", "missing-words", "words seem to be missing, with no sign on the surface", "an inline element was dropped together with its blanks", "Il ministro ha detto che l'accordo con la è stato firmato ieri sera a Bruxelles.", "Il ministro ha detto che l'accordo con la Francia è stato firmato ieri sera a Bruxelles."),
    Code("RG113", "missing-in-article", "references have words here that the article lacks", "an inline element was dropped", "Il sindaco Anna Verdi ha firmato.", "Il sindaco di Lodi Anna Verdi ha firmato."),
    Code("RG114", "missing-passage", "references have a whole passage here that the article lacks", "a block of the page was dropped", "La giunta si è riunita ieri. Il voto è fissato per martedì.", "La giunta si è riunita ieri. Ha discusso a lungo del bilancio, senza trovare un accordo sulle nuove spese. Il voto è fissato per martedì.", unknowable="a whole passage: only its page or a copy has it"),
    Code("RJ201", "lost-blank", "the blank after punctuation was lost", "two elements were joined without a blank", "Vive in Ucraina,argomenti a parte.", "Vive in Ucraina, argomenti a parte.", prior=0.6),
    Code("RJ202", "blank-inside-quotes", "a blank just inside a quotation mark", "the quotation stood in an element of its own", 'Ha detto " Scusate " ed è uscito.', 'Ha detto "Scusate" ed è uscito.', prior=0.6),
    Code("RJ203", "words-run-together", "two words run together", "two elements were joined without a blank", "Lo ha detto ieriMario Rossi in aula.", "Lo ha detto ieri Mario Rossi in aula.", prior=0.5),
    Code("RE301", "mojibake", "text decoded with the wrong character set", "UTF-8 was read as Latin-1 or Windows-1252", "La cittÃ\xa0 Ã¨ bella.", "La città è bella.", "error", prior=0.9),
    Code("RE302", "control-character", "a replacement or control character", "bytes could not be decoded, or were copied from a terminal", "La citt\ufffd di notte.", "La città di notte.", "error", prior=0.9),
    Code("RE303", "markup-left-over", "an HTML entity or tag was left in the text", "the text was escaped twice or not parsed at all", "Rossi &amp; figli <br>sono qui.", "Rossi & figli sono qui.", prior=0.8),
    Code("RS401", "scraper-residue", "text that belongs to the page, not to the article", "date lines, share buttons and link boxes were taken for prose", "Leggi anche: il bilancio del comune", "Il bilancio del comune è stato letto.", prior=0.6),
    Code("RS402", "repeated-paragraph", "a paragraph stands twice", "a pull quote, or the mobile copy of the page, was read too", "La seduta è sospesa fino a domani mattina alle nove.\n\nLa seduta è sospesa fino a domani mattina alle nove.", "La seduta è sospesa fino a domani mattina alle nove.", prior=0.3),
    Code("RV501", "variant", "references agree on another reading", "a typing or recognition error in the article, or an edit in the copies", "È arrivato ad Aahrus.", "È arrivato ad Aarhus.", "note"),
)  # fmt: skip

CODES: Final[dict[str, Code]] = {row.code: row for row in _ROWS}
