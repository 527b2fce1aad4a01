"""Dutch."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language

__all__ = ["DUTCH"]

# prepositions that neither part from a verb (`hij komt aan,`) nor follow `er` and `waar` (`waar hij van houdt,`)
_GOVERNING: Final = frozenset("tot volgens tijdens sinds ondanks wegens vanwege namens gedurende inzake".split())
# finite verbs: none opens a noun phrase. Left out are those that are nouns too (`de was`, `de waren`)
_VERBS: Final = frozenset("is heeft hebben had hadden wordt werd werden".split())

DUTCH: Final = Language(
    code="nl",
    name="Dutch",
    # left out: `het`, `dit` and `die`, which are pronouns too, and `een`, which is a numeral; what comes between `de` and
    # its noun may stand between commas or in brackets (`de, vaak fatale, afloop`), and a menu may be called `Openen met`
    stranding=_GOVERNING | frozenset("te ten per jouw onze wiens wier elke iedere enkele sommige dergelijke".split()),
    weak=frozenset(
        """de het met der den des ter van voor naar bij in op aan uit door over om onder tegen tussen via zonder zoals na
        binnen buiten langs rond achter boven naast mijn zijn haar hun ons uw deze dit geen zeer""".split()
    ),
    leaning=frozenset("de hun uw deze met onder tussen tegen via zonder".split()),
    tied=frozenset(
        "geboren op|geboren in|overleden op|overleden in|klik op|klikt op|tik op|gevestigd in|gelegen in|gelegen aan|bekend om".split(
            "|"
        )
    ),
    joining=frozenset("en omdat hoewel terwijl tenzij zodat alsof doordat opdat aangezien wanneer noch".split()),
    coordinating=frozenset("en noch".split()),
    # of names: `d'Artagnan`, `L'Oréal`, `O'Neill`
    elided=frozenset("d l o".split()),
    articles=frozenset("de jouw onze wiens elke iedere".split()),
    # a preposition may follow an article: `de in Gent geboren schilder`
    determiners=frozenset("het mijn onze deze dit geen".split()),
    after_articles=_VERBS | frozenset("omdat zodat hoewel terwijl en of maar dat ze hij je".split()),
    prepositions=_GOVERNING | frozenset(["met"]),
    after_prepositions=_VERBS | frozenset("omdat zodat terwijl en".split()),
    sound_pairs=frozenset(
        [
            "tot en",
            "met en",
            "de en",
            "de of",
            "volgens en",
            "tijdens en",
            "elke is",
            "de hadden",
            "openen met",
            # a participle: `voor een meeuw worden aangezien`
            *(f"{verb} aangezien" for verb in "word wordt worden werd werden geworden".split()),
        ]
    ),
    openers=frozenset(
        """en of maar want dat die dit deze omdat als toen terwijl zodat waar wie wat om van in op aan bij met voor door
        over naar uit tot tegen tussen te ten ter is zijn was waren heeft hebben had wordt werd niet zich ze zij hij het
        de een der er ook haar hun dan""".split()
    ),
    abbreviations=frozenset(
        """bijv bv o.a enz etc d.w.z m.a.w a.u.b s.v.p i.p.v t.o.v i.v.m n.a.v m.b.t m.n e.d e.a z.o.z ca ong nr nrs blz
        pag p art jl resp drs dr ir ing mr prof dhr mevr mw st tel vgl incl excl min max mln mld zgn afd red fig hfst par
        gem vs jr sr ds kon v.chr n.chr jan feb mrt apr jun jul aug sep sept okt nov dec a.s t.a.v t.n.v w.o""".split()
    ),
    common=frozenset(
        """al alle alleen allen alles als altijd andere anderen anders beide ben bijna bijv daar daarbij daardoor daarmee
        daarna daarom dan dat die doch doen door dus echter eens eerder eerst elk elkaar enige er eraan erbij ermee ervan
        ervoor even gaan gaat ge geweest geworden gewoon haar hadden heb hebben hebt heel hem hen hier hierbij hij hoe
        iedereen iemand iets ik immers indien inmiddels intussen ja jaar je jij jou jullie juist kan keer komen komt kon
        konden kun kunnen kunt laat later maar maken mag me mee meer meest men mij misschien moest moet moeten mogen naar
        niemand niet niets nog nogal nooit nu of ooit ook opnieuw pas reeds samen slechts soms steeds straks toch toe
        toen tot uit veel vaak verder vooral vroeger waar waarbij waarom waren wat weer wel wie wij wil wilde worden zal
        ze zei zelf zelfs zich zij zo zonder zou zouden zulke""".split()
    ),
    compounds=True,
    read_more=(
        "lees meer",
        "lees verder",
        "lees het hele artikel",
        "lees het volledige artikel",
        "lees hier verder",
        "lees hier meer",
        "verder lezen",
        "meer lezen",
        "meer weten",
        "toon meer",
        "bekijk meer",
        "naar het artikel",
        "klik hier om verder te lezen",
        "ga verder met lezen",
    ),
    share=(
        "delen",
        "deel dit",
        "deel dit artikel",
        "deel op",
        "delen op",
        "tweet",
        "print",
        "print dit artikel",
        "artikel afdrukken",
        "e-mail dit artikel",
        "mail dit artikel",
        "vind ik leuk",
        "volg ons op",
        "schrijf je in voor onze nieuwsbrief",
        "schrijf u in voor onze nieuwsbrief",
        "meld je aan voor de nieuwsbrief",
        "abonneer",
        "abonneer je",
        "klik hier",
        "reageer",
        "reacties",
        "plaats een reactie",
        "kopieer link",
        "link kopiëren",
        "opslaan",
        "bewaar artikel",
        "beluister dit artikel",
        "advertentie",
    ),
    adverts=("advertentie",),
    counters=(
        "reacties",
        "keer gedeeld",
        "weergaven",
        "min leestijd",
        "minuten leestijd",
    ),
    notices=(
        "deze website gebruikt cookies",
        "deze site gebruikt cookies",
        "deze website maakt gebruik van cookies",
        "wij gebruiken cookies",
        "we gebruiken cookies",
        "wij en onze partners",
        "schakel javascript in",
        "uw browser ondersteunt",
        "je browser ondersteunt",
        "schakel je adblocker uit",
        "schrijf je in voor onze nieuwsbrief",
        "meld je aan voor onze nieuwsbrief",
        "ontvang onze nieuwsbrief",
    ),
    related=(
        "lees ook",
        "lees meer over",
        "bekijk ook",
        "zie ook",
        "meer over",
        "gerelateerd",
        "gerelateerde artikelen",
        "verwante artikelen",
        "aanbevolen",
        "dit vind je misschien ook interessant",
        "misschien ook interessant",
        "ook interessant",
        "meer nieuws",
    ),
    rights=(
        "alle rechten voorbehouden",
        "niets uit deze uitgave mag",
        "© copyright",
        "copyright ©",
        "(c) copyright",
    ),
    date_words=(
        "datum",
        "gepubliceerd",
        "gepubliceerd op",
        "geplaatst",
        "geplaatst op",
        "publicatiedatum",
        "bijgewerkt",
        "bijgewerkt op",
        "laatst bijgewerkt",
        "laatst bijgewerkt op",
        "laatste update",
        "laatst gewijzigd",
        "gewijzigd op",
        "geactualiseerd op",
    ),
    months=tuple(
        """januari februari maart april mei juni juli augustus september oktober november december
        jan feb mrt apr jun jul aug sep sept okt nov dec""".split()
    ),
    before_clock=("om",),
    after_clock=("uur",),
    bylines=(
        "door ",
        "tekst ",
        "tekst:",
        "foto ",
        "foto:",
        "foto's:",
        "beeld ",
        "beeld:",
        "bron ",
        "bron:",
        "redactie",
        "van onze ",
        "illustratie",
        "auteur:",
        "een interview van ",
    ),
    before_units=frozenset(
        """nul een één twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig veertig
        vijftig zestig zeventig tachtig negentig honderd duizend miljoen miljard half halve kwart paar weinig
        veel enkele meerdere verschillende meer minder alle elke per in en of tot duizenden honderden tientallen
        aantal percentage""".split()
    ),
    units=tuple(
        """graden meter kilometer centimeter millimeter mijl kilogram kilo gram liter ton hectare procent euro
        dollar""".split()
    ),
    periods=tuple("seconden minuten uren dagen weken maanden jaren".split()),
    quantities=frozenset(
        """oppervlakte bevolking lengte hoogte breedte diepte gewicht afstand snelheid temperatuur waarde prijs duur""".split()
    ),
    before_amount="van",
    approximating=frozenset("ongeveer bijna circa precies".split()),
    counting=frozenset("circa".split()),
    naming=frozenset("genaamd getiteld".split()),
    apposed=frozenset(
        """opdracht menu knop toets optie veld attribuut element functie methode klasse bestand pakket parameter variabele
        artikel hoofdstuk filter titel woord term naam map eigenschap kolom film boek roman lied album krant tijdschrift
        website standaard specificatie protocol letter teken""".split()
    ),
    measuring=frozenset("weegt woog meet kost kostte".split()),
    numbered=frozenset("figuur fig tabel paragraaf hoofdstuk vergelijking bijlage pagina artikel deel nummer".split()),
    never_pairs=frozenset(["van van", "met met", "voor voor", "tussen tussen", "tussen en", "van tot"]),
    year_leads=frozenset(["in"]),
    dated=frozenset("geboren overleden opgericht geopend verschenen".split()),
    never_twice=frozenset("de een van en naar".split()),
    repeating=frozenset("van met voor uit bij".split()),
    company="met",
    after_company=frozenset("over op aan naar uit bij".split()),
    day_leads=frozenset(["op"]),
    sayings=frozenset(
        """zei zegt gezegd schreef schrijft geschreven voegde verklaarde verklaart antwoordde vertelde vertelt
        twitterde""".split()
    ),
    announcing=frozenset("volgende volgt".split()),
    embeds=frozenset("video video's foto foto's tweet tweets post audio fotogalerij infographic podcast".split()),
    aside_endings=("lijk", "bijvoorbeeld", "zeg"),
    resuming=(
        "maar",
        "echter",
        "desondanks",
        "bovendien",
        "daarom",
        "daarnaast",
        "toch",
    ),
    continued=(
        "meer",
        "vervolg",
        "wordt vervolgd",
    ),
    paywall=(
        "lees verder",
        "verder lezen",
        "lees het hele artikel",
        "lees het volledige artikel",
        "klik hier om",
        "alleen voor abonnees",
        "exclusief voor abonnees",
        "om verder te lezen",
        "om dit artikel te lezen",
        "al abonnee",
        "word abonnee om",
    ),
    footers=("het bericht … verscheen eerst op",),
)
