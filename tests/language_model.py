"""Make `repair/detect/languages.zst` from the model of py3langid, whose reader needs NumPy.

    python tests/language_model.py

The file holds the same numbers, exactly: a line of JSON with the languages, the number of features and the sizes of the other
arrays in items, then the arrays in little-endian order. The first is `features`, one row of weights a feature, each
a 16-bit integer: the weights are negative floats of 16 bits whose smallest step is 1/512. `priors` are 32-bit floats; `moves`, `rows` and `outputs` are 32-bit integers, the automaton that finds the
features in a text's bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from repair.detect.classifier import DATA
from repair.text.zstandard import zstandard


def made() -> bytes:
    """The file's content before it is packed."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    features = (np.asarray(model.nb_ptc, dtype="<f4") * -512).astype("<u2")
    assert np.array_equal(features.astype("<f4") / -512, model.nb_ptc)
    arrays = {
        "priors": np.asarray(model.nb_pc, dtype="<f4"),
        "moves": np.asarray(model.tk_nextmove, dtype="<u4"),
        "rows": np.asarray(model.tk_row, dtype="<u4"),
        "outputs": np.asarray(model.tk_output, dtype="<i4"),
    }
    head = {
        "languages": list(model.nb_classes),
        "features": len(features),
        "sizes": {name: len(numbers) for name, numbers in arrays.items()},
    }
    parts = (features, *arrays.values())
    return json.dumps(head).encode() + b"\n" + b"".join(numbers.tobytes() for numbers in parts)


if __name__ == "__main__":
    library = zstandard("packing")
    parameter = library.CompressionParameter
    options = {parameter.compression_level: 19, parameter.window_log: 27}
    Path(DATA).write_bytes(library.compress(made(), options=options))
