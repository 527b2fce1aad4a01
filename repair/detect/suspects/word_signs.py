"""Signs that the words of a text give: the words without which a rule sees nothing.

The sieve judges each different token once, and so knows these words at no cost for all others. A rule that can only see
something where one of its words stands begins at the sign, and is not run on a text without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from repair.detect.suspects.language_signs import SIGNS_OF_LANGUAGE
from repair.detect.suspects.page_vocabulary import SIGNS_OF_PAGES
from repair.detect.suspects.prefilter import capitals
from repair.detect.suspects.program_signs import SIGNS_OF_PROGRAMS
from repair.languages.table import Language, words_of
from repair.text.patterns import any_of

__all__ = [
    "ABBREVIATED",
    "ADVERT",
    "ASSISTED",
    "CAMERA",
    "CAPTION",
    "CITED_LAW",
    "CLOSED_UP",
    "CONSONANT",
    "CONTACT",
    "CONTENTS",
    "CONTINUED",
    "EXTENT",
    "FIELD_CODE",
    "FORMULA",
    "GREEK",
    "GREETING",
    "INGREDIENT",
    "KEYED",
    "LABEL",
    "LARGE",
    "LED",
    "LOGGED",
    "MADE_BY",
    "MAILED",
    "MEASURED",
    "MISREAD_HEAD",
    "NO_DATE",
    "OF_NAME",
    "ORDINAL",
    "PAGE_COUNT",
    "PERCENT",
    "POSTCODE",
    "PROTECTED",
    "READER",
    "READ_TIME",
    "RESULT",
    "ROMAN",
    "SCORED",
    "SHIFTED",
    "SMILEY",
    "STAMPED",
    "SUBTITLED",
    "TRAIL",
    "UNHEARD",
    "WATERMARK",
    "WINDOW",
    "WORD_SIGNS",
    "any_giving",
    "signs_by_word",
    "signs_in",
    "standing_alone",
]

ABBREVIATED: Final = "abbreviated"
"""The sign of an abbreviated title that a name follows."""
ADVERT: Final = "advert"
"""The sign of what stands above advertisements."""
ASSISTED: Final = "assisted"
"""The sign of a word that an assistant's answer begins with, or has near its beginning."""
CONTINUED: Final = "continued"
"""The sign of a note on where a page goes on, or came from."""
PAGE_COUNT: Final = "page count"
"""The sign of a page that has a number."""
READER: Final = "reader"
"""The sign of a mark that a reader of an electronic book set."""
RESULT: Final = "result"
"""The sign of what a list of results says of a page."""
STAMPED: Final = "stamped"
"""The sign of a word in a page's stamp, in the head of a journal's page or in a note at its foot."""
WATERMARK: Final = "watermark"
"""The sign of a word that is printed across pages."""
SUBTITLED: Final = "subtitled"
"""The sign of a line that is learnt from subtitles."""
MADE_BY: Final = "made by"
"""The sign of what somebody made."""
EXTENT: Final = "extent"
"""The sign of an adverb before a measure or an amount."""
KEYED: Final = "keyed"
"""The sign of a verb that a key, a command or a value follows."""
OF_NAME: Final = "of name"
"""The sign of what is named after a place."""
UNHEARD: Final = "unheard"
"""The sign of what a transcript says of words that were not heard."""
PROTECTED: Final = "protected"
"""The sign of what a page says of an address that it hides."""
CAMERA: Final = "camera"
"""The sign of the name of a picture's file."""
CAPTION: Final = "caption"
"""The sign of a word with which a caption begins."""
CITED_LAW: Final = "cited law"
"""The sign of a part of a law that has a number."""
CLOSED_UP: Final = "closed up"
"""The sign of a word without its apostrophe."""
CONTACT: Final = "contact"
"""The sign of a word that an address follows soon."""
FIELD_CODE: Final = "field code"
"""The sign of a code that a word processor keeps behind what it shows."""
CONTENTS: Final = "contents"
"""The sign of the head of a table of contents."""
TRAIL: Final = "trail"
"""The sign of the first word of a page's way through its site, or of its links to other pages."""
POSTCODE: Final = "postcode"
"""The sign of what stands before the number of a post office."""
WINDOW: Final = "window"
"""The sign of a verb with which a page says where a link opens."""
FORMULA: Final = "formula"
"""The sign of what stands before a number in a chemical formula."""
GREEK: Final = "greek"
"""The sign of a word that a Greek letter and a hyphen stand before."""
GREETING: Final = "greeting"
"""The sign of a word with which a letter begins."""
INGREDIENT: Final = "ingredient"
"""The sign of a measure of kitchens, or of a verb for cooking."""
LABEL: Final = "label"
"""The sign of the first word of a page's or a mail's label."""
LARGE: Final = "large"
"""The sign of a word for a million or more."""
LED: Final = "led"
"""The sign of a word that a formula, a command or a name follows soon."""
CONSONANT: Final = "single letter"
"""The sign of a consonant that stands alone."""
LOGGED: Final = "logged"
"""The sign of a message of a program."""
MAILED: Final = "mailed"
"""The sign of a word of what mails and pages say of themselves."""
MEASURED: Final = "measured"
"""The sign of what is measured on a scale that ends."""
MISREAD_HEAD: Final = "misread head"
"""The sign of a small word whose capital I became a small L."""
NO_DATE: Final = "no date"
"""The sign of a date that a program could not make."""
ORDINAL: Final = "ordinal"
"""The sign of the ending of an ordinal, or of what is counted by one."""
PERCENT: Final = "percent"
"""The sign of the last word for per cent."""
READ_TIME: Final = "read time"
"""The sign of the minutes that a text takes its readers."""
SCORED: Final = "scored"
"""The sign of a verb for how a match ended."""
ROMAN: Final = "roman"
"""The sign of a Roman numeral with a small L."""
SHIFTED: Final = "shifted"
"""The sign of a small word whose letters are shown under other numbers."""
SMILEY: Final = "smiley"
"""The sign of a letter that is a smiling face in a font of symbols."""

