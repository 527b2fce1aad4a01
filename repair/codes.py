"""The codes of all findings as one data table: what each means, what causes it, and how every stage treats it.

A code is one row, and the row holds all that is decided by code: its severity, which of several codes names a place, how
many words it lacks, whether a model is asked, how sure its rules are, its words in Italian and English. Stages read the
row; none of them keeps a list of codes of its own. A code's number never changes its meaning.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

__all__ = ["CODES", "FAMILIES", "SEVERITIES", "Code", "Severity", "Wording", "code_named"]

Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("note", "warning", "error")
"""From mild to grave."""

FAMILIES: Final = {
    "RG": "gaps: text is missing here",
    "RJ": "joins: blanks lost or added",
    "RE": "encoding: characters damaged or markup left over",
    "RS": "residue: text that is not the article's",
    "RV": "variants: references or a reviewer have another reading",
}


class Wording(Struct, frozen=True):
    """The words for a code in one language. `unknowable` is empty for the codes that a model may be asked about."""

    name: str
    meaning: str
    unknowable: str = ""
    cause: str = ""


class Code(Struct, frozen=True):
    """One code and all that is decided by it."""

    code: str
    """A family and a number, such as `RG101`."""
    name: str
    """Its name: English words in lower case, joined by hyphens."""
    meaning: str
    """What the text has that it should not have. It is the message of the finding."""
    cause: str
    """What usually does this to a text."""
    bad: str
    """A short text that has it."""
    good: str
    """The same text without it."""
    italian: Wording
    """Its name and meaning in Italian."""
    severity: Severity = "warning"
    """How grave a finding is, unless the configuration says otherwise."""
    seen_by: Literal["rules", "gap head", "references", "reviewers"] = "rules"
    """Who finds it. What only the gap head finds may lie a word or two away from the place found."""
    precedence: int = 1000
    """If rules see several codes at one place, the code with the lowest number names it: the most specific."""
    own_place: bool = False
    """Whether it says what the text has rather than what it lacks: it is not merged with gaps beside it."""
    covers: bool = False
    """Whether its span is no text of the article: gaps inside the span are not reported, unless they are `always_shown`."""
    always_shown: bool = False
    """Whether it is reported inside a span that another code `covers`."""
    extent: tuple[int, int] | None = None
    """How many words are missing (low, high) where the rule does not say; `None`: unknown, or nothing is missing."""
    edge: Literal["", "start", "end"] = ""
    """The edge of a paragraph at which it lies; empty: anywhere. The gap head cannot tell how much is missing at an edge."""
    other_edge: str = ""
    """The code at the paragraph's other edge: a paragraph that lost both edges is one loss, seen at two places."""
    enclosed: bool = False
    """Whether the missing words stand between quotation marks or brackets."""
    unpaired: bool = False
    """Whether a quotation mark or bracket is missing, and nobody knows where it stood."""
    within_words: bool = False
    """Whether blanks or letters of words were lost and no whole word, so that a page with these words confirms it."""
    written: bool = False
    """Whether what its rules see may be the author's own: a page that has it to the letter shows that no extractor made it."""
    like_names: bool = False
    """Whether names in code look like it where they stand in prose."""
    passage: bool = False
    """Whether whole sentences or paragraphs are missing."""
    number: bool = False
    """Whether what is missing is a number: a model is asked for numbers alone."""
    hides: bool = False
    """Whether it turns out to be a gap if references have words there: to mend the blank alone would hide the loss."""
    safe_fix: bool = False
    """Whether the fix that follows from a rule leaves every word as it is."""
    unknowable: str = ""
    """What is missing, and why no model can know it. Empty: a model may be asked."""
    prior: float = 0.0
    """How sure (0–1) its rules are where no table was fitted for them; 0 if no rule has the code."""
    measured: str = ""
    """Where `prior` was measured."""

    @property
    def family(self) -> str:
        """The two letters of its family."""
        return self.code[:2]

    @property
    def is_gap(self) -> bool:
        """Whether text is missing at a place with this code."""
        return self.family == "RG"

    @property
    def lacks_words(self) -> bool:
        """Whether whole words are missing at a place with this code: not where only a mark or a blank is."""
        return self.is_gap and not self.within_words and not self.unpaired

    @property
    def is_passage_of_references(self) -> bool:
        """Whether whole sentences or paragraphs are missing at a place that only references show."""
        return self.passage and self.seen_by == "references"

    @property
    def is_variant(self) -> bool:
        """Whether references, or a reviewer, have other words than the article at a place with this code."""
        return self.family == "RV"

    def wording(self, language: str) -> Wording:
        """Its words in Italian (`it`), else in English."""
        if language == "it":
            return self.italian
        return Wording(self.name.replace("-", " "), self.meaning, self.unknowable, self.cause)


