"""The people, bodies and countries of one article, and which of them a mention means."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from service import countries
from service.countries import Country
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import (
    Gender,
    gender_of_first_name,
    gender_of_noun,
    gender_of_title,
    lexicon,
)
from service.pipeline.resolution.names import may_be_same, plain_words, spelling_key
from service.pipeline.resolution.roles import Role
from service.pipeline.resolution.shapes import Mention, NameKind

_SURNAME = 4  # letters from which on capitals may be a surname
_MOST_ROLES = 40
_MOST_ALIKE = 50  # people of one surname; more are told apart by their full names alone
_LONGEST_BODY = 8  # words of a name that parts of it are known by
_PARENTHESIS = re.compile(r"\s*\((?:the\s+)?([A-Z][A-Z.&]{1,8})\)")


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that an article names; ``personal`` where he or she may mean it."""

    kind: NameKind
    name: str
    mentions: list[Mention] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # where the mentions start, in order
    roles: list[Role] = field(default_factory=list)
    gender: Gender | None = None
    country: Country | None = None
    personal: bool = False
    called_bare: bool = False  # by one word without a title, as papers call one of a family

    def add(self, mention: Mention) -> None:
        """Takes a mention in; the fullest form becomes the name."""
        self.mentions.append(mention)
        insort(self.places, mention.start)
        self.called_bare = self.called_bare or (len(mention.words) == 1 and not mention.titles)
        if len(mention.words) > len(self.name.split()) or (
            len(mention.words) == len(self.name.split())
            and (len(mention.name) > len(self.name) or (self.name.isupper() and not mention.name.isupper()))
        ):
            self.name = mention.name
        for title in mention.titles:
            self.gender = self.gender or gender_of_title(title)

    def know(self, roles: Iterable[Role]) -> None:
        """Takes roles in, each once."""
        for role in roles:
            if len(self.roles) < _MOST_ROLES and role not in self.roles:
                self.roles.append(role)


class People:
    """Persons by surname: full names first, then what may be part of one."""

    def __init__(self, same: Callable[[str, str], bool]) -> None:
        self.entities: list[Entity] = []
        self._same = same
        self._by_word: dict[str, list[Entity]] = {}
        self._by_name: dict[str, Entity] = {}

    def full(self, mention: Mention) -> Entity:
        """The person of a full name, a new one where no other may be the same."""
        words = plain_words(mention.name)
        met = self._by_name.get(mention.name)
        if met is not None:
            met.add(mention)
            return met
        for entity in self._by_word.get(spelling_key(words[-1]) if words else "", []):
            if may_be_same(entity.name, mention.name) or self._same(entity.name, mention.name):
                entity.add(mention)
                self._index(entity, mention)
                return entity
        return self.new(mention)

    def partial(self, mention: Mention) -> Entity | None:
        """The person whose surname or first name this is.

        Among several of one surname the bare surname is the one whom the article names most.
        """
        letters = mention.name.isalpha() and len(mention.name) >= _SURNAME
        spoken = letters and spelling_key(mention.name) in self._by_word  # "RICCI:"
        if (mention.kind == "organisation" and not spoken) or (
            mention.kind in ("place", "country") and not self._introduced(mention)
        ):
            return None
        word = spelling_key(plain_words(mention.name)[-1]) if plain_words(mention.name) else ""
        found = self._by_word.get(word, [])
        gender = next((g for g in map(gender_of_title, mention.titles) if g), None)
        if gender:
            found = [e for e in found if (e.gender or gender_of(e)) in (gender, None)]
        exact = [e for e in found if plain_words(e.name)[-1] == plain_words(mention.name)[-1]]
        by_surname = exact or [e for e in found if spelling_key(plain_words(e.name)[-1]) == word]
        found = by_surname or [e for e in found if spelling_key(plain_words(e.name)[0]) == word]
        if not found:
            return None
        entity = min(found, key=lambda e: (-len(e.mentions), not e.called_bare, _distance(e, mention.start)))
        entity.add(mention)
        return entity

    def _introduced(self, mention: Mention) -> bool:
        """Whether a country's name has been somebody's surname before ("Jordan", after "Jim Jordan")."""
        listed = self._by_word.get(spelling_key(mention.name), [])
        return any(entity.places[0] < mention.start for entity in listed)

    def new(self, mention: Mention) -> Entity:
        """A person whom nothing before names."""
        entity = Entity("person", mention.name)
        entity.add(mention)
        self.entities.append(entity)
        self._index(entity, mention)
        return entity

    def _index(self, entity: Entity, mention: Mention) -> None:
        self._by_name[mention.name] = entity
        for word in plain_words(mention.name):
            listed = self._by_word.setdefault(spelling_key(word), [])
            if len(listed) < _MOST_ALIKE and entity not in listed:
                listed.append(entity)


