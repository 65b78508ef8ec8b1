"""Pronoun resolution on GAP (Webster et al., TACL 2018), beside the most recent name.

    python -m bench.gap PATH/gap-development.tsv [...]

For each file: the share of rows where the right one of A, B and neither is chosen, and F1 over A and B as GAP
counts it. The baseline takes the candidate that was named last before the pronoun, whatever its gender.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.pipeline.resolution.cast import cast
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.mentions import mentions
from service.pipeline.resolution.pronouns import Pronouns


@dataclass(frozen=True, slots=True)
class Row:
    """A pronoun and two names: (start, end) of each, and which of them it means."""

    text: str
    pronoun: int
    candidates: tuple[tuple[int, int], tuple[int, int]]
    right: tuple[bool, bool]


def rows(path: Path) -> Iterator[Row]:
    """The rows of a GAP file."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            places = [(int(row[f"{name}-offset"]), len(row[name])) for name in "AB"]
            spans = [(start, start + length) for start, length in places]
            right = [row[f"{name}-coref"].upper() == "TRUE" for name in "AB"]
            yield Row(row["Text"], int(row["Pronoun-offset"]), (spans[0], spans[1]), (right[0], right[1]))


def ours(row: Row) -> tuple[bool, bool]:
    """Whether our resolver takes the pronoun for A, and for B."""
    layout = Layout.of(row.text)
    everybody = cast(layout, mentions(layout))
    chosen = Pronouns(layout, everybody, []).at(row.pronoun)
    places = [(m.opening, m.end) for m in chosen.mentions] if chosen else []
    first, second = (any(s < end and start < e for s, e in places) for start, end in row.candidates)
    return first, second


def last_named(row: Row) -> tuple[bool, bool]:
    """Takes the candidate that stands last before the pronoun, or A where both stand after it."""
    before = [start if start < row.pronoun else -1 for start, _ in row.candidates]
    return before[0] >= before[1], before[1] > before[0]


def measure(
    guesses: Iterable[tuple[tuple[bool, bool], tuple[bool, bool]]],
) -> tuple[float, float, float, float]:
    """Accuracy over rows; precision, recall and F1 over names."""
    exact = total = hits = guessed = wanted = 0
    for guess, right in guesses:
        total += 1
        exact += guess == right
        hits += sum(g and r for g, r in zip(guess, right, strict=True))
        guessed += sum(guess)
        wanted += sum(right)
    precision, recall = hits / max(1, guessed), hits / max(1, wanted)
    return exact / max(1, total), precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    """Prints one line a file and method."""
    for name in sys.argv[1:]:
        listed = list(rows(Path(name)))
        for title, method in (("on record", ours), ("last name", last_named)):
            accuracy, precision, recall, f1 = measure((method(row), row.right) for row in listed)
            print(
                f"{Path(name).name:22} {title:10} accuracy {accuracy:.3f}  "
                f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({len(listed)})"
            )


if __name__ == "__main__":
    main()
