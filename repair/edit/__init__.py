"""Repairs a text and undoes the repair: which candidates are put in, the repaired text, and the way back.

`decide` accepts candidates by policy, `apply` puts the accepted ones in, and a sidecar beside the repaired file lets
`undo_file` and `restore` give the article back byte for byte. Nothing outside an accepted entry is ever changed.
"""

from __future__ import annotations

from repair.edit.appending import append_whole, appending, unwritten
from repair.edit.decisions import accept_best, blanks_kept, blanks_taken, decide, disjoint, take_blanks
from repair.edit.edits import Applied, Edit, apply, undo
from repair.edit.files import original_bytes, sidecar_path, undo_file, write_repaired
from repair.edit.own_folder import IGNORED, own_folder
from repair.edit.scratch import atomically, sweep_scratch, write_atomically
from repair.edit.sidecar import Sidecar, encode_text, read_sidecar, restore, sidecar

__all__ = [
    "IGNORED",
    "Applied",
    "Edit",
    "Sidecar",
    "accept_best",
    "append_whole",
    "appending",
    "apply",
    "atomically",
    "blanks_kept",
    "blanks_taken",
    "decide",
    "disjoint",
    "encode_text",
    "original_bytes",
    "own_folder",
    "read_sidecar",
    "restore",
    "sidecar",
    "sidecar_path",
    "sweep_scratch",
    "take_blanks",
    "undo",
    "undo_file",
    "unwritten",
    "write_atomically",
    "write_repaired",
]
