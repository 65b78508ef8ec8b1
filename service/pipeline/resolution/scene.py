"""One article with all that resolution knows of it: its layout, its cast, its pronouns, who has spoken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service import countries
from service.countries import Country
from service.models import Article, Attribution, Passage, ResolvedBy, Speaker
from service.pipeline.resolution.cast import Cast, cast
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.mentions import mentions
from service.pipeline.resolution.names import identity_key, plain_words
from service.pipeline.resolution.pronouns import Pronouns
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolution.roles import Role, country_in, read_role
from service.pipeline.resolution.shapes import Mention
from service.pipeline.resolution.speakers import Namer
from service.words import CAPITALS

_REMEMBERED = 60  # attributions
_HOLDERS = 40
_OPENING = 2  # paragraphs
_MARKS = re.compile(r"\W*")
_WORDS = re.compile(r"\w")
_TURN = re.compile(rf"^[{CAPITALS}][\w.’'() -]{{0,40}}:\s", re.MULTILINE)
_TURNS = 4  # paragraphs that begin with a name and a colon, as those of an interview or a transcript do

Answer = tuple[Speaker, Entity | None]
"""A speaker, and the entity of the article behind it where there is one."""


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution that is resolved, in the order of its source."""

    place: int
    attribution: Attribution
    speaker: Speaker
    entity: Entity | None


class Scene:
    """What the rules of :mod:`references`, :mod:`descriptions` and :mod:`anaphora` look at."""

    def __init__(self, article: Article, attributions: Sequence[Attribution], registry: Registry) -> None:
        self.article = article
        self.text = article.text
        self.layout = Layout.of(article.text)
        self.sentences_with_source = {self.layout.sentence(a.source.start) for a in attributions if a.source}
        sources = [(a.source.start, a.source.end) for a in attributions if a.source]
        self.cast: Cast = cast(self.layout, mentions(self.layout), registry.is_person, registry.is_one)
        self.namer = Namer(article, registry, _spelled_twice(self.cast.entities))
        self._know()
        self.pronouns = Pronouns(self.layout, self.cast, sources)
        for entity in self.cast.entities:
            met = entity.personal and self.pronouns.meets(entity)
            if entity.kind == "unknown" and (met or registry.is_surname(entity.name)):
                entity.kind = "person"
        self.said: list[Said] = []
        self.has_turns = len(_TURN.findall(self.text)) >= _TURNS
        self._by_head: dict[str, list[Entity]] = {}
        for entity in sorted(self.cast.entities, key=lambda one: one.places[0]):
            for head in {_last_word(role.head) for role in entity.roles if entity.kind == "person"}:
                self._by_head.setdefault(head, []).append(entity)
        self._countries = self._countries_of_bodies()

    def lately(self) -> Iterator[Said]:
        """What was said before, the last first, as far back as a reader remembers."""
        return reversed(self.said[-_REMEMBERED:])

    def holding(self, role: Role, position: int) -> Sequence[Entity]:
        """The people whose roles have the head of ``role``: those around a place, where there are many."""
        found = self._by_head.get(_last_word(role.head), [])
        here = bisect_left(found, position, key=lambda entity: entity.places[0])
        return found[max(0, here - _HOLDERS) : here + _HOLDERS]

    def opens(self, position: int) -> bool:
        """Whether a place is in the headline or the lead, which describe whom they name only later."""
        return self.layout.paragraph(position) < _OPENING

    def only_begins_sentences(self, entity: Entity) -> bool:
        """Whether a name nowhere stands but where a sentence gives its first word a capital anyway."""
        return all(
            not _WORDS.search(self.text, self.layout.sentences[one.sentence].start, one.opening)
            for one in entity.mentions
        )

    def meant_at(self, position: int) -> Entity | None:
        """Whom the pronoun or description means that a source begins with, marks left aside."""
        match = _MARKS.match(self.text, position)
        return self.pronouns.at(match.end() if match else position)

    def name(self, entity: Entity, mention: Mention, passage: Passage, *, apposed: bool = False) -> Speaker:
        """The speaker of an entity that is mentioned by a name."""
        if entity.kind == "person":
            full = len(mention.words) >= len(entity.name.split())
            how: ResolvedBy = "apposition" if apposed else "name" if full else "partial-name"
            return self.namer.person(entity, passage, how)
        written = mention.name
        house, place = countries.by_house(written), countries.by_name(written)
        if house is not None:
            return self.namer.house(written, house, passage)
        if place is not None:
            return self.namer.country(place, passage, "name")
        seat = countries.by_metonym(written, speaking=True)
        if seat is not None:
            return self.namer.country(seat, passage, "metonym")
        return self.namer.body(entity, passage, "organisation", nearby=self._nearby(written))

    def pronoun_for(self, entity: Entity, passage: Passage) -> Speaker:
        """The speaker of a body or country that a pronoun means."""
        if entity.country is not None and entity.kind == "country":
            return self.namer.country(entity.country, passage, "pronoun")
        return self.namer.body(entity, passage, "pronoun", nearby=self._nearby(entity.name))

    def unnamed(self, passage: Passage, phrase: str | None = None) -> Answer:
        """Nobody that could be named, described by the mention or by ``phrase``."""
        return self.namer.unnamed("anonymous", phrase or passage.text, passage, None), None

    def _nearby(self, name: str) -> Country | None:
        """The country of a ministry named without one: that of the same body elsewhere in the article."""
        return self._countries.get(plain_words(name))

    def _countries_of_bodies(self) -> dict[tuple[str, ...], Country]:
        """The countries of bodies, by what their names end in."""
        found: dict[tuple[str, ...], Country] = {}
        for entity in self.cast.entities:
            words = plain_words(entity.name)
            country = country_in(entity.name) if entity.kind == "organisation" and len(words) < 9 else None
            if country is not None:
                for first in range(1, len(words)):
                    found.setdefault(words[first:], country)
        return found

    def _know(self) -> None:
        """Takes genders and offices, those that are over too, from the registry for those it knows."""
        published = self.article.published
        for entity in self.cast.entities:
            known = self.namer.known(entity) if entity.kind == "person" else None
            if known is None:
                continue
            entity.gender = known.gender or entity.gender
            for office in known.offices:
                over = published is not None and office.until is not None and office.until < published.day
                if published is None:
                    continue
                if over or office.held_on(published.day, published.last_day):
                    role = read_role(f"former {office.role}" if over else office.role)
                    if role is not None:
                        country = countries.find(office.country) if office.country else None
                        entity.know([replace(role, country=country)])


def _spelled_twice(entities: Sequence[Entity]) -> frozenset[str]:
    """The keys that two people of the article share, whom only their spelling tells apart."""
    keys = Counter(identity_key(one.name) for one in entities if one.kind == "person" and " " in one.name)
    return frozenset(key for key, count in keys.items() if count > 1)


def _last_word(head: str) -> str:
    last = head.rpartition(" ")[2]
    return "candidate" if last in ("nominee", "front-runner") else last
