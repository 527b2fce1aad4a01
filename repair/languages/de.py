"""German."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language, Tenses, combined, phrases_of, words_of

__all__ = ["GERMAN"]

# prepositions grown together with an article
_ARTICULATED: Final = words_of(
    "im am vom zum zur beim ins ans aufs fürs durchs übers unters hinters vors hinterm unterm überm"
)
# finite verbs: none opens a noun phrase
_VERBS: Final = words_of("ist sind war waren hat haben hatte hatten wird wurde wurden")

_NEVER_PAIRS: Final = combined(
    # not `oben ohne ist erlaubt`
    ("des im am vom zum zur beim für von gegen ins", "ist hat wurde war sind haben wurden wird kann sagte kam"),
    # not `auf Euro umgestellt`, `auf Meter genau`
    ("um", "euro prozent grad meter kilometer"),
    # not `auf Grad genau`
    ("auf", "prozent grad"),
    ("hat hatte zählt zählte", "einwohner"),
    ("beträgt betrug kostet kostete misst wiegt", "euro meter kilometer prozent kilo tonnen"),
    ("von", "auf prozent"),
    ("rund knapp circa", "euro prozent"),
    ("etwa", "prozent"),
    # not `wenn es zu laut ist`, `von Amts wegen hat`
    ("laut dank wegen trotz", "sinkt steigt"),
    ("dank trotz", "ist hat wurde"),
    ("einen einem", "handelt handelte"),
    (
        "von vom beim zum zur seit im am für gegen",
        """leitet lebt arbeitet gehört führt steht liegt gibt bleibt zeigt besteht bietet ermöglicht enthält bedeutet kommt
        geht sagt heißt erscheint beginnt endet gilt muss darf""",
    ),
    ("auf", "zurück"),
    ("um von", "prozent"),
    ("über", "im am"),
    ("mit", "ohne für"),
    ("für", "mit von nach"),
    ("bei", "durch mit für"),
    ("nach", "für"),
    ("und oder wie der die den dem des einer eines einen einem eine", "sowie"),
    ("im", "am aus"),
    ("am zum", "im"),
    ("von vom", "bis"),
    ("zwischen", "und"),
    ("in am", "geboren"),
    ("mit", "verheiratet"),
    *((word, word) for word in "von für im vom zum zur beim zwischen".split()),
    # a clause has its subject before its verb, unless that is all it has: `dass sind`
    ("dass weil ob obwohl nachdem bevor des", _VERBS),
)

GERMAN: Final = Language(
    code="de",
    name="German",
    # left out: articles, which are pronouns too (`der, als er kam, …`), and prepositions that part from a verb
    # (`er kommt mit,`)
    stranding=_ARTICULATED
    | words_of(
        """des für von seit trotz zwischen pro per mein seinem seines ihrem mittels zwecks nebst mitsamt
        hinsichtlich bezüglich"""
    ),
    weak=words_of(
        """der die das den dem ein eine einen einem einer eines kein keine keinen mit aus auf an in zu um bei nach vor
        über unter durch bis ohne gegen wegen neben laut sein seine ihr ihre ihren unser unsere sehr seiner seinen ihrer
        ihres unserer unserem unseres"""
    ),
    leaning=words_of(
        """eine einen einem kein keinen seine seiner seinen ihre ihren ihrer ihres unsere unserer unserem unseres bis in
        ohne gegen neben"""
    ),
    # elsewhere an adjective: `sie rief laut, er leise`
    opening=words_of("laut"),
    tied=combined(
        ("verheiratet befreundet verglichen identisch zusammenarbeit kooperation verbindung zusammenhang", "mit"),
        ("aufgrund anhand infolge mithilfe zugunsten", "von"),
        ("gehört", "zu"),
        ("stammt besteht bestehend", "aus"),
        ("bekannt", "für"),
        ("studierte mitglied angestellt beschäftigt", "bei"),
        ("benannt umzug reise reisen flug flucht rückkehr fahrt suche", "nach"),
        ("bezug hinblick rücksicht auswirkungen", "auf"),
        ("mangel erinnerung erkrankt reich", "an"),
        ("informationen buch film bericht streit debatte", "über"),
        ("angst respekt", "vor"),
        ("geboren", "in"),
    ),
    shared=words_of("in gegen neben"),
    joining=words_of("und oder sondern dass weil obwohl sowie falls als bevor nachdem weder sowohl ob"),
    coordinating=words_of("und oder sowie"),
    # of names: `d'Ormesson`, `L'Aquila`, `O'Neill`
    elided=words_of("d l o"),
    articles=_ARTICULATED | words_of("des einen einem eine"),
    determiners=words_of(
        "der die das den dem ein eine einen einem einer eines kein keine keinen seine ihre ihren unsere"
    ),
    after_articles=_VERBS - words_of("haben")
    | words_of(
        """und oder dass weil wenn als ob aber sondern sowie mit für auf an bei um über unter durch nach zum zur beim
        zwischen kann können muss müssen soll will"""
    ),
    prepositions=words_of("für von zwischen seit trotz bei gegen ohne"),
    after_prepositions=_VERBS - words_of("haben")
    | words_of("und aber sondern weil ob er wir man kann können muss müssen soll will"),
    # `zum einen auf`, `die eine und die andere`, `seit wir hier sind`
    sound_pairs=combined(
        # `zum einen auf`, `die eine und die andere`
        ("das die der", "eine"),
        # `zum einen, weil`
        ("zum", "einen anderen"),
        ("wieder den dem", "einen"),
        ("eine einen einem", "und oder als mit für auf an bei um über unter durch nach zum zur beim zwischen"),
        # pronouns (`Kopfschmerzen bekommt, einem wird übel`)
        ("einem", _VERBS | words_of("kann will")),
        ("desto", "trotz"),
        # `Der Ring ist mein`
        ("bin bist ist sei seid sind war wäre waren wird", "mein"),
        ("mit", "ein"),
        ("bei ohne von für", "und"),
        ("im", "oder"),
        ("des", "für"),
        # `seit wir hier sind`
        ("seit", "er wir man"),
        ("öffnen", "mit"),
        # `Ich bin für, du bist gegen`
        ("bin bist seid weder noch stimmte stimmten stimmt stimmen", "für gegen"),
    ),
    sound_triples=combined(
        ("für", "und", "wider"),
        ("desto", "trotz", _VERBS | words_of("kann will muss soll")),
        # before a participle: `für von Ihnen getroffene Entscheidungen`
        ("für", "von", "ihm ihr ihnen mir dir uns euch"),
        (
            "meinung ansicht auffassung einschätzung überzeugung erfahrung reihe",
            "nach",
            "für von bei mit in auf aus zu an um durch",
        ),
        ("um", "euro", "und"),
        ("zum", "einen", _VERBS),
        # `Die einen sind dafür, die anderen dagegen`
        ("die den der dem", "einen einem", _VERBS | words_of("kann können muss müssen soll will")),
        ("auf", "grad", "genau und"),
        ("hat", "einwohner", "aus"),
    ),
    openers=words_of(
        """und oder aber denn sondern dass weil wenn als ob obwohl während damit der die das den dem des ein eine einen
        einer im in am an auf aus bei mit nach von vor zu zum zur für durch über unter ist sind war waren hat haben
        wird werden wurde nicht sich sie er es auch"""
    ),
    abbreviations=words_of(
        """z b d h u a s o usw bzw etc ca vgl evtl ggf inkl exkl max min mio mrd nr art abs str tel dr prof dipl ing hrsg
        bd s st jh jhd sog geb gest bspw zzgl abzgl mind vs kap abb tab anm allg jan feb mär apr jun jul aug sep sept
        okt nov dez fr hr frl co z.b d.h u.a i.d.r s.o v.chr n.chr uvm u.u e.v o.ä u.ä"""
    ),
    common=words_of(
        """aber alle allem allen aller alles also am andere anderen anderer anderes auch bald beide beiden bereits bin
        bis bist da dabei dadurch dafür dagegen daher damals damit danach dann dar daran darauf daraus darin darüber
        darum davon dazu dein deine denn derselbe deshalb dich dies diese diesem diesen dieser dieses dir doch dort du
        durfte eben ebenso eigentlich einige einigen einmal er es etwa etwas euch euer fast ganz gar genau gewesen
        gibt habe haben hat hatte hatten her heute hier hin ich ihm ihn ihnen immer ist ja jede jedem jeden jeder
        jedes jedoch jemand jener jetzt kann kannst können konnte machen man manche mehr mein mich mir muss müssen
        nicht nichts nie niemand noch nun nur oben oft schon sehr seid sein selbst sich sie sind so sogar solche soll
        sollte sonst über überhaupt uns viel viele vielleicht wann war waren warum was weder weil weiter welche
        welcher wenig wenn wer werde werden wie wieder will wir wird wo wohl wollen worden wurde wurden zwar"""
    ),
    capital_nouns=True,
    compounds=True,
    inner_endings=phrases_of("innen|in"),
    read_more=phrases_of(
        """weiterlesen|mehr lesen|mehr erfahren|mehr anzeigen|mehr dazu|jetzt lesen|jetzt weiterlesen|lesen sie mehr
        |lesen sie weiter|den ganzen artikel lesen|ganzen artikel lesen|zum artikel|zum vollständigen artikel
        |hier weiterlesen|alles anzeigen"""
    ),
    share=phrases_of(
        """teilen|jetzt teilen|auf facebook teilen|twittern|drucken|per e-mail versenden|per mail|gefällt mir
        |newsletter abonnieren|newsletter bestellen|melden sie sich für unseren newsletter|folgen sie uns|abonnieren
        |hier klicken|klicken sie hier|kommentieren|kommentare|kommentar schreiben|merken|speichern|link kopieren
        |artikel anhören|anzeige"""
    ),
    adverts=phrases_of("anzeige"),
    counters=phrases_of("shares|kommentare|aufrufe|gefällt mir|min. lesezeit|minuten lesezeit"),
    notices=phrases_of(
        """diese website verwendet cookies|diese seite verwendet cookies|diese website nutzt cookies
        |wir verwenden cookies|wir nutzen cookies|wir und unsere partner|bitte aktivieren sie javascript
        |bitte javascript aktivieren|ihr browser unterstützt|bitte deaktivieren sie ihren adblocker
        |melden sie sich für unseren newsletter an|abonnieren sie unseren newsletter|empfohlener redaktioneller inhalt
        |an dieser stelle finden sie einen externen inhalt|wird geladen|lesezeit:|artikel drucken
        |alle cookies akzeptieren|zum inhalt springen|zum hauptinhalt springen|nach oben scrollen
        |sieh dir diesen beitrag auf|gesponserter inhalt|dieser artikel ist nur für abonnenten"""
    ),
    related=phrases_of(
        """lesen sie auch|lesen sie dazu|lies auch|auch interessant|das könnte sie auch interessieren
        |das könnte dich auch interessieren|mehr zum thema|mehr zu|siehe auch|zum thema|ähnliche artikel
        |verwandte artikel|weitere artikel"""
    ),
    rights=phrases_of("alle rechte vorbehalten|nachdruck verboten|© copyright|copyright ©|(c) copyright"),
    date_words=phrases_of(
        """datum|stand|veröffentlicht|veröffentlicht am|erschienen am|aktualisiert|aktualisiert am|zuletzt aktualisiert
        |letzte aktualisierung|zuletzt geändert|geändert am"""
    ),
    months=words_of(
        """januar februar märz april mai juni juli august september oktober november dezember jänner feber jan feb mär
        apr jun jul aug sep sept okt nov dez"""
    ),
    before_clock=phrases_of("um"),
    after_clock=phrases_of("uhr"),
    bylines=phrases_of(
        """von |text von |text:|ein interview von |ein gastbeitrag von |foto |foto:|fotos:|bild:|bilder:|quelle |quelle:
        |redaktion|protokoll:"""
    ),
    before_units=words_of(
        """null ein eine einen einem eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig
        dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend million millionen milliarde milliarden
        halbe halben halber viertel dutzend paar wenige wenigen viele vielen mehrere mehreren einige einigen mehr
        weniger alle jeder jede pro je in und oder zu tausende hunderte anzahl zahl"""
    ),
    units=words_of(
        """grad meter kilometer zentimeter millimeter meilen quadratmeter quadratmetern quadratkilometer
        quadratkilometern kilogramm kilo gramm pfund liter tonnen hektar prozent euro dollar"""
    ),
    periods=words_of("sekunden minuten stunden tage tagen wochen monate monaten jahre jahren"),
    quantities=words_of(
        """alter fläche bevölkerung länge höhe breite tiefe gewicht entfernung geschwindigkeit temperatur wert preis
        dauer durchmesser"""
    ),
    lasting=words_of("alter dauer"),
    before_amount="von",
    approximating=words_of("etwa rund ungefähr fast knapp circa"),
    counting=words_of("rund circa"),
    naming=words_of("namens genannt betitelt"),
    apposed=words_of(
        """befehl menü schaltfläche taste option feld attribut element funktion methode klasse datei paket parameter
        variable artikel abschnitt kapitel dialog werkzeug filter format titel wort begriff ausdruck namen ordner
        verzeichnis eigenschaft reiter spalte schlagwort motto präsident minister autor regisseur film roman song
        album zeitschrift zeitung magazin portal plattform standard spezifikation erweiterung protokoll buchstabe
        zeichen modus symbol zeichen"""
    ),
    measuring=words_of("wiegt wog misst maß kostet kostete"),
    numbered=words_of("abbildung abb tabelle tab abschnitt kapitel gleichung anhang seite absatz band artikel nummer"),
    never_pairs=_NEVER_PAIRS,
    year_leads=words_of("im"),
    dated=words_of("wurde wurden starb erschien begann endete"),
    never_twice=words_of("und in von eine im am zum zur ist"),
    repeating=words_of("von mit für zu aus bei"),
    company="mit",
    after_company=words_of("über auf an nach aus zu bei"),
    day_leads=words_of("am"),
    sayings=words_of(
        """reagierte postete bemerkte kommentierte kommentiert fragte fragt versicherte sagt sagte sagten gesagt schreibt
        schrieb geschrieben ergänzt ergänzte erklärt erklärte antwortet antwortete erzählt erzählte twitterte meint
        meinte betonte betont"""
    ),
    answering=words_of("antwortet antwortete"),
    announcing=words_of("folgende folgenden folgendes folgender folgt"),
    embeds=words_of(
        "video videos foto fotos tweet tweets post audio bildergalerie fotostrecke infografik podcast livestream"
    ),
    aside_endings=phrases_of("weise|lich|sagen|etwa|während"),
    resuming=phrases_of(
        """zweitens|ebenso|im gegenteil|dagegen|aber|jedoch|dennoch|trotzdem|allerdings|außerdem|zudem|deshalb
        |darüber hinaus"""
    ),
    continued=phrases_of("mehr|weiter|fortsetzung folgt|wird fortgesetzt"),
    paywall=phrases_of(
        """weiterlesen|den ganzen artikel|den vollständigen artikel|hier klicken, um|nur für abonnenten
        |exklusiv für abonnenten|um weiterzulesen|bereits abonnent|schon abonnent|jetzt abonnieren und
        |lesen sie den ganzen|kostenlosen artikel gelesen"""
    ),
    footers=phrases_of("der beitrag … erschien zuerst auf|der beitrag … erschien zunächst auf"),
    before_code=words_of(
        """befehl datei funktion option paket klasse methode variable verzeichnis parameter attribut ordner
        eigenschaft"""
    ),
    tongues=words_of(
        """englisch französisch deutsch spanisch portugiesisch polnisch russisch griechisch lateinisch
        arabisch chinesisch japanisch hebräisch türkisch niederländisch ungarisch tschechisch italienisch
        ukrainisch schwedisch"""
    ),
    adverbial=words_of("ohne gegen"),
    placed=words_of("außerhalb innerhalb rund"),
    correcting=words_of("vielmehr besser"),
    key_names=words_of("drücken drücke drückt taste vitamin"),
    remarks=words_of("satz sätze aussage"),
    finite=words_of("ist sind war waren hat haben hatte hatten wird wurde wurden kann"),
    number_pairs=combined(
        (
            "^Im",
            "Jahr",
            "|",
            "wurde war zog kam ging begann starb gründete erhielt hatte lebte heiratete erschien entstand gewann folgte übernahm trat wechselte",
        ),
        ("Gemeinde Stadt Dorf Ort Kleinstadt Ortschaft Großstadt", "mit", "|", "Einwohnern$"),
        ("um gegen ab", "|", "Uhr"),
        ("Alter", "von", "|", "Jahren und"),
        (
            "rund circa knapp ungefähr",
            "|",
            "Einwohner Menschen Personen Mitglieder Besucher Zuschauer Schüler Hektar Mitarbeiter",
        ),
        ("im vom", "|", "Jahrhundert", "erbaut wurde war errichtet gegründet entstand entstanden"),
        ("bis seit", "|", "war wurde hatte leitete lebte arbeitete spielte studierte"),
    ),
    tenses=Tenses(
        prepositions=words_of("von vom beim zum zur mit bei seit im am"),
        endings=phrases_of("te"),
        forms=words_of(
            """kam ging gab nahm fand sprach schrieb erhielt bekam blieb hielt ließ lief rief trat verlor gewann begann
            starb"""
        ),
        others=words_of("heute bitte mitte seite hälfte konnte durfte wollte musste sollte mochte"),
    ),
)
