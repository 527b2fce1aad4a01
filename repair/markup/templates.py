"""Templates: sources that a program fills in before anybody reads them, in the manner of Jinja."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["TEMPLATE_TAG", "is_template"]

TEMPLATE_TAG: Final = re.compile(r"\{%[^%]{0,400}%\}|\{\{[^{}]{0,400}\}\}|\{#[^#]{0,400}#\}")
"""What a program puts something in place of."""

# a page that a program fills in has blocks, or extends another; a tag that is alone was left over
_FILLED: Final = re.compile(r"\{%-?\s*(?:end\w+\s*|extends\s[^%\n]{1,200})-?%\}")


def is_template(source: str) -> bool:
    """Whether a program fills the source in: then its tags are meant, and nothing was left over."""
    return "{%" in source and _FILLED.search(source) is not None
