"""The rule layer: explicit cues of a topic, and what is said of its targets.

A rule decides inside the content and its cue, and names itself and its evidence, so that every stance can be
explained and disputed. In order of trust:

``example``
    The wording of a quote that a person labelled for the topic.
``cue-favor``, ``cue-against``, ``cue-neutral``
    A phrase of the topic, turned around by what stands over it.
``target-praised``, ``target-opposed``
    A target of the topic under predicates with a polarity; "-" before a target turns the topic around.
``proposition``
    The same with a target that was read off the proposition, where the topic has no targets and cues.

Each may be refined: ``+reversed`` (the cue denies it, or it is called false), ``+negated``, ``+withheld`` (a
judgment refused is neutral), ``+conditional`` (neutral, but for universal propositions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.models import Side, Topic
from service.pipeline.classify import scope
from service.pipeline.classify.lexicon import CONDITIONS, DESCRIPTIVE, NEUTRAL, PRAISING, UNIVERSALS
from service.pipeline.classify.proposition import Derived, derive
from service.pipeline.classify.reading import Reading
from service.pipeline.phrases import Phrase, compile_phrase, tokens_of
from service.pipeline.wording import content_words

SURE = {"example": 0.95, "cue": 0.9, "target": 0.75, "proposition": 0.45}
EXAMPLE_SHARE = 0.8
LEAST_OF_EXAMPLE = 3
"""How much of its wording, in content words, an example must share with a quote, in both directions."""
DOUBT = 0.05
"""What each refinement takes off: every turn is one more thing that may have been misread."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A side on a topic, the tokens that show it and the rule that found it."""

    side: Side
    rule: str
    confidence: float
    at: tuple[int, ...]  # none where the whole content shows it

    @property
    def decided_by(self) -> str:
        """The rule or the model, as it is stored."""
        return self.rule if self.rule.startswith("model:") else f"rule:{self.rule}"


@dataclass(frozen=True, slots=True)
class Rules:
    """A topic, compiled."""

    topic: Topic
    favor: tuple[Phrase, ...]
    against: tuple[Phrase, ...]
    neutral: tuple[Phrase, ...]
    exclude: tuple[Phrase, ...]
    targets: tuple[tuple[Phrase, int], ...]
    derived: Derived | None
    universal: bool


def is_bare(topic: Topic) -> bool:
    """Whether a topic is a proposition alone, without targets or cues of its own."""
    return not topic.targets and not topic.cues.favor and not topic.cues.against


@lru_cache(maxsize=1024)
def compile_topic(topic: Topic) -> Rules:
    """The rules of a topic. Its phrases were tried when it was read."""
    cues = topic.cues
    return Rules(
        topic=topic,
        favor=tuple(map(compile_phrase, cues.favor)),
        against=tuple(map(compile_phrase, cues.against)),
        neutral=tuple(map(compile_phrase, cues.neutral)),
        exclude=tuple(map(compile_phrase, cues.exclude)),
        targets=tuple(
            (compile_phrase(phrase.removeprefix("-")), -1 if phrase.startswith("-") else 1)
            for phrase in topic.targets
        ),
        derived=derive(topic.proposition) if is_bare(topic) else None,
        universal=UNIVERSALS.any_of(token.word for token in tokens_of(topic.proposition)),
    )


def decide(rules: Rules, reading: Reading) -> Finding | None:
    """The side that a quote takes on a topic by its rules, or None where it is not addressed."""
    label = labelled(rules.topic, reading)
    if label is not None:
        return label.finding
    barred = {i for phrase in rules.exclude for match in _matches(phrase, reading) for i in match}
    cues = [finding for finding in _cues(rules, reading) if not barred & set(finding.at)]
    decided = [finding for finding in cues if finding.side != "neutral"]
    sides = {finding.side for finding in decided}
    if len(sides) > 1:
        first = decided[0]
        return Finding("unsure", "cues-disagree", 0.5, first.at)
    if decided:
        return max(decided, key=lambda finding: finding.confidence)
    judged = [finding for finding in _targets(rules, reading) if not barred & set(finding.at)]
    sides = {finding.side for finding in judged if finding.side != "neutral"}
    if len(sides) > 1:
        return Finding("unsure", "targets-disagree", 0.4, judged[0].at)
    for finding in judged:
        if finding.side != "neutral" and not any("withheld" in cue.rule for cue in cues):
            return finding
    return next(iter(cues or judged), None)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a person's label decides; ``finding`` is None where they said "not addressed"."""

    finding: Finding | None


def labelled(topic: Topic, reading: Reading) -> Labelled | None:
    """The label of the first example that a quote repeats, if any."""
    if not topic.examples:
        return None
    said = set(content_words(reading.quote.text))
    for example in topic.examples:
        words = set(content_words(example.text))
        shared = len(said & words)
        if shared >= LEAST_OF_EXAMPLE and shared >= EXAMPLE_SHARE * max(len(said), len(words)):
            whole = tuple(range(reading.content_at, len(reading.tokens)))
            side = example.stance
            return Labelled(Finding(side, "example", SURE["example"], whole) if side else None)
    return None


def _matches(phrase: Phrase, reading: Reading) -> Iterator[tuple[int, ...]]:
    if phrase.country is not None and phrase.country != reading.country:
        return
    for match in phrase.find(reading.tokens):
        if match[-1] >= reading.cue_at and reading.tokens[match[-1]].sentence not in reading.asks:
            yield match


