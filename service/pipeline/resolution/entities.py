"""Mentions joined to the people, bodies and countries of one article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from service import countries
from service.countries import Country
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import (
    Gender,
    gender_of_first_name,
    gender_of_noun,
    gender_of_title,
    is_first_name,
    lexicon,
)
from service.pipeline.resolution.names import may_be_same, spelling_key, words_of
from service.pipeline.resolution.roles import BREAK, Role, read_role
from service.pipeline.resolution.shapes import Mention, NameKind

_APPOSITION = re.compile(
    r"\s*(?:\([^)]{1,20}\))?,\s+(?!and\b|but\b|or\b|who\b)"
    r"(?P<role>(?:[^,.;:“”\"()\n]|(?<=\b[A-Z])\.){3,110})(?=[,.;:“”\"]|\s—)"
)
_LEAD_BREAK = re.compile(r"[.;:“”\"()\n]\s|\b(?:and|but|that|as|by|while|when|with)\b")
_LIKE_A_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|[Oo]n|[Tt]his)[ \xa0]+$")
_SUBJECT = re.compile(
    r"[ \xa0]+(?!and\b|or\b|of\b|for\b|in\b|at\b|on\b|to\b|from\b|with\b|as\b|by\b|is\b|are\b)[a-z]+(?:ed|s|d)?\b"
)
_PARENTHESIS = re.compile(r"\s*\((?:the\s+)?([A-Z][A-Z.&]{1,8})\)")
_LIST_BEFORE = re.compile(r"[A-Z][\w.’-]*,\s+$")


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that an article names; ``personal`` where he or she may mean it."""

    kind: NameKind
    name: str
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    gender: Gender | None = None
    country: Country | None = None
    personal: bool = False

    def add(self, mention: Mention) -> None:
        """Takes a mention in; the fullest form becomes the name."""
        self.mentions.append(mention)
        if len(mention.words) > len(self.name.split()) or (
            len(mention.words) == len(self.name.split()) and len(mention.name) > len(self.name)
        ):
            self.name = mention.name
        for title in mention.titles:
            self.gender = self.gender or gender_of_title(title)


@dataclass(slots=True)
class Cast:
    """Everybody in an article; ``owner`` maps a mention's place to its entity."""

    entities: list[Entity]
    owner: dict[int, Entity]
    mentions: list[Mention]


def cast(layout: Layout, found: Sequence[Mention]) -> Cast:
    """The entities of an article's names."""
    people = _People()
    bodies = _Bodies()
    owner: dict[int, Entity] = {}
    alone = {mention.words[0] for mention in found if len(mention.words) == 1 and mention.kind == "unknown"}
    for mention in found:
        _promote(layout, mention, alone)
        if mention.kind == "person" and len(mention.words) > 1:
            owner[mention.start] = people.full(mention)
    for mention in found:
        if mention.start in owner:
            continue
        entity = None
        if len(mention.words) == 1 or mention.kind == "unknown":
            entity = people.partial(mention)
        if entity is None:
            if mention.kind == "person" or (mention.kind == "unknown" and people.is_new(mention)):
                entity = people.single(mention)
            else:
                entity = bodies.take(layout, mention)
        owner[mention.start] = entity
    for mention in found:
        entity = owner[mention.start]
        if entity.kind == "person":
            entity.roles += _roles(layout, mention)
    for entity in people.entities:
        entity.gender = entity.gender or _gender(entity)
        entity.personal = True
    for entity in bodies.entities:
        entity.personal = entity.kind == "unknown" and _acts_like_a_person(layout, entity)
    return Cast([*people.entities, *bodies.entities], owner, list(found))


def _acts_like_a_person(layout: Layout, entity: Entity) -> bool:
    """Whether a single name is the subject of a verb somewhere and nowhere stands like a place or a thing."""
    text, singles = layout.text, [m for m in entity.mentions if len(m.words) == 1]
    if len(singles) < len(entity.mentions):
        return False
    like_a_thing = (m.modifier or _LIKE_A_THING.search(text[max(0, m.start - 9) : m.start]) for m in singles)
    return not any(like_a_thing) and any(_SUBJECT.match(text, m.end) for m in singles)


def _promote(layout: Layout, mention: Mention, alone: set[str]) -> None:
    """Makes an unknown full name a person's where the text says so, or its last word stands ``alone`` too."""
    if mention.kind != "unknown" or len(mention.words) < 2:
        return
    text = layout.text
    if re.search(r"\b[Tt]he\s+$", text[max(0, mention.start - 5) : mention.start]):
        return
    after = _APPOSITION.match(text, mention.end)
    role = read_role(after.group("role")) if after else None
    age = re.compile(r",\s+\d\d,|,\s+who\b|\s+\((?:[DR]|I)-").match(text, mention.end)
    before = _role_before(text, mention)
    if role or age or before or mention.words[-1] in alone:
        mention.kind = "person"


