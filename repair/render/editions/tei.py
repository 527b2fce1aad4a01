"""Edition `tei`: TEI P5 with EpiDoc practice, valid against TEI All of P5 3.0.0 and of 4.12.0.

What is put in is `<supplied>` and says on what evidence: `parallel` with the witnesses in `@source` for readings,
`conjecture` with the model or the reviewer in `@resp`, `external` with the corpus in `@source` for what other articles have, `internal` for what follows from a rule. Replaced words are
`<choice><sic/><corr/></choice>`, removed ones `<surplus>`, what nobody can supply is a `<gap>`; where references
disagree, an `<app>` has the reading of the text as its `<lem>` and the others as `<rdg>`. `@ana` points to the status
of the decision and to the code, which the header explains; the header also names references, models and reviewers.
Who accepted stands in `@resp` too, and `@change` leads to the day in the header's `<revisionDesc>`; remarks are `<note>`s.

The article is a `<div type="article">` of `<head>`s and `<p>`s whose blanks count, those between them too; an `<lb/>` says in
which line of the article each begins, and stands after every line break within. A character that XML forbids is a `<g/>` that the header declares, other control characters are character references. So `tei_reader` gives
the article back exactly. Several articles are a `<teiCorpus>`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Final, TypeVar

from repair.records import Apparatus, Attested, Candidate, Emendation, Entry, Prediction, Reading, Signature
from repair.render.comments import Phrasebook, describe_entry
from repair.render.edition_language import LANGUAGE_TAG, describe_witness, language_of_edition, phrase
from repair.render.edition_parts import (
    MarkedEntry,
    Remark,
    alternatives,
    candidate_in_place,
    edition_parts,
    moment,
)
from repair.render.editions.tei_paragraphs import Paragraphs, title_of
from repair.render.editions.tei_reader import NAMESPACE
from repair.render.escape import CONTROL_PATTERN, visible, xml_text
from repair.render.style import Style, reported, source_name
from repair.review.events import marked_by

__all__ = ["render"]

_SPECIAL: Final = re.compile(
    rf"(?P<forbidden>[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])|(?P<control>{CONTROL_PATTERN}|\r)|[&<>]"
)
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LINE_START: Final = re.compile(r"(?:&#xd;\n|&#xd;|\n)")
_GLYPH: Final = re.compile(r'<g ref="#[^"]*?u([0-9a-f]{4})"/>')
_Named = TypeVar("_Named", str, Attested)


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """One document: a `<TEI>` for one article, a `<teiCorpus>` of them for several, nothing for none.

    Rival readings are all in the `<app>`, since they are evidence; of predictions as many as the style lists.
    """
    language, say, first, articles = language_of_edition(apparatuses, style)
    if not first:
        return
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    if len(first) == 1:
        yield from _Edition(first[0], style, "", language).document()
        return
    yield f'<teiCorpus xmlns="{NAMESPACE}">\n{_corpus_header(language, say)}'
    for number, apparatus in enumerate(articles, 1):
        yield from _Edition(apparatus, style, f"a{number}.", language).document()
    yield "</teiCorpus>\n"


class _Edition:
    """One article as a `<TEI>`. `prefix` keeps the ids of several articles apart."""

    def __init__(self, apparatus: Apparatus, style: Style, prefix: str, language: str) -> None:
        self._apparatus = apparatus
        self._spoken = language
        self._say = partial(phrase, language)
        self._style = style
        self._prefix = prefix
        self._line = 1
        entries = reported(apparatus, style)
        cited = [p for e in entries for c in e.candidates for p in c.provenance]
        cited += [source for p in cited if isinstance(p, Emendation) for source in p.of]
        confirmed = [r for e in entries for r in e.confirmed_by]
        self._codes = sorted({e.finding.code for e in entries})
        self._witnesses = _numbered(
            "w",
            [w.name for w in apparatus.witnesses]
            + [p.reference for p in (*cited, *confirmed) if isinstance(p, Reading)],
        )
        self._models = _numbered(
            "m",
            ([apparatus.model] if apparatus.model else []) + [p.model for p in cited if isinstance(p, Prediction)],
        )
        self._corpora = _numbered("k", [p for p in cited if isinstance(p, Attested)])
        signed = [s.reviewer for e in apparatus.entries for s in e.decided_by]
        self._emenders = {p.reviewer for p in cited if isinstance(p, Emendation)}
        self._markers = {who for e in entries if (who := marked_by(e.finding))}
        self._reviewers = _numbered("r", chain(signed, sorted(self._emenders), sorted(self._markers)))
        self._signers = set(signed)
        self._acts = _acts(apparatus)
        latest_first = sorted(self._acts, key=lambda act: (act[1], act[0]), reverse=True)
        self._changes = {act: f"c{number}" for number, act in enumerate(latest_first, 1)}

    def document(self) -> Iterator[str]:
        """Header and text, with a declaration of every character that XML forbids."""
        pieces = edition_parts(self._apparatus, self._style)
        body = Paragraphs(self._apparatus.article, self._own, self._between, lambda: self._line).body(
            pieces, self._piece
        )
        file, sources_, revised = self._file_description(), self._source_description(), self._revisions()
        forbidden = sorted({found[1] for part in (body, file, sources_) for found in _GLYPH.finditer(part)})
        root = "" if self._prefix else f' xmlns="{NAMESPACE}"'
        language = self._apparatus.article.language
        tag = f' xml:lang="{language}"' if LANGUAGE_TAG.fullmatch(language) else ""
        header = f"<fileDesc>\n{file}{sources_}</fileDesc>\n{self._encoding(forbidden)}{revised}"
        yield f'<TEI{root}>\n<teiHeader xml:lang="{self._spoken}">\n{header}</teiHeader>\n'
        yield f'<text{tag}>\n<body>\n<div type="article" xml:space="preserve">{body}</div>\n</body>\n</text>\n</TEI>\n'

    # --- header --------------------------------------------------------------------------------------------------

    def _file_description(self) -> str:
        people = [
            *(self._responsible(key, [self._say("did_predict")], name) for name, key in self._models.items()),
            *(self._responsible(key, self._tasks(name), name) for name, key in self._reviewers.items()),
            self._responsible("repair", [self._say("did_repair")], "repair"),
        ]
        title = self._escape(visible(title_of(self._apparatus.article))) or self._say("untitled")
        return (
            f"<titleStmt>\n<title>{title}</title>\n{''.join(people)}</titleStmt>\n"
            f"<publicationStmt><p>{self._say('published')}</p></publicationStmt>\n"
        )

    def _tasks(self, reviewer: str) -> list[str]:
        """What a reviewer did."""
        done = ((self._signers, "did_decide"), (self._emenders, "did_emend"), (self._markers, "did_mark"))
        return [self._say(task) for who, task in done if reviewer in who]

    def _responsible(self, key: str, tasks: Iterable[str], name: str) -> str:
        shown_name = self._escape(visible(name)) or self._say("unnamed")
        did = "".join(f"<resp>{task}</resp>" for task in tasks)
        return f'<respStmt xml:id="{self._prefix}{key}">{did}<name>{shown_name}</name></respStmt>\n'

    def _source_description(self) -> str:
        article = self._apparatus.article
        identified = f'<idno type="article">{self._escape(article.id)}</idno>'
        path = f'<idno type="path">{self._escape(visible(str(article.source)))}</idno>' if article.source.path else ""
        known = {w.name: w for w in self._apparatus.witnesses}
        witnesses: list[str] = []
        for name, key in self._witnesses.items():
            witness = known.get(name)
            description = ""
            if witness is not None:
                url = f' <idno type="URL">{self._escape(visible(witness.url))}</idno>' if witness.url else ""
                alike = describe_witness("witness", witness, known.values(), self._say)
                description = f"{url} <desc>{xml_text(alike)}</desc>"  # which may hold no glyph
            label = self._escape(visible(name)) or self._say("unnamed")
            witnesses.append(f'<witness xml:id="{self._prefix}{key}"><name>{label}</name>{description}</witness>\n')
        listed = f"<listWit>\n{''.join(witnesses)}</listWit>\n" if witnesses else ""
        bibl = f'<bibl>{identified}{path}<idno type="SHA-256">{article.sha256}</idno></bibl>\n'
        return f"<sourceDesc>\n{bibl}{listed}{self._attesting()}</sourceDesc>\n"

    def _attesting(self) -> str:
        """The articles of a corpus that have what this one may have lost."""
        say = self._say
        unnamed = say("unnamed")
        bibls = [
            f'<bibl xml:id="{self._prefix}{key}"><title>{self._escape(visible(p.corpus)) or unnamed}</title> <idno type="article">'
            f"{self._escape(visible(p.article))}</idno> <note>{say('in_corpus' if p.count > 1 else 'in_corpus_one', n=p.count)}</note></bibl>\n"
            for p, key in self._corpora.items()
        ]
        return f"<listBibl>\n{''.join(bibls)}</listBibl>\n" if bibls else ""

    def _encoding(self, forbidden: list[str]) -> str:
        say = self._say
        categories = [(status, say(f"means_{status}_here")) for status in ("open", "accepted")]
        categories += [(code, f"{say(code)}: {say(f'{code}_meaning')}") for code in self._codes]
        taxonomy = "".join(
            f'<category xml:id="{self._prefix}{key}"><catDesc>{self._escape(text)}</catDesc></category>\n'
            for key, text in categories
        )
        characters = "".join(
            f'<char xml:id="{self._prefix}u{code}"><desc>{say("no_xml", code=code.upper())}</desc></char>\n'
            for code in forbidden
        )
        declared = f"<charDecl>\n{characters}</charDecl>\n" if characters else ""
        return (
            f"<encodingDesc>\n<editorialDecl><p>{say('declared')}</p></editorialDecl>\n"
            f"<classDecl>\n<taxonomy>\n{taxonomy}</taxonomy>\n</classDecl>\n{declared}</encodingDesc>\n"
        )

    def _revisions(self) -> str:
        """Who decided how much on which day, the latest first."""
        changes = ""
        for (who, day), key in self._changes.items():
            when = f' when="{day}"' if day else ""
            by = self._pointer("who", self._reviewers, [who])
            changes += (
                f'<change xml:id="{self._prefix}{key}"{by}{when}>{self._counted(self._acts[who, day])}</change>\n'
            )
        return f"<revisionDesc>\n{changes}</revisionDesc>\n" if changes else ""

    def _counted(self, acts: Counter[str]) -> str:
        done = ("accepted", "emended", "rejected")
        return ", ".join(self._say(f"acts_{status}", n=acts[status]) for status in done if acts[status])

    # --- text ----------------------------------------------------------------------------------------------------

    def _piece(self, piece: MarkedEntry | Remark) -> str:
        match piece:
            case MarkedEntry(entry, old, _):
                return self._mark(entry, old)
            case _:
                return self._note(piece.entry, overlaps=True)

    def _mark(self, entry: Entry, old: str) -> str:
        return self._edited(entry, old) + "".join(self._remark(s) for s in entry.decided_by if s.note)

    def _edited(self, entry: Entry, old: str) -> str:
        best, ana = candidate_in_place(entry), self._ana(entry)
        if best is None:
            marker = marked_by(entry.finding)
            ana += self._pointer("resp", self._reviewers, [marker] if marker else [])
            kept = f"<sic{ana}>{self._own(old)}</sic>" if old else ""
            if entry.finding.lacks_words:
                return kept + _gap(entry, ana)
            return kept or self._note(entry)
        rivals = self._rivals(entry, best, old)
        if not rivals:
            return self._put(entry, best, old, ana)
        wit = self._wit(best)
        return f"<app{ana}><lem{wit}>{self._put(entry, best, old, '')}</lem>{rivals}</app>"

    def _put(self, entry: Entry, best: Candidate, old: str, ana: str) -> str:
        why = self._evidence(best, entry.decided_by) + ana
        if not old:
            reason = "lost" if entry.finding.is_gap else "omitted"
            return f'<supplied reason="{reason}"{why}>{self._escape(best.text)}</supplied>'
        if not best.text:
            return f"<surplus{why}>{self._own(old)}</surplus>"
        return f"<choice><sic>{self._own(old)}</sic><corr{why}>{self._escape(best.text)}</corr></choice>"

    def _rivals(self, entry: Entry, best: Candidate, old: str) -> str:
        """The `<rdg>`s of an entry on which references disagree with each other or with what stands in the text."""
        others = alternatives(entry)
        readings = [c for c in others if c.kind == "reading"]
        if not (any(c.text != best.text for c in readings) or (entry.confirmed_by and old != best.text)):
            return ""
        conjectures = [c for c in others if c.kind != "reading"][: self._style.alternatives]
        listed = [
            f'<rdg type="{c.kind}"{self._wit(c) or self._resp(c) or self._corpus(c)} cert="{c.certainty}">{self._escape(c.text)}</rdg>'
            for c in (*readings, *conjectures)
        ]
        if entry.confirmed_by:
            wit = self._pointer("wit", self._witnesses, (r.reference for r in entry.confirmed_by))
            listed.append(f'<rdg type="reading"{wit}>{self._escape(old)}</rdg>')
        return "".join(listed)

    def _evidence(self, candidate: Candidate, by: tuple[Signature, ...]) -> str:
        """On what evidence `candidate` stands, who proposed it and who accepted it."""
        evidence = {"reading": "parallel", "attested": "external", "rule": "internal"}.get(candidate.kind, "conjecture")
        origins = [s for p in candidate.provenance for s in (p.of if isinstance(p, Emendation) else (p,))]
        read = [p.reference for p in origins if isinstance(p, Reading)]
        keys = [self._witnesses[name] for name in read]
        keys += [self._corpora[p] for p in origins if isinstance(p, Attested)]
        source = self._pointers("source", keys)
        return f' evidence="{evidence}"{source}{self._resp(candidate, by)} cert="{candidate.certainty}"{self._when(by)}'

    def _wit(self, candidate: Candidate) -> str:
        if candidate.kind != "reading":
            return ""
        return self._pointer("wit", self._witnesses, map(source_name, candidate.provenance))

    def _corpus(self, candidate: Candidate) -> str:
        return self._pointers("source", [self._corpora[p] for p in candidate.provenance if isinstance(p, Attested)])

    def _resp(self, candidate: Candidate, by: tuple[Signature, ...] = ()) -> str:
        """Whose words they are, where no witness has them, and who accepted them."""
        keys = {
            "reading": {},
            "attested": {},
            "rule": dict.fromkeys(map(source_name, candidate.provenance), "repair"),
            "prediction": self._models,
            "emendation": self._reviewers,
        }[candidate.kind]
        responsible = [keys[name] for name in map(source_name, candidate.provenance) if name in keys]
        responsible += [self._reviewers[s.reviewer] for s in by]
        return self._pointers("resp", responsible)

    def _when(self, by: tuple[Signature, ...]) -> str:
        return self._pointers("change", [self._changes[_act(s)] for s in by])

    def _remark(self, signature: Signature) -> str:
        """What a reviewer remarked on their decision."""
        who = self._pointers("resp", [self._reviewers[signature.reviewer]]) + self._when((signature,))
        return f"<note{who}>{self._escape(visible(signature.note))}</note>"

    def _pointer(self, attribute: str, keys: dict[str, str], named: Iterable[str]) -> str:
        return self._pointers(attribute, [keys[name] for name in named])

    def _pointers(self, attribute: str, keys: Iterable[str]) -> str:
        """An attribute that points to the elements with these keys; nothing where there are none."""
        pointed = " ".join(f"#{self._prefix}{key}" for key in dict.fromkeys(keys))
        return f' {attribute}="{pointed}"' if pointed else ""

    def _ana(self, entry: Entry) -> str:
        return f' ana="#{self._prefix}{entry.status} #{self._prefix}{entry.finding.code}"'

    def _note(self, entry: Entry, *, overlaps: bool = False) -> str:
        text = describe_entry(entry, self._style, self._apparatus.model, self._say, overlaps=overlaps)
        return f"<note{self._ana(entry)}>{self._escape(text)}</note>"

    def _own(self, text: str) -> str:
        """Text of the article: its lines are numbered where they begin."""
        return _LINE_START.sub(self._break, self._escape(text))

    def _between(self, text: str) -> str:
        """Blanks and line breaks between paragraphs."""
        escaped = self._escape(text)
        self._line += len(_LINE_START.findall(escaped))
        return escaped

    def _break(self, found: re.Match[str]) -> str:
        self._line += 1
        return f'{found[0]}<lb n="{self._line}"/>'

    def _escape(self, text: str) -> str:
        return _SPECIAL.sub(self._escaped, text)

    def _escaped(self, found: re.Match[str]) -> str:
        match found.lastgroup:
            case "forbidden":
                return f'<g ref="#{self._prefix}u{ord(found[0]):04x}"/>'
            case "control":
                return f"&#x{ord(found[0]):x};"
            case _:
                return _ENTITIES[found[0]]


def _corpus_header(language: str, say: Phrasebook) -> str:
    return f"""\