def _cues(rules: Rules, reading: Reading) -> Iterator[Finding]:
    for side, phrases in (("favor", rules.favor), ("against", rules.against)):
        for phrase in phrases:
            for match in _matches(phrase, reading):
                yield _turned(rules, reading, match, 1 if side == "favor" else -1, side)
    for phrase in rules.neutral:
        for match in _matches(phrase, reading):
            yield Finding("neutral", "cue-neutral", SURE["cue"], match)


def _turned(rules: Rules, reading: Reading, match: tuple[int, ...], sign: int, name: str) -> Finding:
    """A cue with what stands over it taken into account."""
    if any(reading.tokens[i].word in CONDITIONS for i in match):
        # the phrase itself weighs what would follow
        return Finding("favor" if sign > 0 else "against", f"cue-{name}", SURE["cue"], match)
    held = scope.withheld(reading, match)
    if held:
        return Finding("neutral", f"cue-{name}+withheld", SURE["cue"], (*held, *match))
    condition = scope.condition(reading, match)
    if condition is not None and not rules.universal and condition < match[0]:
        return Finding("neutral", f"cue-{name}+conditional", SURE["cue"] - DOUBT, (condition, *match))
    refined, at = "", match
    false = scope.called_false(reading, match)
    chain = scope.over(reading, match)
    if false:
        sign, refined, at = -sign, "+reversed", (*false, *at)
    elif chain.sign < 0:
        sign, refined, at = -sign, "+reversed" if reading.reversed else "+negated", (*chain.at, *at)
    confidence = SURE["cue"] - (DOUBT if refined else 0)
    return Finding("favor" if sign > 0 else "against", f"cue-{name}{refined}", confidence, at)


def _targets(rules: Rules, reading: Reading) -> Iterator[Finding]:
    for phrase, orientation in rules.targets:
        for match in _matches(phrase, reading):
            if match[-1] >= reading.content_at:
                finding = _judged(rules, reading, match, orientation, "target")
                if finding:
                    yield finding
    if rules.derived:
        for match in rules.derived.find(reading):
            finding = _judged(rules, reading, match, rules.derived.orientation, "proposition")
            if finding:
                yield finding


def _judged(
    rules: Rules, reading: Reading, match: tuple[int, ...], orientation: int, kind: str
) -> Finding | None:
    """What is said of a target: nothing, unless a predicate with a polarity governs it."""
    if orientation < 0 and not rules.universal and scope.universal(reading, match):
        return None  # what is said of every case belongs to the universal proposition alone
    held = scope.withheld(reading, match)
    if held:
        return Finding("neutral", f"{kind}+withheld", SURE[kind], (*held, *match))
    false = scope.called_false(reading, match)
    said = _said(reading, match, orientation, false)
    if said is None or (orientation < 0 < said.sign and not _praises(reading, said)):
        return None
    if not said.judged:
        neutral = [i for i in _before(reading, match) if reading.tokens[i].word in NEUTRAL]
        return (
            Finding("neutral", f"{kind}-unjudged", SURE[kind] - DOUBT, (*neutral, *match))
            if neutral
            else None
        )
    condition = scope.condition(reading, match)
    if condition is not None and not rules.universal:
        return Finding("neutral", f"{kind}+conditional", SURE[kind] - DOUBT, (condition, *match))
    refined = "+reversed" if false or reading.reversed else "+negated" if said.negated else ""
    rule = f"{kind}-{'praised' if said.sign > 0 else 'opposed'}{refined}"
    confidence = SURE[kind] - (DOUBT if refined else 0)
    side: Side = "favor" if said.sign * orientation > 0 else "against"
    return Finding(side, rule, confidence, (*said.at, *match))


def _praises(reading: Reading, said: scope.Scope) -> bool:
    """Whether what is said of something bad excuses it: by praise, or by denying a word of blame."""
    if said.negated or reading.reversed or not said.judged:
        return True
    return PRAISING.any_of(reading.tokens[i].word for i in said.at)


def _said(
    reading: Reading, match: tuple[int, ...], orientation: int, false: tuple[int, ...]
) -> scope.Scope | None:
    """The predicates over a target, or after it; None where what is said of it is no judgment at all."""
    if not false and reading.reversed and not scope.within_claim(reading, match, orientation):
        return None  # of a claim denied, only what it says of the target turns around
    described = [i for i in _around(reading, match) if reading.tokens[i].word in DESCRIPTIVE]
    if described and not false and not reading.reversed:
        return None
    if described and orientation > 0:
        # a denial that relations are bad speaks for them
        return scope.Scope(1, tuple(described), judged=True, negated=False)
    if false:
        return scope.Scope(-1, false, judged=True, negated=False)
    before = scope.over(reading, match, inner=False)
    if before.judged:
        return before
    behind = scope.after(reading, match)
    return scope.Scope(
        before.sign * behind.sign, (*before.at, *behind.at), behind.judged, before.negated or behind.negated
    )


def _before(reading: Reading, match: Sequence[int]) -> range:
    return range(max(reading.cue_at, match[0] - 8), match[0])


def _around(reading: Reading, match: Sequence[int]) -> range:
    """The clause around a target, near enough to describe it."""
    clause = reading.clause(match[0])
    return range(max(clause.start, match[0] - 4), min(clause.stop, match[-1] + 2 + scope.AFTER))
