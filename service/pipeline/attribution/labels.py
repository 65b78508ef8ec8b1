"""The tags of the attribution model: BIO over the three roles of PolNeAR (Newell et al., LREC 2018)."""

from __future__ import annotations

import numpy as np

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
OUT = 0
FORBIDDEN = -10_000.0


def begin(role: str) -> int:
    """The label of a role's first word."""
    return LABELS.index(f"B-{role}")


def inside(role: str) -> int:
    """The label of a role's other words."""
    return LABELS.index(f"I-{role}")


INSIDES = tuple(inside(role) for role in ROLES)
"""The labels that cannot open a paragraph."""


def forbidden() -> np.ndarray:
    """(from, to): ``FORBIDDEN`` where I-x follows anything but B-x or I-x, else 0."""
    table = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for role in ROLES:
        for label in range(len(LABELS)):
            if label not in (begin(role), inside(role)):
                table[label, inside(role)] = FORBIDDEN
    return table