class Bodies:
    """Organisations, countries and whatever else has a name."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self._by_name: dict[str, Entity] = {}
        self._by_part: dict[tuple[str, ...], Entity] = {}  # by how a longer name begins or ends

    def take(self, layout: Layout, mention: Mention) -> Entity:
        """The body of a mention, by its name, an acronym or the end of a longer name."""
        country = countries.by_name(mention.name) or countries.by_metonym(mention.name)
        if mention.kind == "country" and country:
            entity = self._get(country.code) or self._new(mention, country.code, "country")
            entity.name, entity.country = country.name, country
            entity.mentions.append(mention)
            insort(entity.places, mention.start)
            return entity
        key = " ".join(plain_words(mention.name))
        initials = _initials(mention.words)
        if initials and key not in self._by_name and self._is_acronym(initials.lower()):
            self._by_name[key] = self._by_name[initials.lower()]  # "the U.N.", and later "the United Nations"
        entity = self._get(key) or self._longer(mention, key) or self._new(mention, key, mention.kind)
        entity.add(mention)
        self._index(entity)
        acronym = _PARENTHESIS.match(layout.text, mention.end)
        for short in filter(None, (acronym.group(1) if acronym else None, initials)):
            self._by_name.setdefault(" ".join(plain_words(short)), entity)
        return entity

    def _get(self, key: str) -> Entity | None:
        return self._by_name.get(key)

    def _is_acronym(self, key: str) -> bool:
        entity = self._by_name.get(key)
        return entity is not None and entity.kind == "organisation" and len(entity.name.split()) == 1

    def _longer(self, mention: Mention, key: str) -> Entity | None:
        words = tuple(key.split())
        found = self._by_part.get(words)
        if found is None or (len(words) == 1 and mention.words[-1].lower() not in lexicon()["name_endings"]):
            return None
        self._by_name[key] = found
        return found

    def _index(self, entity: Entity) -> None:
        """Notes by which parts a body is known: the end of its name, or the beginning from two words on."""
        words = plain_words(entity.name)
        if entity.kind == "country" or len(words) > _LONGEST_BODY:
            return
        for length in range(1, len(words)):
            self._by_part[words[-length:]] = entity
            if length > 1:
                self._by_part[words[:length]] = entity

    def _new(self, mention: Mention, key: str, kind: NameKind) -> Entity:
        entity = Entity(kind, mention.name)
        self.entities.append(entity)
        self._by_name[key] = entity
        return entity


def _initials(words: Sequence[str]) -> str | None:
    big = [word for word in words if word[0].isupper()]
    return "".join(word[0] for word in big) if len(big) > 1 else None


def _distance(entity: Entity, position: int) -> tuple[bool, int]:
    index = bisect_left(entity.places, position)
    return (False, position - entity.places[index - 1]) if index else (True, entity.places[0] - position)


def gender_of(entity: Entity) -> Gender | None:
    """The gender that somebody's roles or first name tell."""
    for role in entity.roles:
        for word in role.text.lower().split():
            if gender_of_noun(word):
                return gender_of_noun(word)
    first = entity.name.split()[0] if len(entity.name.split()) > 1 else entity.name
    return gender_of_first_name(first)
