"""Which side each quote takes on each topic, what shows it and what decided it.

Rules first (:mod:`.rules`): explicit cues, then predicates over targets, within a quote's content and its
cue. The mention of somebody is never a stance. A topic is tried only on articles that name what its
proposition names, so that ten topics cost an article little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.models import Article, Evidence, Quote, Stance, Topic
from service.pipeline.classify.anchors import concerns
from service.pipeline.classify.holders import Holder, holder_of, relays
from service.pipeline.classify.judge import judge
from service.pipeline.classify.reading import Reading, is_medium, read_quote
from service.pipeline.classify.rules import Finding, compile_topic, decide

__all__ = ["classify"]


def classify(article: Article, quotes: Sequence[Quote], topics: Sequence[Topic]) -> tuple[Quote, ...]:
    """The quotes of one article with their stances on ``topics`` in place of those that they had."""
    near = [topic for topic in topics if concerns(topic, article)]
    answered = []
    for quote in quotes:
        stances: tuple[Stance, ...] = ()
        if near and not is_medium(quote, article) and not relays(quote, quotes):
            reading = read_quote(article, quote)
            holder = holder_of(reading, quotes) if reading else None
            # who passes on another's words has no view of their own in them
            if reading is not None and not (holder and holder.relayed):
                by_rules = {topic.id: decide(compile_topic(topic), reading) for topic in near}
                found = {topic: finding for topic, finding in by_rules.items() if finding is not None}
                stances = _stances(reading, judge(reading, near, found), holder)
        answered.append(replace(quote, stances=stances))
    return tuple(answered)


def _stances(reading: Reading, found: Mapping[str, Finding], holder: Holder | None) -> tuple[Stance, ...]:
    stances = []
    for topic, finding in sorted(found.items()):
        start, end = reading.stretch(finding.at or range(reading.content_at, len(reading.tokens)))
        evidence = Evidence(start, end, reading.article.text[start:end], finding.decided_by)
        stances.append(
            Stance(topic, finding.side, finding.confidence, evidence, holder.name if holder else None)
        )
    return tuple(stances)
