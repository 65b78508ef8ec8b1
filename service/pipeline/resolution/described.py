"""People without a name who begin a sentence or a clause, or are a source: "The nominee said"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import Gender, gender_of_noun, head_kind

_DETERMINER = re.compile(
    r"[“\"]?(The|the|A|An|One|His|Her|Their|(?:[A-Z][\w-]*[ \xa0]+){0,2}[A-Z][\w-]*[’']s)[ \xa0]+"
)
_WORD = re.compile(r"[\w’'-]+")
_GOES_ON = re.compile(r",[ \xa0]+who\b|[ \xa0]+[a-z]")
_LONGEST = 6  # words
_CLAUSE = re.compile(r"\b(?:that|which|whom|whether|because)[ \xa0]+(?=(?:the|an?)[ \xa0])")


@dataclass(frozen=True, slots=True)
class Described:
    """A noun phrase for a person: where it starts and its noun ends, and whether it is one already known."""

    start: int
    end: int
    noun: str
    phrase: str
    definite: bool

    @property
    def gender(self) -> Gender | None:
        """The gender that the noun says."""
        return gender_of_noun(self.noun)


def described(layout: Layout, sources: Iterable[int]) -> Iterator[Described]:
    """The people without a name that begin a sentence, a clause or one of the sources at the places given."""
    sentences = (sentence.start for sentence in layout.sentences)
    clauses = (match.end() for match in _CLAUSE.finditer(layout.text))
    for start in sorted({*sentences, *clauses, *sources}):
        found = _at(layout.text, start)
        if found is not None:
            yield found


def _at(text: str, start: int) -> Described | None:
    opening = _DETERMINER.match(text, start)
    if opening is None:
        return None
    place = opening.end()
    for _ in range(_LONGEST):
        word = _WORD.match(text, place)
        if word is None:
            return None
        if word.group().islower() and head_kind(word.group()) == "person":
            follower = _WORD.match(text, word.end() + 1)
            compound = follower is not None and head_kind(follower.group()) is not None
            if not compound and _GOES_ON.match(text, word.end()):
                phrase = text[opening.start(1) : word.end()]
                return Described(
                    opening.start(1), word.end(), word.group(), phrase, opening.group(1).lower() == "the"
                )
        if text[word.end() : word.end() + 1] not in (" ", "\xa0"):
            return None
        place = word.end() + 1
    return None
