"""What stands over a phrase: negations, predicates, conditions, claims called false, refusals to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.pipeline.classify.lexicon import (
    CLAIMS,
    CONDITIONS,
    CRITICISING,
    DESCRIPTIVE,
    FALSE,
    GOVERNED,
    JUDGING,
    OBLIGATIONS,
    SPEAKING,
    TELLING,
    UNIVERSALS,
    WITHHOLDING,
    negates,
    polarity,
)
from service.pipeline.classify.reading import Reading

LINK = 4
"""Words that may stand between a negation or a bad predicate and what it turns: its own object is longer."""
LOOSE_LINK = 7
"""The same for predicates that turn nothing: "called on all of the parties to resume talks"."""
AFTER = 9
"""Words that may stand between a target and what is predicated of it: "ties with Rome have become vital"."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was found over a phrase: ``sign`` is the product of its shifters, ``at`` the tokens that made
    it.
    """

    sign: int
    at: tuple[int, ...]
    judged: bool  # whether one of them says good or bad; a bare negation does not
    negated: bool


def over(reading: Reading, match: Sequence[int], *, inner: bool = True) -> Scope:
    """The chain of shifters before ``match`` in its clause, the cue included.

    It is followed from the match to the left while the next one is near enough to govern the last. ``inner``
    counts negations between the match's own words too, and the attribution's cue where it turns things
    around.
    """
    tokens, clause = reading.tokens, reading.clause(match[0])
    sign, at, judged, negated = 1, [], False, False
    if inner:
        for i in range(match[0], match[-1]):
            if i not in match and negates(tokens[i].word):
                sign, negated = -sign, True
                at.append(i)
    near = match[0]
    for i in range(match[0] - 1, clause.start - 1, -1):
        word = tokens[i].word
        shift = _shift(reading, i)
        if not shift:
            continue
        if near - i - 1 > (LINK if shift < 0 else LOOSE_LINK):
            break
        near = i
        at.append(i)
        sign *= shift
        judged = judged or not negates(word)
        negated = negated or negates(word)
    if tokens[match[0]].sentence == tokens[reading.content_at].sentence and match[0] >= reading.content_at:
        for i in range(reading.cue_at, reading.content_at):
            word = tokens[i].word
            shift = _shift(reading, i)
            if shift > 0 or (shift < 0 and (reading.reversed or near - i - 1 <= LINK)):
                sign *= shift
                at.append(i)
                judged = judged or not negates(word)
    return Scope(sign, tuple(sorted(at)), judged, negated)


def _shift(reading: Reading, at: int) -> int:
    """How token ``at`` turns what follows: 1, -1 or not at all."""
    word = reading.tokens[at].word
    if negates(word):
        return -1
    wanted = GOVERNED.get(word)
    if wanted is not None:
        following = reading.tokens[at + 1].word if at + 1 < len(reading.tokens) else ""
        return 1 if following in (wanted, "on", "upon") else 0
    return polarity(word)


def after(reading: Reading, match: Sequence[int]) -> Scope:
    """What is predicated of ``match`` further on in its clause: "the resolution was unilateral"."""
    sign, at, judged, negated = 1, [], False, False
    clause = reading.clause(match[-1])
    for i in range(match[-1] + 1, min(clause.stop, match[-1] + 2 + AFTER)):
        word = reading.tokens[i].word
        if negates(word):
            sign, negated = -sign, True
            at.append(i)
        elif polarity(word):
            sign *= polarity(word)
            judged = True
            at.append(i)
            break
    return Scope(sign, tuple(at), judged, negated) if judged else Scope(1, (), False, False)


def called_false(reading: Reading, match: Sequence[int]) -> tuple[int, ...]:
    """The tokens that call a claim around ``match`` false ("claims that ... were baseless"), or nothing."""
    words = [token.word for token in reading.tokens]
    sentence = reading.sentence(match[0])
    claim = next(
        (i for i in range(sentence.start, match[0]) if words[i] in CLAIMS and i >= reading.content_at), None
    )
    if claim is None:
        return ()
    false = next((i for i in range(match[-1] + 1, sentence.stop) if words[i] in FALSE), None)
    if false is None or any(negates(words[i]) for i in range(max(claim, false - 3), false)):
        return ()
    return claim, false


def within_claim(reading: Reading, match: Sequence[int], orientation: int) -> bool:
    """Whether what a cue denies says something of the target ``match``.

    "Dismissed talk of tensions" and "dismissed reports that talks had failed" do; of "dismissed reports that
    the neutral country trades with both" the rules can't tell. A target with an ``orientation`` of -1 is
    denied with the clause that it begins: "denied that tensions had grown".
    """
    words = [token.word for token in reading.tokens]
    claim = next((i for i in range(reading.cue_at, match[0]) if words[i] in CLAIMS), None)
    that = next((i for i in range(claim or reading.cue_at, match[0]) if words[i] == "that"), None)
    begin = max(reading.content_at - 1, *(i for i in (claim, that) if i is not None), -1)
    if (claim is None and that is None) or (
        (that is None or orientation < 0) and match[0] - begin - 1 <= LINK
    ):
        return True
    claim = begin
    clause = reading.clause(match[0])
    before = range(max(claim + 1, reading.content_at, match[0] - LINK - 1), match[0])
    behind = range(match[-1] + 1, min(clause.stop, match[-1] + 2 + AFTER))
    return any(polarity(words[i]) or words[i] in DESCRIPTIVE for i in before) or any(
        polarity(words[i]) < 0 or words[i] in DESCRIPTIVE for i in behind
    )


def withheld(reading: Reading, match: Sequence[int]) -> tuple[int, ...]:
    """The tokens that withhold a judgment which ``match`` holds: "declined to condemn", "did not back"."""
    words = [token.word for token in reading.tokens]
    cue = words[reading.cue_at : reading.content_at]
    if any(word.startswith("abstain") for word in cue) and not any(word in SPEAKING for word in cue):
        # whatever was voted on, and however long its name: "abstained last week from voting on both ..."
        return tuple(range(reading.cue_at, reading.content_at))
    near = (*match, *range(match[0] - 1, max(reading.cue_at, match[0] - LINK) - 1, -1))
    judging = next((i for i in near if words[i] in JUDGING or words[i] in TELLING), None)
    if judging is None:
        return ()
    first = max(reading.sentence(judging).start, judging - 1 - LOOSE_LINK)
    for i in range(judging - 1, first - 1, -1):
        if words[i] in WITHHOLDING:
            return i, judging
        if negates(words[i]) and judging - i <= 3 and words[judging] in CRITICISING:
            return () if any_obliged(words, max(first, i - 3), judging) else (i, judging)
    return ()


def any_obliged(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a word of obligation stands in ``words[first:last]``: "should not condemn" is a side."""
    return any(word in OBLIGATIONS or word in ("will", "won't", "would") for word in words[first:last])


def condition(reading: Reading, match: Sequence[int]) -> int | None:
    """The "if" of the sentence around ``match`` that makes what is said conditional, or None."""
    words = [token.word for token in reading.tokens]
    for i in reading.sentence(match[0]):
        if words[i] in CONDITIONS and i not in match:
            following = words[i + 1 : i + 2]
            if words[i] == "whether" and following and following[0] in ("in", "by", "or"):
                continue  # "whether in the north or in the south" widens a statement
            return i
    return None


def universal(reading: Reading, match: Sequence[int]) -> bool:
    """Whether ``match`` speaks of all cases of its kind: "any attack", "violence, wherever it comes from"."""
    words = [token.word for token in reading.tokens]
    before = words[max(reading.cue_at, match[0] - 3) : match[0]]
    behind = words[match[-1] + 1 : match[-1] + 4]
    return UNIVERSALS.any_of(before) or any(
        word in ("anywhere", "everywhere", "wherever", "whenever", "whether", "regardless") for word in behind
    )