# what stands before an apostrophe is part of another word, unless that is the `s` of a genitive; a letter or `ll` after one is
# the end of a word
_WORD: Final = re.compile(r"(?<!\w)(?<!['’](?=(?:ll|\w)(?!\w)))\w++(?!['’][^\W_s])")


def _endings(stems: str, endings: str) -> Iterator[str]:
    """Each stem with each ending; a blank parts them."""
    return (stem + ending for stem in stems.split() for ending in endings.split(" "))


def _spelled(words: str, *, small: bool = True) -> frozenset[str]:
    """The words with a capital and in capitals, and in small letters if they are written so too."""
    return frozenset(
        spelling for word in words.split() for spelling in (word.capitalize(), word.upper(), *([word] if small else ()))
    )


def _misread_numerals() -> Iterator[str]:
    """The Roman numerals up to `XXIX` with each part of their ones as small L."""
    for tens, ones in product(("", "X", "XX"), ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")):
        for letters in product(*("Il" if letter == "I" else letter for letter in ones)):
            numeral = tens + "".join(letters)
            if "l" in numeral and ("X" in numeral or "V" in numeral):
                yield numeral


_IN_ALL: Final[dict[str, frozenset[str]]] = {
    **(SIGNS_OF_PAGES | SIGNS_OF_PROGRAMS),
    ABBREVIATED: words_of(
        """Mr Mrs Ms Dr Prof Rev Gov Sen Rep Capt Lt Sgt dott avv ing prof sig arch geom dr Dott Avv Ing Sig Sr Sra Dra
        Hr"""
    ),
    CLOSED_UP: words_of(
        """dont doesnt didnt isnt wasnt arent werent couldnt wouldnt shouldnt hasnt havent hadnt youre theyre theyve weve
        youve thats whats Dont Doesnt Didnt Isnt Wasnt Thats Youre Theyre Weve Youve Theyve Ive"""
    ),
    ADVERT: _spelled("advertisement pubblicità publicité anzeige publicidad publicidade werbung annonce", small=False),
    ASSISTED: words_of(
        """Here Below below here Ecco ecco seguito Hier hier Voici voici Aquí aquí Aqui aqui hope Let Would sorry AI
        language modello Spero Fammi Vuoi Desideri Sprachmodell hoffe modèle espère modelo Espero"""
    ),
    CONTINUED: words_of(
        """continued Continued segue Segue SEGUE continua Continua CONTINUA Fortsetzung fortsetzung Suite suite Lire lire
        continúa Continúa Pasa pasa Sigue sigue Viene viene continuação Continuação vervolg Vervolg Downloaded
        Scaricato Heruntergeladen Téléchargé Descargado Gedownload"""
    ),
    PAGE_COUNT: words_of(
        """Page PAGE Pagina PAGINA Pag Pg Seite Página Bladzijde Pàgina Strona Str Sida Side Stránka Strana Stranica Oldal
        Sivu Sayfa Страница Сторінка Стр Σελίδα Σελ Trang Halaman"""
    ),
    READER: words_of(
        """Highlight Bookmark Evidenziazione evidenziazione Segnalibro segnalibro Markierung Surlignement surlignement
        Subrayado subrayado Destaque destaque Markering markering"""
    ),
    RESULT: words_of(
        """Translate Traduci Traduire Traducir Traduzir Seite results risultati Ergebnisse résultats resultados
        resultaten Missing Mancante Mancanti Fehlend Falta Faltan Ontbreekt ask chiesto Copia Cached"""
    ),
    STAMPED: words_of(
        "arXiv bioRxiv medRxiv Vol vol Cfr cfr Cf See Vedi Siehe Vgl Voir Véase Ver Ibid Ibidem Ivi ISSN"
    ),
    WATERMARK: words_of(
        """DRAFT BOZZA ENTWURF BROUILLON BORRADOR RASCUNHO CONCEPT CONFIDENTIAL RISERVATO VERTRAULICH CONFIDENTIEL
        CONFIDENCIAL SPECIMEN FACSIMILE PREPRINT UNCORRECTED"""
    ),
    SUBTITLED: words_of(
        """Sottotitoli Subtitles Subtitled Untertitel Untertitelung Sous Subtítulos Legendas Ondertitels Ondertiteling
        Transcription Transcribed Captions Captioning Grazie Thank Thanks Danke Merci Gracias Obrigado Please forget
        Iscriviti Iscrivetevi Abonniert Abonniere Abonnez Suscríbete Suscríbanse Inscreva Napisy Субтитры Редактор
        Undertexter Undertekster Altyazı Titulky Subtitrarea Subtítols Tekstitys"""
    ),
    MADE_BY: words_of(
        """written directed designed composed founded painted illustrated edited translated coached produced created
        adapted published geschrieben entworfen komponiert gegründet gemalt inszeniert geschreven ontworpen
        gecomponeerd geregisseerd geschilderd"""
    ).union(
        _endings(
            "scritt dirett disegnat progettat fondat compost dipint tradott illustrat allenat realizzat", "o a i e"
        ),
        _endings("écrit réalisé dessiné conçu composé fondé peint traduit", " e s es"),
        _endings("escrit dirigid diseñad compuest fundad pintad traducid projetad compost traduzid", "o a os as"),
    ),
    EXTENT: words_of(
        """about nearly around roughly approximately almost circa oltre etwa rund ungefähr knapp environ près
        aproximadamente cerca ongeveer Meter Kilometer Zentimeter metros kilómetros quilômetros quilómetros mètres
        kilomètres metri chilometri"""
    ),
    KEYED: words_of(
        """press Press hit run Run Execute use Use Set set premere Premere premi Premi premete Premete eseguire Eseguire
        esegui Esegui lanciare Lanciare impostare Impostare imposta Imposta impostato Impostato drücken Drücken drücke
        Drücke appuyez Appuyez appuyer Appuyer pulse Pulse pulsa Pulsa presione Presione presiona Presiona pressione
        Pressione aperte Aperte tecle Tecle Druk druk"""
    ).union(
        capitals(
            """klicken klicke klickt tippen tippe wählen öffnen kopieren cliquez cliquer choisissez sélectionnez
            saisissez ouvrez consultez haga haz hacer haciendo seleccione elija abra escriba introduzca selecciona
            elige abre consulte consulta clique clicar selecione escolha digite insira""".split()
        )
    ),
    OF_NAME: words_of(
        """Battle University Republic Kingdom Duchy Treaty Siege Province Diocese Archbishop Bishop Duke Earl battaglia Battaglia università Università diocesi Diocesi trattato
        Trattato assedio Assedio vescovo Vescovo sindaco Sindaco provincia Provincia Schlacht Universität Vertrag
        bataille université traité siège évêque batalla universidad tratado asedio obispo batalha universidade cerco
        bispo slag verdrag universiteit"""
    ),
    UNHEARD: _spelled(
        """inaudible unintelligible indistinct indiscernible crosstalk inaudibile inudibile incomprensibile inintelligibile incomprehensible unverständlich inintelligible ininteligible inaudível ininteligível onverstaanbaar"""
    )
    | words_of("UNK unk"),
    PROTECTED: words_of("protected protetto protetta protégée protégé protegida protegido geschützt beveiligd"),
    CAMERA: words_of("jpg jpeg png JPG PNG heic gif webp"),
    CAPTION: words_of(
        """Fig Figure Figura Abb Abbildung Foto Photo Bild Image Imagen Imagem Immagine Slide Credit Credits Crediti
        Photograph Picture Fotografia"""
    ),
    CITED_LAW: words_of(
        """articolo art legge decreto regolamento delibera sentenza circolare ordinanza section article paragraph Section
        Article Paragraph Regulation loi décret arrêté Artikel Art Ley ley Decreto"""
    ),
    CONTACT: frozenset(
        capitals(
            """scrivere scrivete scriva scrivi inviare inviate inviata inviati mandare rivolgersi chiamare contattare
            telefonare chiamate telefonate indirizzo info informazioni prenotazioni write writing email send sent
            apply reply contact visit available register programme tickets follow anmeldung anmeldungen infos
            informationen auskunft auskünfte kontakt karten reservierung reservierungen mail écrire ecrire écrivez
            téléphoner adresser appeler appelez escriba escribe escribir llamar llame llamando escribiendo enviar
            envíe escreva escrever envie ligar ligue""".split()
        )
    ),
    FIELD_CODE: words_of("HYPERLINK PAGEREF NOTEREF INCLUDEPICTURE SEQ DATE TIME CREATEDATE SAVEDATE MERGEFIELD"),
    CONTENTS: words_of("Contents Table Indice Índice Sommaire Sumário Inhaltsverzeichnis Inhoud Inhoudsopgave"),
    TRAIL: words_of(
        """Home Homepage HOME Startseite Accueil Inicio Início Previous Prev Precedente Precedenti Indietro Précédent
        Zurück Vorherige Anterior Vorige"""
    ),
    POSTCODE: words_of("CAP MA CT RI NH VT NJ"),
    WINDOW: words_of("opens Opens apre ouvre öffnet abre opent"),
    FORMULA: words_of("CH CO H NH NO SO"),
    GREEK: words_of(
        """carotene carotenes catenin blocker blockers bloccante bloccanti amyloid amiloide lactam lattamici lactamase
        globulin globulina glucan glucans glucano galactosidase tocopherol tocoferolo ketoglutarate synuclein
        sinucleina interferon decay tubulin linolenic blockeurs bloquants Blocker carotène Carotin betabloccanti
        caroteno lactamasa bloqueantes decadimento endorphin endorfina hydroxy adrenergic adrenergico"""
    ),
    GREETING: words_of(
        """Dear Hi Hello Caro Cara Gentile Ciao Hallo Liebe Lieber Bonjour Cher Chère Hola Estimado Estimada Querido
        Querida Olá Prezado Prezada Beste Geachte Tag"""
    ),
    INGREDIENT: words_of(
        """cucchiai cucchiaini cucchiaio cucchiaino bicchieri bicchiere tazze tazza tazzina spicchi spicchio fette
        pizzico bustina bustine ml cl dl cups cup tablespoons tablespoon teaspoons teaspoon tbsp tsp ounces ounce
        cloves clove sticks stick pints pint cuillères cuillère cuillerée cuillerées verre verres tasse tasses pincée
        pincées gousse gousses cucharadas cucharada cucharaditas cucharadita taza gramos mililitros gramas Gramm
        Milliliter tazas vaso vasos pizca diente dientes colheres colher xícara xícaras copo copos dente dentes pitada
        EL TL Infornate infornate Cuocete cuocete Heat heat Preheat preheat scaldate vorheizen enfournez g gr hg kg l oz lb lbs grammi grams Gramm"""
    ).union(
        capitals(
            """cuocere infornare bollire lessare riposare friggere mescolare bake cook boil simmer roast fry knead chill
            microwave stir refrigerate cuire reposer enfourner mijoter bouillir rissoler hornear cocer cocinar hervir
            reposar freír hornee hornea cueza cuece cocine cocina hierva fría asse assar cozinhe cozinhar ferver
            descansar backen kochen garen ziehen ruhen köcheln rühren braten quellen""".split()
        )
    ),
    LABEL: words_of(
        """Tempo Ascolta Copia Link Caricamento Iscriviti Ricevi Condividi Seguici Segui Abilita Accetta Annulla
        Cancellati Cancella Visualizza Inviato Scarica Listen Estimated Reading Copy Loading Sign Subscribe Share
        Follow View Unsubscribe Sent Lesezeit Lesedauer Artikel Newsletter Gesendet Temps Écouter Copier Chargement
        Abonnez Inscrivez Partager Suivez Envoyé Tiempo Escuchar Copiar Cargando Suscríbete Apúntate Suscríbase
        Compartir Síguenos Enviado Skip Vai Passa Salta Zum Aller Saltar Pular Gift Riproduci Guarda Embed Ouvir
        Carregando Assine Receba Compartilhar Compartilhe Siga Continua"""
    ),
    LARGE: words_of("million billion trillion milioni miliardi Millionen Milliarden"),
    LED: words_of(
        """Let type Type enter Enter hashtag Hashtag digitare Digitare digita Digita digitate Digitate Soit pronounced
        pronunciation pronuncia pronunciato pronunciata prononcé prononciation pronunciado pronunciación pronunciada
        pronúncia Aussprache IPA AFI"""
    ),
    ROMAN: frozenset(_misread_numerals()),
    SHIFTED: words_of("WKH RI DQG FKH GHOOD GHOOH GHU GLH GDV XQG OHV GHV TXH ORV GHO SHU XQD WKDW ZDV ZLWK IRU WKLV"),
    SMILEY: words_of("J"),
    CONSONANT: frozenset("BCDFGLMNPRSTVbcdfglmnprstv"),
    LOGGED: words_of("Notice Warning Fatal Deprecated Parse Strict"),
    MAILED: words_of(
        """receiving received receive attachments allegati visualizzi visualizzare ricevuto unsubscribe cancellarti
        iPhone iPad geladen navigateur navegador Abmelden désinscrire désabonner erhalten recevez baja recibido inscrito
        abbestellen"""
    ),
    MEASURED: words_of("pH magnitudo magnitude Magnitude Magnitudo magnitud"),
    MISREAD_HEAD: words_of("ln lt lf ll lch lm lst lhr lhre"),
    NO_DATE: words_of("Invalid NaN"),
    PERCENT: words_of("cento cent percent Prozent ciento"),
    SCORED: words_of(
        """vinto vince vinse battuto batte finì finita finisce pareggiato perso won beat lost ended defeated drew ganó
        empató gewann"""
    ),
    READ_TIME: words_of("min minuti minutos minute minutes Min"),
    ORDINAL: words_of("th st nd rd siècle arrondissement étage édition anniversaire"),
}
"""By sign: the words that give it, whatever the language."""
WORD_SIGNS: Final = frozenset((*_IN_ALL, *SIGNS_OF_LANGUAGE))
"""All signs that words give; the places of the words are listed under them. A word counts as written, wherever it stands
between characters that are no letters and digits."""


def any_giving(*signs: str) -> str:
    """The pattern of the words that give one of the signs in all languages."""
    return any_of([word for sign in signs for word in _IN_ALL[sign]])


def standing_alone(*signs: str) -> str:
    """The pattern of the words that give one of the signs in all languages, where nothing is joined to them."""
    return rf"(?<![\w'’])(?:{any_giving(*signs)})(?![\w'’])"


def signs_by_word(language: Language | None) -> dict[str, frozenset[str]]:
    """The signs that each word gives in a language."""
    words = [(word, sign) for sign, some in _IN_ALL.items() for word in some]
    phrases = [
        (phrase, sign) for sign, some in SIGNS_OF_LANGUAGE.items() for phrase in (some(language) if language else ())
    ]
    words += [(found[0], sign) for phrase, sign in phrases if (found := _WORD.search(phrase))]
    signs: dict[str, frozenset[str]] = {}
    for word, sign in words:
        signs[word] = signs.get(word, frozenset()) | {sign}
    return signs


def signs_in(text: str, signs: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, int]]:
    """The signs of the words of a text, of those that `signs` has by word, each with the offset of its word, in text
    order."""
    for word in _WORD.finditer(text):
        for sign in signs.get(word[0], ()):
            yield sign, word.start()
