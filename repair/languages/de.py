"""German."""

from __future__ import annotations

from typing import Final

from repair.languages.pairs import GERMAN_PAIRS
from repair.languages.table import Language

__all__ = ["GERMAN"]

# prepositions grown together with an article
_ARTICULATED: Final = frozenset("im am vom zum zur beim ins ans aufs fürs".split())
# finite verbs: none opens a noun phrase
_VERBS: Final = frozenset("ist sind war waren hat haben hatte hatten wird wurde wurden".split())

GERMAN: Final = Language(
    code="de",
    name="German",
    # left out: articles, which are pronouns too (`der, als er kam, …`), and prepositions that part from a verb
    # (`er kommt mit,`)
    stranding=_ARTICULATED
    | frozenset(
        "des für von seit trotz laut zwischen pro per mein seinem seines ihrem mittels zwecks nebst mitsamt hinsichtlich bezüglich".split()
    ),
    weak=frozenset(
        """der die das den dem ein eine einen einem einer eines kein keine keinen mit aus auf an in zu um bei nach vor
        über unter durch bis ohne gegen wegen neben sein seine ihr ihre ihren unser unsere sehr
        seiner seinen ihrer ihres unserer unserem unseres""".split()
    ),
    leaning=frozenset(
        """eine einen einem kein keinen seine seiner seinen ihre ihren ihrer ihres unsere unserer unserem unseres bis in ohne
        gegen neben""".split()
    ),
    tied=frozenset(
        "verheiratet mit|aufgrund von|anhand von|infolge von|mithilfe von|zugunsten von|gehört zu|stammt aus|besteht aus|bestehend aus|bekannt für|befreundet mit|studierte bei|mitglied bei|angestellt bei|beschäftigt bei|verglichen mit|identisch mit|zusammenarbeit mit|kooperation mit|benannt nach|umzug nach|reise nach|reisen nach|flug nach|flucht nach|rückkehr nach|fahrt nach|suche nach|bezug auf|hinblick auf|rücksicht auf|auswirkungen auf|mangel an|erinnerung an|erkrankt an|reich an|informationen über|buch über|film über|bericht über|streit über|debatte über|angst vor|respekt vor|geboren in|verbindung mit|zusammenhang mit".split(
            "|"
        )
    ),
    shared=frozenset("in gegen neben".split()),
    joining=frozenset("und oder sondern dass weil obwohl sowie falls als bevor nachdem weder sowohl ob".split()),
    coordinating=frozenset("und oder sowie".split()),
    # of names: `d'Ormesson`, `L'Aquila`, `O'Neill`
    elided=frozenset("d l o".split()),
    articles=_ARTICULATED | frozenset("des einen einem eine".split()),
    determiners=frozenset(
        "der die das den dem ein eine einen einem einer eines kein keine keinen seine ihre ihren unsere".split()
    ),
    after_articles=_VERBS - frozenset(["haben"])
    | frozenset(
        """und oder dass weil wenn als ob aber sondern sowie mit für auf an bei um über unter durch nach zum zur beim
        zwischen kann können muss müssen soll will""".split()
    ),
    prepositions=frozenset("für von zwischen seit trotz bei gegen ohne".split()),
    after_prepositions=_VERBS - frozenset(["haben"])
    | frozenset("und aber sondern weil ob er wir man kann können muss müssen soll will".split()),
    # `zum einen auf`, `die eine und die andere`, `seit wir hier sind`
    sound_pairs=frozenset(
        "das eine|die eine|der eine|wieder einen|sehr laut|zu laut|so laut|recht laut|ganz laut|nicht laut|wie laut|und laut|immer laut|ziemlich laut|den einen|dem einen|desto trotz|mit ein|bei und|im oder|des für|ohne und|von und|für und|seit er|seit wir|seit man|öffnen mit".split(
            "|"
        )
        + [
            f"{one} {other}"
            for one in ("eine", "einen", "einem")
            for other in "und oder als mit für auf an bei um über unter durch nach zum zur beim zwischen".split()
        ]
        # pronouns (`Kopfschmerzen bekommt, einem wird übel`)
        + [f"einem {verb}" for verb in (*_VERBS, "kann", "will")]
    ),
    sound_triples=frozenset(
        [
            "für und wider",
            *(f"desto trotz {verb}" for verb in (*_VERBS, "kann", "will", "muss", "soll")),
            # before a participle: `für von Ihnen getroffene Entscheidungen`
            *(f"für von {whom}" for whom in "ihm ihr ihnen mir dir uns euch".split()),
            *(
                f"{view} nach {governing}"
                for view in "meinung ansicht auffassung einschätzung überzeugung erfahrung reihe".split()
                for governing in "für von bei mit in auf aus zu an um durch".split()
            ),
            "um euro und",
            *(f"zum einen {verb}" for verb in _VERBS),
            "auf grad genau",
            "auf grad und",
            "hat einwohner aus",
        ]
    ),
    openers=frozenset(
        """und oder aber denn sondern dass weil wenn als ob obwohl während damit der die das den dem des ein eine einen
        einer im in am an auf aus bei mit nach von vor zu zum zur für durch über unter ist sind war waren hat haben wird
        werden wurde nicht sich sie er es auch""".split()
    ),
    abbreviations=frozenset(
        """z b d h u a s o usw bzw etc ca vgl evtl ggf inkl exkl max min mio mrd nr art abs str tel dr prof dipl ing hrsg
        bd s st jh jhd sog geb gest bspw zzgl abzgl mind vs kap abb tab anm allg jan feb mär apr jun jul aug sep sept okt
        nov dez fr hr frl co z.b d.h u.a i.d.r s.o v.chr n.chr uvm u.u e.v o.ä u.ä""".split()
    ),
    common=frozenset(
        """aber alle allem allen aller alles also am andere anderen anderer anderes auch bald beide beiden bereits bin
        bis bist da dabei dadurch dafür dagegen daher damals damit danach dann dar daran darauf daraus darin darüber
        darum davon dazu dein deine denn derselbe deshalb dich dies diese diesem diesen dieser dieses dir doch dort du
        durfte eben ebenso eigentlich einige einigen einmal er es etwa etwas euch euer fast ganz gar genau gewesen
        gibt habe haben hat hatte hatten her heute hier hin ich ihm ihn ihnen immer ist ja jede jedem jeden jeder
        jedes jedoch jemand jener jetzt kann kannst können konnte machen man manche mehr mein mich mir muss müssen
        nicht nichts nie niemand noch nun nur oben oft schon sehr seid sein selbst sich sie sind so sogar solche soll
        sollte sonst über überhaupt uns viel viele vielleicht wann war waren warum was weder weil weiter welche
        welcher wenig wenn wer werde werden wie wieder will wir wird wo wohl wollen worden wurde wurden zwar""".split()
    ),
    capital_nouns=True,
    compounds=True,
    inner_endings=("innen", "in"),
    read_more=(
        "weiterlesen",
        "mehr lesen",
        "mehr erfahren",
        "mehr anzeigen",
        "mehr dazu",
        "jetzt lesen",
        "jetzt weiterlesen",
        "lesen sie mehr",
        "lesen sie weiter",
        "den ganzen artikel lesen",
        "ganzen artikel lesen",
        "zum artikel",
        "zum vollständigen artikel",
        "hier weiterlesen",
        "alles anzeigen",
    ),
    share=(
        "teilen",
        "jetzt teilen",
        "auf facebook teilen",
        "twittern",
        "drucken",
        "per e-mail versenden",
        "per mail",
        "gefällt mir",
        "newsletter abonnieren",
        "newsletter bestellen",
        "melden sie sich für unseren newsletter",
        "folgen sie uns",
        "abonnieren",
        "hier klicken",
        "klicken sie hier",
        "kommentieren",
        "kommentare",
        "kommentar schreiben",
        "merken",
        "speichern",
        "link kopieren",
        "artikel anhören",
        "anzeige",
    ),
    adverts=("anzeige",),
    counters=(
        "shares",
        "kommentare",
        "aufrufe",
        "gefällt mir",
        "min. lesezeit",
        "minuten lesezeit",
    ),
    notices=(
        "diese website verwendet cookies",
        "diese seite verwendet cookies",
        "diese website nutzt cookies",
        "wir verwenden cookies",
        "wir nutzen cookies",
        "wir und unsere partner",
        "bitte aktivieren sie javascript",
        "bitte javascript aktivieren",
        "ihr browser unterstützt",
        "bitte deaktivieren sie ihren adblocker",
        "melden sie sich für unseren newsletter an",
        "abonnieren sie unseren newsletter",
        "empfohlener redaktioneller inhalt",
        "an dieser stelle finden sie einen externen inhalt",
        "wird geladen",
        "lesezeit:",
        "artikel drucken",
        "alle cookies akzeptieren",
        "zum inhalt springen",
        "zum hauptinhalt springen",
        "nach oben scrollen",
        "sieh dir diesen beitrag auf",
        "gesponserter inhalt",
        "dieser artikel ist nur für abonnenten",
    ),
    related=(
        "lesen sie auch",
        "lesen sie dazu",
        "lies auch",
        "auch interessant",
        "das könnte sie auch interessieren",
        "das könnte dich auch interessieren",
        "mehr zum thema",
        "mehr zu",
        "siehe auch",
        "zum thema",
        "ähnliche artikel",
        "verwandte artikel",
        "weitere artikel",
    ),
    rights=(
        "alle rechte vorbehalten",
        "nachdruck verboten",
        "© copyright",
        "copyright ©",
        "(c) copyright",
    ),
    date_words=(
        "datum",
        "stand",
        "veröffentlicht",
        "veröffentlicht am",
        "erschienen am",
        "aktualisiert",
        "aktualisiert am",
        "zuletzt aktualisiert",
        "letzte aktualisierung",
        "zuletzt geändert",
        "geändert am",
    ),
    months=tuple(
        """januar februar märz april mai juni juli august september oktober november dezember jänner feber
        jan feb mär apr jun jul aug sep sept okt nov dez""".split()
    ),
    before_clock=("um",),
    after_clock=("uhr",),
    bylines=(
        "von ",
        "text von ",
        "text:",
        "ein interview von ",
        "ein gastbeitrag von ",
        "foto ",
        "foto:",
        "fotos:",
        "bild:",
        "bilder:",
        "quelle ",
        "quelle:",
        "redaktion",
        "protokoll:",
    ),
    before_units=frozenset(
        """null ein eine einen einem eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn
        zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend million millionen
        milliarde milliarden halbe halben halber viertel dutzend paar wenige wenigen viele vielen mehrere
        mehreren einige einigen mehr weniger alle jeder jede pro je in und oder zu tausende hunderte anzahl zahl""".split()
    ),
    units=tuple(
        """grad meter kilometer zentimeter millimeter meilen quadratmeter quadratmetern quadratkilometer quadratkilometern
        kilogramm kilo gramm pfund liter tonnen hektar prozent euro dollar""".split()
    ),
    periods=tuple("sekunden minuten stunden tage tagen wochen monate monaten jahre jahren".split()),
    quantities=frozenset(
        """alter fläche bevölkerung länge höhe breite tiefe gewicht entfernung geschwindigkeit temperatur wert preis dauer durchmesser""".split()
    ),
    before_amount="von",
    approximating=frozenset("etwa rund ungefähr fast knapp circa".split()),
    counting=frozenset("rund circa".split()),
    naming=frozenset("namens genannt betitelt".split()),
    apposed=frozenset(
        """befehl menü schaltfläche taste option feld attribut element funktion methode klasse datei paket parameter
        variable artikel abschnitt kapitel dialog werkzeug filter format titel wort begriff ausdruck namen
        ordner verzeichnis eigenschaft reiter spalte schlagwort motto präsident minister autor regisseur film
        roman song album zeitschrift zeitung magazin portal plattform standard spezifikation erweiterung
        protokoll buchstabe zeichen modus""".split()
    ),
    measuring=frozenset("wiegt wog misst maß kostet kostete".split()),
    numbered=frozenset(
        "abbildung abb tabelle tab abschnitt kapitel gleichung anhang seite absatz band artikel nummer".split()
    ),
    never_pairs=GERMAN_PAIRS
    | frozenset(
        [
            "auf zurück",
            "um prozent",
            "von prozent",
            "über im",
            "über am",
            "mit ohne",
            "mit für",
            "für mit",
            "für von",
            "für nach",
            "bei durch",
            "bei mit",
            "bei für",
            "nach für",
            "und sowie",
            "oder sowie",
            "im am",
            "am im",
            "zum im",
            "im aus",
            "von von",
            "für für",
            "im im",
            "vom vom",
            "zum zum",
            "zur zur",
            "beim beim",
            "von bis",
            "vom bis",
            "zwischen zwischen",
            "zwischen und",
            "in geboren",
            "am geboren",
            "mit verheiratet",
            "wie sowie",
        ]
        # a clause has its subject before its verb, unless that is all it has: `dass sind`
        + [f"{link} {verb}" for link in "dass weil ob obwohl nachdem bevor".split() for verb in _VERBS]
        + [f"des {verb}" for verb in _VERBS]
        + [f"{article} sowie" for article in "der die den dem des einer eines einen einem eine".split()]
    ),
    year_leads=frozenset(["im"]),
    dated=frozenset("wurde wurden starb erschien begann endete".split()),
    never_twice=frozenset("und in von eine im am zum zur ist".split()),
    repeating=frozenset("von mit für zu aus bei".split()),
    company="mit",
    after_company=frozenset("über auf an nach aus zu bei".split()),
    day_leads=frozenset(["am"]),
    sayings=frozenset(
        """reagierte postete bemerkte kommentierte kommentiert fragte fragt versicherte sagt sagte sagten gesagt schreibt schrieb geschrieben ergänzt ergänzte erklärt erklärte antwortet
        antwortete erzählt erzählte twitterte meint meinte betonte betont""".split()
    ),
    announcing=frozenset("folgende folgenden folgendes folgender folgt".split()),
    embeds=frozenset(
        """video videos foto fotos tweet tweets post audio bildergalerie fotostrecke infografik podcast livestream""".split()
    ),
    aside_endings=("weise", "lich", "sagen", "etwa", "während"),
    resuming=(
        "zweitens",
        "ebenso",
        "im gegenteil",
        "dagegen",
        "aber",
        "jedoch",
        "dennoch",
        "trotzdem",
        "allerdings",
        "außerdem",
        "zudem",
        "deshalb",
        "darüber hinaus",
    ),
    continued=(
        "mehr",
        "weiter",
        "fortsetzung folgt",
        "wird fortgesetzt",
    ),
    paywall=(
        "weiterlesen",
        "den ganzen artikel",
        "den vollständigen artikel",
        "hier klicken, um",
        "nur für abonnenten",
        "exklusiv für abonnenten",
        "um weiterzulesen",
        "bereits abonnent",
        "schon abonnent",
        "jetzt abonnieren und",
        "lesen sie den ganzen",
        "kostenlosen artikel gelesen",
    ),
    footers=(
        "der beitrag … erschien zuerst auf",
        "der beitrag … erschien zunächst auf",
    ),
)
