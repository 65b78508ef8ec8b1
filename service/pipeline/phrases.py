"""The small language of a topic's targets and cues, and how its phrases are found in a row of tokens.

A phrase is words in order, in any case and with any white space or punctuation between them::

    take sides                    two words, one after the other
    take|pick|choose sides        any of several words
    condemn*                      a word that begins so
    not ... dictat*               at most six other words between, in one sentence
    russia* ...9 bilateral ties   at most nine (twelve is the most that may be asked for)
    US: partnership ... pakistan  only where the speaker speaks for that country (ISO 3166-1 alpha-2)

Phrases are not regular expressions. They are matched by walking sets of positions, so that the cost is
bounded by tokens times elements times gap whatever a user writes: no phrase can hang the service. "US",
"U.S." and "USA" are one word, which the pronoun "us" is not; a possessive 's is left out; "not" stands for
"don't" and "cannot" too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

GAP = 6
MOST_GAP = 12
MOST_ELEMENTS = 16
MOST_GAPS = 40
MOST_CHARACTERS = 300

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.!?;…]+[\"”’')\]]*(?:\s|$)|\n\s*\n|…")
_GATE = re.compile(r"([A-Z]{2}):\s+")
_GAP = re.compile(r"(?:\.\.\.|…)(\d*)")
_AMERICA = frozenset({"US", "USA"})


class PhraseError(ValueError):
    """A phrase that can't be read; the message is for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word at ``start`` to ``end`` of its text, folded for comparison; ``sentence`` counts from 0."""

    start: int
    end: int
    word: str
    sentence: int = 0
    name: bool = False  # written with a capital


@dataclass(frozen=True, slots=True)
class Words:
    """One place of a phrase: the words that may stand there, and how many others may come before."""

    exact: frozenset[str]
    prefixes: tuple[str, ...]
    gap: int

    def fits(self, word: str) -> bool:
        """Whether ``word`` may stand here."""
        if word in self.exact or (bool(self.prefixes) and word.startswith(self.prefixes)):
            return True
        return "not" in self.exact and (word.endswith("n't") or word == "cannot")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to be found. ``country`` is its gate."""

    source: str
    places: tuple[Words, ...]
    country: str | None = None

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, ...]]:
        """The token numbers of each match, in order; the shortest one for each first word."""
        first, *others = self.places
        for start, token in enumerate(tokens):
            if first.fits(token.word):
                match = _walk(others, tokens, start)
                if match:
                    yield match


def fold(word: str) -> str:
    """A written word as it is compared: lower case, straight apostrophe, no possessive, one name for the
    US.
    """
    plain = word.replace(".", "")
    if plain in _AMERICA:
        return "usa"
    return plain.replace("’", "'").lower().removesuffix("'s").removesuffix("'")


def tokens_of(text: str, start: int = 0, end: int | None = None, sentence: int = 0) -> list[Token]:
    """The words of ``text[start:end]`` with offsets in ``text``; the first sentence gets number
    ``sentence``.
    """
    found: list[Token] = []
    last = start
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        if found and _BREAK.search(text, last, match.start()):
            sentence += 1
        written = match.group()
        found.append(Token(match.start(), match.end(), fold(written), sentence, written[0].isupper()))
        last = match.end()
    return found


@lru_cache(maxsize=8192)
def compile_phrase(source: str) -> Phrase:
    """Read one phrase. Raises PhraseError."""
    if len(source) > MOST_CHARACTERS:
        raise PhraseError(f"a phrase has at most {MOST_CHARACTERS} characters")
    gate = _GATE.match(source)
    places: list[Words] = []
    gap = 0
    for piece in source[gate.end() if gate else 0 :].split():
        between = _GAP.fullmatch(piece)
        if between is None:
            places += _places(piece, gap)
            gap = 0
        elif not places or gap:
            raise PhraseError(f"“{source}”: a gap stands between two words")
        else:
            gap = int(between[1] or GAP)
            if not 1 <= gap <= MOST_GAP:
                raise PhraseError(f"“{source}”: a gap is 1 to {MOST_GAP} words")
    if not places:
        raise PhraseError("a phrase has at least one word")
    if gap:
        raise PhraseError(f"“{source}”: a gap stands between two words")
    if sum(place.gap for place in places) > MOST_GAPS:
        raise PhraseError(f"“{source}”: the gaps of a phrase add up to at most {MOST_GAPS} words")
    if len(places) > MOST_ELEMENTS:
        raise PhraseError(f"“{source}”: a phrase has at most {MOST_ELEMENTS} words")
    return Phrase(source, tuple(places), gate[1] if gate else None)


def _places(piece: str, gap: int) -> list[Words]:
    """The places of what stands between two blanks: alternatives, or a word with hyphens as several words."""
    alternatives = piece.split("|")
    split = [_WORD.findall(alternative) for alternative in alternatives]
    for alternative, words in zip(alternatives, split, strict=True):
        stars = alternative.count("*")
        if not words or stars > 1 or (stars and not alternative.endswith("*")):
            raise PhraseError(
                f"“{piece}”: words of letters and digits, | between alternatives, * at a word's end"
            )
        if len(words) > 1 and len(alternatives) > 1:
            raise PhraseError(f"“{piece}”: each alternative is one word")
    if len(alternatives) == 1:
        *before, last = (fold(word) for word in split[0])
        heads = [Words(frozenset({word}), (), 0) for word in before]
        tail = Words(frozenset(), (last,), 0) if piece.endswith("*") else Words(frozenset({last}), (), 0)
        first, *others = [*heads, tail]
        return [Words(first.exact, first.prefixes, gap), *others]
    exact = {fold(words[0]) for a, words in zip(alternatives, split, strict=True) if not a.endswith("*")}
    prefixes = [fold(words[0]) for a, words in zip(alternatives, split, strict=True) if a.endswith("*")]
    return [Words(frozenset(exact), tuple(prefixes), gap)]


def _walk(places: Sequence[Words], tokens: Sequence[Token], start: int) -> tuple[int, ...] | None:
    """The shortest match that begins at ``start``, as token numbers, or None."""
    came_from: list[dict[int, int]] = []
    here = [start]
    for place in places:
        reached: dict[int, int] = {}
        behind = 0  # the place in ``here`` of the last position before ``following``
        for following in range(here[0] + 1, min(here[-1] + 2 + place.gap, len(tokens))):
            if tokens[following].sentence != tokens[start].sentence:
                break
            while behind + 1 < len(here) and here[behind + 1] < following:
                behind += 1
            if following - here[behind] - 1 <= place.gap and place.fits(tokens[following].word):
                reached[following] = here[behind]
        if not reached:
            return None
        came_from.append(reached)
        here = list(reached)
    path = [here[0]]
    for reached in reversed(came_from):
        path.append(reached[path[-1]])
    return tuple(reversed(path))
