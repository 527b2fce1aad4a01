"""Words between which a number or a date was lost, since nothing else parts them: `the | century by`, `el | en` after `nació`.

`|` stands where the number stood. The last two words are looked for; a third before them must stand there. Behind `^` the words
begin a sentence (`^In | she`). None of these stands in some 30 million characters of sound texts and pages.
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
        "comune/paese/città/borgo/centro/frazione/cittadina/villaggio/paesino di | abitanti/anime",
        "uomo/donna/ragazzo/ragazza/bambino/bambina/giovane/anziano/anziana/pensionato/studente/studentessa di | anni/mesi",
        "nel/dal | secolo dai/dal/fu",
        "età di | anni/si/fu/ha/comincia",
        "la/alla/nella/della/dalla/sulla/questa | edizione",
        "il/al/del/nel/dal/sul/questo | anniversario",
    ),
    "en": _counted(
        "^In | he/she/they/we",
        "town/village/city/parish of | inhabitants/residents/people",
        "has/have/had/of about/around/over/nearly/almost | inhabitants/residents/employees/members",
        "man/woman/boy/girl/men/women/people/children/teenager/driver/youth/pensioner aged | was/and/who/has/were/had",
        "opens/opened/starts/started/begins/began/closes/closed/ends/ended/arrives/leaves at | and",
        "the | century by/it/he/when",
        "age of | he/she/they/and",
    ),
    "fr": _counted(
        "^En | il/elle/ils/elles/on/je",
        "commune/ville/village/bourg/cité de | habitants",
        "ouvre/ouvrent/ferme/ferment/commence/commencera/débute/débutera/arrive/part/partira à | heures",
        "vers/dès | heures",
        "au | siècle par/il/elle/dans/avec",
    ),
    "de": _counted(
        "^Im Jahr | wurde/war/zog/kam/ging/begann/starb/gründete/erhielt/hatte/lebte/heiratete/erschien/entstand/gewann/folgte/übernahm/trat/wechselte",
        "Gemeinde/Stadt/Dorf/Ort/Kleinstadt/Ortschaft/Großstadt mit | Einwohnern",
        "um/gegen/ab | Uhr",
        "Alter von | Jahren/und",
        "rund/circa/knapp/ungefähr | Einwohner/Menschen/Personen/Mitglieder/Besucher/Zuschauer/Schüler/Hektar/Mitarbeiter",
        "im/vom | Jahrhundert erbaut/wurde/war/errichtet/gegründet/entstand/entstanden",
        "bis/seit | war/wurde/hatte/leitete/lebte/arbeitete/spielte/studierte",
    ),
    "es": _counted(
        "nació/murió/falleció/nacido/nacida el | en",
        "municipio/pueblo/localidad/villa/ciudad/aldea de | habitantes/vecinos",
        "hombre/mujer/joven/niño/niña/anciano/anciana/chico/chica/adolescente/hijo/hija/bebé/varón de | años/meses",
        "tiene/tenía/cuenta/con unos | habitantes/vecinos/empleados",
        "el siglo | por/cuando",
        "edad de | años/se/y",
        "cerca/alrededor/más de | habitantes/personas/metros/kilómetros/alumnos/miembros/visitantes/hectáreas",
    ),
    "pt": _counted(
        "nasceu/morreu/faleceu/nascido/nascida a | em",
        "município/cidade/vila/aldeia/povoado de | habitantes/moradores",
        "homem/mulher/jovem/menino/menina/idoso/idosa/adolescente/filho/filha/rapaz/criança de | anos/meses",
        "cerca/mais de | habitantes/pessoas/reais/metros/quilômetros/quilómetros/alunos/membros/visitantes/hectares",
        "no século | por/pelos/pelo/quando",
    ),
    "nl": _counted(
        "^In | werd/was/ging/kwam/trok/begon/overleed/verscheen",
        "dorp/stad/gemeente/plaats met | inwoners",
        "man/vrouw/jongen/meisje/kind van | jaar",
        "om | uur",
    ),
}
"""By the ISO 639-1 code of the language."""
