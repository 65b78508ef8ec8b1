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
topic with cues of its own the rules know more, and the model must be surer still. It is asked only of quotes
that share a content word with the topic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from service.models import Topic
from service.pipeline.classify.reading import Reading
from service.pipeline.classify.rules import Finding
from service.pipeline.stance_model.runtime import Answer, Asked, Model
from service.pipeline.wording import content_words

GUESS = 0.5
"""A rule's confidence under which it only seconds the model."""
BESIDE_CUES = 0.15
"""What the model must be surer by where a topic has cues or targets of its own."""


def judge(
    model: Model, reading: Reading, topics: Sequence[Topic], found: Mapping[str, Finding]
) -> dict[str, Finding]:
    """The findings on ``topics`` (topic id -> finding) of both layers together."""
    asked = [topic for topic in topics if topic.id in found or touches(reading, topic)]
    together = dict(found)
    for topic, answer in zip(asked, answers(model, reading, asked), strict=True):
        finding = combine(found.get(topic.id), answer, model, topic)
        if finding is None:
            together.pop(topic.id, None)
        else:
            together[topic.id] = finding
    return together


def answers(model: Model, reading: Reading, topics: Sequence[Topic]) -> list[Answer]:
    """The model's answer on each topic."""
    if not topics:
        return []
    speaker = reading.quote.speaker
    name = speaker.mention.text if speaker.mention else speaker.stated or speaker.description or ""
    quote = Asked(name, reading.quote.cue.text if reading.quote.cue else "", reading.quote.text)
    rows = model.ask(quote, [(topic.proposition, topic.negation) for topic in topics])
    return [model.answer(row) for row in rows]


def combine(finding: Finding | None, answer: Answer, model: Model, topic: Topic) -> Finding | None:
    """One finding of a rule's and the model's answer, as the table above says."""
    if finding is not None and finding.confidence < GUESS:
        if finding.side == answer.side and answer.confidence >= model.threshold:
            return Finding(
                answer.side, f"{finding.rule}, model:{model.version}", answer.confidence, finding.at
            )
        finding = None
    sure = model.publish + (BESIDE_CUES if topic.targets or topic.cues.favor or topic.cues.against else 0)
    if finding is not None:
        if answer.confidence < sure or finding.side in (answer.side, "unsure"):
            return finding
        return Finding("unsure", f"{finding.rule}, model:{model.version} disagrees", 0.5, finding.at)
    if answer.confidence >= sure:
        return Finding(answer.side, f"model:{model.version}", answer.confidence, ())
    if answer.confidence >= max(model.threshold, sure - BESIDE_CUES):
        return Finding("unsure", f"model:{model.version}", answer.confidence, ())
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
