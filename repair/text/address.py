"""Addresses of pages in one normal form, so that two spellings of one address are equal.

The form is for comparing alone: it has no scheme, and nobody can fetch it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urlsplit

__all__ = ["LONGEST_ADDRESS", "host_of", "normal_address"]

LONGEST_ADDRESS: Final = 4096  # code points; no server takes a longer one

# names of parameters that say where a reader came from, and not what they read
# fmt: off
_TRACKING: Final = frozenset(
    (
        "__twitter_impression", "_ga", "_gl", "_hsenc", "_hsmi", "cmpid", "dclid", "fbclid", "gbraid", "gclid", "gclsrc", "hsctatracking",
        "igsh", "igshid", "jsessionid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ncid", "oly_anon_id", "oly_enc_id",
        "phpsessid", "ref_src", "ref_url", "spm", "srsltid", "ttclid", "twclid", "vero_id", "wbraid", "xtor", "xtref", "yclid",
    )
)
# fmt: on
_TRACKING_SETS: Final = ("utm_", "at_", "hsa_", "mtm_", "pk_", "piwik_", "matomo_", "wt_")
_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?#]*", re.I)
_ARCHIVED: Final = re.compile(r"(?:https?:)?//web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/", re.I)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.I)
# a dot within it, behind which no number stands, and all of it without giving back
_HOST: Final = re.compile(r"(?=[^\s/?#@:\[\]]+?\.[^\s/?#@:\[\]\d.])[^\s/?#@:\[\]]++(?::\d+)?(?:[/?#]|\Z)")
_IGNORED: Final = re.compile(r"[\t\n\r]")
_ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_CLEAN: Final = re.compile(r"[A-Za-z0-9_.~!$&'()*+,;=:@/\[\]-]*")
_PORTS: Final = frozenset((None, 80, 443))
_PLAIN: Final = "!$&'()*+,;=:@/~%[]"  # what is not encoded anew: what is encoded already, and what separates


def host_of(url: str) -> str:
    """The host that an address names, in small letters; empty if it names none or is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # of brackets that mean nothing
        return ""


@lru_cache(maxsize=4096)
def normal_address(url: str) -> str:
    """The normal form of the address of a page on the web; empty if it is none.

    Two addresses of one page that differ in their scheme, in `www.`, in a default port, in the case of the host, in
    percent-encoding, in the order of parameters, in a fragment, in a slash at the end, or in parameters that only track
    readers have one form. An address in the Wayback Machine has the form of what was archived.
    """
    url = _IGNORED.sub("", url[:LONGEST_ADDRESS].strip())
    while found := _ARCHIVED.match(url):
        url = url[found.end() :]
    if _HOST.match(url) and not _SCHEME.match(url):
        url = f"//{url}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # of brackets or a port that mean nothing
        return ""
    host = _host(parts.hostname or "")
    if parts.scheme not in ("", "http", "https") or not host:
        return ""
    place = f"[{host}]" if ":" in host else host
    if port not in _PORTS:
        place += f":{port}"
    path = _resolved(_encoded(_SESSION.sub("", parts.path)))
    query = "&".join(sorted(_parameters(parts.query)))
    route = f"#{_encoded(parts.fragment)}" if parts.fragment.startswith("!") else ""  # which names a page
    return f"//{place}{path}{'?' if query else ''}{query}{route}"


def _host(name: str) -> str:
    name = name.rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    name = name.lower()
    bare = name.removeprefix("www.")
    return bare if "." in bare else name


def _encoded(part: str) -> str:
    """The part with one spelling of each character: plain where it needs no encoding, else in capital digits."""
    return part if _CLEAN.fullmatch(part) else quote(_ENCODED.sub(_decoded, part), safe=_PLAIN)


def _decoded(found: re.Match[str]) -> str:
    return quote(unquote_to_bytes(found[0]), safe="~")


def _resolved(path: str) -> str:
    """The path without `.` and `..`, and without a slash at its end."""
    kept: list[str] = []
    for step in path.split("/"):
        if step == ".." and len(kept) > 1:
            kept.pop()
        elif step not in (".", ".."):
            kept.append(step)
    return "/".join(kept).rstrip("/")


def _parameters(query: str) -> Iterator[str]:
    for parameter in query.split("&"):
        name = parameter.partition("=")[0].lower()
        if parameter and name not in _TRACKING and not name.startswith(_TRACKING_SETS):
            encoded = _encoded(parameter)
            yield encoded.replace("%20", "+") if "%" in encoded else encoded
