"""Find what scrapers lost from an article, recover it from other copies, and mark every supplied word with its source.

Find where a text is damaged:

    >>> import repair
    >>> text = 'The mayor called it "" and left. The ferry leaves at eight,, as before.'
    >>> for finding in repair.check(text, use_model=False):
    ...     print(finding.code, finding.start, finding.message)
    RG101 21 quotation marks with nothing between them
    RG104 59 punctuation doubled or orphaned

Find what could stand there, in another copy of the text:

    >>> copy = 'The mayor called it "a bad day" and left. The ferry leaves at eight, rain or shine, as before.'
    >>> found = repair.suggest(text, references=[copy], use_model=False)
    >>> found.entries[0].candidates[0].text
    'a bad day'

Put in what the copy has, and undo it:

    >>> applied = repair.apply(found, readings=True)
    >>> applied.text
    'The mayor called it "a bad day" and left. The ferry leaves at eight, rain or shine, as before.'
    >>> repair.undo(applied) == text
    True

`check` and `suggest` take one text or many, and settings by name. The examples go by rules alone; without
`use_model=False` the bundled model reads the texts too, if its libraries are installed. `mark` shows the suggestions in
the text, `page` makes a reference of a page's HTML, and a `Repairer` holds settings and references for many calls. The
other names are the records that go in and come out, and `RepairError`, the base of all errors raised on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

__version__: Final = "0.2.0"

if TYPE_CHECKING:
    from repair.api import (
        Apparatus,
        Applied,
        Article,
        Attested,
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
        """A name of the front door, which is loaded when it is first used, so that the import itself takes no time."""
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
    "Attested",
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
