"""Size and digest of a file, which say later whether it is what was written."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

__all__ = ["digest_of"]

_BLOCK: Final = 1 << 20


def digest_of(path: Path) -> tuple[int, str]:
    """Size in bytes and hexadecimal SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()
