"""The second layer: the trained model, asked what the rules leave open and whether it agrees with them.

======================  =============================  ==========================================
the rules               the model                      the stance
======================  =============================  ==========================================
take a side             is sure of another one         unsure
take a side             agrees, or declines            the rules'
guess from a bare       agrees                         the model's
proposition
guess from a bare       declines                       none
proposition
say nothing             is sure                        the model's
say nothing             finds one, without being sure  unsure
say nothing             declines, or is not asked      none
======================  =============================  ==========================================

Sure is a confidence from which on answers were right often enough on propositions never trained on. Of a
topic with cues or targets of its own the rules know more: there the model is asked only whether it sees what
they saw without trusting it fully, and must be surer still to be heard. On a bare proposition it is asked of
quotes that share words with it. What a person labelled is not asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from service.models import Topic
from service.pipeline.classify.reading import Reading
from service.pipeline.classify.rules import Finding, is_bare, labelled
from service.pipeline.stance_model.runtime import Answer, Asked, Model, model
from service.pipeline.wording import content_words

TRUSTED = 0.8
"""A rule's confidence from which on the model is not asked to second it."""
LEAST_SHARED = 2
"""Content words that a quote shares with a bare proposition it may address, one of them no name: whom an
article is about, all its quotes name. In labelled news this holds for a sixth of the pairs, for two fifths of
those addressed, and for three quarters of those that the model is sure of.
"""
BESIDE_CUES = 0.15
"""What the model must be surer by where a topic has cues or targets of its own."""
NEARLY = 0.15
"""How far under being sure an answer is still told, as unsure."""


def judge(reading: Reading, topics: Sequence[Topic], found: Mapping[str, Finding]) -> dict[str, Finding]:
    """The findings on ``topics`` (topic id -> finding) of both layers together; the rules' are ``found``."""
    said = _quote_words(reading) if any(map(is_bare, topics)) else frozenset()
    asked = [topic for topic in topics if _is_open(topic, reading, found.get(topic.id), said)]
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


def _is_open(topic: Topic, reading: Reading, finding: Finding | None, said: frozenset[str]) -> bool:
    """Whether the model is asked of a topic; not where a person has labelled this wording.

    ``said`` are the quote's content words.
    """
    if labelled(topic, reading) is not None:
        return False
    if finding is not None:
        return finding.confidence < TRUSTED
    return is_bare(topic) and touches(said, topic)


def answers(using: Model, reading: Reading, topics: Sequence[Topic]) -> list[Answer]:
    """The model's answer on each topic."""
    speaker = reading.quote.speaker
    name = speaker.mention.text if speaker.mention else speaker.stated or speaker.description or ""
    quote = Asked(name, reading.quote.cue.text if reading.quote.cue else "", reading.quote.text)
    rows = using.ask(quote, [(topic.proposition, topic.negation) for topic in topics])
    return [using.answer(row) for row in rows]


def combine(finding: Finding | None, answer: Answer, using: Model, topic: Topic) -> Finding | None:
    """One finding of a rule's and the model's answer, as the table above says."""
    by_model = f"model:{using.version}"
    if finding is not None and not is_bare(topic):
        if answer.confidence < using.publish + BESIDE_CUES or finding.side in (answer.side, "unsure"):
            return finding
        return Finding("unsure", f"{finding.rule}, {by_model} disagrees", 0.5, finding.at)
    if finding is not None and finding.side == answer.side and answer.confidence >= using.threshold:
        return Finding(answer.side, f"{finding.rule}, {by_model}", answer.confidence, finding.at)
    if answer.confidence >= using.publish:
        return Finding(answer.side, by_model, answer.confidence, ())
    if answer.confidence >= max(using.threshold, using.publish - NEARLY):
        return Finding("unsure", by_model, answer.confidence, ())
    return None


def touches(said: frozenset[str], topic: Topic) -> bool:
    """Whether a quote of these content words shares enough of them with a bare proposition to address it."""
    wanted, no_names = _words_of(topic)
    shared = wanted & said
    return len(shared) >= min(LEAST_SHARED, len(wanted)) and (not no_names or not shared.isdisjoint(no_names))


@lru_cache(maxsize=1024)
def _words_of(topic: Topic) -> tuple[frozenset[str], frozenset[str]]:
    """The content words of a proposition and its negation, and those of them that are no names."""
    words = f"{topic.proposition} {topic.negation or ''}".split()
    plain = " ".join(word for word in words if not word[0].isupper())
    return frozenset(content_words(" ".join(words))), frozenset(content_words(plain))


def _quote_words(reading: Reading) -> frozenset[str]:
    """The content words of a quote, its cue and its speaker."""
    tokens = reading.tokens
    text = reading.article.text
    return frozenset(content_words(" ".join(text[t.start : t.end] for t in tokens)))
