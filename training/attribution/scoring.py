"""Counting right attributions, to choose settings with. The figures to report come from ``eval/score.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.models import Span
from training.attribution.corpus import Place


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a content agrees with a gold one: intersection over union, and how much of it is covered."""

    union: float
    share: float


def agreement(gold: Sequence[Place], content: Sequence[Span]) -> Agreement:
    """Compare two contents by the code points that they cover."""
    wanted = sum(end - start for start, end in gold)
    given = sum(span.end - span.start for span in content)
    both = sum(max(0, min(end, s.end) - max(start, s.start)) for start, end in gold for s in content)
    return Agreement(both / max(1, wanted + given - both), both / max(1, wanted))


def pairs(
    gold: Sequence[Sequence[Place]],
    found: Sequence[Sequence[Span]],
    least: float,
    measure: Literal["union", "share"],
) -> dict[int, int]:
    """Match one to one, best first, what agrees by ``least`` or more: prediction -> gold."""
    scored = sorted(
        (
            (score, i, j)
            for i, content in enumerate(found)
            for j, wanted in enumerate(gold)
            if (score := getattr(agreement(wanted, content), measure)) >= least
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in scored:
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return taken


def f1(right: int, given: int, wanted: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (given + wanted) if given + wanted else 0.0
