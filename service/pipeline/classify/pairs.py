"""Sides of quotes that stand alone, on propositions alone: no article around them, no cues.

Unlike what is stored with a quote, an answer here is given from the model's lower threshold on, where
precision and recall balance; its confidence says how far to trust it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.models import Article, Passage, Quote, Side, Span, Speaker, Topic
from service.pipeline.classify.judge import answers
from service.pipeline.classify.reading import Reading, read_quote
from service.pipeline.classify.rules import compile_topic, decide
from service.pipeline.stance_model.runtime import Model, model


@dataclass(frozen=True, slots=True)
class Pair:
    """A quote and a proposition asked of it."""

    id: str
    speaker: str
    cue: str
    text: str
    proposition: str
    negation: str | None


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """The side found, or None where the proposition is not addressed, the chance that it is right, and by
    what.
    """

    id: str
    side: Side | None
    confidence: float
    decided_by: str | None


def answer_pairs(pairs: Sequence[Pair], using: Model | None = None) -> list[PairAnswer]:
    """The answers on pairs of one and the same quote."""
    using = using or model()
    reading = reading_of(pairs[0])
    if reading is None:
        return [PairAnswer(pair.id, None, 1.0, None) for pair in pairs]
    topics = [Topic(f"t{n}", pair.proposition, pair.negation) for n, pair in enumerate(pairs)]
    found = []
    for pair, topic, answer in zip(pairs, topics, answers(using, reading, topics), strict=True):
        if answer.confidence < using.threshold:
            found.append(PairAnswer(pair.id, None, round(1 - answer.confidence, 4), None))
            continue
        finding = decide(compile_topic(topic), reading)
        seconded = f"{finding.rule}, " if finding is not None and finding.side == answer.side else ""
        by = f"{seconded}model:{using.version}"
        found.append(PairAnswer(pair.id, answer.side, answer.confidence, by))
    return found


def reading_of(pair: Pair) -> Reading | None:
    """A quote that stands alone as the rules read it."""
    text = f"{pair.speaker} {pair.cue}: {pair.text}"
    cue_at, start = len(pair.speaker) + 1, len(text) - len(pair.text)
    speaker = Speaker("person", mention=Passage(0, len(pair.speaker), pair.speaker) if pair.speaker else None)
    cue = Passage(cue_at, cue_at + len(pair.cue), pair.cue) if pair.cue else None
    quote = Quote(pair.id, "", pair.text, (Span(start, len(text)),), "indirect", speaker, cue=cue)
    return read_quote(Article("", text, ""), quote)
