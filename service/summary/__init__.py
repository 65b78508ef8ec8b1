"""Stances summed up: from opinions to cells that count each statement once.

A cell is the statements that have one or two things in common. Nothing here knows a store.
"""

from service.summary.cells import MOST_PERIODS, Cell, Period, Summary, summarise
from service.summary.gathering import (
    GROUPS,
    Gathering,
    GroupKey,
    LeftOut,
    Reports,
    count_sides,
    gather,
    worth,
)
from service.summary.sides import DECIDED, ENOUGH, Share, Sides, share, side_of

__all__ = [
    "DECIDED",
    "ENOUGH",
    "GROUPS",
    "MOST_PERIODS",
    "Cell",
    "Gathering",
    "GroupKey",
    "LeftOut",
    "Period",
    "Reports",
    "Share",
    "Sides",
    "Summary",
    "count_sides",
    "gather",
    "share",
    "side_of",
    "summarise",
    "worth",
]
