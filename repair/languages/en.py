"""English."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language

__all__ = ["ENGLISH"]

# finite verbs: none opens a noun phrase
_VERBS: Final = frozenset("is are was were has had does did would could should".split())
# the words after which a preposition may end a clause (`nothing to speak of.`)
_PHRASAL: Final = {
    "of": "speak think thinking thought aware kind sort capable dream accused hold know use disposed made care rid sure out lines conceive list note notice advantage sight proof charge",
    "with": "work deal begin start familiar play struggle disagree agree run live do interact",
    "from": "come coming came comes away far",
    "by": "written owned come go going passing pass gone get run stand close near hard went goes slipped slips rolled rumbled flew flown sped whizzed drifted lay",
    "to": """want wants wanted have has had having need needs needed ought used going like liked love loved hope hoped try
        tried trying able unable got gotta supposed limited up refer referred belong belongs listen listened listening look
        looked looking forward talk talked talking speak spoke according not how due allowed asked told said wish choose
        chose refuse refused mean meant expected opposed able heir subject""",
    "into": "get got dig dive look looking fitting",
    "as": "such both",
    "for": "looking look called fought used known pay paid care live room asked",
    "at": "look looking good laughed",
}

ENGLISH: Final = Language(
    code="en",
    name="English",
    stranding=frozenset("the an my your our their every whose".split()),
    weak=frozenset(
        """a of with from for to at by into upon than as per via toward towards between among during against its
        on in""".split()
    ),
    leaning=frozenset(
        "a of with from by into than as per via toward towards between among during its for at to upon against".split()
    ),
    # of 30 before a full stop on real pages and in sound texts, 1 lost what it governs
    closing=frozenset("to with into".split()),
    parting=frozenset("that which who whom whose what whatever where when how why whoever".split()),
    parting_nearby=frozenset(
        """to be been being is are was were isn't wasn't get gets got they we he she it you i you're they're we're you've
        they've we've it's i'm you’re they’re we’re you’ve they’ve we’ve it’s i’m""".split()
    ),
    particles=frozenset(["on"]),
    tied=frozenset(
        [
            f"{word} of"
            for word in "because terms behalf spite means regardless favor favour search view majority".split()
        ]
        + [f"{word} to" for word in "contrary response prior addition thanks".split()]
        + ["accordance with", "rather than"]
    ),
    joining=frozenset("and or but nor because although whether while unless".split()),
    coordinating=frozenset("and or nor".split()),
    articles=frozenset("the a an my your our their its every".split()),
    determiners=frozenset("a its".split()),
    after_articles=_VERBS
    | frozenset(
        """of in on and or to for with by at from into than as upon against among during that which who whose when
        because whether although if nor but be been have this these those there he we they him them us
        itself""".split()
    ),
    # `of and by the people`, `with and without` and `for if he comes` are sound
    prepositions=frozenset("of into between among during toward towards via with from at by".split()),
    after_prepositions=_VERBS
    | frozenset("and or in on by at for from of but be have been they he she we because although unless".split()),
    sound_pairs=frozenset(
        [f"{one} {other}" for one in ("with", "from", "at") for other in "in on at for from by of but".split()]
        + [f"{one} {other}" for one in "with from at by into between during".split() for other in ("and", "or")]
        + [f"{verb} {particle}" for particle, verbs in _PHRASAL.items() for verb in verbs.split()]
        + [
            "of from",
            "of at",
            "of by",
            "by in",
            "by on",
            "by at",
            "by for",
            "by from",
            "by of",
            "between in",
            "in between",
            "space between",
            "oh my",
            "a while",
            "little while",
            "long while",
            "short while",
            "anything but",
            "nothing but",
            "everything but",
            "all but",
            "for while",
            "open with",
            "my my",
        ]
    ),
    single_letters=frozenset("a i".split()),
    sound_triples=frozenset(["from of old", *(f"{article} on screen" for article in ("a", "an", "the"))]),
    openers=frozenset(
        """and or but nor that which who whose because although while when if as of in on at by for with from to is are
        was were has have had not the a an""".split()
    ),
    abbreviations=frozenset(
        """mr mrs ms dr prof rev hon st sr jr inc ltd co corp vs etc no vol fig pp p ed eds gen col capt lt sgt gov sen
        rep dept est approx al cf jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e u.s a.m p.m""".split()
    ),
    common=frozenset(
        """about above after again all almost already also although always am an and another any anything are around as
        at away back be because been before being below both but by can cannot could did do does doing done down each
        either else enough even ever every everyone everything few first for from further get gets go going gone got
        had has have having he her here hers herself him himself his how however i if in indeed instead into is it its
        itself just last least less let like made make makes making many may maybe me might mine more most much must
        my myself near never next no nobody none nor not nothing now of off often on once one only onto or other
        others our ours out over own perhaps put quite rather really same see seem seems several shall she should
        since so some someone something sometimes soon still such take than that the their theirs them themselves then
        there these they thing things this those though through thus to together too toward two under until up upon us
        use used very was way we well were what when where whether which while who whole whom whose why will with
        within without would yet you your yours""".split()
    ),
    read_more=(
        "read more",
        "read the full article",
        "read the full story",
        "read full article",
        "read the rest",
        "continue reading",
        "keep reading",
        "show more",
        "see more",
        "view more",
        "learn more",
        "click here to read more",
        "more »",
    ),
    share=(
        "share",
        "share this",
        "share on",
        "tweet",
        "tweet this",
        "print",
        "email this",
        "like this",
        "follow us on",
        "sign up for our newsletter",
        "subscribe to our newsletter",
        "subscribe to",
        "click here to",
        "leave a comment",
        "comments",
        "copy link",
        "save",
        "advertisement",
        "listen to this article",
    ),
    adverts=("advertisement",),
    counters=(
        "shares",
        "share",
        "comments",
        "views",
        "likes",
        "retweets",
        "min read",
        "minute read",
        "minutes read",
    ),
    notices=(
        "this website uses cookies",
        "this site uses cookies",
        "we use cookies",
        "by continuing to use this site",
        "by continuing to browse",
        "by using this site, you agree",
        "we and our partners",
        "please enable javascript",
        "you need to enable javascript",
        "javascript is disabled",
        "your browser does not support",
        "please disable your ad blocker",
        "turn off your ad blocker",
        "sign up for our newsletter",
        "sign up to our newsletter",
        "sign up for the newsletter",
        "subscribe to our newsletter",
        "get our newsletter",
        "get the latest news delivered",
        "sorry, your browser",
        "this article is for subscribers",
        "this content is for subscribers",
        "this story is for subscribers",
        "accept all cookies",
        "skip to content",
        "skip to main content",
        "skip to navigation",
        "back to top",
        "click to share on",
        "click to email a link",
        "view this post on",
        "sponsored content",
        "please wait while the page",
        "loading...",
        "loading…",
    ),
    related=(
        "related:",
        "related articles",
        "related stories",
        "read also",
        "also read",
        "see also",
        "read next",
        "read more:",
        "you may also like",
        "you might also like",
        "recommended",
        "more from",
        "watch:",
    ),
    rights=(
        "all rights reserved",
        "copyright ©",
        "© copyright",
        "(c) copyright",
        "this material may not be published",
    ),
    date_words=(
        "date",
        "published",
        "published on",
        "posted",
        "posted on",
        "updated",
        "updated on",
        "last updated",
        "last modified",
    ),
    months=tuple(
        """january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec""".split()
    ),
    before_clock=("at",),
    bylines=(
        "by ",
        "photo",
        "image",
        "source:",
        "credit",
        "courtesy",
        "written by ",
        "reporting by ",
        "editing by ",
        "image credit",
        "image credits",
        "photo credit",
        "photo credits",
        "photo by",
        "picture by",
    ),
    before_units=frozenset(
        """zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty
        sixty seventy eighty ninety hundred thousand million billion dozen half quarter couple few fewer many
        several some any no all both more less most other another each every per in thousands
        hundreds dozens millions tens number numbers amount percentage percentages""".split()
    ),
    units=tuple(
        """degrees metres meters kilometres kilometers centimetres centimeters millimetres millimeters miles feet
        inches kilograms kilos grams pounds litres liters tonnes tons hectares acres percent euros dollars""".split()
    ),
    periods=tuple("seconds minutes hours days weeks months years".split()),
    quantities=frozenset(
        """area population length height width depth weight distance total average maximum minimum altitude elevation speed temperature value amount price cost duration diameter capacity""".split()
    ),
    before_amount="of",
    approximating=frozenset("approximately about around roughly nearly almost exactly".split()),
    counting=frozenset("approximately roughly".split()),
    naming=frozenset("called named titled entitled dubbed nicknamed renamed".split()),
    apposed=frozenset(
        """film movie novel song album magazine newspaper book word term letter command attribute element function method
        class package parameter variable property""".split()
    ),
    measuring=frozenset("weighs weighed measures measured costs cost".split()),
    numbered=frozenset(
        "figure fig table section chapter equation appendix listing page paragraph note volume number".split()
    ),
    never_pairs=frozenset(
        [
            "can cannot",
            "of of",
            *(f"{word} of" for word in "with to from by at into about during".split()),
            "at at",
            "by by",
            "from from",
            "with with",
            "in in",
            "between and",
            "to million",
            "of million",
            "by million",
            "about million",
            "over million",
            "nearly million",
            "than million",
            "raised million",
            "by percent",
            *(f"{word} per" for word in "by from to about than rose fell".split()),
            "to percent",
            "about percent",
            "than percent",
            "of percent",
            "from to",
            "between to",
        ]
    ),
    year_leads=frozenset(["in"]),
    dated=frozenset(
        "born died founded established released published opened elected killed married launched created built formed introduced".split()
    ),
    plurals=tuple("es ts ns rs ds ls ks ps gs ms ys cs hs bs ws".split()),
    numerals=("wards", "hundreds", "thousands", "millions"),
    never_twice=frozenset("the a an of to and for with from by at or".split()),
    repeating=frozenset("with from of for about between".split()),
    company="with",
    after_company=frozenset("on about from of at".split()),
    day_leads=frozenset(["on"]),
    auxiliaries=frozenset(
        "is are was were be been has have had may might must can could will would shall should isn't wasn't".split()
    ),
    sayings=frozenset(
        """said says say wrote writes added adds tweeted posted replied replies explained explains stated states
        told declared recalled asked saying writing adding""".split()
    ),
    announcing=frozenset("following these follows below".split()),
    titles=("mr.", "mrs.", "ms.", "mr", "mrs", "ms"),
    embeds=frozenset(
        """video videos photo photos tweet tweets post clip trailer gallery audio infographic podcast livestream""".split()
    ),
    aside_endings=("ly", "say", "let's", "let’s", "maybe"),
    resuming=(
        "in conclusion",
        "secondly",
        "likewise",
        "similarly",
        "but",
        "however",
        "moreover",
        "furthermore",
        "nevertheless",
        "nonetheless",
        "therefore",
        "besides",
        "in addition",
        "on the other hand",
        "for this reason",
        "as a result",
    ),
    continued=(
        "more",
        "continued",
        "cont'd",
        "read on",
        "to be continued",
    ),
    paywall=(
        "continue reading",
        "read the full story",
        "read the full article",
        "read the rest of",
        "click here to read",
        "click here for the full",
        "read more at",
        "read more on",
        "available to subscribers",
        "available only to subscribers",
        "subscribe to continue",
        "subscribe to read",
        "subscribe now to read",
        "to keep reading",
        "to read the full",
        "to read the rest",
        "subscribers only",
        "already a subscriber",
        "already have a subscription",
        "log in to read",
        "log in to continue",
        "sign in to read",
        "sign in to continue",
        "sign up to read",
        "limit of free articles",
        "reached your article limit",
        "article limit reached",
        "free articles this month",
        "for subscribers only",
    ),
    footers=("the post … appeared first on",),
)
