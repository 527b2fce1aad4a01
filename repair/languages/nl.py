"""Dutch."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language, combined, phrases_of, words_of

__all__ = ["DUTCH"]

# prepositions that neither part from a verb (`hij komt aan,`) nor follow `er` and `waar` (`waar hij van houdt,`)
_GOVERNING: Final = words_of("tot volgens tijdens sinds ondanks wegens vanwege namens gedurende inzake")
# finite verbs: none opens a noun phrase. Left out are those that are nouns too (`de was`, `de waren`)
_VERBS: Final = words_of("is heeft hebben had hadden wordt werd werden")

DUTCH: Final = Language(
    code="nl",
    name="Dutch",
    # left out: `het`, `dit` and `die`, which are pronouns too, and `een`, which is a numeral; what comes between `de` and
    # its noun may stand between commas or in brackets (`de, vaak fatale, afloop`), and a menu may be called `Openen met`
    stranding=_GOVERNING | words_of("te ten per jouw onze wiens wier elke iedere enkele sommige dergelijke"),
    weak=words_of(
        """de het met der den des ter van voor naar bij in op aan uit door over om onder tegen tussen via zonder zoals na
        binnen buiten langs rond achter boven naast mijn zijn haar hun ons uw deze dit geen zeer"""
    ),
    leaning=words_of("de hun uw deze met onder tussen tegen via zonder"),
    tied=combined(
        ("geboren overleden klik klikt tik", "op"),
        ("geboren overleden gevestigd gelegen", "in"),
        ("gelegen", "aan"),
        ("bekend", "om"),
    ),
    joining=words_of("en omdat hoewel terwijl tenzij zodat alsof doordat opdat aangezien wanneer noch"),
    coordinating=words_of("en noch"),
    # of names: `d'Artagnan`, `L'Oréal`, `O'Neill`
    elided=words_of("d l o"),
    articles=words_of("de jouw onze wiens elke iedere"),
    # a preposition may follow an article: `de in Gent geboren schilder`
    determiners=words_of("het mijn onze deze dit geen"),
    after_articles=_VERBS | words_of("omdat zodat hoewel terwijl en of maar dat ze hij je"),
    prepositions=_GOVERNING | words_of("met"),
    after_prepositions=_VERBS | words_of("omdat zodat terwijl en"),
    sound_pairs=combined(
        ("tot met volgens tijdens", "en"),
        ("de", "en of hadden"),
        ("elke", "is"),
        ("openen", "met"),
        # a participle: `voor een meeuw worden aangezien`
        ("word wordt worden werd werden geworden", "aangezien"),
    ),
    openers=words_of(
        """en of maar want dat die dit deze omdat als toen terwijl zodat waar wie wat om van in op aan bij met voor door
        over naar uit tot tegen tussen te ten ter is zijn was waren heeft hebben had wordt werd niet zich ze zij hij
        het de een der er ook haar hun dan"""
    ),
    abbreviations=words_of(
        """bijv bv o.a enz etc d.w.z m.a.w a.u.b s.v.p i.p.v t.o.v i.v.m n.a.v m.b.t m.n e.d e.a z.o.z ca ong nr nrs blz
        pag p art jl resp drs dr ir ing mr prof dhr mevr mw st tel vgl incl excl min max mln mld zgn afd red fig hfst
        par gem vs jr sr ds kon v.chr n.chr jan feb mrt apr jun jul aug sep sept okt nov dec a.s t.a.v t.n.v w.o"""
    ),
    common=words_of(
        """al alle alleen allen alles als altijd andere anderen anders beide ben bijna bijv daar daarbij daardoor daarmee
        daarna daarom dan dat die doch doen door dus echter eens eerder eerst elk elkaar enige er eraan erbij ermee
        ervan ervoor even gaan gaat ge geweest geworden gewoon haar hadden heb hebben hebt heel hem hen hier hierbij
        hij hoe iedereen iemand iets ik immers indien inmiddels intussen ja jaar je jij jou jullie juist kan keer
        komen komt kon konden kun kunnen kunt laat later maar maken mag me mee meer meest men mij misschien moest moet
        moeten mogen naar niemand niet niets nog nogal nooit nu of ooit ook opnieuw pas reeds samen slechts soms
        steeds straks toch toe toen tot uit veel vaak verder vooral vroeger waar waarbij waarom waren wat weer wel wie
        wij wil wilde worden zal ze zei zelf zelfs zich zij zo zonder zou zouden zulke"""
    ),
    compounds=True,
    read_more=phrases_of(
        """lees meer|lees verder|lees het hele artikel|lees het volledige artikel|lees hier verder|lees hier meer
        |verder lezen|meer lezen|meer weten|toon meer|bekijk meer|naar het artikel|klik hier om verder te lezen
        |ga verder met lezen"""
    ),
    share=phrases_of(
        """delen|deel dit|deel dit artikel|deel op|delen op|tweet|print|print dit artikel|artikel afdrukken
        |e-mail dit artikel|mail dit artikel|vind ik leuk|volg ons op|schrijf je in voor onze nieuwsbrief
        |schrijf u in voor onze nieuwsbrief|meld je aan voor de nieuwsbrief|abonneer|abonneer je|klik hier|reageer
        |reacties|plaats een reactie|kopieer link|link kopiëren|opslaan|bewaar artikel|beluister dit artikel
        |advertentie"""
    ),
    adverts=phrases_of("advertentie"),
    counters=phrases_of("reacties|keer gedeeld|weergaven|min leestijd|minuten leestijd"),
    notices=phrases_of(
        """deze website gebruikt cookies|deze site gebruikt cookies|deze website maakt gebruik van cookies
        |wij gebruiken cookies|we gebruiken cookies|wij en onze partners|schakel javascript in|uw browser ondersteunt
        |je browser ondersteunt|schakel je adblocker uit|schrijf je in voor onze nieuwsbrief
        |meld je aan voor onze nieuwsbrief|ontvang onze nieuwsbrief"""
    ),
    related=phrases_of(
        """lees ook|lees meer over|bekijk ook|zie ook|meer over|gerelateerd|gerelateerde artikelen|verwante artikelen
        |aanbevolen|dit vind je misschien ook interessant|misschien ook interessant|ook interessant|meer nieuws"""
    ),
    rights=phrases_of("alle rechten voorbehouden|niets uit deze uitgave mag|© copyright|copyright ©|(c) copyright"),
    date_words=phrases_of(
        """datum|gepubliceerd|gepubliceerd op|geplaatst|geplaatst op|publicatiedatum|bijgewerkt|bijgewerkt op
        |laatst bijgewerkt|laatst bijgewerkt op|laatste update|laatst gewijzigd|gewijzigd op|geactualiseerd op"""
    ),
    months=words_of(
        """januari februari maart april mei juni juli augustus september oktober november december jan feb mrt apr jun
        jul aug sep sept okt nov dec"""
    ),
    before_clock=phrases_of("om"),
    after_clock=phrases_of("uur"),
    bylines=phrases_of(
        """door |tekst |tekst:|foto |foto:|foto's:|beeld |beeld:|bron |bron:|redactie|van onze |illustratie|auteur:
        |een interview van """
    ),
    before_units=words_of(
        """nul een één twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig veertig vijftig
        zestig zeventig tachtig negentig honderd duizend miljoen miljard half halve kwart paar weinig veel enkele
        meerdere verschillende meer minder alle elke per in en of tot duizenden honderden tientallen aantal percentage"""
    ),
    units=words_of(
        "graden meter kilometer centimeter millimeter mijl kilogram kilo gram liter ton hectare procent euro dollar"
    ),
    periods=words_of("seconden minuten uren uur dagen weken maanden jaren jaar"),
    quantities=words_of(
        "oppervlakte bevolking lengte hoogte breedte diepte gewicht afstand snelheid temperatuur waarde prijs duur"
    ),
    lasting=words_of("duur"),
    before_amount="van",
    approximating=words_of("ongeveer bijna circa precies"),
    counting=words_of("circa"),
    naming=words_of("genaamd getiteld"),
    apposed=words_of(
        """opdracht menu knop toets optie veld attribuut element functie methode klasse bestand pakket parameter
        variabele artikel hoofdstuk filter titel woord term naam map eigenschap kolom film boek roman lied album krant
        tijdschrift website standaard specificatie protocol letter teken symbool"""
    ),
    measuring=words_of("weegt woog meet kost kostte"),
    numbered=words_of("figuur fig tabel paragraaf hoofdstuk vergelijking bijlage pagina artikel deel nummer"),
    never_pairs=combined(
        *((word, word) for word in ("van", "met", "voor", "tussen")),
        ("tussen", "en"),
        ("van", "tot"),
    ),
    year_leads=words_of("in"),
    dated=words_of("geboren overleden opgericht geopend verschenen"),
    never_twice=words_of("de een van en naar"),
    repeating=words_of("van met voor uit bij"),
    company="met",
    after_company=words_of("over op aan naar uit bij"),
    day_leads=words_of("op"),
    sayings=words_of(
        "zei zegt gezegd schreef schrijft geschreven voegde verklaarde verklaart antwoordde vertelde vertelt twitterde"
    ),
    answering=words_of("antwoordde"),
    announcing=words_of("volgende volgt"),
    embeds=words_of("video video's foto foto's tweet tweets post audio fotogalerij infographic podcast"),
    aside_endings=phrases_of("lijk|bijvoorbeeld|zeg"),
    resuming=phrases_of("maar|echter|desondanks|bovendien|daarom|daarnaast|toch"),
    continued=phrases_of("meer|vervolg|wordt vervolgd"),
    paywall=phrases_of(
        """lees verder|verder lezen|lees het hele artikel|lees het volledige artikel|klik hier om|alleen voor abonnees
        |exclusief voor abonnees|om verder te lezen|om dit artikel te lezen|al abonnee|word abonnee om"""
    ),
    footers=phrases_of("het bericht … verscheen eerst op"),
    before_code=words_of("opdracht bestand functie pakket klasse methode map eigenschap parameter module"),
    after_code=words_of("parameter module macro"),
    tongues=words_of(
        """engels frans duits spaans portugees pools russisch grieks latijn arabisch chinees japans hebreeuws
        turks hongaars tsjechisch italiaans"""
    ),
    adverbial=words_of("zonder tegen"),
    key_names=words_of("druk toets vitamine"),
    remarks=words_of("zin zinnen"),
    finite=words_of("is zijn was waren heeft hebben had werd werden wordt"),
    number_pairs=combined(
        ("^In", "|", "werd was ging kwam trok begon overleed verscheen"),
        ("dorp stad gemeente plaats", "met", "|", "inwoners$"),
        ("man vrouw jongen meisje kind", "van", "|", "jaar"),
        ("om", "|", "uur"),
    ),
)
