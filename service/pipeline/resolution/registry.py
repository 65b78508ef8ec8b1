"""The registry of speakers in ``seeds/speakers.yaml``: names, transliterations and offices with their dates.

It says who is one person across articles, and what somebody was on a day. It never joins two people on a
surname alone: a lookup takes a full name, or a surname with an office that its holder had on that day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service import countries
from service.models import Passage, ResolvedBy, Speaker, SpeakerKind
from service.pipeline.resolution.lexicon import Gender
from service.pipeline.resolution.names import identity_key, plain_words, surname
from service.pipeline.resolution.roles import Role, matches, read_role


@dataclass(frozen=True, slots=True)
class Office:
    """A role held from ``since`` to ``until`` (None: open), and whether it spoke for the ``country``."""

    role: str
    affiliation: str | None
    country: str | None
    since: dt.date | None
    until: dt.date | None
    of_state: bool

    def held_on(self, first: dt.date, last: dt.date) -> bool:
        """Whether it was held on any day of a period."""
        return (self.since is None or self.since <= last) and (self.until is None or first <= self.until)


@dataclass(frozen=True, slots=True)
class Known:
    """A speaker of the registry. ``names`` are all of them, the canonical one first."""

    id: str
    name: str
    names: tuple[str, ...]
    kind: SpeakerKind = "person"
    gender: Gender | None = None
    country: str | None = None
    of_state: bool = False
    offices: tuple[Office, ...] = ()

    def held_on(self, first: dt.date, last: dt.date) -> tuple[Office, ...]:
        """The offices of a period."""
        return tuple(office for office in self.offices if office.held_on(first, last))

    def in_office(
        self, office: Office | None, resolved_by: ResolvedBy, mention: Passage | None = None
    ) -> Speaker:
        """The speaker in one of these offices; without one as a private person, or as the body that it is."""
        return Speaker(
            kind=self.kind,
            id=self.id,
            name=self.name,
            role=office.role if office else None,
            affiliation=office.affiliation if office else None,
            country=office.country if office else self.country,
            represents_state=office.of_state if office else self.of_state,
            mention=mention,
            resolved_by=resolved_by,
            names=self.names,
        )


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry with its lookups. Empty by default: everything else works without one."""

    speakers: tuple[Known, ...] = ()
    _by_name: Mapping[str, Known | None] = field(default_factory=dict)
    _by_key: Mapping[str, Known | None] = field(default_factory=dict)
    _offices: tuple[tuple[Role, Office, Known], ...] = ()
    _surnames: frozenset[str] = frozenset()

    @classmethod
    def of(cls, speakers: Iterable[Known]) -> Registry:
        """A registry of ``speakers``. A spelling that two of them share finds neither."""
        listed = tuple(speakers)
        by_name: dict[str, Known | None] = {}
        by_key: dict[str, Known | None] = {}
        offices = []
        for known in listed:
            for name in known.names:
                _enter(by_name, _spelled(name), known)
                if known.kind == "person" and len(plain_words(name)) > 1:
                    _enter(by_key, identity_key(name), known)
            for office in known.offices:
                role = read_role(f"{country_adjective(office.country)} {office.role}")
                if role is not None:
                    offices.append((role, office, known))
        surnames = frozenset(surname(known.name) for known in listed if known.kind == "person")
        return cls(listed, by_name, by_key, tuple(offices), surnames)

    def find(self, name: str) -> Known | None:
        """The speaker of a name as it is listed, or of a full name spelled alike; None where it has two."""
        words = plain_words(name)
        bare = [word for word in words if len(word) > 1]
        for candidate in (_spelled(name), " ".join(bare)):
            if candidate in self._by_name:
                return self._by_name[candidate]
        return self._by_key.get(identity_key(" ".join(bare))) if len(bare) > 1 else None

    def is_person(self, name: str) -> bool:
        """Whether a full name is a listed person's."""
        found = self.find(name)
        return found is not None and found.kind == "person"

    def is_one(self, one: str, other: str) -> bool:
        """Whether two full names are listed as one person's."""
        return self.is_person(one) and self.find(one) is self.find(other)

    def is_surname(self, name: str) -> bool:
        """Whether anybody listed has this surname: enough to know a person, never which."""
        return len(plain_words(name)) == 1 and surname(name) in self._surnames

    def holder(self, role: Role, first: dt.date, last: dt.date) -> Known | None:
        """The one who held a country's office in a period; None where nobody or more than one did."""
        if role.country is None or role.former:
            return None
        found = {
            known.id: known
            for held, office, known in self._offices
            if office.country == role.country.code and office.held_on(first, last) and _is_office(role, held)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def titled(self, family_name: str, roles: Iterable[Role], first: dt.date, last: dt.date) -> Known | None:
        """The one person of a surname who held one of ``roles`` in a period ("President Obama")."""
        wanted = list(roles)
        found = {
            known.id: known
            for held, office, known in self._offices
            if office.held_on(first, last)
            and surname(known.name) == surname(family_name)
            and any(matches(role, [held]) for role in wanted)
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _spelled(name: str) -> str:
    """A name as it is looked up: its plain words, and its numbers ("No 10" is not "no")."""
    return " ".join((*plain_words(name), *re.findall(r"\d+", name)))


def _enter(index: dict[str, Known | None], spelling: str, known: Known) -> None:
    """Note whose a spelling is: nobody's once a second one has it."""
    index[spelling] = known if index.get(spelling, known) is known else None


def country_adjective(code: str | None) -> str:
    """A country's name, to stand before a role; empty where there is none."""
    country = countries.find(code) if code else None
    return country.name if country else ""


def _is_office(wanted: Role, held: Role) -> bool:
    """Whether a phrase names an office exactly: the same head, and no qualifier that the office lacks."""
    country = set(plain_words(wanted.country.name)) if wanted.country else set()
    lacking = {w for w in wanted.words - held.words if countries.by_demonym(w) is None and w not in country}
    return wanted.head == held.head and not lacking
