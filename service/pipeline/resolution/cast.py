"""Mentions joined to everybody and everything that one article names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.pipeline.resolution.entities import Bodies, Entity, People, gender_of
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import head_kind, is_first_name
from service.pipeline.resolution.shapes import Mention
from service.pipeline.resolution.surroundings import acts_like_a_person, is_person_here, roles_around

_REMEMBERED = 500  # mentions
_DETERMINER = re.compile(r"\b(?:[Tt]he|[Aa]n?)\s+$")
_IN_A_PLACE = re.compile(r"\b(?:in|near)\s+$")


@dataclass(slots=True)
class Cast:
    """Everybody in an article; ``owner`` maps a mention's place to its entity."""

    entities: list[Entity]
    owner: dict[int, Entity]
    mentions: list[Mention]

    def before(self, position: int) -> Iterator[Mention]:
        """The mentions that start before a place, the last one first, as far back as a reader remembers."""
        last = bisect_left(self.mentions, position, key=lambda mention: mention.start)
        return reversed(self.mentions[max(0, last - _REMEMBERED) : last])

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that start in a stretch."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        return self.mentions[first : bisect_left(self.mentions, end, key=lambda mention: mention.start)]


def cast(
    layout: Layout,
    found: Sequence[Mention],
    known: Callable[[str], bool] = lambda _: False,
    same: Callable[[str, str], bool] = lambda *_: False,
) -> Cast:
    """The entities of an article's names.

    ``known`` says of a full name whether it is a listed person's, ``same`` of two whether they are one's.
    """
    people = People(same)
    bodies = Bodies()
    owner: dict[int, Entity] = {}
    alone = {mention.words[0] for mention in found if _may_be_surname(layout.text, mention)}
    for mention in found:
        listed = mention.words[-1] in alone or known(mention.name)
        if _is_full_unknown(layout.text, mention) and (listed or is_person_here(layout.text, mention)):
            mention.kind = "person"
        if mention.kind == "person" and len(mention.words) > 1:
            owner[mention.start] = people.full(mention)
    for mention in found:
        if mention.start not in owner:
            owner[mention.start] = _part_of_or_new(layout, mention, people, bodies)
    for mention in found:
        entity = owner[mention.start]
        if entity.kind == "person":
            entity.know(roles_around(layout.text, mention))
    for entity in people.entities:
        entity.gender = entity.gender or gender_of(entity)
        entity.personal = True
    for entity in bodies.entities:
        entity.personal = entity.kind == "unknown" and acts_like_a_person(layout.text, entity.mentions)
    return Cast([*people.entities, *bodies.entities], owner, list(found))


def _part_of_or_new(layout: Layout, mention: Mention, people: People, bodies: Bodies) -> Entity:
    """Whom a name that is not in full means, or whatever it is itself."""
    entity = people.partial(mention) if len(mention.words) == 1 or mention.kind == "unknown" else None
    if entity is not None:
        return entity
    place = _IN_A_PLACE.search(layout.text, max(0, mention.start - 5), mention.start)  # "in Salina"
    if mention.kind == "person" or (mention.kind == "unknown" and _is_first_name(mention) and not place):
        return people.new(mention)
    return bodies.take(layout, mention)


def _may_be_surname(text: str, mention: Mention) -> bool:
    """Whether a name of one word may be a surname: unlike "the Courier", and "Ledger" in "Ledger tips"."""
    single = len(mention.words) == 1 and mention.kind == "unknown" and not mention.modifier
    return single and not _determined(text, mention)


def _is_full_unknown(text: str, mention: Mention) -> bool:
    crowd = head_kind(mention.words[-1]) == "crowd"  # "Hispanic Protestants"
    return (
        mention.kind == "unknown" and len(mention.words) > 1 and not crowd and not _determined(text, mention)
    )


def _determined(text: str, mention: Mention) -> bool:
    return _DETERMINER.search(text[max(0, mention.start - 5) : mention.start]) is not None


def _is_first_name(mention: Mention) -> bool:
    return len(mention.words) == 1 and is_first_name(mention.words[0])
