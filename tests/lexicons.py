"""Make the lexicons of `repair/text/lexicons` from the word frequencies of wordfreq.

    pip install wordfreq
    python tests/lexicons.py

wordfreq counts words in books, subtitles, news, encyclopedias and web pages. It was chosen for its coverage: of 10,000
words of sound texts it lacks 24 (English) to 175 (Dutch), where the inflected forms of simplemma lack 89 to 1,234.
"""

from __future__ import annotations

import re
import unicodedata
from math import log10

from wordfreq import get_frequency_dict

from repair.languages import LANGUAGES
from repair.text.lexicon import FOLDER, lexicon_file

_WORD = re.compile(r"[^\W\d_]+")


def made(language: str) -> bytes:
    """The file of a language."""
    words: dict[str, float] = {}
    for entry, share in get_frequency_dict(language, "large").items():
        frequency = log10(share) + 9
        for word in _WORD.findall(unicodedata.normalize("NFC", entry)):
            words[word] = max(frequency, words.get(word, 0.0))
    return lexicon_file(words, LANGUAGES[language].common_words)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        (FOLDER / f"{language}.bloom").write_bytes(made(language))
