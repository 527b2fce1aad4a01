"""Words between which a number or a date was lost, since nothing else parts them: `the | century by`, `el | en` after `nació`.

`|` stands where the number stood. The last two words are looked for; those before them must stand there. Behind `^` the words
begin a sentence (`^In | she`). Before `$` they end what is said: a mark or a function word follows (`de | habitantes$`), and no
word that tells of them (`un pueblo de habitantes amables`). None of these stands in some 30 million characters of sound texts
and pages.
"""

from __future__ import annotations

from itertools import product
from typing import Final

__all__ = ["NUMBER_PAIRS"]


def _counted(*groups: str) -> frozenset[str]:
    """Each group is a pattern of words, parted by blanks, of which `/` parts the choices."""
    return frozenset(
        " ".join(words) for group in groups for words in product(*(part.split("/") for part in group.split()))
    )


NUMBER_PAIRS: Final[dict[str, frozenset[str]]] = {
    "it": _counted(
        "nel | lo/la/il/gli/le",
        # not `un paese di anime`, `un bambino di mesi`, `un uomo di anni 42`
        "comune/paese/città/borgo/centro/frazione/cittadina/villaggio/paesino di | abitanti$",
        "uomo/donna/ragazzo/ragazza/bambino/bambina/giovane/anziano/anziana/pensionato/studente/studentessa di | anni$",
        "nel/dal | secolo dai/dal/fu",
        "età di | anni/si/fu/ha/comincia",
        # not `questa edizione`, `nella edizione critica`
        "la/alla/nella/della/dalla/sulla | edizione$",
        "il/al/del/nel/dal/sul | anniversario",
    ),
    "en": _counted(
        "^In | he/she/they/we",
        # not `a city of people who`, `the power it has over members`, `as the people aged and died`
        "town/village/city/parish of | inhabitants$/residents$",
        "has/have/had around/nearly/almost | inhabitants/residents/employees/members",
        "of about/around/over/nearly/almost | inhabitants/residents/employees/members",
        "man/woman/boy/girl/men/women/people/children/teenager/driver/youth/pensioner aged | was/who/has/were/had",
        "opens/opened/starts/started/begins/began/closes/closed/ends/ended/arrives/leaves at | and",
        # not `the goal of the century by far`, `the century when`
        "in/during/from the | century by",
        "age of | he/she/they/and",
    ),
    "fr": _counted(
        # not `En on ne sait quelle année`
        "^En | il/elle/ils/elles",
        "commune/ville/village/bourg/cité de | habitants",
        "ouvre/ouvrent/ferme/ferment/commence/commencera/débute/débutera/arrive/part/partira à | heures$",  # not `à heures fixes`
        "vers/dès | heures",
        "au | siècle par/il/elle/dans/avec",
    ),
    "de": _counted(
        "^Im Jahr | wurde/war/zog/kam/ging/begann/starb/gründete/erhielt/hatte/lebte/heiratete/erschien/entstand/gewann/folgte/übernahm/trat/wechselte",
        "Gemeinde/Stadt/Dorf/Ort/Kleinstadt/Ortschaft/Großstadt mit | Einwohnern$",
        "um/gegen/ab | Uhr",
        "Alter von | Jahren/und",
        "rund/circa/knapp/ungefähr | Einwohner/Menschen/Personen/Mitglieder/Besucher/Zuschauer/Schüler/Hektar/Mitarbeiter",
        "im/vom | Jahrhundert erbaut/wurde/war/errichtet/gegründet/entstand/entstanden",
        "bis/seit | war/wurde/hatte/leitete/lebte/arbeitete/spielte/studierte",
    ),
    "es": _counted(
        "nació/murió/falleció/nacido/nacida el | en",
        # not `un bebé de meses`, `tiene unos empleados amables`, `salió con unos vecinos`, `el siglo por venir`
        "municipio/pueblo/localidad/villa/ciudad/aldea de | habitantes$",
        "hombre/mujer/joven/niño/niña/anciano/anciana/chico/chica/adolescente/hijo/hija/bebé/varón de | años$",
        "tiene/tenía unos | habitantes$",
        "edad de | años/se/y",
        "cerca/alrededor/más de | metros/kilómetros/hectáreas",
        # not `depende más de personas que de leyes`
        "^Cerca de | habitantes/personas/alumnos/miembros/visitantes",
        "^Alrededor de | habitantes/personas/alumnos/miembros/visitantes",
        "^Más de | habitantes/personas/alumnos/miembros/visitantes",
    ),
    "pt": _counted(
        "nasceu/morreu/faleceu/nascido/nascida a | em",
        "município/cidade/vila/aldeia/povoado de | habitantes$",
        "homem/mulher/jovem/menino/menina/idoso/idosa/adolescente/filho/filha/rapaz/criança de | anos$",  # not `uma criança de meses`
        "cerca de | habitantes/pessoas/alunos/membros/visitantes",
        "cerca/mais de | reais/metros/quilômetros/quilómetros/hectares",
        # not `gosta mais de pessoas do que de coisas`
        "^Mais de | habitantes/pessoas/alunos/membros/visitantes",
        "no século | pelos/pelo",
    ),
    "nl": _counted(
        "^In | werd/was/ging/kwam/trok/begon/overleed/verscheen",
        "dorp/stad/gemeente/plaats met | inwoners$",
        "man/vrouw/jongen/meisje/kind van | jaar",
        "om | uur",
    ),
}
"""By the ISO 639-1 code of the language."""
