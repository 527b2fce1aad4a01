"""English."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language

__all__ = ["ENGLISH"]

# finite verbs: none opens a noun phrase
_VERBS: Final = frozenset("is are was were has had does did would could should".split())

ENGLISH: Final = Language(
    code="en",
    name="English",
    stranding=frozenset("the an my your our their every whose".split()),
    weak=frozenset(
        """a of with from for to at by into upon than as per via toward towards between among during against its
        on in""".split()
    ),
    joining=frozenset("and or but nor because although whether while unless".split()),
    elided=frozenset(["o"]),
    articles=frozenset("the a an my your our their its every".split()),
    after_articles=_VERBS
    | frozenset("of in on and or to for with by at from that which who but be been have when because than".split()),
    prepositions=frozenset("of into between among during toward towards via".split()),
    after_prepositions=frozenset("and or in on by at with for from of but".split()),
    sound_pairs=frozenset(
        ["the in", "the on", "the to", "the by", "a to", "into and", "of from", "between in", "of at", "oh my", "my my"]
    ),
    openers=frozenset(
        """and or but nor that which who whose because although while when if as of in on at by for with from to is are
        was were has have had not the a an""".split()
    ),
    abbreviations=frozenset(
        """mr mrs ms dr prof rev hon st sr jr inc ltd co corp vs etc no vol fig pp p ed eds gen col capt lt sgt gov sen
        rep dept est approx al cf jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e u.s a.m p.m""".split()
    ),
    quotes=(("“", "”"),),
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
    bylines=("by ", "photo", "image", "source:", "credit", "courtesy", "written by ", "reporting by ", "editing by "),
)
