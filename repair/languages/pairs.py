"""Pairs of words that never stand together in French, Spanish, Portuguese, German and Italian, by groups: what governs a noun, before what
can begin none.

Nearly none stands in 10 million characters of sound texts of these languages, and 13 in damaged pages. Pairs of which one stands in
an idiom or a name are left out: `avec ou sans`, `na era`, `einem wird übel`. What is sound only beside a third word is among
the `sound_triples` of the language. The opening pairs are those that stand
together only within a sentence.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "FRENCH_OPENING_PAIRS",
    "FRENCH_PAIRS",
    "GERMAN_PAIRS",
    "ITALIAN_PAIRS",
    "PORTUGUESE_OPENING_PAIRS",
    "PORTUGUESE_PAIRS",
    "SPANISH_PAIRS",
]


def _pairs(*groups: tuple[str, str]) -> frozenset[str]:
    return frozenset(
        f"{one} {other}" for firsts, seconds in groups for one in firsts.split() for other in seconds.split()
    )


_FRENCH_PRESENT: Final = """permet permettent propose proposent nécessite nécessitent comprend comprennent contient contiennent
    constitue désigne désignent possède possèdent fonctionne dispose obtient offrent pourrait devrait pourra devra seraient
    serait peut peuvent doit doivent"""
_FRENCH_VERBS: Final = "ont sont était étaient fut furent sera seront avait avaient"
FRENCH_PAIRS: Final = _pairs(
    # not `celui qui entre doit payer`, `faire avec depuis dix ans`, `avec comme but`, `il a pour pendant`
    ("de du des à au aux par pour dans sur avec chez sous sans", f"{_FRENCH_VERBS} peut doit"),
    ("de du des à au aux par pour dans sur chez sous", "comme depuis"),
    ("des à aux par dans sur chez sous", "pendant"),
    ("de du des à au aux sur avec chez sous", "où"),
    ("du des au aux dans sur avec chez sous par", "est"),
    ("du des au aux dans sur avec chez sous", "a"),
    ("cette ces ses nos vos", f"a est {_FRENCH_VERBS}"),
    ("de des aux", "on ils elles je il"),
    # `le passage du je au nous`
    ("du au", "ils elles"),
    ("à pour", "euros ans km millions milliards"),
    ("de", "euros ans"),
    ("a", "ans"),
    ("par", "euros"),
    (
        "environ quelque",
        "personnes habitants millions milliards morts blessés employés salariés élèves manifestants euros",
    ),
    ("compte comptait emploie employait", "habitants membres salariés employés élèves personnes"),
    # not `dans et autour de la ville`
    ("dans chez sous sur", "mais comme"),
    ("pour", "est"),
    ("de du des à au aux par pour dans sur avec chez cette ces", _FRENCH_PRESENT),
    # before a vowel the first would be elided; not `à la une`, `mettez-le au frais`
    ("de le la ne", "avec en elle elles on il ils entre au aux alors ainsi aussi après avant est était étaient"),
    (
        "le la les du des au aux cette ces",
        """existe existent consiste consistent fonctionne fonctionnent dépend dépendent appartient appartiennent survient
        surviennent naît meurt disparaît apparaît apparaissent""",
    ),
)
# elsewhere they may stand for a noun (`dont une a été vendue`)
FRENCH_OPENING_PAIRS: Final = _pairs(
    ("un une", f"a est {_FRENCH_VERBS}"),
    ("la le les", f"a est {_FRENCH_VERBS} {_FRENCH_PRESENT}"),
)
_ITALIAN_VERBS: Final = """sono può possono viene vengono deve devono vuole vogliono potrebbe potrebbero dovrebbe dovrebbero sarebbe
    sarebbero saranno siano abbia abbiano permette permettono consente consentono rappresenta rappresentano definisce
    prevede riguarda dipende riesce avviene contiene diventa rimane fornisce consiste esiste costituisce risulta
    stava stavano stanno faceva vanno venivano dicono"""
ITALIAN_PAIRS: Final = _pairs(
    # none in 25 million characters of sound texts; not `i dei sono immortali`, `dai, vanno via`, `un può di pane`,
    # `il prefisso in significa non`, and `di` is typed for `si` and `ci`
    (
        """il i quel quei quegli del dello della degli delle al allo alla ai agli alle dal dallo dalla dagli dalle nel nello
        nella nei negli nelle sul sullo sulla sui sugli sulle da in con per tra fra qualche""",
        _ITALIAN_VERBS,
    ),
    ("di", "sono"),
    ("un", " ".join(verb for verb in _ITALIAN_VERBS.split() if verb != "può")),
    ("qualche ogni", "è ha hanno"),
    ("qualche", "che"),
    (
        "del dello della dei degli delle al allo alla ai agli alle dal dallo dalla nel nello nella nei sul sulla",
        "si",
    ),
    ("a", "a al alla con da dal dalla del della di ed gradi il in nei nel nella su sul sulla"),
    ("al", "al anche per"),
    ("del", "del per"),
    ("dal", "dal al per"),
    ("dalla", "dalla alla"),
    ("dalle", "alle"),
    ("dai", "ai"),
    ("con", "con da di per"),
    ("da", "a con da di in"),
    ("di", "con di dopo gli in le lo mentre senza"),
    ("in", "con da per"),
    ("per", "con da minuti per secondi"),
    ("il", "per"),
    *((word, word) for word in "alla dei della delle fra nel nella sul sulla tra".split()),
)
_SPANISH_VERBS: Final = "dijo anunció señaló afirmó aseguró nació murió"
SPANISH_PAIRS: Final = _pairs(
    # not `al son de la música`, `un cambio de era`, `toneladas por ha`, `hasta puede ser`, `quien entre será`
    (
        "del al con para sin desde hacia",
        f"ha han fue fueron es era eran está están será había tiene puede {_SPANISH_VERBS}",
    ),
    ("en por", f"han fue fueron es eran está están será había tiene puede {_SPANISH_VERBS}"),
    ("de a", f"han fueron eran está había fue tiene puede {_SPANISH_VERBS}"),
    ("el un su sus", f"ha han fue fueron es tiene puede está {_SPANISH_VERBS}"),
    ("el un", "era"),
    ("a", "euros km años dólares"),
    ("asciende", "euros"),
    ("tiene", "habitantes"),
    ("cuenta", "habitantes empleados socios miembros trabajadores"),
    ("del al", "y como"),
    (
        "de en por con sin desde para hacia",
        """puede pueden permite permiten ofrece ofrecen requiere requieren incluye incluyen posee poseen constituye exige exigen
        contiene contienen suele suelen representa representan tienen""",
    ),
    # verbs that have no object which could stand before them as a pronoun
    (
        "el la las los un una del al su sus",
        """existe existen ocurre ocurren sucede suceden consiste consisten funciona funcionan surge surgen aparece aparecen
        pertenece pertenecen depende dependen nace nacen muere mueren crece crecen actúa actúan""",
    ),
    (
        "el un del al",
        """sería serían podría podrían debería deberían tendría tendrían habría estaría estarían suele suelen permite permiten
        incluye incluyen parece parecen ofrece ofrecen requiere necesita supone genera contiene representa constituye""",
    ),
    ("la las los", "es son será serán sería serían"),
)
_PORTUGUESE_VERBS: Final = "disse anunciou afirmou nasceu morreu"
PORTUGUESE_PAIRS: Final = _pairs(
    # not `como nos disse o ministro`, `até disse que vinha`, `o pelo está limpo`, `quem entre será`, `noite de são João`
    (
        "de do da dos das ao aos no na nas em por para pela pelas sem sobre desde",
        f"foram eram tem está estão será {_PORTUGUESE_VERBS}",
    ),
    ("da dos das aos na nas pela pelas sem sobre desde", "são"),
    ("do da dos das ao aos no pela pelas", "foi é pode"),
    ("o os", "nasceu morreu"),
    ("a", "euros km anos"),
    ("tem", "habitantes"),
    ("do dos ao aos", "e como"),
    (
        "de em por com sem sobre entre para",
        """podem têm oferecem permitem possuem requerem exigem incluem pode oferece permite possui requer exige inclui demandam
        representa representam""",
    ),
    ("de", "é"),
    # verbs that have no object which could stand before them as a pronoun
    (
        "o a os as um uma do da dos das no na ao aos seu sua",
        """existe existem acontece acontecem ocorre ocorrem consiste consistem funciona funcionam depende dependem pertence
        pertencem surge surgem nasce nascem morre morrem cresce crescem atua atuam""",
    ),
    (
        "do da dos das no na nas ao aos pelo pela",
        "têm podem oferece oferecem inclui incluem permite permitem possui possuem requer requerem desempenha exige garante envolve",
    ),
)
# elsewhere they may stand for a noun (`quem o disse`, `mas o seu foi aprovado`)
PORTUGUESE_OPENING_PAIRS: Final = _pairs(
    ("o os seu sua seus suas", f"foi foram são está deixaram {_PORTUGUESE_VERBS}"),
    (
        "o a os as seu sua",
        """é são pode podem tem têm será serão está estão deve devem oferece oferecem representa representam inclui incluem
        permite permitem possui possuem requer requerem desempenha defende conhece garante envolve exige""",
    ),
    # not `Uma é feliz`, which `suspect_words.py` tells
    ("um uma", "é pode oferece representa inclui requer desempenha defende garante envolve exige"),
)
GERMAN_PAIRS: Final = _pairs(
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
)