_PAGES: Final = "share of its places where public extractors lost something, on real pages of six languages"
# no page says whether these are damage
_READ: Final = "share of its places left in texts of fourteen languages, after the false ones were read"

CODES: Final[dict[str, Code]] = {row.code: row for row in (
    Code(
        "RG101", "empty-quotes", "quotation marks with nothing between them",
        cause="the quoted words stood in an inline element that the extractor dropped",
        bad='Ha risposto "" e se n\'è andato.',
        good='Ha risposto "no" e se n\'è andato.',
        italian=Wording("virgolette vuote", "virgolette senza niente in mezzo", cause="le parole citate stavano in un elemento della pagina che l’estrattore ha scartato"),
        severity="error", precedence=20, extent=(1, 12), enclosed=True, prior=0.68, measured=_PAGES,
    ),
    Code(
        "RG102", "empty-brackets", "brackets with nothing between them",
        cause="a link, date or abbreviation inside the brackets was dropped",
        bad="La tastiera () costa poco.",
        good="La tastiera (Android) costa poco.",
        italian=Wording("parentesi vuote", "parentesi senza niente in mezzo", cause="un link, una data o una sigla tra le parentesi sono andati persi"),
        severity="error", precedence=30, extent=(1, 12), enclosed=True, prior=0.61, measured=_PAGES,
    ),
    Code(
        "RG103", "stranded-function-word",
        "an article, preposition or conjunction before punctuation, with nothing to govern",
        cause="the link or emphasised words after it were dropped",
        bad="Ha parlato con il sindaco di, poi è partito.",
        good="Ha parlato con il sindaco di Lodi, poi è partito.",
        italian=Wording("parola funzionale isolata", "un articolo, una preposizione o una congiunzione prima della punteggiatura, senza le parole che dovrebbe reggere", cause="il link o le parole in risalto che seguivano sono andati persi"),
        severity="error", precedence=60, extent=(1, 6), like_names=True, prior=0.75, measured=_PAGES,
    ),
    Code(
        "RG104", "doubled-punctuation", "punctuation doubled or orphaned",
        cause="the words between two commas were dropped",
        bad="Abita a Fiumicino,, con la madre.",
        good="Abita a Fiumicino, con la madre.",
        italian=Wording("punteggiatura doppia", "punteggiatura doppia o isolata", cause="le parole tra due virgole sono andate perse"),
        severity="error", precedence=70, extent=(1, 12), prior=0.5, measured=_PAGES,
    ),
    Code(
        "RG105", "blank-before-punctuation",
        "a blank before punctuation or just inside a bracket, or two blanks in a row",
        cause="a word was dropped, the blanks around it were not",
        bad="Ne parlano il sindaco , con , e il ministro , con .",
        good="Ne parlano il sindaco, con la giunta, e il ministro, con i tecnici.",
        italian=Wording("spazio di troppo", "uno spazio prima della punteggiatura o subito dentro una parentesi, o due spazi di seguito", cause="una parola è andata persa, gli spazi che la circondavano no"),
        precedence=80, extent=(1, 12), prior=0.48, measured=_PAGES,
    ),
    Code(
        "RG106", "sentence-cut-off", "a paragraph that ends in mid-sentence",
        cause="the paragraph's last element, or all after it, was dropped",
        bad="Il consiglio ha deciso di rinviare la seduta perché la maggioranza non",
        good="Il consiglio ha deciso di rinviare la seduta.",
        unknowable="the rest of the paragraph: nobody can know",
        italian=Wording("frase interrotta", "un paragrafo che finisce a metà frase", "il resto del paragrafo: nessuno può saperlo", cause="l’ultimo elemento del paragrafo, o tutto ciò che lo seguiva, è andato perso"),
        precedence=100, extent=(1, 20), edge="end", other_edge="RG107", prior=0.15, measured=_PAGES,
    ),
    Code(
        "RG107", "fragment", "a paragraph that begins in mid-sentence",
        cause="the paragraph's first element was dropped",
        bad=", che presiede la commissione, ha lasciato la sala senza rispondere.",
        good="Anna Verdi, che presiede la commissione, ha lasciato la sala senza rispondere.",
        unknowable="the beginning of the paragraph: nobody can know",
        italian=Wording("frammento senza inizio", "un paragrafo che comincia a metà frase", "l’inizio del paragrafo: nessuno può saperlo", cause="il primo elemento del paragrafo è andato perso"),
        precedence=90, extent=(1, 20), edge="start", other_edge="RG106", like_names=True, prior=0.25, measured=_PAGES,
    ),
    Code(
        "RG108", "word-cut-in-two", "a word cut in two",
        cause="a line break, soft hyphen or column break of the page went into the text",
        bad="La com- missione si è riunita, e la com- missione ha votato.",
        good="La commissione si è riunita, e la commissione ha votato.",
        unknowable="no word is missing: the two halves belong together",
        italian=Wording("parola spezzata", "una parola tagliata in due", "non manca nessuna parola: le due metà vanno unite", cause="un a capo, un trattino o un cambio di colonna della pagina è finito nel testo"),
        precedence=50, extent=(1, 1), within_words=True, prior=0.3, measured=_READ,
    ),
    Code(
        "RG109", "truncated", "a read-more phrase or an ellipsis ends the text",
        cause="the page shows a teaser, or the rest is behind a link",
        bad="La giunta ha approvato il bilancio e... Leggi tutto",
        good="La giunta ha approvato il bilancio.",
        unknowable="the rest of the text: only its page or a copy has it",
        italian=Wording("testo troncato", "il testo finisce con un invito a proseguire la lettura o con i puntini di sospensione", "il resto del testo: si trova solo nella pagina o in una copia", cause="la pagina mostra solo l’inizio del testo, oppure il resto sta dietro un link"),
        precedence=40, extent=(1, 200), edge="end", prior=0.7, measured=_READ,
    ),
    Code(
        "RG110", "unpaired-quote", "a quotation mark or bracket without its partner",
        cause="the element that held the partner was dropped",
        bad="Ha detto: «Non lo so e se n'è andato.",
        good="Ha detto: «Non lo so» e se n'è andato.",
        unknowable="a mark: only its page or a copy can tell where it stood",
        italian=Wording("virgoletta o parentesi spaiata", "una virgoletta o una parentesi senza la sua compagna", "un segno: solo la pagina o una copia dice dove stava", cause="l’elemento che conteneva l’altro segno è andato perso"),
        precedence=110, unpaired=True, prior=0.1, measured=_PAGES,
    ),
    Code(
        "RG111", "placeholder", "a template's placeholder was left unfilled",
        cause="the page fills it in by script, the extractor does not",
        bad="Benvenuta {{name}}, la seduta comincia.",
        good="Benvenuta Anna, la seduta comincia.",
        italian=Wording("segnaposto non sostituito", "il segnaposto di un modello di pagina non è stato sostituito", cause="lo riempie uno script della pagina, che l’estrattore non esegue"),
        severity="error", precedence=10, always_shown=True, prior=0.8, measured=_READ,
    ),
    Code(
        "RG112", "missing-words", "words seem to be missing, with no sign on the surface",
        cause="an inline element was dropped together with its blanks",
        bad="Il ministro ha detto che l'accordo con si firmerà domani a Bruxelles.",
        good="Il ministro ha detto che l'accordo con la Francia si firmerà domani a Bruxelles.",
        italian=Wording("parole mancanti", "sembra che manchino delle parole, anche se nel testo nulla lo segnala", cause="un elemento dentro la frase è andato perso con gli spazi che lo circondavano"),
        precedence=140, seen_by="gap head",
    ),
    Code(
        "RG113", "missing-in-article", "references have words here that the article lacks",
        cause="an inline element was dropped",
        bad="Il sindaco Anna Verdi ha firmato.",
        good="Il sindaco di Lodi Anna Verdi ha firmato.",
        italian=Wording("parole presenti nelle altre copie", "le copie hanno qui parole che l’articolo non ha", cause="un elemento dentro la frase è andato perso"),
        seen_by="references",
    ),
    Code(
        "RG114", "missing-passage", "references have a whole passage here that the article lacks",
        cause="a block of the page was dropped",
        bad="La giunta si è riunita ieri. Il voto è fissato per martedì.",
        good="La giunta si è riunita ieri. Ha discusso a lungo del bilancio, senza trovare un accordo sulle nuove spese. Il voto è fissato per martedì.",
        unknowable="a whole passage: only its page or a copy has it",
        italian=Wording("passo presente nelle altre copie", "le copie hanno qui un intero passo che l’articolo non ha", "un intero passo: si trova solo nella pagina o in una copia", cause="un blocco della pagina è andato perso"),
        seen_by="references", passage=True,
    ),
    Code(
        "RG115", "lost-number", "a unit, an amount or a date without its number, or a number without its point",
        cause="a template or an element with the number was dropped, or digits were cleaned away",
        bad="La temperatura media è di °C, e il mese più caldo è luglio.",
        good="La temperatura media è di 3 °C, e il mese più caldo è luglio.",
        italian=Wording("numero perso", "un’unità, un importo o una data senza il suo numero, o un numero senza la virgola", cause="un elemento con il numero è andato perso, oppure una ripulitura ha tolto delle cifre"),
        severity="error", precedence=55, extent=(1, 1), number=True, prior=0.85, measured=_READ,
    ),
    Code(
        "RG116", "announced-and-absent", "what the text announces or counts does not follow",
        cause="a list, quotation, table or embedded element was dropped after the words that announce it",
        bad="La sindaca ha commentato la sentenza ieri sera. Ha scritto:\n\nAnche l'opposizione si è fatta sentire. Il capogruppo chiede una seduta.",
        good="La sindaca ha commentato la sentenza ieri sera. Ha scritto:\n\n«Rispetto la decisione.»",
        unknowable="what was announced: only its page or a copy has it",
        italian=Wording("annunciato e assente", "manca ciò che il testo annuncia o enumera", "ciò che era annunciato: si trova solo nella pagina o in una copia", cause="dopo le parole che lo annunciano è andato perso un elenco, una citazione, una tabella o un contenuto incorporato"),
        precedence=45, extent=(3, 200), passage=True, prior=0.7, measured=_READ,
    ),
    Code(
        "RG117", "beheaded-text", "the text begins with words that take up what was said before",
        cause="the first paragraphs were taken for the page's, or stand in another element",
        bad="Ma quella promessa, dicono i sindacati, vale soltanto per i contratti a tempo indeterminato, che sono la metà.",
        good="Quella promessa, dicono i sindacati, vale soltanto per i contratti a tempo indeterminato, che sono la metà.",
        unknowable="the beginning of the text: only its page or a copy has it",
        italian=Wording("testo senza inizio", "il testo comincia con parole che riprendono qualcosa di già detto", "l’inizio del testo: si trova solo nella pagina o in una copia", cause="i primi paragrafi sono stati scambiati per testo della pagina, o stanno in un altro elemento"),
        precedence=85, extent=(3, 200), edge="start", passage=True, prior=0.7, measured=_READ,
    ),
    Code(
        "RJ201", "lost-blank", "the blank after punctuation was lost",
        cause="two elements were joined without a blank",
        bad="Vive in Ucraina,argomenti a parte.",
        good="Vive in Ucraina, argomenti a parte.",
        italian=Wording("spazio perso dopo la punteggiatura", "lo spazio dopo la punteggiatura è andato perso", cause="due elementi sono stati uniti senza spazio"),
        precedence=120, hides=True, safe_fix=True, within_words=True, like_names=True, prior=0.6, measured=_PAGES,
    ),
    Code(
        "RJ202", "blank-inside-quotes", "a blank just inside a quotation mark",
        cause="the quotation stood in an element of its own",
        bad='Ha detto " Scusate " ed è uscito.',
        good='Ha detto "Scusate" ed è uscito.',
        italian=Wording("spazio dentro le virgolette", "uno spazio subito dentro le virgolette", cause="la citazione stava in un elemento a sé"),
        own_place=True, hides=True, safe_fix=True, prior=0.6, measured=_PAGES,
    ),
    Code(
        "RJ203", "words-run-together", "two words run together",
        cause="two elements were joined without a blank",
        bad="Lo ha detto ieriMario Rossi in aula.",
        good="Lo ha detto ieri Mario Rossi in aula.",
        italian=Wording("due parole attaccate", "due parole attaccate", cause="due elementi sono stati uniti senza spazio"),
        precedence=130, within_words=True, like_names=True, prior=0.5, measured=_PAGES,
    ),
    Code(
        "RJ204", "broken-line", "an element inside a sentence stands on a line of its own",
        cause="the extractor sets every element on a line of its own",
        bad="Per cambiare la lista basta riscrivere il\nget_queryset\nmetodo della vista.",
        good="Per cambiare la lista basta riscrivere il get_queryset metodo della vista.",
        italian=Wording("riga spezzata", "un elemento dentro una frase sta su una riga a sé", cause="l’estrattore mette ogni elemento su una riga a sé"),
        own_place=True, hides=True, prior=0.8, measured=_READ,
    ),
    Code(
        "RE301", "mojibake", "text decoded with the wrong character set",
        cause="UTF-8 was read as Latin-1 or Windows-1252",
        bad="La cittÃ\xa0 Ã¨ bella.",
        good="La città è bella.",
        italian=Wording("codifica sbagliata", "testo letto con la codifica sbagliata", cause="un testo in UTF-8 è stato letto come Latin-1 o Windows-1252"),
        severity="error", own_place=True, covers=True, safe_fix=True, prior=0.9, measured=_READ,
    ),
    Code(
        "RE302", "control-character", "a replacement or control character",
        cause="bytes could not be decoded, or were copied from a terminal",
        bad="La citt� di notte.",
        good="La città di notte.",
        italian=Wording("carattere di controllo", "un carattere di sostituzione o di controllo", cause="alcuni byte non erano leggibili, o sono stati copiati da un terminale"),
        severity="error", own_place=True, prior=0.9, measured=_READ,
    ),
    Code(
        "RE303", "markup-left-over", "an HTML entity, a tag or other markup was left in the text",
        cause="the text was escaped twice or not parsed at all",
        bad="Rossi &amp; figli <br>sono qui.",
        good="Rossi & figli sono qui.",
        italian=Wording("markup rimasto", "un’entità, un’etichetta HTML o altro markup rimasti nel testo", cause="il markup è stato codificato due volte, o non è stato interpretato"),
        own_place=True, safe_fix=True, written=True, prior=0.8, measured=_READ,
    ),
    Code(
        "RE304", "escape-left-over", "a character written as an escape of another format",
        cause="quoted-printable mail, JSON or an address was not decoded, or was decoded once too seldom",
        bad="La citt\\u00e0 =C3=A8 chiusa.",
        good="La città è chiusa.",
        italian=Wording("codice di escape rimasto", "un carattere scritto con il codice di un altro formato", cause="una e-mail, un testo JSON o un indirizzo non è stato decodificato, o lo è stato una volta di meno"),
        severity="error", own_place=True, covers=True, safe_fix=True, prior=0.9, measured=_READ,
    ),
    Code(
        "RE305", "letter-lost", "letters of a word were lost or replaced",
        cause="a font's sign for several letters had no code, a drop cap stood apart, or a character set lacked the letter",
        bad="L'u cio de nisce le modalità della veri ca.",
        good="L'ufficio definisce le modalità della verifica.",
        italian=Wording("lettere perse", "alcune lettere di una parola sono andate perse o sono state sostituite", cause="un carattere unico per più lettere non aveva codice, un capolettera stava a parte, o alla codifica mancava la lettera"),
        severity="error", own_place=True, within_words=True, like_names=True, written=True, prior=0.8, measured=_READ,
    ),
    Code(
        "RE306", "raised-number", "a number that stood above the line reads as part of the word or number before it",
        cause="the page's raised numbers were set down beside the text",
        bad="I profughi sono più di sessanta milioni.1 La maggior parte è povera.",
        good="I profughi sono più di sessanta milioni. La maggior parte è povera.",
        italian=Wording("numero ad apice", "un numero ad apice si legge come parte della parola o del numero che precede", cause="i numeri in apice della pagina sono finiti accanto al testo"),
        own_place=True, like_names=True, written=True, prior=0.7, measured=_READ,
    ),
    Code(
        "RS401", "scraper-residue", "text that belongs to the page, not to the article",
        cause="date lines, share buttons and link boxes were taken for prose",
        bad="Leggi anche: il bilancio del comune",
        good="Il bilancio del comune è stato letto.",
        italian=Wording("residuo della pagina", "testo che appartiene alla pagina, non all’articolo", cause="righe con la data, pulsanti di condivisione e riquadri di link sono stati presi per testo"),
        own_place=True, covers=True, prior=0.6, measured=_READ,
    ),
    Code(
        "RS402", "repeated-paragraph", "a paragraph or a sentence stands twice",
        cause="a pull quote, or the mobile copy of the page, was read too",
        bad="La seduta è sospesa fino a domani mattina alle nove.\n\nLa seduta è sospesa fino a domani mattina alle nove.",
        good="La seduta è sospesa fino a domani mattina alle nove.",
        italian=Wording("paragrafo ripetuto", "un paragrafo o una frase che compare due volte", cause="è stata letta anche una citazione in risalto, o la copia della pagina per i telefoni"),
        own_place=True, covers=True, written=True, prior=0.3, measured=_READ,
    ),
    Code(
        "RV501", "variant", "references agree on another reading",
        cause="a typing or recognition error in the article, or an edit in the copies",
        bad="È arrivato ad Aahrus.",
        good="È arrivato ad Aarhus.",
        italian=Wording("variante delle copie", "le copie concordano su un’altra lezione", cause="un errore di battitura o di riconoscimento nell’articolo, o una modifica nelle copie"),
        severity="note", seen_by="references",
    ),
    Code(
        "RV502", "correction", "a reviewer marked an error here",
        cause="a typing or recognition error that no rule saw",
        bad="La barca è arrivata al mole.",
        good="La barca è arrivata al molo.",
        italian=Wording("correzione", "un revisore ha segnato qui un errore", cause="un errore di battitura o di riconoscimento che nessuna regola ha visto"),
        severity="note", seen_by="reviewers",
    ),
)}  # fmt: skip


def code_named(name: str) -> Code | None:
    """The row of the name, such as `empty-quotes`, in letters of any case; `None` if no code has it."""
    return next((row for row in CODES.values() if row.name == name.lower()), None)
