"""English."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language, combined, phrases_of, words_of

__all__ = ["ENGLISH"]

# finite verbs: none opens a noun phrase
_VERBS: Final = words_of("is are was were has had does did would could should")
# the words after which a preposition may end a clause (`nothing to speak of.`)
_PHRASAL: Final = combined(
    (
        """speak think thinking thought aware kind sort capable dream dreamed dreamt heard unheard accused hold know
        use disposed made care rid sure out lines conceive list note notice advantage sight proof charge""",
        "of",
    ),
    ("work deal begin start familiar play struggle disagree agree run live do interact", "with"),
    ("come coming came comes away far learn learns learned learnt suffer suffers suffered hear heard hailed", "from"),
    (
        """written owned come go going passing pass passed passes gone get gets run stand stood close near hard went
        goes slipped slips slipping rolled rumbled flew fly flies flown sped whizzed drifted lay rush rushed rushes
        rushing swept tick ticked walked drove dropped stopped hurried""",
        "by",
    ),
    (
        """want wants wanted have has had having need needs needed ought used going like liked love loved hope
        hoped try tried trying able unable got gotta supposed limited up refer referred belong belongs
        listen listened listening look looked looking forward talk talked talking speak spoke according not
        how due allowed asked told said wish choose chose refuse refused mean meant expected opposed able
        heir subject matter matters mattered""",
        "to",
    ),
    ("get got dig dive look looking fitting", "into"),
    ("such both just even much", "as"),
    (
        """looking look called fought used known famous pay paid care cared uncared live room asked ask strive strives striving longed
        yearned accounted search searched hoped""",
        "for",
    ),
    ("look looking good bad laughed", "at"),
    ("called put once set come", "upon"),
)

ENGLISH: Final = Language(
    code="en",
    name="English",
    stranding=words_of("the an my your our their every whose"),
    weak=words_of(
        "a of with from for to at by into upon than as per via toward towards between among during against its on in"
    ),
    leaning=words_of(
        "a of with from by into than as per via toward towards between among during its for at to upon against"
    ),
    # of 30 before a full stop on real pages and in sound texts, 1 lost what it governs
    closing=words_of("to with into"),
    parting=words_of("that which who whom whose what whatever where when how why whoever"),
    parting_nearby=words_of(
        """to be been being is are was were isn't wasn't get gets got they we he she it you i you're they're we're you've
        they've we've it's i'm"""
    ),
    particles=words_of("on"),
    tied=combined(
        ("because terms behalf spite means regardless favor favour search view majority", "of"),
        ("contrary response prior addition thanks", "to"),
        ("accordance", "with"),
        ("rather", "than"),
    ),
    joining=words_of("and or but nor because although whether while unless"),
    coordinating=words_of("and or nor"),
    articles=words_of("the a an my your our their its every"),
    determiners=words_of("a its"),
    after_articles=_VERBS
    | words_of(
        """of in on and or to for with by at from into than as upon against among during that which who whose when
        because whether although if nor but be been have this these those there he we they him them us itself"""
    ),
    # `of and by the people`, `with and without` and `for if he comes` are sound
    prepositions=words_of("of into between among during toward towards via with from at by"),
    after_prepositions=_VERBS
    | words_of("and or in on by at for from of but be have been they he she we because although unless"),
    sound_pairs=_PHRASAL
    | combined(
        ("with from at", "in on at for from by of but"),
        ("with from at by into between during", "and or"),
        ("of", "from at by"),
        ("by", "in on at for from of"),
        ("between", "in"),
        ("in space far", "between"),
        ("oh my", "my"),
        ("a little long short for", "while"),
        ("anything nothing everything all", "but"),
        ("open", "with"),
    ),
    single_letters=words_of("a i"),
    sound_triples=combined(
        ("from", "of", "old"),
        ("a an the", "on", "screen"),
        # letters that are named: `the a in the title`
        ("the an", "a i", "in of at to"),
        ("of from", "a", "to"),
    ),
    openers=words_of(
        """and or but nor that which who whose because although while when if as of in on at by for with from to is are
        was were has have had not the a an"""
    ),
    abbreviations=words_of(
        """mr mrs ms dr prof rev hon st sr jr inc ltd co corp vs etc no vol fig pp p ed eds gen col capt lt sgt gov sen
        rep dept est approx al cf jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e u.s a.m p.m"""
    ),
    common=words_of(
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
        within without would yet you your yours"""
    ),
    read_more=phrases_of(
        """read more|read the full article|read the full story|read full article|read the rest|continue reading
        |keep reading|show more|see more|view more|learn more|click here to read more|more »"""
    ),
    share=phrases_of(
        """share|share this|share on|tweet|tweet this|print|email this|like this|follow us on|sign up for our newsletter
        |subscribe to our newsletter|subscribe to|click here to|leave a comment|comments|copy link|save|advertisement
        |listen to this article"""
    ),
    adverts=phrases_of("advertisement"),
    counters=phrases_of("shares|share|comments|views|likes|retweets|min read|minute read|minutes read"),
    notices=phrases_of(
        """this website uses cookies|this site uses cookies|we use cookies|by continuing to use this site
        |by continuing to browse|by using this site, you agree|we and our partners|please enable javascript
        |you need to enable javascript|javascript is disabled|your browser does not support
        |please disable your ad blocker|turn off your ad blocker|sign up for our newsletter|sign up to our newsletter
        |sign up for the newsletter|subscribe to our newsletter|get our newsletter|get the latest news delivered
        |sorry, your browser|this article is for subscribers|this content is for subscribers
        |this story is for subscribers|accept all cookies|skip to content|skip to main content|skip to navigation
        |back to top|click to share on|click to email a link|view this post on|sponsored content
        |please wait while the page|loading...|loading…"""
    ),
    related=phrases_of(
        """related:|related articles|related stories|read also|also read|see also|read next|read more:|you may also like
        |you might also like|recommended|more from|watch:"""
    ),
    rights=phrases_of("all rights reserved|copyright ©|© copyright|(c) copyright|this material may not be published"),
    date_words=phrases_of("date|published|published on|posted|posted on|updated|updated on|last updated|last modified"),
    months=words_of(
        """january february march april may june july august september october november december jan feb mar apr jun jul
        aug sep sept oct nov dec"""
    ),
    before_clock=phrases_of("at"),
    bylines=phrases_of(
        """by |photo|image|source:|credit|courtesy|written by |reporting by |editing by |image credit|image credits
        |photo credit|photo credits|photo by|picture by"""
    ),
    before_units=words_of(
        """zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty
        seventy eighty ninety hundred thousand million billion dozen half quarter couple few fewer many several some
        any no all both more less most other another each every per in thousands hundreds dozens millions tens number
        numbers amount percentage percentages"""
    ),
    units=words_of(
        """degrees metres meters kilometres kilometers centimetres centimeters millimetres millimeters miles feet inches
        kilograms kilos grams pounds litres liters tonnes tons hectares acres percent euros dollars"""
    ),
    periods=words_of("seconds minutes hours days weeks months years"),
    quantities=words_of(
        """area population length height width depth weight distance total average maximum minimum altitude elevation
        speed temperature value amount price cost duration diameter capacity"""
    ),
    lasting=words_of("duration"),
    sums=words_of("average maximum minimum total"),
    before_amount="of",
    approximating=words_of("approximately about around roughly nearly almost exactly"),
    counting=words_of("approximately roughly"),
    naming=words_of("called named titled entitled dubbed nicknamed renamed"),
    apposed=words_of(
        """film movie novel song album magazine newspaper book word term letter command attribute element function method
        class package parameter variable property sign symbol character"""
    ),
    measuring=words_of("weighs weighed measures measured costs cost"),
    numbered=words_of("figure fig table section chapter equation appendix listing page paragraph note volume number"),
    never_pairs=combined(
        ("can", "cannot"),
        ("of with to from by at into about during", "of"),
        *((word, word) for word in ("at", "by", "from", "with", "in")),
        ("between", "and to"),
        ("to of by about over nearly than raised", "million"),
        ("by to about than of", "percent"),
        ("by from to about than rose fell", "per"),
        ("from", "to"),
    ),
    year_leads=words_of("in"),
    dated=words_of(
        """born died founded established released published opened elected killed married launched created built formed
        introduced"""
    ),
    plurals=phrases_of("es|ts|ns|rs|ds|ls|ks|ps|gs|ms|ys|cs|hs|bs|ws"),
    numerals=phrases_of("wards|hundreds|thousands|millions"),
    never_twice=words_of("the a an of to and for with from by at or"),
    repeating=words_of("with from of for about between"),
    company="with",
    after_company=words_of("on about from of at"),
    day_leads=words_of("on"),
    auxiliaries=words_of(
        "is are was were be been has have had may might must can could will would shall should isn't wasn't"
    ),
    sayings=words_of(
        """said says say wrote writes added adds tweeted posted replied replies explained explains stated states told
        declared recalled asked saying writing adding"""
    ),
    answering=words_of("replied replies"),
    announcing=words_of("following these follows below"),
    titles=phrases_of("mr.|mrs.|ms.|mr|mrs|ms"),
    embeds=words_of(
        "video videos photo photos tweet tweets post clip trailer gallery audio infographic podcast livestream"
    ),
    aside_endings=phrases_of("ly|say|let's|maybe"),
    resuming=phrases_of(
        """in conclusion|secondly|likewise|similarly|but|however|moreover|furthermore|nevertheless|nonetheless|therefore
        |besides|in addition|on the other hand|for this reason|as a result"""
    ),
    continued=phrases_of("more|continued|cont'd|read on|to be continued"),
    paywall=phrases_of(
        """continue reading|read the full story|read the full article|read the rest of|click here to read
        |click here for the full|read more at|read more on|available to subscribers|available only to subscribers
        |subscribe to continue|subscribe to read|subscribe now to read|to keep reading|to read the full
        |to read the rest|subscribers only|already a subscriber|already have a subscription|log in to read
        |log in to continue|sign in to read|sign in to continue|sign up to read|limit of free articles
        |reached your article limit|article limit reached|free articles this month|for subscribers only"""
    ),
    footers=phrases_of("the post … appeared first on"),
    before_code=words_of(
        """command commands function functions method methods file files variable variables attribute
        attributes class option options parameter parameters keyword keywords directory folder package
        packages module modules tag property operator field type value element enter run press execute"""
    ),
    after_code=words_of(
        """command function method file variable attribute class option parameter keyword directory folder
        package module tag property operator field argument flag statement macro tool header"""
    ),
    tongues=words_of(
        """english french german spanish portuguese polish russian greek latin arabic chinese japanese hebrew
        turkish dutch hungarian czech croatian serbian korean italian irish welsh persian ukrainian swedish
        danish finnish"""
    ),
    correcting=words_of("rather perhaps"),
    key_names=words_of("press pressing key keys script vitamin"),
    remarks=words_of("sentence sentences statement phrase phrases"),
    finite=words_of("is are was were has have had will would"),
    number_pairs=combined(
        ("^In", "|", "he she they we"),
        # not `a city of people who`, `the power it has over members`, `as the people aged and died`
        ("town village city parish", "of", "|", "inhabitants$ residents$"),
        ("has have had", "around nearly almost", "|", "inhabitants residents employees members"),
        ("of", "about around over nearly almost", "|", "inhabitants residents employees members"),
        (
            "man woman boy girl men women people children teenager driver youth pensioner",
            "aged",
            "|",
            "was who has were had",
        ),
        ("opens opened starts started begins began closes closed ends ended arrives leaves", "at", "|", "and"),
        # not `the goal of the century by far`, `the century when`
        ("in during from", "the", "|", "century", "by"),
        ("age", "of", "|", "he she they and"),
    ),
)
