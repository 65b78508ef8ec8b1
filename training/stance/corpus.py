"""Reading labelled pairs: quotes, propositions with their negations, and the side each quote takes.

A file has one article or scene a line: ``{"article", "quotes": [{"id", "source", "cue", "content"}],
"propositions": [{"p", "text", "negation"}], "labels": [[quote id, p, side, how], ...]}``. A pair without a
label is not addressed. Anyone may train on a file of their own in this form.

``labels/`` holds more of them, made for this model. Where they are about news, they carry no text of it: a
line has no ``quotes``, and a quote's id is its place, from 1, among the attributions of the PolNeAR article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.pipeline.stance_model.encode import LABELS
from training.attribution import corpus as polnear

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


FILES = ("news_train.jsonl", "written.jsonl")
OWN = Path(__file__).with_name("labels")
"""The labels made for this model: ``news.jsonl`` and ``written.jsonl``."""
HELD = 14
"""One article of this many is kept aside."""


def split(
    folder: Path, articles: Path | None, files: tuple[str, ...] = FILES
) -> tuple[list[Item], list[Item]]:
    """The quotes to train on, and those kept aside, which are all the corpus'.

    ``articles`` is where PolNeAR lies; without it the labels of this folder are left out.
    """
    kept: list[Item] = []
    held: list[Item] = []
    for name in files:
        for part, chosen in zip((kept, held), divide(list(read(folder / name)), HELD), strict=True):
            part += [item for article in chosen for item in article]
    if articles:
        aside = {item.article for item in held}
        own = [*read(OWN / "news.jsonl", quotes_of(articles)), *read(OWN / "written.jsonl")]
        kept += [item for article in own for item in article if item.article not in aside]
    return kept, held


def quotes_of(corpus: Path) -> dict[str, list[dict[str, object]]]:
    """The attributions of each article of PolNeAR's train part as quotes, in the order of their contents."""

    def text_of(article: polnear.GoldArticle, spans: list[polnear.Place]) -> str:
        return " … ".join(" ".join(article.text[start:end].split()) for start, end in spans)

    return {
        article.name: [
            {
                "id": number,
                "source": text_of(article, found.source),
                "cue": text_of(article, found.cue),
                "content": text_of(article, found.content),
            }
            for number, found in enumerate(sorted(article.attributions, key=lambda x: x.content[0]), 1)
        ]
        for article in polnear.read(corpus, "train")
    }


def read(path: Path, quotes: Mapping[str, list[dict[str, object]]] | None = None) -> Iterator[list[Item]]:
    """The items of each article or scene of a file; its own ``quotes``, or those given by article."""
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
            for quote in (quotes[scene["article"]] if quotes is not None else scene["quotes"])
        ]


def divide(articles: list[list[Item]], every: int) -> tuple[list[list[Item]], list[list[Item]]]:
    """Articles to train on, and one of ``every`` kept aside with its propositions, to calibrate on."""
    kept = [article for number, article in enumerate(articles) if number % every != every // 2]
    held = [article for number, article in enumerate(articles) if number % every == every // 2]
    return kept, held
