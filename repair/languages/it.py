"""Italian."""

from __future__ import annotations

from typing import Final

from repair.languages.pairs import ITALIAN_PAIRS
from repair.languages.table import Language

__all__ = ["ITALIAN"]

# prepositions grown together with an article
_ARTICULATED: Final = frozenset(
    """del dello della dei degli delle al allo alla ai agli alle dal dallo dalla dai dagli dalle
    nel nello nella nei negli nelle sul sullo sulla sui sugli sulle col coi""".split()
)
# forms that begin with a vowel or stand for a finite verb: none opens a noun phrase
_VERBS: Final = frozenset("è ha hanno era erano fu furono aveva avevano sarà".split())
# words that begin another phrase: no article stands before them
_NEVER_GOVERNED: Final = frozenset(
    """di a da in con su per tra fra ad e ed o oppure ma né se come che questo questa questi queste quello quella quegli
    quel egli senza mentre poiché""".split()
)

_WITH_ADVERB: Final = """pensare pensarci pensato pensata penso pensi pensa pensano penserò penserei penserebbe pensandoci
    dormirci dormito bevuto berci ridere riderci riso scherzarci tirare tirarsi tirato tirata tira tirano venire venuto viene
    vengono messo messa mettere saltare saltato andare andato guardare guardato alzare alzato ridendoci scherzandoci
    riderci ridiamoci scherziamoci dormiamoci dormiteci beviamoci riflettiamoci rifletterci riflettendoci ragionarci
    ragionandoci bevici dormici tornarci tornandoci lavorarci lavorandoci""".split()
_LASTING: Final = "interi interminabili infiniti eterni lunghissimi che".split()
_GODS: Final = [f"{article} dei" for article in "gli degli agli dagli sugli negli quegli".split()]