<teiHeader xml:lang="{language}">
<fileDesc>
<titleStmt><title>{say("corpus_title")}</title></titleStmt>
<publicationStmt><p>{say("published")}</p></publicationStmt>
<sourceDesc><p>{say("corpus_sources")}</p></sourceDesc>
</fileDesc>
</teiHeader>
"""


def _gap(entry: Entry, ana: str) -> str:
    match entry.finding.words:
        case None:
            extent = 'extent="unknown"'
        case (low, high) if low == high:
            extent = f'quantity="{low}"'
        case (low, high):
            extent = f'atLeast="{low}" atMost="{high}"'
    return f'<gap reason="lost" {extent} unit="word"{ana}/>'


def _act(signature: Signature) -> tuple[str, str]:
    """What a `<change>` sums up: a reviewer, and the day in UTC, empty if it is not known."""
    return signature.reviewer, moment(signature.date)[:10]


def _acts(apparatus: Apparatus) -> dict[tuple[str, str], Counter[str]]:
    """What every reviewer did on every day: how much they accepted, emended, rejected."""
    acts: dict[tuple[str, str], Counter[str]] = {}
    for entry in apparatus.entries:
        for signature in entry.decided_by:
            done = "emended" if entry.accepted and entry.accepted.kind == "emendation" else entry.status
            acts.setdefault(_act(signature), Counter())[done] += 1
    return acts


def _numbered(letter: str, named: Iterable[_Named]) -> dict[_Named, str]:
    """Names to ids, in the order in which they come."""
    return {name: f"{letter}{number}" for number, name in enumerate(dict.fromkeys(named), 1)}
