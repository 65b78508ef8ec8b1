"""Which side each quote takes on each topic, what shows it and what decided it.

Rules first (:mod:`.rules`): explicit cues, then predicates over targets, within a quote's content and its
cue. The mention of somebody is never a stance. A topic is tried only on articles that name what its
proposition names, so that ten topics cost an article little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.models import Article, Evidence, Quote, Stance, Topic
from service.pipeline.classify.anchors import concerns
from service.pipeline.classify.holders import Holder, holder_of, relays
from service.pipeline.classify.reading import Reading, is_medium, read_quote
from service.pipeline.classify.rules import Finding, compile_topic, decide

__all__ = ["classify"]


def classify(article: Article, quotes: Sequence[Quote], topics: Sequence[Topic]) -> tuple[Quote, ...]:
    """The quotes of one article with their stances on ``topics`` in place of those that they had."""
    near = [compile_topic(topic) for topic in topics if concerns(topic, article)]
    answered = []
    for quote in quotes:
        stances: tuple[Stance, ...] = ()
        if near and not is_medium(quote, article) and not relays(quote, quotes):
            reading = read_quote(article, quote)
            holder = holder_of(reading, quotes) if reading else None
            # who passes on another's words has no view of their own in them
            if reading is not None and not (holder and holder.relayed):
                found = [(rules.topic, decide(rules, reading)) for rules in near]
                stances = _stances(reading, [(t, f) for t, f in found if f is not None], holder)
        answered.append(replace(quote, stances=stances))
    return tuple(answered)


def _stances(
    reading: Reading, found: Sequence[tuple[Topic, Finding]], holder: Holder | None
) -> tuple[Stance, ...]:
    stances = []
    for topic, finding in found:
        start, end = reading.stretch(finding.at)
        evidence = Evidence(start, end, reading.article.text[start:end], f"rule:{finding.rule}")
        stances.append(
            Stance(topic.id, finding.side, finding.confidence, evidence, holder.name if holder else None)
        )
    return tuple(stances)
