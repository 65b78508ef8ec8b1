"""He and she, and whom a description means: the person of the right gender whom the text has most in view.

Salience in the manner of Lappin & Leass (1994): every mention of a person adds weight, more for a subject and
for a speaker, and loses half of it with each sentence; pronouns that were resolved count as mentions. Nobody
is chosen where nobody of the gender is in view, or two are equally so. Those who are only described
("a nurse") are in view like the named: "she" after a nurse is no other woman, even where nobody can say who.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from service.pipeline.resolution.cast import Cast
from service.pipeline.resolution.described import Described, described
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import Gender, lexicon
from service.pipeline.resolution.roles import Role, matches, read_role
from service.pipeline.resolution.shapes import Mention

_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is|[Hh]ers|[Hh]imself|[Hh]erself)\b")
_GENDER: dict[str, Gender] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_SUBJECT, _OTHER, _OWNER, _QUALIFIER = 3.2, 1.0, 1.3, 0.2
_SPEAKER = 3.8
_QUOTED = 0.3
_REPEATED = 0.5  # how far all mentions count beside the weightiest one
_UNKNOWN_GENDER = 0.6
_UNKNOWN_KIND = 0.6  # a single name that may be no person
_FADING = 0.5  # what is left of a mention's weight a sentence later
_LEAST = 0.06
_MARGIN = 1.05
_AHEAD = 120  # characters in which the comma of an opening phrase must come
_OPENING = re.compile(
    r"[“\"]?(?:After|As|At|Before|Besides|Despite|During|Even|For|From|Having|In|Like|On|Once|Since|Though|Although|"
    r"Through|Throughout|Under|Unlike|Until|Upon|When|While|With|Without|Because|If|By)\b[^,.;:“”\"\n]*,"
)
_REACH = 12  # sentences
_IN_VIEW = 60  # people, however long the sentences
_OVERLAPPING = 8  # sources that may hold one name
_VERB_AFTER = re.compile(
    r"(?:,[^,.]{1,90},)?\s+(?!and\b|or\b|of\b|for\b|in\b|at\b|on\b|to\b|from\b|with\b|as\b|by\b)[a-z]+"
)


@dataclass(slots=True)
class _Seen:
    sentence: int
    start: int
    weight: float
    quoted: bool
    subject: bool


class Pronouns:
    """The persons meant by the he and she of one article, by the place of the pronoun."""

    def __init__(self, layout: Layout, cast: Cast, speaking: Sequence[tuple[int, int]]) -> None:
        self._layout = layout
        self._seen: dict[Entity, list[_Seen]] = {}
        self._speaking = {start for start, _ in speaking}
        self._sources = sorted(speaking)
        self._resolved: dict[int, Entity] = {}
        self._met: set[Entity] = set()
        self._unnamed: dict[str, Entity] = {}  # by noun
        self._run(cast)

    def at(self, position: int) -> Entity | None:
        """Whom the pronoun or description at ``position`` means; None where that is not clear."""
        return self._resolved.get(position)

    def meets(self, entity: Entity) -> bool:
        """Whether any pronoun means the entity."""
        return entity in self._met

    def last_seen(self, entity: Entity, before: int) -> int:
        """Where the entity was last mentioned before a place, by name or by pronoun; -1 for never."""
        seen = self._seen.get(entity, [])
        index = bisect_left(seen, before, key=lambda sight: sight.start)
        return seen[index - 1].start if index else -1

    def _run(self, cast: Cast) -> None:
        text = self._layout.text
        people = [m for m in cast.mentions if cast.owner[m.start].personal]
        events: list[tuple[int, Mention | Described | str]] = [(m.start, m) for m in people]
        events += [(one.start, one) for one in described(self._layout, self._speaking)]
        events += [(match.start(), match.group()) for match in _PRONOUN.finditer(text)]
        for start, event in sorted(events, key=lambda pair: pair[0]):
            if isinstance(event, Mention):
                self._see(cast.owner[start], start, event.end, event)
                continue
            if isinstance(event, Described):
                self._describe(event)
                continue
            quoted = self._layout.quotation(start) is not None
            found = self._ahead(cast, start, event.lower()) or self._choose(start, event.lower(), quoted)
            if found is not None and found.name:
                self._resolved[start] = found
                self._met.add(found)
            if found is not None and not quoted:
                self._see(found, start, start + len(event), None, event.lower())

    def _describe(self, one: Described) -> None:
        """Takes a described subject for the one whose role it is, for another word for the subject before, or
        for somebody without a name.
        """
        role = read_role(one.phrase) if one.definite else None
        entity = self._of_role(role) or self._in_other_words(one, role) if role else None
        if entity is None:
            entity = self._unnamed.setdefault(one.noun, Entity("person", "", gender=one.gender))
        if self._layout.quotation(one.start) is None:
            self._see(entity, one.start, one.end, None, "he")

    def _of_role(self, role: Role) -> Entity | None:
        fitting = [entity for entity in self._seen if entity.name and matches(role, entity.roles) > 0]
        return fitting[-1] if fitting else None

    def _in_other_words(self, one: Described, role: Role) -> Entity | None:
        """The subject of the sentence before, of whom the article says nothing that a description could go
        against: news writes "The nominee" to not write a name twice.
        """
        if role.head in lexicon()["generic_roles"] or role.head in lexicon()["speaking_for_others"]:
            return None
        entity = self._choose(one.start, "", False)
        if entity is None or not entity.name or entity.roles or " " not in entity.name:
            return None
        last = self._seen[entity][-1]
        near = self._layout.sentence(one.start) - last.sentence <= 1
        if not near or not last.subject or last.quoted or one.gender not in (entity.gender, None):
            return None
        self._resolved[one.start] = entity
        return entity

    def _ahead(self, cast: Cast, position: int, pronoun: str) -> Entity | None:
        """Whom a pronoun in an opening phrase means: the name after its comma ("In her speech, Roe said")."""
        sentence = self._layout.sentences[self._layout.sentence(position)]
        opening = _OPENING.match(self._layout.text, sentence.start, min(sentence.end, position + _AHEAD))
        if opening is None or not opening.start() <= position < opening.end():
            return None
        index = bisect_left(cast.mentions, opening.end(), key=lambda mention: mention.opening)
        if index == len(cast.mentions) or cast.mentions[index].opening > opening.end() + 1:
            return None
        mention = cast.mentions[index]
        entity = cast.owner[mention.start]
        fits = entity.personal and entity.gender in (_GENDER[pronoun], None) and not mention.modifier
        return entity if fits and not mention.possessive else None

    def _see(self, entity: Entity, start: int, end: int, mention: Mention | None, pronoun: str = "") -> None:
        layout = self._layout
        if mention is not None and mention.name.isupper() and layout.text.startswith(":", end):
            return  # "RICCI:" says who has the word, and is no part of what is said
        subject = pronoun in ("he", "she") or (
            mention is not None
            and not mention.possessive
            and not mention.modifier
            and self._is_subject(start, end)
        )
        quoted = mention.quoted if mention else False
        owns = mention is not None and (mention.possessive or mention.modifier)
        if self._speaks(start, end) and not quoted and not owns:
            weight = _SPEAKER
        elif mention is not None and mention.modifier:
            weight = _QUALIFIER
        elif subject:
            weight = _SUBJECT
        elif pronoun in ("his", "her", "hers") or (mention is not None and mention.possessive):
            weight = _OWNER
        else:
            weight = _OTHER
        seen = self._seen.pop(entity, [])  # put back at the end: the last seen comes last
        seen.append(_Seen(layout.sentence(start), start, weight, quoted, subject))
        self._seen[entity] = seen

    def _is_subject(self, start: int, end: int) -> bool:
        return _VERB_AFTER.match(self._layout.text, end) is not None

    def _speaks(self, start: int, end: int) -> bool:
        index = bisect_right(self._sources, start, key=lambda source: source[0])
        near = self._sources[max(0, index - _OVERLAPPING) : index]
        return any(end <= last and start - first < 60 for first, last in near)

    def _nearest_subject(self, sentence: int, gender: Gender | None) -> Entity | None:
        """Somebody without a name who is the last subject before, in the same sentence: nobody beats that."""
        entity = next(reversed(self._seen))
        last = self._seen[entity][-1]
        fits = not entity.name and entity.gender in (gender, None)
        return entity if fits and last.subject and last.sentence == sentence else None

    def _choose(self, position: int, pronoun: str, quoted: bool) -> Entity | None:
        sentence, gender = self._layout.sentence(position), _GENDER.get(pronoun)
        scores: list[tuple[float, int, Entity]] = []
        for entity, seen in islice(reversed(self._seen.items()), _IN_VIEW):
            if sentence - seen[-1].sentence > _REACH:
                break
            if gender is not None and entity.gender not in (gender, None):
                continue
            weights = [
                sight.weight
                * (_QUOTED if sight.quoted and not quoted else 1.0)
                * _FADING ** (sentence - sight.sentence)
                for sight in seen[-8:]
                if sentence - sight.sentence <= _REACH
            ]
            total = max(weights, default=0.0) * (1 - _REPEATED) + sum(weights) * _REPEATED
            if pronoun in ("him", "himself", "her") and seen[-1].sentence == sentence and seen[-1].subject:
                if pronoun == "himself":
                    total *= 2.0
                elif seen[-1].weight != _SPEAKER:  # "Roe said it would cost her": another subject's clause
                    total *= 0.5
            if total > 0:
                sure = (
                    1
                    if entity.gender or gender is None
                    else _UNKNOWN_GENDER
                    if entity.kind == "person"
                    else _UNKNOWN_KIND
                )
                scores.append((total * sure, seen[-1].start, entity))
        if not scores:
            return None
        if pronoun in ("he", "she") and (nearest := self._nearest_subject(sentence, gender)):
            return nearest
        scores.sort(key=lambda row: row[:2], reverse=True)
        if scores[0][0] < _LEAST or (len(scores) > 1 and scores[0][0] < _MARGIN * scores[1][0]):
            return None
        return scores[0][2]
