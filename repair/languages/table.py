"""The columns of a language's table: what each holds, and which rule reads it.

A table is data only: lower-case words and phrases. Rules match a word as written here and with a capital first letter;
phrases are compared in lower case. A word may stand in several columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import product

from msgspec import Struct

__all__ = ["Language", "Tenses", "combined", "phrases_of", "words_of"]


def words_of(text: str) -> frozenset[str]:
    """The words of a text, which blanks part, with either apostrophe."""
    return frozenset(text.split()).union(text.replace("'", "’").split())


def phrases_of(text: str) -> tuple[str, ...]:
    """The phrases of a text, which `|` parts, with either apostrophe. A line break and the blanks behind it do not count."""
    phrases = "".join(line.lstrip() for line in text.split("\n")).split("|")
    return tuple(dict.fromkeys(spelling for one in phrases for spelling in (one, one.replace("'", "’"))))


def combined(*groups: tuple[str | Iterable[str], ...]) -> frozenset[str]:
    """The phrases that take one word of each column, for groups of columns: `("il i", "se ma")` gives four phrases."""
    return frozenset(
        " ".join(words)
        for columns in groups
        for words in product(*(one.split() if isinstance(one, str) else one for one in columns))
    )


class Tenses(Struct, frozen=True):
    """What tells the finite verbs of a language that stand in the past. Forms that are nouns or adverbs as well are left out."""

    prepositions: frozenset[str]
    """Prepositions that none of these verbs follows; none of them is a noun or a pronoun as well."""
    endings: tuple[str, ...]
    """How regular forms of four letters or more end."""
    forms: frozenset[str]
    """Forms with other endings."""
    others: frozenset[str]
    """Words with such an ending that are no finite verbs."""


class Language(Struct, frozen=True, eq=False, dict=True):
    """What the rules need to know of one language. Words are in lower case; each rule reads its own column.

    A table equals only itself, so that what is compiled from it can be kept beside it.
    """

    code: str
    """ISO 639-1 code."""
    name: str
    """Name in English."""
    stranding: frozenset[str] = frozenset()
    """Words that almost never stand before a comma, full stop, semicolon or closing mark: articles, prepositions."""
    weak: frozenset[str] = frozenset()
    """Words that often stand there and yet never before a blank and punctuation: prepositions that English strands,
    pronouns that look like articles, words of one letter."""
    leaning: frozenset[str] = frozenset()
    """Those of `weak` that seldom stand before a mark without a blank between the two."""
    closing: frozenset[str] = frozenset()
    """Those of `leaning` that end so many sentences that a full stop after one tells nothing (English `to`). Empty in most
    languages."""
    parting: frozenset[str] = frozenset()
    """Words after which a preposition may end its clause (English `what it is made of`). Empty in most languages."""
    parting_nearby: frozenset[str] = frozenset()
    """Words that allow it only a few words before the preposition (`to be dealt with`): infinitives, passives and
    pronouns. Empty in most languages."""
    particles: frozenset[str] = frozenset()
    """Those of `weak` that stand after a noun as adverbs too (English `with the light on`). Empty in most languages."""
    tied: frozenset[str] = frozenset()
    """Pairs of words of which the second never stands apart from what it governs (English `because of`). Empty in most
    languages."""
    opening: frozenset[str] = frozenset()
    """Words that say at a sentence's head whose view follows, and count elsewhere (Italian `secondo`). Empty in most
    languages."""
    joining: frozenset[str] = frozenset()
    """Conjunctions: sound before a comma (`and, of course,`), not before a full stop, semicolon or closing bracket."""
    coordinating: frozenset[str] = frozenset()
    """Those of `joining` that must have words on both sides (`and`, `or`)."""
    elided: frozenset[str] = frozenset()
    """Stems that an apostrophe binds to the next word (`dell` of `dell'anno`). Empty in English."""
    elides: bool = False
    """Whether those of `elided` are words of the language itself, not of names only."""
    articles: frozenset[str] = frozenset()
    """Words that open a noun phrase."""
    determiners: frozenset[str] = frozenset()
    """Words that open a noun phrase, and stand for one elsewhere (German `den`), so that they are not in `stranding`."""
    after_articles: frozenset[str] = frozenset()
    """Words that cannot follow one of `articles`."""
    prepositions: frozenset[str] = frozenset()
    """Prepositions that must govern the next words."""
    after_prepositions: frozenset[str] = frozenset()
    """Words that cannot follow one of `prepositions`."""
    shared: frozenset[str] = frozenset()
    """Prepositions beside those of `stranding` that stand before a conjunction only if it joins them to another (Spanish
    `a`). Empty in most languages."""
    sound_pairs: frozenset[str] = frozenset()
    """Pairs of words that the four columns above would forbid, and that are sound (`al di` of `al di là`), or that may
    stand before a mark though the second word strands there (`oh my,`)."""
    sound_triples: frozenset[str] = frozenset()
    """The same for three words of which two that stand side by side would be wrong without the third (`un di più`)."""
    openers: frozenset[str] = frozenset()
    """Words that begin the rest of a sentence when a paragraph begins with them in lower case."""
    abbreviations: frozenset[str] = frozenset()
    """Abbreviations that end in a full stop, without it."""
    common: frozenset[str] = frozenset()
    """Pronouns, auxiliaries, adverbs: words beside those above that fit nearly everywhere, so that a model
    which proposes nothing else for a gap says nothing."""
    spaced: str = ""
    """Marks before which a blank is sound (French `:`, `;`, `!`, `?`, `»`); with `»`, one after `«` is sound too.
    Empty in most languages."""
    single_letters: frozenset[str] = frozenset()
    """Words of one letter that, joined to the next word by mistake, make no other word (English `a`, `i`). Empty in most
    languages."""
    imperfects: tuple[str, ...] = ()
    """Endings of verbs that look like words (Italian `-vano`). Empty in most languages."""
    capital_nouns: bool = False
    """Whether all nouns begin with capitals, so that a capital tells no beginning of a sentence (German)."""
    accents_left_out: bool = False
    """Whether authors often leave accents out, so that a single word without its own is no damage."""
    old_spelling: frozenset[str] = frozenset()
    """Words that only texts of an older spelling have, which set other accents (Spanish `á`). Empty in most languages."""
    compounds: bool = False
    """Whether new words are made by joining others without a hyphen (German, Dutch)."""
    inner_endings: tuple[str, ...] = ()
    """Endings that are set off inside a word by a capital or a colon (German `LeserInnen`, `Leser:innen`). Empty in
    most languages."""
    read_more: tuple[str, ...] = ()
    """Phrases with which a teaser ends."""
    share: tuple[str, ...] = ()
    """Beginnings of lines that hold buttons for sharing, printing or subscribing."""
    adverts: tuple[str, ...] = ()
    """Those of `share` that stand above advertisements, wherever these stand in the text."""
    counters: tuple[str, ...] = ()
    """What a page counts on a line of its own (`23 shares`)."""
    notices: tuple[str, ...] = ()
    """How a page's notices begin: cookies, newsletters, scripts and blockers of advertisements."""
    related: tuple[str, ...] = ()
    """Beginnings of lines that point to other articles."""
    rights: tuple[str, ...] = ()
    """Phrases of lines about copyright."""
    date_words: tuple[str, ...] = ()
    """Words before a date line's date."""
    months: frozenset[str] = frozenset()
    """Names of months, full and short."""
    before_clock: tuple[str, ...] = ()
    """Words before the time of day in a date line (`at 10:30`)."""
    after_clock: tuple[str, ...] = ()
    """Words after the time of day (`10:30 Uhr`). Empty in most languages."""
    bylines: tuple[str, ...] = ()
    """Beginnings of short lines that name an author, a photographer or a source."""
    before_units: frozenset[str] = frozenset()
    """Words that may stand before a unit of measure in place of a number: numerals, quantifiers, `per`."""
    units: frozenset[str] = frozenset()
    """Units of measure that are written out."""
    plurals: tuple[str, ...] = ()
    """Endings of most nouns in the plural. Empty where nouns are told by their capital."""
    numerals: tuple[str, ...] = ()
    """Endings of numerals that are written out and look like such nouns. Empty in most languages."""
    periods: frozenset[str] = frozenset()
    """Periods of time, in the plural."""
    quantities: frozenset[str] = frozenset()
    """Names of what is measured (`length`)."""
    lasting: frozenset[str] = frozenset()
    """Those of `quantities` that have an amount before a period too (`at the age of 3 years`)."""
    sums: frozenset[str] = frozenset()
    """Those of `quantities` that may be one of units (`the total of miles run`). Empty in some languages."""
    before_amount: str = ""
    """The word between such a name and the amount (`a length of 3 metres`)."""
    approximating: frozenset[str] = frozenset()
    """Adverbs before a number that is not exact (`about`)."""
    counting: frozenset[str] = frozenset()
    """Those of them that nothing but a number or a measure follows."""
    naming: frozenset[str] = frozenset()
    """Words before a name or a title (`called`)."""
    apposed: frozenset[str] = frozenset()
    """Nouns that the name of one of their kind follows (`the word yes`)."""
    measuring: frozenset[str] = frozenset()
    """Words right before the number of a measure (`weighs 3 kilos`)."""
    numbered: frozenset[str] = frozenset()
    """Names of what is referred to by number (`Figure 3`)."""
    never_pairs: frozenset[str] = frozenset()
    """Pairs of words that never stand together: what governs a noun, before what can begin none. Nearly none stands in 10
    million characters of sound texts. Pairs that stand in an idiom or a name are left out (`avec ou sans`), and what is
    sound only beside a third word is among `sound_triples`."""
    opening_pairs: frozenset[str] = frozenset()
    """Pairs of words that no sentence begins with, while one may go on so (French `dont un a été élu`)."""
    never_twice: frozenset[str] = frozenset()
    """Words that never stand right after themselves."""
    repeating: frozenset[str] = frozenset()
    """Prepositions that no idiom joins to themselves (`by and by`)."""
    company: str = ""
    """The preposition before those with whom someone is (`with`)."""
    after_company: frozenset[str] = frozenset()
    """Prepositions that no conjunction joins to it, since none of them has the same noun."""
    day_leads: frozenset[str] = frozenset()
    """Words that stand right before the day of a date (`on 14 June`)."""
    year_leads: frozenset[str] = frozenset()
    """Words that stand right before the year of a date (`in 1901`)."""
    dated: frozenset[str] = frozenset()
    """Participles and verbs of events that a date often follows (`born`)."""
    before_month: str = ""
    """The word between the day and the month (Spanish `14 de junio`). Empty in most languages."""
    auxiliaries: frozenset[str] = frozenset()
    """Forms of the verbs that others follow (English `may`, `was`), in which no paragraph ends without a mark. Empty where verbs
    end clauses (German, Dutch)."""
    sayings: frozenset[str] = frozenset()
    """Forms of the verbs that announce speech before a colon."""
    answering: frozenset[str] = frozenset()
    """Those of `sayings` after which a single word may be all that is quoted (`replied`)."""
    announcing: frozenset[str] = frozenset()
    """Words that announce a list or an example before a colon (`the following:`)."""
    titles: tuple[str, ...] = ()
    """Titles that nothing but a name follows, with their full stop if they have one (`Mr.`). Empty where they are nouns."""
    embeds: frozenset[str] = frozenset()
    """Names of what a page embeds (`video`, `tweet`)."""
    resuming: tuple[str, ...] = ()
    """Words that take up what was said before, so that no text begins with them (`however`)."""
    aside_endings: tuple[str, ...] = ()
    """How words end, beside common ones, with which what is put between commas begins (`probably`, `let's say`)."""
    continued: tuple[str, ...] = ()
    """What stands in brackets where a text breaks off (`(continued)`)."""
    paywall: tuple[str, ...] = ()
    """Phrases with which a page asks readers to pay, to log in or to go elsewhere for the rest."""
    footers: tuple[str, ...] = ()
    """How feeds name a text's source below it, with `…` for its title: `the post … appeared first on`."""
    before_code: frozenset[str] = frozenset()
    """Words that the name of a command, a file or a function follows (`the command ls`)."""
    after_code: frozenset[str] = frozenset()
    """Words that such a name stands before, behind an article (`the ls command`). Empty where they have capitals."""
    tongues: frozenset[str] = frozenset()
    """Names of languages, as `in` and its like stand before them (`in Polish`), in lower case."""
    adverbial: frozenset[str] = frozenset()
    """Prepositions that stand without a noun too (Italian `due con zucchero e due senza`). Empty where most of them do."""
    placed: frozenset[str] = frozenset()
    """Adverbs that govern a noun with another preposition, and so share it with one (French `dans et autour de la gare`). Empty in
    some languages."""
    orders: frozenset[str] = frozenset()
    """Articles that give an order at the head of a sentence, each with the word after it (Italian `Dai a ciascuno la sua
    parte`). Empty in most languages."""
    correcting: frozenset[str] = frozenset()
    """Words with which a sentence takes back what it said (`the or rather his`). Empty in some languages."""
    key_names: frozenset[str] = frozenset()
    """Words before the letter of a key, and before the letter that tells one of a kind (`vitamin a`)."""
    remarks: frozenset[str] = frozenset()
    """Names of what somebody says and what a colon may announce (`the following sentence`)."""
    finite: frozenset[str] = frozenset()
    """Finite verbs that no sentence begins with in a small letter: auxiliaries, and the pronouns that stand before verbs."""
    tenses: Tenses | None = None
    """Finite verbs told by their endings. French needs none: its past tense begins with one of its auxiliaries."""
    number_pairs: frozenset[str] = frozenset()
    """Words between which a number or a date was lost, since nothing else parts them: `the | century by`, `el | en` after
    `nació`. `|` stands where the number stood. The last two words are looked for; those before them must stand there. Behind
    `^` the words begin a sentence (`^In | she`). Before `$` they end what is said: a mark or a function word follows (`de |
    habitantes$`), and no word that tells of them (`un pueblo de habitantes amables`)."""

    @cached_property
    def dangling(self) -> frozenset[str]:
        """Words that never stand before a blank and punctuation."""
        return self.stranding | self.weak | self.joining

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Articles, prepositions, conjunctions and the like."""
        return self.dangling | self.articles | self.prepositions

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Those, and pronouns, auxiliaries and other words that fit nearly everywhere."""
        return self.function_words | self.common
