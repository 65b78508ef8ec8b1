"""What a bare proposition says is judged: the target that rules can use where a topic has no cues.

    The Zika bill should be approved.        target "Zika bill", praise favors
    Russia's invasion should be condemned.   target "Russia invasion", blame favors
    Congress should ban assault weapons.     target "assault weapons", blame favors
    The tunnel should be built.              target "tunnel", praise favors
    The senator is unfit for office.         target "senator", blame favors

Anything else is left to the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.pipeline.classify.lexicon import WordList, negates, polarity
from service.pipeline.classify.reading import Reading
from service.pipeline.phrases import Token, tokens_of
from service.pipeline.wording import stem

MODALS = frozenset({"should", "must", "ought", "shall"})
COPULAS = frozenset({"is", "are", "was", "were", "has", "have", "deserves", "deserve"})
EMPTY = WordList(
    "a all an and any as at be been by can could every for from her his in into it its may might more "
    "most must of on or our over own shall should such than that the their these this those to which who "
    "will with would"
)
"""Words that say nothing of what a proposition is about."""

LEAST_SHARE = 0.67
"""The share of a target's content words that a sentence must hold to speak of it."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A target read off a proposition: stems of its content words, and whether praise of it favors (+1) or
    not.
    """

    stems: frozenset[str]
    orientation: int

    def find(self, reading: Reading) -> Iterator[tuple[int, ...]]:
        """The token numbers of the target in each sentence that holds enough of it."""
        by_sentence: dict[int, dict[str, int]] = {}
        for i in range(reading.content_at, len(reading.tokens)):
            token = reading.tokens[i]
            if stem(token.word) in self.stems and token.sentence not in reading.asks:
                by_sentence.setdefault(token.sentence, {}).setdefault(stem(token.word), i)
        for found in by_sentence.values():
            if len(found) >= max(2, LEAST_SHARE * len(self.stems)) or len(found) == len(self.stems):
                yield tuple(sorted(found.values()))


def derive(proposition: str) -> Derived | None:
    """The target of a proposition, or None where it has not one of the forms above."""
    tokens = tokens_of(proposition)
    words = [token.word for token in tokens]
    at = next((i for i, word in enumerate(words) if word in MODALS), None)
    if at is None:
        at = next((i for i, word in enumerate(words) if word in COPULAS and i), None)
        if at is None:
            return None
        return _target(tokens[:at], _sign(words[at + 1 :], everything=True))
    after = words[at + 1 :]
    sign = -1 if after and negates(after[0]) else 1
    verb = next((i for i, word in enumerate(after) if not negates(word)), None)
    if verb is None:
        return None
    if after[verb] == "be" and verb + 1 < len(after) and polarity(after[verb + 1]):
        return _target(tokens[:at], sign * polarity(after[verb + 1]))
    rest = tokens[at + 2 + verb :]
    if after[verb] == "be" and not any(token.word not in EMPTY for token in rest[1:]):
        return _target(tokens[:at], sign)  # "the tunnel should be built"
    return _target(rest, sign * (polarity(after[verb]) or 1))


def _target(tokens: Sequence[Token], orientation: int) -> Derived | None:
    stems = frozenset(
        stem(t.word) for t in tokens if t.word not in EMPTY and len(t.word) > 1 and not negates(t.word)
    )
    return Derived(stems, orientation) if orientation and 1 <= len(stems) <= 8 else None


def _sign(words: Sequence[str], *, everything: bool) -> int:
    """The product of the polarities of ``words``, 0 where none has one."""
    sign, judged = 1, False
    for word in words if everything else words[:3]:
        if negates(word):
            sign = -sign
        elif polarity(word):
            sign, judged = sign * polarity(word), True
    return sign if judged else 0
