"""Sound texts for trainings: a small language of its own, regular enough that a small model learns it in a minute."""

from __future__ import annotations

import json
import random
from pathlib import Path

NAMES = [f"{a} {b}" for a in ("Anna", "Marco", "Lucia", "Paolo", "Elena") for b in ("Bruni", "Ferri", "Galli", "Monti")]
PLACES = ("Roma", "Torino", "Lucca", "Bari", "Trento", "Siena")
WHO = ("il sindaco", "la maestra", "il giornale", "la banda", "il mercato", "la biblioteca", "il comune", "la scuola")
DOES = ("ha aperto", "ha chiuso", "ha dipinto", "ha venduto", "ha spostato", "ha riparato", "ha lodato", "ha visto")
WHAT = ("la porta", "il ponte", "la piazza", "il teatro", "la fontana", "il giardino", "la strada", "il libro")
WHEN = ("ieri mattina", "la settimana scorsa", "nel mese di marzo", "dopo la festa", "prima della pioggia", "di notte")


TOY = ("--layers", "1", "--width", "32", "--vocabulary", "400", "--pieces", "256", "--longest", "64")
"""Options of a training that takes a moment."""


def sentence(rng: random.Random) -> str:
    who, does, what = rng.choice(WHO), rng.choice(DOES), rng.choice(WHAT)
    match rng.randrange(4):
        case 0:
            said = f"{who} di {rng.choice(PLACES)} {does} {what} {rng.choice(WHEN)}"
        case 1:
            said = f"secondo {rng.choice(NAMES)}, {who} {does} {what} di {rng.choice(PLACES)}"
        case 2:
            said = f'{rng.choice(NAMES)} ha detto: "{who} {does} {what}", e poi è tornato a {rng.choice(PLACES)}'
        case _:
            said = f"{rng.choice(WHEN)} {who} {does} {what}, ma non {rng.choice(WHAT)} (così {rng.choice(NAMES)})"
    return f"{said[0].upper()}{said[1:]}."


def text(seed: int) -> str:
    rng = random.Random(seed)
    return "\n\n".join(" ".join(sentence(rng) for _ in range(rng.randrange(2, 7))) for _ in range(rng.randrange(4, 9)))


def write_texts(path: Path, size: int) -> Path:
    """A JSONL file with about `size` bytes of texts."""
    with path.open("w", encoding="utf-8") as stream:
        written = number = 0
        while written < size:
            line = json.dumps({"id": number, "text": text(number)}, ensure_ascii=False)
            stream.write(line + "\n")
            written += len(line)
            number += 1
    return path
