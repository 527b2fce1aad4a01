"""Words that must govern others, for languages that have no table: prepositions that are never left behind.

A language with a table has them there. Words that are also adverbs or nouns are left out.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ARTICLES_AFTER",
    "BEFORE_AMOUNTS",
    "BEFORE_DATES",
    "BEFORE_STOPS",
    "GOVERNING",
    "NEVER_APART",
    "NEVER_TOGETHER",
    "PARTICLES",
    "TIED",
    "UNITS_LAST",
]

GOVERNING: Final = {
    code: frozenset(words.split())
    for code, words in {
        "ar": "في من على إلى عن مع بين دون تحت فوق عند منذ حتى خلال ضد لدى",
        "bg": "в във с със на по от до из без при през под над пред между към",
        "ca": "de en amb per sense cap fins des del dels al als pel pels",
        "cs": "v ve z ze na do od po za při pro bez o u k ke nad pod před přes mezi podle během kromě",
        "el": "σε από για προς χωρίς στον στην στο στους στις στα στη",
        "he": "על ליד בין של ללא לפי לגבי בגלל",
        "hr": "u s sa na do od po za pri bez o k ka nad pod pred kroz među između",
        "hu": "a",
        "id": "di pada dari dengan untuk dalam oleh ke kepada",
        "ms": "di pada dari dengan untuk dalam oleh ke kepada",
        "pl": """w we z ze na do od po za przy dla bez o u ku nad pod przed przez przeciw między pomiędzy wobec według podczas
            oprócz poprzez oraz""",
        "ro": "la de în din pe cu pentru prin fără către despre printre și sau",
        "ru": "в во с со к ко на по от до из у о об обо для без при про через под над перед между среди ради",
        "sk": "v vo z zo na do od po za pri pre bez o u k ku nad pod pred cez medzi podľa",
        "sl": "v z s na do od po za pri brez o ob k h nad pod pred med skozi",
        "uk": "в у з із зі до від на по для без при про через під над перед між та або",
    }.items()
}
"""By the ISO 639-1 code of the language."""
ARTICLES_AFTER: Final = {"el": frozenset("το τον την τη τα τους τις του της των".split())}
"""Articles that govern words too where they stand after one of the prepositions; elsewhere they are pronouns."""
TIED: Final = {
    code: frozenset(phrase for one in phrases.split("|") for phrase in (one, one.capitalize()))
    for code, phrases in {
        "da": """født i|født den|født på|bosat i|klik på|tryk på|bor i|borgmester i|borgmesteren i|åbnede i|grundlagt i|ifølge
            |sammen med|på grund af|ved hjælp af|i forbindelse med|i form af|består af|bestående af|ledet af|skrevet af
            |hovedstaden i|en del af|flyttede til|rejste til|mellem""",
        "no": """født i|født den|født på|bosatt i|klikk på|trykk på|bor i|ordfører i|ordføreren i|åpnet i|grunnlagt i|ifølge
            |sammen med|på grunn av|ved hjelp av|i forbindelse med|i form av|består av|bestående av|ledet av|skrevet av
            |hovedstaden i|en del av|flyttet til|reiste til|mellom""",
        "sv": """född i|född den|född på|bosatt i|klicka på|tryck på|bor i|borgmästare i|borgmästaren i|öppnade i|grundades i|enligt
            |tillsammans med|på grund av|med hjälp av|i samband med|i form av|består av|bestående av|leddes av|skriven av
            |huvudstaden i|en del av|flyttade till|reste till|mellan""",
    }.items()
    for phrases in ["".join(line.strip() for line in phrases.splitlines())]
}
"""Phrases whose last word must govern others, in languages that leave prepositions behind elsewhere."""
BEFORE_STOPS: Final = {
    code: frozenset(words.split())
    for code, words in {
        "bg": "в с",
        "ca": "a",
        "cs": "k v z",
        "hr": "u s",
        "pl": "z w",
        "ru": "к у",
        "sk": "k v z",
        "sl": "v k",
        "uk": "у в",
    }.items()
}
"""Words of one letter that are no abbreviations where a sentence ends after them."""
NEVER_TOGETHER: Final = {"ja": ("はについて", "はを", "でを", "がを", "をを", "へを")}
"""Particles that have a word between them. `までを` is one particle and another."""
NEVER_APART: Final = {
    "hi": "में को का के ने की से तक".split(),
    "ko": "를 을 는 에서 에게 으로".split(),
}
"""Particles that belong to the word before them: none stands behind a mark (Hindi), or apart from its word (Korean)."""
PARTICLES: Final = {
    "ja": "はで はに はが をに にを がで".split(),
    "zh": """位于 生于 出生于 毕业于 来自 名为 成立于 建于 始于 死于 属于 隶属于 起源于 取材于 改编自 由于 以及 位於 生於 出生於 畢業於 來自 名為
        成立於 建於 始於 死於 屬於 起源於 取材於 改編自 由於""".split(),
}
"""Japanese particles that are two only where nothing but other signs stands around them, and Chinese words that govern what
follows."""
BEFORE_AMOUNTS: Final = {
    code: (words.split(), units.split())
    for code, words, units in (
        (
            "pl",
            "kosztuje kosztował kosztowała kosztowało kosztują kosztowały wynosi wynosiła waży ważył ważyła mierzy mierzył około ponad prawie blisko",
            "zł złotych euro dolarów metrów kilometrów kilogramów ton litrów procent mieszkańców",
        ),
        (
            "ru",
            "стоит стоил стоила стоило стоят стоили составляет составил составила составило весит весил весила около более свыше почти",
            "рублей долларов евро метров километров тонн килограммов литров процентов человек",
        ),
        (
            "uk",
            "коштує коштував коштувала коштують становить становив становила важить важив близько понад майже",
            "гривень доларів євро метрів кілометрів тонн кілограмів літрів відсотків осіб",
        ),
        (
            "bg",
            "струва струваше тежи около над почти",
            "лева евро долара метра километра тона килограма литра процента души",
        ),
        (
            "sv",
            "kostar kostade väger vägde mäter mätte ungefär cirka omkring drygt knappt nästan",
            "kronor meter kilometer kilo ton liter euro dollar procent grader invånare",
        ),
        (
            "da",
            "koster kostede vejer vejede måler målte cirka omkring næsten godt",
            "kroner meter kilometer kilo tons liter euro dollar procent grader indbyggere",
        ),
        (
            "no",
            "koster kostet veier veide måler målte cirka omkring nesten drøyt",
            "kroner meter kilometer kilo tonn liter euro dollar prosent grader innbyggere",
        ),
        (
            "ro",
            "costă costau cântărește măsoară circa aproximativ aproape",
            "lei euro dolari metri kilometri kilograme tone litri locuitori",
        ),
        (
            "ca",
            "costa costava costen costaven pesa pesava mesura mesurava gairebé",
            "euros dòlars metres quilòmetres quilos tones litres graus habitants",
        ),
        (
            "cs",
            "stojí stál stála stálo stojí váží vážil vážila měří měřil měřila asi přibližně téměř",
            "korun Kč metrů kilometrů tun litrů eur dolarů obyvatel",
        ),
        (
            "sk",
            "stojí stál stála stálo váži vážil vážila meria meral merala asi približne takmer",
            "eur metrov kilometrov ton litrov dolárov obyvateľov",
        ),
        (
            "el",
            "κοστίζει κόστιζε κόστισε ζυγίζει ζύγιζε περίπου σχεδόν",
            "ευρώ δολάρια μέτρα χιλιόμετρα κιλά τόνους λίτρα κατοίκους",
        ),
        (
            "fi",
            "maksaa maksoi painaa painoi noin lähes yli",
            "euroa dollaria metriä kilometriä kiloa tonnia litraa prosenttia asukasta",
        ),
        (
            "hu",
            "kerül körülbelül mintegy közel",
            "forintba forint euróba méter kilométer kilogramm tonna liter százalék",
        ),
    )
}
"""Words that a number with a unit follows, and units: forms that only a number governs, or that none of the words stands before."""
UNITS_LAST: Final = {
    "tr": (
        "metre kilometre santimetre ton kilo litre".split(),
        "uzunluğunda yüksekliğinde genişliğinde derinliğinde ağırlığında kapasiteli uzaklıkta".split(),
        "liradır liraya dolardır euroya avroya".split(),
    ),
}
"""Units before words that need an amount, those words, and units that need one alone; a number stands before the unit."""
_OF_EVENTS: Final = {
    "pl": "(?:urodził[a]? się|zmarł[ay]?|założon[yaoe]|zbudowan[yaoe]|powstał[aoy]?|otwart[yaoe]|wydan[yaoe])",
    "ru": "(?:родил(?:ся|ась|ись)|умер(?:ла|ли)?|скончал(?:ся|ась)|основан[ао]?|построен[ао]?|открыт[ао]?|погиб(?:ла|ли)?)",
    "uk": "(?:народи(?:вся|лася|лися)|помер(?:ла|ли)?|заснован[аоий]{0,2}|збудован[аоий]{0,2}|відкрит[аоий]{0,2})",
    "cs": "(?:narodil[a]? se|zemřel[aoi]?|založen[aoy]?|postaven[aoy]?|otevřen[aoy]?|vznikl[aoy]?)",
    "sk": "(?:narodil[a]? sa|zomrel[aoi]?|založen[áéýo]|postaven[áéýo]|otvoren[áéýo]|vznikol|vznikla|vzniklo)",
    "ro": "(?:născut[ăi]?|murit|decedat[ăi]?|fondat[ăe]?|înființat[ăe]?|construit[ăe]?|inaugurat[ăe]?|deschis[ăe]?)",
    "ca": "(?:néixer|nascut|nascuda|morir|mort|morta|fundat|fundada|construït|construïda|inaugurat|inaugurada|obert|oberta)",
    "sv": "(?:[Ff]ödd|[Ff]öddes|född|dog|avled|grundades|öppnades|byggdes|invigdes)",
    "da": "(?:[Ff]ødt|døde|grundlagt|åbnede|bygget|indviet)",
    "no": "(?:[Ff]ødt|døde|grunnlagt|åpnet|bygd|bygget|innviet)",
}
"""Forms of verbs that a date follows, as patterns."""
BEFORE_DATES: Final = {
    "pl": (rf"{_OF_EVENTS['pl']} w(?= roku(?!\w| \d| [a-ząćęłńóśźż]+(?:ym|im)\b))",),
    "ru": (rf"{_OF_EVENTS['ru']} в(?= году(?!\w| \d))",),
    "uk": (rf"{_OF_EVENTS['uk']} (?:в|у)(?= році(?!\w| \d))",),
    "cs": (rf"{_OF_EVENTS['cs']} v roce(?= (?:v|ve|na|a|do|z)(?!\w)|[.,;])",),
    "sk": (rf"{_OF_EVENTS['sk']} v roku(?= (?:v|vo|na|a|do|z)(?!\w)|[.,;])",),
    "ro": (rf"{_OF_EVENTS['ro']} (?:în|din) anul(?= (?:la|în|de|din|și|într-un|într-o|pe)(?!\w)|[.,;])",),
    "ca": (rf"{_OF_EVENTS['ca']} l['’]any(?= (?:a|al|en|i|per|amb|als)(?!\w)|[.,;])",),
    "sv": (
        rf"{_OF_EVENTS['sv']} den(?= (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)(?!\w))",
    ),
    "da": (
        rf"{_OF_EVENTS['da']} den(?= (?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)(?!\w))",
    ),
    "no": (
        rf"{_OF_EVENTS['no']} den(?= (?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)(?!\w))",
    ),
}
"""Patterns of what stands before a year or a day and is followed by none. A blank in them is any blank."""