ITALIAN: Final = Language(
    code="it",
    name="Italian",
    stranding=_ARTICULATED
    | frozenset("il gli un di da in con per tra fra lo le quel quei quegli ogni qualche".split()),
    weak=frozenset("a i la li una uno su ad senza contro verso".split()),
    leaning=frozenset("a i la li ad su".split()),
    opening=frozenset(["secondo"]),
    joining=frozenset("e ed o od ma che cui come se oppure mentre affinché benché né non".split()),
    coordinating=frozenset("e ed o od né".split()),
    elided=frozenset(
        """l un dell all dall nell sull d coll quell quest c s n dov com cos gl ch tutt nient anch
        sant bell grand""".split()
    ),
    elides=True,
    articles=_ARTICULATED | frozenset("il un gli la lo le i una quel quei quegli".split()),
    determiners=frozenset("i la una uno".split()),
    after_articles=_VERBS - frozenset(["fu"]) | _ARTICULATED | _NEVER_GOVERNED,
    prepositions=frozenset("di da in con per tra fra".split()),
    shared=frozenset(["a"]),
    after_prepositions=_VERBS
    | _ARTICULATED - frozenset("dei degli delle".split())
    | frozenset("e ed o oppure ma mentre né perché egli ho avrebbe".split()),
    # pronouns that look like articles (`lo è stato`), and set phrases
    sound_pairs=frozenset(
        [f"{pronoun} {verb}" for pronoun in ("lo", "gli", "le", "una") for verb in _VERBS]
        + [f"la {verb}" for verb in _VERBS - frozenset(["è", "era"])]
        + [f"una {word}" for word in (*_ARTICULATED, *_NEVER_GOVERNED)]
        + [f"{article} {word}" for article in ("il", "un", "del", "i", "dei") for word in ("se", "ma", "come")]
        + [f"{word} che" for word in ("un", "il", "quel", "quei", "quegli", "del", "al", "dal", "nel", "sul", "col")]
        + _GODS
        # an adverb: `pensarci su`, `tirare su`
        + [f"{verb} su" for verb in _WITH_ADVERB]
        + "al di|dal di|il da|un da|per al|con e|da e|per e|tra e|da al|di al|con o|di o|per o|con del|con alle|là su|lì su|non ostante|qual siasi|e non|o non|da un|in su|di su|e dai|ma dai|eh dai|dai da|sulla a|nel e|apri con".split(
            "|"
        )
    ),
    sound_triples=frozenset(
        "un di più|un di meno|il di più|tra e lungo|in quel di|da quel di|dio il vuole|a il manifesto".split("|")
        # `rimase zitto per minuti interi`
        + [f"per {time} {long}" for time in ("minuti", "secondi") for long in _LASTING]
        + [f"{gods} {word}" for gods in _GODS for word in _VERBS | _ARTICULATED | _NEVER_GOVERNED]
        # `il di lui padre`
        + [f"{one} di {whose}" for one in (*_ARTICULATED, *"il lo la i gli le".split()) for whose in ("lui", "lei")]
    ),
    openers=frozenset(
        """e ed o oppure ma però che chi cui se come quando mentre perché poiché anche dove di da in con per tra fra su
        a ad al alla ai del della dei delle nel nella dal dalla si ha è sono non il lo la i gli le un una""".split()
    ),
    abbreviations=frozenset(
        """ecc es p pag pagg art artt sig sigg dott dr prof avv ing on sen cfr vol cap fig tab tel cit nr n gen col cap
        ten mons don ss st lett geom rag arch spett egr etc sec ca op ed rev""".split()
    ),
    common=frozenset(
        """alcuni allora altra altre altri altro anche ancora aver avere aveva avevano avrebbe bene che chi ci ciò cosa
        così da deve devono dopo dove dunque egli ella era erano essa esse essere essi fa fare fatto fino forse fosse
        fu ha hai hanno ho infatti inoltre io là lei li loro lui ma mai me meno mentre mi mia mio molti molto ne
        nessuno niente no noi non nulla ogni ora ormai parte per perché però più po poco poi possono proprio può
        qualche qualcosa quale quali quando quanto quasi quella quelle quelli quello quest questa queste questi questo
        qui quindi sarà sarebbe se sei sempre si sia sono sopra sotto sta stata stati stato stessa stesso su sua sue
        suo suoi tale tanto te ti tra tu tutta tutte tutti tutto un una uno va verso vi via viene voi volta vuole è sì
        già""".split()
    ),
    read_more=(
        "leggi tutto",
        "leggi di più",
        "leggi l'articolo",
        "leggi l'articolo completo",
        "leggi l’articolo completo",
        "continua a leggere",
        "continua",
        "continua la lettura",
        "mostra altro",
        "mostra di più",
        "vedi tutto",
        "scopri di più",
        "per saperne di più",
        "continua su",
    ),
    share=(
        "condividi",
        "condividi su",
        "tweet",
        "twitta",
        "stampa",
        "invia per email",
        "mi piace",
        "iscriviti alla newsletter",
        "iscriviti al canale",
        "seguici su",
        "clicca qui",
        "commenta",
        "commenti",
        "salva",
        "copia link",
        "ascolta l'articolo",
        "ascolta questo articolo",
        "pubblicità",
    ),
    adverts=("pubblicità",),
    counters=(
        "condivisioni",
        "condivisione",
        "commenti",
        "visualizzazioni",
        "mi piace",
        "minuti di lettura",
        "min di lettura",
    ),
    notices=(
        "questo sito utilizza i cookie",
        "questo sito utilizza cookie",
        "questo sito usa i cookie",
        "questo sito usa cookie",
        "utilizziamo i cookie",
        "utilizziamo cookie",
        "usiamo i cookie",
        "usiamo cookie",
        "noi e i nostri partner",
        "il tuo browser non supporta",
        "abilita javascript",
        "per favore abilita javascript",
        "disattiva il blocco della pubblicità",
        "disattiva adblock",
        "iscriviti alla nostra newsletter",
        "iscriviti alla newsletter",
        "ricevi la newsletter",
        "ricevi la nostra newsletter",
        "caricamento in corso",
        "la pubblicità ci permette",
        "attiva javascript",
        "questo articolo è riservato agli abbonati",
        "questo contenuto è riservato agli abbonati",
        "contenuto riservato agli abbonati",
        "accetta tutti i cookie",
        "salta al contenuto",
        "vai al contenuto principale",
        "torna all'inizio",
        "torna su",
        "visualizza questo post su",
        "contenuto sponsorizzato",
        "caricamento...",
        "caricamento…",
    ),
    related=(
        "leggi anche",
        "leggi pure",
        "potrebbe interessarti",
        "potrebbero interessarti",
        "articoli correlati",
        "guarda anche",
        "guarda il video",
        "approfondisci",
        "vedi anche",
        "ti potrebbe interessare",
        "notizie correlate",
        "per approfondire",
    ),
    rights=tuple(
        "riproduzione riservata|tutti i diritti riservati|diritti riservati|© copyright|copyright ©|(c) copyright".split(
            "|"
        )
    ),
    date_words=(
        "date",
        "data",
        "pubblicato",
        "pubblicato il",
        "pubblicata il",
        "aggiornato",
        "aggiornato il",
        "aggiornato alle",
        "ultimo aggiornamento",
        "modificato il",
    ),
    months=tuple(
        """gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
        gen feb mar apr mag giu lug ago set ott nov dic""".split()
    ),
    before_clock=("ore", "alle", "h"),
    bylines=(
        "di ",
        "a cura di ",
        "foto ",
        "foto:",
        "fonte ",
        "fonte:",
        "testo di ",
        "dal nostro ",
        "dalla nostra ",
        "nella foto",
        "immagine",
        "credit",
        "redazione",
    ),
    before_units=frozenset(
        """zero uno un una due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta
        quaranta cinquanta sessanta settanta ottanta novanta cento mille mila mezzo mezza quarto pochi poche
        molti molte tanti tante alcuni alcune diversi diverse parecchi parecchie vari varie quanti quante troppi
        troppe più meno altri altre ogni per in a ad e o al i migliaia centinaia decine dozzine milioni miliardi
        milione miliardo numero numeri percentuale percentuali quantità""".split()
    ),
    units=tuple(
        """gradi metri chilometri centimetri millimetri miglia chilogrammi chili grammi quintali tonnellate litri
        ettari euro dollari""".split()
    ),
    periods=tuple("secondi minuti ore giorni settimane mesi anni".split()),
    quantities=frozenset(
        """superficie popolazione lunghezza altezza larghezza profondità peso distanza totale media massimo minimo altitudine velocità temperatura valore prezzo costo durata diametro capacità""".split()
    ),
    before_amount="di",
    approximating=frozenset("circa quasi oltre esattamente approssimativamente".split()),
    counting=frozenset("circa".split()),
    naming=frozenset(
        "intitolato intitolata chiamato chiamata denominato denominata soprannominato ribattezzato".split()
    ),
    apposed=frozenset(
        """comando menu menù pulsante tasto opzione campo attributo elemento funzione metodo classe file pacchetto
        parametro variabile articolo sezione capitolo strumento filtro formato titolo parola termine nome
        cartella directory proprietà etichetta scheda colonna presidente ministro ministra autore regista film
        libro romanzo canzone album giornale rivista portale piattaforma standard specifica estensione
        protocollo repository lettera carattere modalità""".split()
    ),
    measuring=frozenset(
        "dista distano pesa pesano misura misurano costa costano costava lungo lunga alto alta largo larga profondo profonda".split()
    ),
    numbered=frozenset(
        "figura fig tabella sezione capitolo equazione paragrafo appendice pagina nota volume articolo comma numero".split()
    ),
    never_pairs=ITALIAN_PAIRS,
    year_leads=frozenset(["nel"]),
    dated=frozenset(
        "nato nata nati nate morto morta fondato fondata inaugurato inaugurata pubblicato pubblicata aperto aperta costruito costruita eletto eletta uscito uscita nacque morì uscì".split()
    ),
    plurals=("i", "e"),
    numerals=("enti", "anta", "dici", "sette", "nove", "sei", "due", "tre", "cinque", "mille", "ventuno"),
    never_twice=frozenset("il gli un una in e è ha su".split()),
    repeating=frozenset("di da con per tra fra".split()),
    company="con",
    after_company=frozenset("di a su da in tra".split()),
    day_leads=frozenset(["il"]),
    sayings=frozenset(
        """detto dice dicono scritto scrive scrivono spiegato spiega aggiunto aggiunge dichiarato dichiara risposto
        risponde affermato afferma raccontato racconta commentato commenta ricordato ricorda twittato scrivendo
        dicendo aggiungendo spiegando""".split()
    ),
    announcing=frozenset("seguente seguenti questi queste seguito segue elenco".split()),
    titles=("sig.", "sig.ra"),
    embeds=frozenset(
        """video foto tweet post audio gallery galleria fotogallery trailer infografica podcast filmato diretta""".split()
    ),
    aside_endings=("mente", "iamo", "esempio"),
    resuming=(
        "in conclusione",
        "in secondo luogo",
        "allo stesso modo",
        "ciò nonostante",
        "al contrario",
        "ma",
        "però",
        "tuttavia",
        "inoltre",
        "infatti",
        "perciò",
        "pertanto",
        "ciononostante",
        "nonostante ciò",
        "d'altra parte",
        "per questo motivo",
        "di conseguenza",
    ),
    continued=("continua", "segue", "continua in", "leggi tutto"),
    paywall=(
        "continua a leggere",
        "clicca qui per leggere",
        "leggi l'articolo completo",
        "leggi l’articolo completo",
        "leggi l'intero articolo",
        "leggi l’intero articolo",
        "per leggere l'articolo completo",
        "per leggere l’articolo completo",
        "per leggere il resto",
        "continua la lettura su",
        "abbonati per continuare",
        "abbonati per leggere",
        "per continuare a leggere",
        "per continuare la lettura",
        "riservato agli abbonati",
        "riservata agli abbonati",
        "riservato ai soli abbonati",
        "sei già abbonato",
        "sei già un abbonato",
        "hai già un abbonamento",
        "accedi per leggere",
        "accedi per continuare",
        "registrati per leggere",
        "registrati per continuare",
        "hai raggiunto il limite di articoli",
        "articoli gratuiti disponibili",
    ),
    footers=(
        "l'articolo … proviene da",
        "l’articolo … proviene da",
        "l'articolo … sembra essere il primo su",
        "l’articolo … sembra essere il primo su",
    ),
)