class _People:
    """Persons by surname: full names first, then what may be part of one."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self._by_word: dict[str, list[Entity]] = {}

    def full(self, mention: Mention) -> Entity:
        """The person of a full name, a new one where no other may be the same."""
        words = words_of(mention.name)
        for entity in self._by_word.get(spelling_key(words[-1]) if words else "", []):
            if may_be_same(entity.name, mention.name):
                entity.add(mention)
                self._index(entity, mention)
                return entity
        return self._new(mention)

    def partial(self, mention: Mention) -> Entity | None:
        """The person whose surname or first name this is.

        Among several of one surname the bare surname is the one whom the article names most.
        """
        if mention.kind == "organisation" or (
            mention.kind in ("place", "country") and not self._introduced(mention)
        ):
            return None
        word = spelling_key(words_of(mention.name)[-1]) if words_of(mention.name) else ""
        found = self._by_word.get(word, [])
        gender = next((g for g in map(gender_of_title, mention.titles) if g), None)
        if gender:
            found = [e for e in found if (e.gender or _gender(e)) in (gender, None)]
        by_surname = [e for e in found if spelling_key(words_of(e.name)[-1]) == word]
        found = by_surname or [e for e in found if spelling_key(words_of(e.name)[0]) == word]
        if not found:
            return None
        entity = min(found, key=lambda e: (-len(e.mentions), _distance(e, mention.start)))
        entity.add(mention)
        return entity

    def _introduced(self, mention: Mention) -> bool:
        """Whether a country's name has been somebody's surname before ("Jordan", after "Jim Jordan")."""
        listed = self._by_word.get(spelling_key(mention.name), [])
        return any(entity.mentions[0].start < mention.start for entity in listed)

    def is_new(self, mention: Mention) -> bool:
        """Whether an unknown single name is a first name, and so a person's."""
        return len(mention.words) == 1 and is_first_name(mention.words[0])

    def single(self, mention: Mention) -> Entity:
        """A person known by one name alone."""
        return self._new(mention)

    def _new(self, mention: Mention) -> Entity:
        entity = Entity("person", mention.name)
        entity.add(mention)
        self.entities.append(entity)
        self._index(entity, mention)
        return entity

    def _index(self, entity: Entity, mention: Mention) -> None:
        for word in words_of(mention.name):
            listed = self._by_word.setdefault(spelling_key(word), [])
            if entity not in listed:
                listed.append(entity)


class _Bodies:
    """Organisations, countries and whatever else has a name."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self._by_name: dict[str, Entity] = {}

    def take(self, layout: Layout, mention: Mention) -> Entity:
        """The body of a mention, by its name, an acronym or the end of a longer name."""
        country = countries.by_name(mention.name) or countries.by_metonym(mention.name)
        if mention.kind == "country" and country:
            entity = self._get(country.code) or self._new(mention, country.code, "country")
            entity.name, entity.country = country.name, country
            entity.mentions.append(mention)
            return entity
        key = " ".join(words_of(mention.name))
        entity = self._get(key) or self._longer(mention, key) or self._new(mention, key, mention.kind)
        entity.add(mention)
        acronym = _PARENTHESIS.match(layout.text, mention.end)
        for short in filter(None, (acronym.group(1) if acronym else None, _initials(mention.words))):
            self._by_name.setdefault(" ".join(words_of(short)), entity)
        return entity

    def _get(self, key: str) -> Entity | None:
        return self._by_name.get(key)

    def _longer(self, mention: Mention, key: str) -> Entity | None:
        words = key.split()
        for entity in reversed(self.entities):
            name = list(words_of(entity.name))
            if entity.kind == "country" or len(name) <= len(words):
                continue
            tail = name[-len(words) :] == words and (
                len(words) > 1 or mention.words[-1].lower() in lexicon()["name_endings"]
            )
            if tail or (len(words) > 1 and name[: len(words)] == words):
                self._by_name[key] = entity
                return entity
        return None

    def _new(self, mention: Mention, key: str, kind: NameKind) -> Entity:
        entity = Entity(kind, mention.name)
        self.entities.append(entity)
        self._by_name[key] = entity
        return entity


def _initials(words: Sequence[str]) -> str | None:
    big = [word for word in words if word[0].isupper()]
    return "".join(word[0] for word in big) if len(big) > 1 else None


def _distance(entity: Entity, position: int) -> tuple[bool, int]:
    before = [m.start for m in entity.mentions if m.start < position]
    return (False, position - before[-1]) if before else (True, entity.mentions[0].start - position)


def _gender(entity: Entity) -> Gender | None:
    for role in entity.roles:
        for word in role.text.lower().split():
            if gender_of_noun(word):
                return gender_of_noun(word)
    first = entity.name.split()[0] if len(entity.name.split()) > 1 else entity.name
    return gender_of_first_name(first)


def _roles(layout: Layout, mention: Mention) -> list[Role]:
    """The roles that the text around one mention gives it."""
    found = []
    if mention.titles:
        found.append(read_role(" ".join((*mention.before, *mention.titles))))
    text = layout.text
    after = _APPOSITION.match(text, mention.end)
    if after and not mention.possessive:
        found.append(read_role(after.group("role")))
    before = _role_before(text, mention)
    found.append(before)
    return [role for role in found if role is not None]


def _role_before(text: str, mention: Mention) -> Role | None:
    """A role in small letters before a name ("campaign manager Robby Mook"), or before its comma."""
    lead = text[max(0, mention.opening - 90) : max(0, mention.opening)]
    lead_start = 0
    for match in _LEAD_BREAK.finditer(lead):
        lead_start = match.end()
    lead = lead[lead_start:]
    phrase = " ".join(lead.rstrip(", \xa0").rpartition(",")[2].split()[-8:])
    if not phrase:
        return None
    comma = lead.rstrip().endswith(",")
    if comma and not re.match(r"(?:\s*(?:the|a|an|his|her)\b|.*[’']s\b|\s*[A-Z])", phrase):
        return None
    if not phrase.split()[-1][:1].islower():
        return None
    words = phrase.split()
    for begin in range(len(words)):
        part = " ".join(words[begin:])
        if not comma and BREAK.search(part):
            continue
        role = read_role(part)
        if role is not None:
            return role
    return None
