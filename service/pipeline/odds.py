"""Chances as log odds and back: the measure in which evidence for an answer is added up."""

from __future__ import annotations

import math

LEAST = 1e-6
"""The chance that is never fallen short of, nor its opposite exceeded: no network is that sure."""


def log_odds(chance: float) -> float:
    """The log odds of a chance, which is held away from 0 and 1."""
    held = min(max(chance, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))


def chance_of(log_odds: float) -> float:
    """The chance of log odds, to four digits."""
    return round(1 / (1 + math.exp(-log_odds)), 4)
