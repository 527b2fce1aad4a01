"""Italian."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language, Tenses, combined, phrases_of, words_of

__all__ = ["ITALIAN"]

# prepositions grown together with an article
_ARTICULATED: Final = words_of(
    """del dello della dei degli delle al allo alla ai agli alle dal dallo dalla dai dagli dalle nel nello nella nei
    negli nelle sul sullo sulla sui sugli sulle col coi"""
)
# forms that begin with a vowel or stand for a finite verb: none opens a noun phrase
_VERBS: Final = words_of("è ha hanno era erano fu furono aveva avevano sarà")
# words that begin another phrase: no article stands before them
_NEVER_GOVERNED: Final = words_of(
    """di a da in con su per tra fra ad e ed o oppure ma né se come che questo questa questi queste quello quella quegli
    quel egli senza mentre poiché"""
)

# verbs that `su` belongs to: `pensarci su`
_WITH_ADVERB: Final = words_of(
    """pensare pensarci pensato pensata penso pensi pensa pensano penserò penserei penserebbe pensandoci
    dormirci dormito bevuto berci ridere riderci riso scherzarci tirare tirarsi tirato tirata tira tirano venire venuto viene
    vengono messo messa mettere saltare saltato andare andato guardare guardato alzare alzato vai vado andiamo andate vieni venite salire salito sali torno torni tornare ridendoci scherzandoci
    tirò tirarono tirava tiravano tirai tiri tirarlo tirarla tirarli tirarmi tirandolo tirandosi alza alzò alzarono
    alzava alzarsi alzati alzarlo alzandosi mise misero mette metti metterlo portò portarono portarlo portarla butta
    buttò buttarlo tieni tiene tenere tenersi tenerlo cresce crebbe cresceva crescere cresciuto guarda guardò guardava
    guardarono salta saltò saltarono salì salirono sale saliva sta stai stare state stava mandò mandarono venne vennero
    veniva venivano venga andò andarono andava corse corsero
    ridiamoci scherziamoci dormiamoci dormiteci beviamoci riflettiamoci rifletterci riflettendoci ragionarci
    ragionandoci bevici dormici tornarci tornandoci lavorarci lavorandoci"""
)
# no preposition there: `gli dei sono immortali`
_GODS: Final = ("gli degli agli dagli sugli negli quegli", "dei")

# verbs that no pronoun among the first words of a pair stands before
_MORE_VERBS: Final = """sono può possono viene vengono deve devono vuole vogliono potrebbe potrebbero dovrebbe dovrebbero sarebbe
    sarebbero saranno siano abbia abbiano permette permettono consente consentono rappresenta rappresentano definisce
    prevede riguarda dipende riesce avviene contiene diventa rimane fornisce consiste esiste costituisce risulta
    stava stavano stanno faceva vanno venivano dicono"""
_NEVER_PAIRS: Final = combined(
    # none in 25 million characters of sound texts; not `i dei sono immortali`, `dai, vanno via`, `un può di pane`,
    # `il prefisso in significa non`, and `di` is typed for `si` and `ci`
    (
        """il i quel quei quegli del dello della degli delle al allo alla ai agli alle dal dallo dalla dagli dalle nel nello
        nella nei negli nelle sul sullo sulla sui sugli sulle da in con per tra fra qualche""",
        _MORE_VERBS,
    ),
    ("di", "sono"),
    ("un", " ".join(verb for verb in _MORE_VERBS.split() if verb != "può")),
    ("qualche ogni", "è ha hanno"),
    ("qualche", "che"),
    (
        "del dello della dei degli delle al allo alla ai agli alle dal dallo dalla nel nello nella nei sul sulla",
        "si",
    ),
    ("a", "a al alla con da dal dalla del della di ed gradi il in nei nel nella su sul sulla"),
    ("al", "al anche per"),
    ("del", "del per"),
    ("dal", "dal al per"),
    ("dalla", "dalla alla"),
    ("dalle", "alle"),
    ("dai", "ai"),
    ("con", "con da di per"),
    ("da", "a con da di in"),
    ("di", "con di dopo gli in le lo mentre senza"),
    ("in", "con da per"),
    ("per", "con da minuti per secondi"),
    ("il", "per"),
    *((word, word) for word in "alla dei della delle fra nel nella sul sulla tra".split()),
)

ITALIAN: Final = Language(
    code="it",
    name="Italian",
    stranding=_ARTICULATED | words_of("il gli un di da in con per tra fra lo le quel quei quegli ogni qualche"),
    weak=words_of("a i la li una uno su ad senza contro verso"),
    leaning=words_of("a i la li ad su"),
    opening=words_of("secondo"),
    joining=words_of("e ed o od ma che cui come se oppure mentre affinché benché né non"),
    coordinating=words_of("e ed o od né"),
    elided=words_of(
        "l un dell all dall nell sull d coll quell quest c s n dov com cos gl ch tutt nient anch sant bell grand"
    ),
    elides=True,
    imperfects=phrases_of("avano|evano|ivano|avamo|evamo|ivamo"),
    articles=_ARTICULATED | words_of("il un gli la lo le i una quel quei quegli"),
    determiners=words_of("i la una uno"),
    after_articles=_VERBS - words_of("fu") | _ARTICULATED | _NEVER_GOVERNED,
    prepositions=words_of("di da in con per tra fra"),
    shared=words_of("a"),
    after_prepositions=_VERBS
    | _ARTICULATED - words_of("dei degli delle")
    | words_of("e ed o oppure ma mentre né perché egli ho avrebbe"),
    # pronouns that look like articles (`lo è stato`), and set phrases
    sound_pairs=combined(
        ("lo gli le una", _VERBS),
        ("la", _VERBS - words_of("è era")),
        ("una", _ARTICULATED | _NEVER_GOVERNED),
        ("il un del i dei", "se ma come"),
        ("un il quel quei quegli del al dal nel sul col", "che"),
        _GODS,
        (_WITH_ADVERB, "su"),
        ("al dal", "di"),
        ("il un", "da"),
        ("per da di", "al"),
        ("con da per tra", "e"),
        ("con di per", "o"),
        ("con", "del alle"),
        ("là lì in di", "su"),
        ("e o", "non"),
        ("e ma eh", "dai"),
        ("dai", "da"),
        ("da", "un"),
        ("non", "ostante"),
        ("qual", "siasi"),
        ("sulla", "a"),
        ("nel", "e"),
        ("apri", "con"),
    ),
    sound_triples=combined(
        ("sul al del dal nel", "da", "farsi fare dirsi"),
        ("un", "di", "più meno"),
        ("il", "di", "più"),
        ("in da", "quel", "di"),
        ("tra", "e", "lungo"),
        ("dio", "il", "vuole"),
        ("a", "il", "manifesto"),
        ("dai", "e", "dai"),
        # `me la dai?`, `Dallo a me`
        ("me te ce ve se non", "la lo le li gli", "dai"),
        ("dallo dalla dalle", "a", "me te lui lei noi voi loro chi"),
        ("un il del al nel dal", "su", "e"),
        # spots of the skin
        ("i", "nei", _VERBS | words_of("sono che non si e")),
        # `rimase zitto per minuti interi`
        ("per", "minuti secondi", "interi interminabili infiniti eterni lunghissimi che"),
        (*_GODS, _VERBS | _ARTICULATED | _NEVER_GOVERNED),
        # `il di lui padre`
        (_ARTICULATED | words_of("il lo la i gli le"), "di", "lui lei"),
    ),
    openers=words_of(
        """e ed o oppure ma però che chi cui se come quando mentre perché poiché anche dove di da in con per tra fra su a
        ad al alla ai del della dei delle nel nella dal dalla si ha è sono non il lo la i gli le un una"""
    ),
    abbreviations=words_of(
        """ecc es p pag pagg art artt sig sigg dott dr prof avv ing on sen cfr vol cap fig tab tel cit nr n gen col cap
        ten mons don ss st lett geom rag arch spett egr etc sec ca op ed rev"""
    ),
    common=words_of(
        """alcuni allora altra altre altri altro anche ancora aver avere aveva avevano avrebbe bene che chi ci ciò cosa
        così da deve devono dopo dove dunque egli ella era erano essa esse essere essi fa fare fatto fino forse fosse
        fu ha hai hanno ho infatti inoltre io là lei li loro lui ma mai me meno mentre mi mia mio molti molto ne
        nessuno niente no noi non nulla ogni ora ormai parte per perché però più po poco poi possono proprio può
        qualche qualcosa quale quali quando quanto quasi quella quelle quelli quello quest questa queste questi questo
        qui quindi sarà sarebbe se sei sempre si sia sono sopra sotto sta stata stati stato stessa stesso su sua sue
        suo suoi tale tanto te ti tra tu tutta tutte tutti tutto un una uno va verso vi via viene voi volta vuole è sì
        già"""
    ),
    read_more=phrases_of(
        """leggi tutto|leggi di più|leggi l'articolo|leggi l'articolo completo|continua a leggere|continua
        |continua la lettura|mostra altro|mostra di più|vedi tutto|scopri di più|per saperne di più|continua su"""
    ),
    share=phrases_of(
        """condividi|condividi su|tweet|twitta|stampa|invia per email|mi piace|iscriviti alla newsletter
        |iscriviti al canale|seguici su|clicca qui|commenta|commenti|salva|copia link|ascolta l'articolo
        |ascolta questo articolo|pubblicità"""
    ),
    adverts=phrases_of("pubblicità"),
    counters=phrases_of("condivisioni|condivisione|commenti|visualizzazioni|mi piace|minuti di lettura|min di lettura"),
    notices=phrases_of(
        """questo sito utilizza i cookie|questo sito utilizza cookie|questo sito usa i cookie|questo sito usa cookie
        |utilizziamo i cookie|utilizziamo cookie|usiamo i cookie|usiamo cookie|noi e i nostri partner
        |il tuo browser non supporta|abilita javascript|per favore abilita javascript
        |disattiva il blocco della pubblicità|disattiva adblock|iscriviti alla nostra newsletter
        |iscriviti alla newsletter|ricevi la newsletter|ricevi la nostra newsletter|caricamento in corso
        |la pubblicità ci permette|attiva javascript|questo articolo è riservato agli abbonati
        |questo contenuto è riservato agli abbonati|contenuto riservato agli abbonati|accetta tutti i cookie
        |salta al contenuto|vai al contenuto principale|torna all'inizio|torna su|visualizza questo post su
        |contenuto sponsorizzato|caricamento...|caricamento…"""
    ),
    related=phrases_of(
        """leggi anche|leggi pure|potrebbe interessarti|potrebbero interessarti|articoli correlati|guarda anche
        |guarda il video|approfondisci|vedi anche|ti potrebbe interessare|notizie correlate|per approfondire"""
    ),
    rights=phrases_of(
        "riproduzione riservata|tutti i diritti riservati|diritti riservati|© copyright|copyright ©|(c) copyright"
    ),
    date_words=phrases_of(
        """date|data|pubblicato|pubblicato il|pubblicata il|aggiornato|aggiornato il|aggiornato alle|ultimo aggiornamento
        |modificato il"""
    ),
    months=words_of(
        """gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre gen feb mar apr
        mag giu lug ago set ott nov dic"""
    ),
    before_clock=phrases_of("ore|alle|h"),
    bylines=phrases_of(
        """di |a cura di |foto |foto:|fonte |fonte:|testo di |dal nostro |dalla nostra |nella foto|immagine|credit
        |redazione"""
    ),
    before_units=words_of(
        """zero uno un una due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta quaranta
        cinquanta sessanta settanta ottanta novanta cento mille mila mezzo mezza quarto pochi poche molti molte tanti
        tante alcuni alcune diversi diverse parecchi parecchie vari varie quanti quante troppi troppe più meno altri
        altre ogni per in a ad e o al i migliaia centinaia decine dozzine milioni miliardi milione miliardo numero
        numeri percentuale percentuali quantità"""
    ),
    units=words_of(
        """gradi metri chilometri centimetri millimetri miglia chilogrammi chili grammi quintali tonnellate litri ettari
        euro dollari"""
    ),
    periods=words_of("secondi minuti ore giorni settimane mesi anni"),
    quantities=words_of(
        """superficie popolazione lunghezza altezza larghezza profondità peso distanza totale media massimo minimo
        altitudine velocità temperatura valore prezzo costo durata diametro capacità"""
    ),
    lasting=words_of("durata"),
    sums=words_of("massimo media minimo totale"),
    before_amount="di",
    approximating=words_of("circa quasi oltre esattamente approssimativamente"),
    counting=words_of("circa"),
    naming=words_of(
        "intitolato intitolata chiamato chiamata denominato denominata soprannominato soprannominata ribattezzato ribattezzata"
    ),
    apposed=words_of(
        """comando menu menù pulsante tasto opzione campo attributo elemento funzione metodo classe file pacchetto
        parametro variabile articolo sezione capitolo strumento filtro formato titolo parola termine nome cartella
        directory proprietà etichetta scheda colonna presidente ministro ministra autore regista film libro romanzo
        canzone album giornale rivista portale piattaforma standard specifica estensione protocollo repository lettera
        carattere modalità simbolo segno"""
    ),
    measuring=words_of(
        """dista distano pesa pesano misura misurano costa costano costava lungo lunga alto alta largo larga profondo
        profonda"""
    ),
    numbered=words_of(
        "figura fig tabella sezione capitolo equazione paragrafo appendice pagina nota volume articolo comma numero"
    ),
    never_pairs=_NEVER_PAIRS,
    year_leads=words_of("nel"),
    dated=words_of(
        """nato nata nati nate morto morta fondato fondata inaugurato inaugurata pubblicato pubblicata aperto aperta
        costruito costruita eletto eletta uscito uscita nacque morì uscì"""
    ),
    plurals=phrases_of("i|e"),
    numerals=phrases_of("enti|anta|dici|sette|nove|sei|due|tre|cinque|mille|ventuno"),
    never_twice=words_of("il gli un una in e è ha su"),
    repeating=words_of("di da con per tra fra"),
    company="con",
    after_company=words_of("di a su da in tra"),
    day_leads=words_of("il"),
    auxiliaries=words_of(
        """è sono era erano fu furono ha hanno aveva avevano può possono deve devono sarà saranno sarebbe sarebbero potrebbe
        potrebbero dovrebbe dovrebbero"""
    ),
    sayings=words_of(
        """detto dice dicono scritto scrive scrivono spiegato spiega aggiunto aggiunge dichiarato dichiara risposto
        risponde affermato afferma raccontato racconta riferito riferisce commentato commenta ricordato ricorda twittato scrivendo
        dicendo aggiungendo spiegando"""
    ),
    answering=words_of("risposto risponde"),
    announcing=words_of("seguente seguenti questi queste seguito segue elenco"),
    titles=phrases_of("sig.|sig.ra"),
    embeds=words_of(
        "video foto tweet post audio gallery galleria fotogallery trailer infografica podcast filmato diretta"
    ),
    aside_endings=phrases_of("mente|iamo|esempio"),
    resuming=phrases_of(
        """in conclusione|in secondo luogo|allo stesso modo|ciò nonostante|al contrario|ma|però|tuttavia|inoltre|infatti
        |perciò|pertanto|ciononostante|nonostante ciò|d'altra parte|per questo motivo|di conseguenza"""
    ),
    continued=phrases_of("continua|segue|continua in|leggi tutto"),
    paywall=phrases_of(
        """continua a leggere|clicca qui per leggere|leggi l'articolo completo|leggi l'intero articolo
        |per leggere l'articolo completo|per leggere il resto|continua la lettura su|abbonati per continuare
        |abbonati per leggere|per continuare a leggere|per continuare la lettura|riservato agli abbonati
        |riservata agli abbonati|riservato ai soli abbonati|sei già abbonato|sei già un abbonato
        |hai già un abbonamento|accedi per leggere|accedi per continuare|registrati per leggere
        |registrati per continuare|hai raggiunto il limite di articoli|articoli gratuiti disponibili"""
    ),
    footers=phrases_of("l'articolo … proviene da|l'articolo … sembra essere il primo su"),
    before_code=words_of(
        """comando comandi funzione funzioni metodo metodi variabile variabili attributo attributi classe
        opzione opzioni parametro parametri cartella pacchetto pacchetti modulo moduli proprietà operatore
        campo elemento digitate digitare digita premere premete premi eseguite eseguire esegui file directory
        tag package"""
    ),
    after_code=words_of("file directory package tag flag macro tool header"),
    tongues=words_of(
        """inglese francese tedesco spagnolo portoghese polacco russo greco latino arabo cinese giapponese
        ebraico turco olandese ungherese ceco croato serbo sloveno rumeno catalano basco sardo siciliano
        napoletano veneto ucraino svedese danese finlandese"""
    ),
    adverbial=words_of("senza contro"),
    placed=words_of("fuori dentro dopo prima oltre intorno attorno vicino"),
    orders=combined(("dai", "a ad al ai alla alle allo agli")),
    correcting=words_of("meglio piuttosto"),
    key_names=words_of("premere premi premete premendo tasto tasti vitamina vitamine"),
    remarks=words_of("frase frasi"),
    finite=words_of("è sono era erano fu furono ha hanno aveva avevano sarà saranno viene venne"),
    number_pairs=combined(
        ("nel", "|", "lo la il gli le"),
        # not `un paese di anime`, `un bambino di mesi`, `un uomo di anni 42`
        ("comune paese città borgo centro frazione cittadina villaggio paesino", "di", "|", "abitanti$"),
        (
            "uomo donna ragazzo ragazza bambino bambina giovane anziano anziana pensionato studente studentessa",
            "di",
            "|",
            "anni$",
        ),
        ("nel dal", "|", "secolo", "dai dal fu"),
        ("età", "di", "|", "anni si fu ha comincia"),
        # not `questa edizione`, `nella edizione critica`
        ("la alla nella della dalla sulla", "|", "edizione$"),
        ("il al del nel dal sul", "|", "anniversario"),
    ),
    tenses=Tenses(
        prepositions=words_of(
            """di da in con per tra fra del dello della degli delle al allo alla ai agli alle dal dallo dalla dagli dalle
            nel nello nella negli nelle sul sullo sulla sui sugli sulle"""
        ),
        endings=phrases_of("ò|ì|arono|irono|erono"),
        forms=words_of(
            "disse scrisse fece rispose nacque vinse ebbe venne vide volle dissero fecero scrissero vennero vinsero"
        ),
        others=words_of(
            """però perciò sennò pagherò marò retrò sfottò falò oblò comò casinò rococò metrò gigolò paltò popò bordò
            cocò così lunedì martedì mercoledì giovedì venerdì mezzodì buondì bensì altresì giurì pipì colibrì costì
            tassì dandì perdì"""
        ),
    ),
)
