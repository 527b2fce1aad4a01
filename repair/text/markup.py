"""What is known of HTML wherever text from pages is handled."""

from __future__ import annotations

from typing import Final

__all__ = ["BLOCKS"]

BLOCKS: Final = frozenset(
    "html body address article aside blockquote caption center col colgroup dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frame h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p"
    " plaintext pre search section summary table tbody td tfoot th thead title tr ul xmp".split()
)
"""The tags of elements that begin and end a line of a page."""
