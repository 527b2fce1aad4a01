"""Text to findings: rules that see damage on the surface, combined with what a gap head says.

`detect` is the stage; `look` and `found` are its two halves. `suspects` finds the places at which a rule can begin,
`rules.DETECTORS` holds the rules, one narrow rule a name, and `weighing` turns what they see into findings.
"""

from __future__ import annotations

from repair.detect.document import Detector, Document, Sighting
from repair.detect.rules import DETECTORS, sight
from repair.detect.stage import Looked, detect, document_of, found, is_without_prose, look, look_each
from repair.detect.weighing.weigh import JOINT_TABLE, QUICK_TABLE

__all__ = [
    "DETECTORS",
    "JOINT_TABLE",
    "QUICK_TABLE",
    "Detector",
    "Document",
    "Looked",
    "Sighting",
    "detect",
    "document_of",
    "found",
    "is_without_prose",
    "look",
    "look_each",
    "sight",
]
