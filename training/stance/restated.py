"""Quotes that restate a proposition, made by rule: "should not", "denied that", "I am against banning".

Labelled news hardly holds them, for people seldom repeat a proposition word for word; so a model that learnt
from news alone takes any repetition for assent. Topics that users write are repeated so.
"""

from __future__ import annotations

import random
import re

from training.stance.corpus import OPPOSITE, Item, Question

SAYING = (
    "said", "argued", "insisted", "told reporters", "believes", "stressed", "added", "wrote", "made clear",
    "repeated", "thinks", "declared", "maintains", "says", "agreed", "acknowledged", "is convinced",
    "supports the view", "backed the idea", "shares the view",
)  # fmt: skip
DENYING = (
    "denied", "rejected the idea", "dismissed the claim", "disputed", "does not believe",
    "rejected suggestions",
    "is against the idea", "refuses to accept", "opposes the view", "refused to agree", "never said",
    "called it wrong", "dismissed talk", "would not support the view",
)  # fmt: skip
_VERB = re.compile(r"\b(should|must|will|would|can|could|is|are|was|were|has|have|had|does|do|did|may)\b")
_NEGATED = re.compile(r"\bnot\b|n't\b|n’t\b|\bno\b|\bnever\b")
_ACT = re.compile(r"^(?P<who>.+?) should (?P<verb>(?!be\b|not\b|have\b)[a-z]{2,}) (?P<rest>.+)$")
_PASSIVE = re.compile(r"^(?P<what>.+?) should be (?P<rest>.+)$")
_FOR = (
    "it is right to {verb} {rest}", "{who} must {verb} {rest}", "it is time to {verb} {rest}",
    "I am in favor of {verbing} {rest}", "we support {verbing} {rest}",
    "not to {verb} {rest} would be a mistake",
)  # fmt: skip
_AGAINST = (
    "it would be wrong to {verb} {rest}", "{who} must never {verb} {rest}", "I am against {verbing} {rest}",
    "we oppose {verbing} {rest}", "{verbing} {rest} would be a mistake",
    "there is no reason to {verb} {rest}",
    "we will not support {verbing} {rest}", "{who} should not {verb} {rest}",
)  # fmt: skip
_FOR_PASSIVE = ("{what} must be {rest}", "it is time for {what} to be {rest}", "I want {what} to be {rest}")
_AGAINST_PASSIVE = (
    "{what} must not be {rest}", "{what} should never be {rest}", "I do not want {what} to be {rest}",
    "it would be wrong for {what} to be {rest}", "there is no need for {what} to be {rest}",
)  # fmt: skip


def restated(question: Question, speaker: str, rng: random.Random) -> tuple[Item, list[tuple[str, str]]]:
    """A quote that restates a proposition or its negation, and (proposition, side) pairs to ask of it."""
    own = rng.random() < 0.5
    statement = (question.text if own else question.negation).rstrip(".!? ")
    text, cue, assents = _quote(statement, rng)
    side = "favor" if own == assents else "against"
    asked = [(question.text, side), (question.negation, OPPOSITE[side])]
    turned = negated(question.text)
    if turned is not None:
        asked.append((turned, OPPOSITE[side]))
    return Item("", speaker, cue, text, (question,)), asked


def _quote(statement: str, rng: random.Random) -> tuple[str, str, bool]:
    """Content, cue and whether they assent to a statement."""
    assents = rng.random() < 0.4
    act, passive = _ACT.match(statement), _PASSIVE.match(statement)
    if act is not None and rng.random() < 0.6:
        parts = act.groupdict() | {"verbing": _gerund(act["verb"])}
        return rng.choice(_FOR if assents else _AGAINST).format(**parts), rng.choice(SAYING[:14]), assents
    if passive is not None and rng.random() < 0.6:
        form = rng.choice(_FOR_PASSIVE if assents else _AGAINST_PASSIVE)
        return form.format(**passive.groupdict()), rng.choice(SAYING[:14]), assents
    that = rng.choice(("", "that "))
    if assents:
        return that + statement, rng.choice(SAYING), True
    turned = negated(statement)
    if turned is not None and rng.random() < 0.6:
        return that + turned, rng.choice(SAYING), False
    return f"that {statement}", rng.choice(DENYING), False


def negated(statement: str) -> str | None:
    """A statement with "not" behind its first auxiliary; None where there is none, or a negation already."""
    found = _VERB.search(statement)
    if found is None or _NEGATED.search(statement):
        return None
    return f"{statement[: found.end()]} not{statement[found.end() :]}"


def _gerund(verb: str) -> str:
    if re.search(r"[^aeiou]e$|[^oye]ue$", verb) and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb):
        return verb + verb[-1] + "ing"
    return verb + "ing"
