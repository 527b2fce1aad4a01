"""Find what scrapers lost from an article, recover it from other copies, and mark every supplied word with its source.

Where did a text lose something?

    >>> import repair
    >>> text = 'The mayor called it "" and left. The ferry leaves at eight,, as before.'
    >>> for finding in repair.check(text, use_model=False):
    ...     print(finding.code, finding.start, finding.message)
    RG101 21 quotation marks with nothing between them
    RG104 59 punctuation doubled or orphaned

What could stand there, and who says so?

    >>> copy = 'The mayor called it "a bad day" and left. The ferry leaves at eight, rain or shine, as before.'
    >>> found = repair.suggest(text, references=[copy], use_model=False)
    >>> found.entries[0].candidates[0].text
    'a bad day'

Put in what the copy has, and take it out again:

    >>> applied = repair.apply(found, readings=True)
    >>> applied.text
    'The mayor called it "a bad day" and left. The ferry leaves at eight, rain or shine, as before.'
    >>> repair.undo(applied) == text
    True

`check` and `suggest` take one text or any number of them, and settings by name; without `use_model=False` the bundled
model reads the texts as well, where its libraries are installed. `mark` shows the suggestions within the text, `page`
makes a reference of a page's HTML, and a `Repairer` holds settings and references for many calls. All else here are the
records that go in and come out, and `RepairError`, the base of all errors raised on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

__version__: Final = "0.1.0"

if TYPE_CHECKING:
    from repair.api import (
        Apparatus,
        Applied,
        Article,
        Candidate,
        Config,
        Edit,
        Emendation,
        Entry,
        Finding,
        Prediction,
        Reading,
        Reference,
        Repairer,
        RepairError,
        RuleSource,
        Witness,
        apply,
        check,
        mark,
        page,
        suggest,
        undo,
    )
else:

    def __getattr__(name: str) -> object:
        """What the library offers, loaded when it is first used: importing it alone takes no time."""
        if name in __all__:
            from repair import api

            return globals().setdefault(name, getattr(api, name))
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__} - {"__dir__", "__getattr__"})


__all__ = [
    "Apparatus",
    "Applied",
    "Article",
    "Candidate",
    "Config",
    "Edit",
    "Emendation",
    "Entry",
    "Finding",
    "Prediction",
    "Reading",
    "Reference",
    "RepairError",
    "Repairer",
    "RuleSource",
    "Witness",
    "__version__",
    "apply",
    "check",
    "mark",
    "page",
    "suggest",
    "undo",
]
