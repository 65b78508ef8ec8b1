"""Statements by side: how many take each, which share that is, and how sure the share.

Shares are over the statements that address the topic (favor, against, neutral) and come with Wilson's score
interval (E. B. Wilson, JASA 22, 1927), which stays within 0 and 1 and behaves at small counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt

from service.models import Side

DECIDED: tuple[Side, ...] = ("favor", "against", "neutral")

ENOUGH = 5
"""Statements from which on a cell has shares: below, an interval says no more than that we do not know."""

Z95 = 1.959963984540054
"""The 97.5% quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Statements by side."""

    favor: int = 0
    against: int = 0
    neutral: int = 0
    unsure: int = 0

    @property
    def n(self) -> int:
        """All of them."""
        return self.addressed + self.unsure

    @property
    def addressed(self) -> int:
        """Those whose side is decided: the denominator of every share."""
        return self.favor + self.against + self.neutral

    @property
    def net(self) -> float | None:
        """(favor - against) / addressed, from ENOUGH statements on."""
        if self.n < ENOUGH or not self.addressed:
            return None
        return (self.favor - self.against) / self.addressed

    @property
    def shares(self) -> dict[Side, Share] | None:
        """The share of each decided side, from ENOUGH statements on."""
        if self.n < ENOUGH or not self.addressed:
            return None
        return {side: share(getattr(self, side), self.addressed) for side in DECIDED}


@dataclass(frozen=True, slots=True)
class Share:
    """A share and its 95% interval."""

    share: float
    low: float
    high: float


def side_of(sides: Counter[Side]) -> Side:
    """The side of a statement whose reports are ``sides``: the commonest decided one; a tie is unsure."""
    decided = [(count, side) for side, count in sides.items() if side != "unsure"]
    most = max((count for count, _ in decided), default=0)
    leading = [side for count, side in decided if count == most]
    return leading[0] if len(leading) == 1 else "unsure"


def share(part: int, whole: int) -> Share:
    """``part`` of ``whole`` with Wilson's 95% interval; ``whole`` is at least 1."""
    p = part / whole
    z2 = Z95 * Z95
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z95 * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    # At the ends the formula gives 0 and 1 but for the last bit.
    low = 0.0 if part == 0 else max(0.0, centre - half)
    high = 1.0 if part == whole else min(1.0, centre + half)
    return Share(p, low, high)
