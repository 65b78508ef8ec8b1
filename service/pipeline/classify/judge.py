"""The second layer: the trained model, asked what the rules leave open and whether it agrees with them.

======================  =============================  ==========================================
the rules               the model                      the stance
======================  =============================  ==========================================
take a side             is sure of another one         unsure
take a side             agrees, or declines            the rules'
guess from a bare       agrees                         the model's
proposition
say nothing             is sure                        the model's
say nothing             finds one, without being sure  unsure
say nothing             declines, or is not asked      none
======================  =============================  ==========================================

Sure is a confidence from which on answers were right often enough on propositions never trained on; of a
topic with cues or targets of its own the rules know more: there the model is asked only whether it sees what
they saw, and must be surer still to be heard. On a bare proposition it is asked of quotes that share a
content word with it. What a person labelled is not asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from service.models import Topic
from service.pipeline.classify.reading import Reading
from service.pipeline.classify.rules import Finding, is_bare, labelled
from service.pipeline.stance_model.runtime import Answer, Asked, Model, model
from service.pipeline.wording import content_words

GUESS = 0.5
"""A rule's confidence under which it only seconds the model."""
BESIDE_CUES = 0.15
"""What the model must be surer by where a topic has cues or targets of its own."""


def judge(reading: Reading, topics: Sequence[Topic], found: Mapping[str, Finding]) -> dict[str, Finding]:
    """The findings on ``topics`` (topic id -> finding) of both layers together; the rules' are ``found``."""
    asked = [topic for topic in topics if _is_open(topic, reading, topic.id in found)]
    together = dict(found)
    if not asked:
        return together
    using = model()
    for topic, answer in zip(asked, answers(using, reading, asked), strict=True):
        finding = combine(found.get(topic.id), answer, using, topic)
        if finding is None:
            together.pop(topic.id, None)
        else:
            together[topic.id] = finding
    return together


def _is_open(topic: Topic, reading: Reading, found: bool) -> bool:
    """Whether the model is asked of a topic; not where a person has labelled this wording."""
    if labelled(topic, reading) is not None:
        return False
    return found or (is_bare(topic) and touches(reading, topic))


def answers(using: Model, reading: Reading, topics: Sequence[Topic]) -> list[Answer]:
    """The model's answer on each topic."""
    speaker = reading.quote.speaker
    name = speaker.mention.text if speaker.mention else speaker.stated or speaker.description or ""
    quote = Asked(name, reading.quote.cue.text if reading.quote.cue else "", reading.quote.text)
    rows = using.ask(quote, [(topic.proposition, topic.negation) for topic in topics])
    return [using.answer(row) for row in rows]


def combine(finding: Finding | None, answer: Answer, using: Model, topic: Topic) -> Finding | None:
    """One finding of a rule's and the model's answer, as the table above says."""
    if finding is not None and finding.confidence < GUESS:
        if finding.side == answer.side and answer.confidence >= using.threshold:
            return Finding(
                answer.side, f"{finding.rule}, model:{using.version}", answer.confidence, finding.at
            )
        finding = None
    sure = using.publish + (0 if is_bare(topic) else BESIDE_CUES)
    if finding is not None:
        if answer.confidence < sure or finding.side in (answer.side, "unsure"):
            return finding
        return Finding("unsure", f"{finding.rule}, model:{using.version} disagrees", 0.5, finding.at)
    if answer.confidence >= sure:
        return Finding(answer.side, f"model:{using.version}", answer.confidence, ())
    if answer.confidence >= max(using.threshold, sure - BESIDE_CUES):
        return Finding("unsure", f"model:{using.version}", answer.confidence, ())
    return None


def touches(reading: Reading, topic: Topic) -> bool:
    """Whether a quote, its cue or its speaker shares a content word with a topic: else it can't address
    it.
    """
    return not _words_of(topic).isdisjoint(_quote_words(reading))


@lru_cache(maxsize=1024)
def _words_of(topic: Topic) -> frozenset[str]:
    texts = (topic.proposition, topic.negation or "", *topic.targets)
    return frozenset(word for text in texts for word in content_words(text))


def _quote_words(reading: Reading) -> frozenset[str]:
    tokens = reading.tokens
    text = reading.article.text
    return frozenset(content_words(" ".join(text[t.start : t.end] for t in tokens)))
