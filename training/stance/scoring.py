"""Figures over (quote, proposition) pairs: precision, recall, F1, calibration error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One pair: its gold side ("none" where not addressed), the answer and the chance that it is right."""

    gold: str
    side: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the answer is the gold side."""
        return self.side == self.gold


@dataclass(frozen=True, slots=True)
class Figures:
    """How well the answers at or above a threshold do."""

    answered: int
    precision: float
    recall: float
    f1: float


def figures(rows: Sequence[Row], threshold: float = 0.0) -> Figures:
    """Over the answers with at least this confidence; a wrong side is wrong twice."""
    given = [row for row in rows if row.confidence >= threshold and row.side != "none"]
    wanted = sum(row.gold != "none" for row in rows)
    right = sum(row.right for row in given)
    return Figures(
        len(given),
        right / max(1, len(given)),
        right / max(1, wanted),
        2 * right / max(1, len(given) + wanted),
    )


def calibration_error(rows: Sequence[Row], threshold: float = 0.0, bins: int = 10) -> float:
    """Expected calibration error over the answers given (Naeini et al., AAAI 2015)."""
    sums: dict[int, float] = {}
    given = [row for row in rows if row.confidence >= threshold and row.side != "none"]
    for row in given:
        at = min(bins - 1, int(row.confidence * bins))
        sums[at] = sums.get(at, 0.0) + row.confidence - row.right
    return sum(abs(value) for value in sums.values()) / max(1, len(given))


def best_threshold(rows: Sequence[Row], steps: int = 100) -> float:
    """The threshold of the highest F1."""
    tried = [step / steps for step in range(5, steps)]
    return max(tried, key=lambda threshold: figures(rows, threshold).f1)


def threshold_for(rows: Sequence[Row], precision: float, steps: int = 100) -> float:
    """The lowest threshold from which on the answers reach a precision; 1.0 where none does."""
    reached = 1.0
    for step in range(steps, 4, -1):
        found = figures(rows, step / steps)
        if found.answered >= 10 and found.precision < precision:
            break
        reached = step / steps
    return reached


def describe(name: str, rows: Sequence[Row], threshold: float = 0.0) -> str:
    """One line of figures."""
    all_rows = figures(rows, threshold)
    sides: Mapping[str, float] = {
        side: figures([r for r in rows if side in (r.gold, r.side)], threshold).f1
        for side in ("favor", "against", "neutral")
    }
    both = [r for r in rows if r.gold != "none" and r.side != "none"]
    side = sum(r.right for r in both) / max(1, len(both))
    return (
        f"{name:14s} P {all_rows.precision:.3f}  R {all_rows.recall:.3f}  F1 {all_rows.f1:.3f}  "
        f"side right {side:.3f}  ECE {calibration_error(rows, threshold):.3f}  "
        + "  ".join(f"{s} {f:.2f}" for s, f in sides.items())
        + f"  ({all_rows.answered} answered)"
    )
