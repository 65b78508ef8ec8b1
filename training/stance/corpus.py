"""Reading labelled pairs: quotes, propositions with their negations, and the side each quote takes.

A file has one article or scene a line: ``{"article", "quotes": [{"id", "source", "cue", "content"}],
"propositions": [{"p", "text", "negation"}], "labels": [[quote id, p, side, how], ...]}``. A pair without a
label is not addressed. Anyone may train on a file of their own in this form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.pipeline.stance_model.encode import LABELS

OPPOSITE = {"none": "none", "favor": "against", "against": "favor", "neutral": "neutral"}
"""The side that a quote takes on a negation, given its side on the proposition."""


@dataclass(frozen=True, slots=True)
class Question:
    """A proposition, its negation, and the side that a quote takes on it."""

    id: str
    text: str
    negation: str
    side: str


@dataclass(frozen=True, slots=True)
class Item:
    """One quote with all that is asked of it."""

    article: str
    speaker: str
    cue: str
    text: str
    questions: tuple[Question, ...]

    @property
    def addressed(self) -> bool:
        """Whether the quote takes a side, or withholds one, on any of its questions."""
        return any(question.side != "none" for question in self.questions)


def read(path: Path) -> Iterator[list[Item]]:
    """The items of each article or scene of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        scene = json.loads(line)
        labels = {(quote, p): side for quote, p, side, *_ in scene["labels"]}
        if not set(labels.values()) <= set(LABELS):
            raise ValueError(f"{path.name}, {scene['article']}: a label is none of {', '.join(LABELS)}")
        yield [
            Item(
                scene["article"],
                quote["source"] or "",
                quote["cue"] or "",
                quote["content"],
                tuple(
                    Question(
                        f"{scene['article']}#{quote['id']}#{asked['p']}",
                        asked["text"],
                        asked["negation"],
                        labels.get((quote["id"], asked["p"]), "none"),
                    )
                    for asked in scene["propositions"]
                ),
            )
            for quote in scene["quotes"]
        ]


def divide(articles: list[list[Item]], every: int) -> tuple[list[list[Item]], list[list[Item]]]:
    """Articles to train on, and one of ``every`` kept aside with its propositions, to calibrate on."""
    kept = [article for number, article in enumerate(articles) if number % every != every // 2]
    held = [article for number, article in enumerate(articles) if number % every == every // 2]
    return kept, held
