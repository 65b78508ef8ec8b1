"""An entity, or a phrase without a name, as the Speaker of a quote on the day of the article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service import countries
from service.countries import Country
from service.models import Article, Passage, ResolvedBy, Speaker, SpeakerKind, digest
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.lexicon import head_kind, is_plural, lexicon, singular
from service.pipeline.resolution.names import id_of_speaker, identity_key, plain_words
from service.pipeline.resolution.registry import Known, Office, Registry
from service.pipeline.resolution.roles import Role, country_in, matches, read_role

_MINISTRY = re.compile(
    r"(?:Foreign (?:Office|Ministry|Department)|Ministry of Foreign Affairs|Ministry of External Affairs)\b"
)
_GOVERNMENT = re.compile(
    r"\b(?:[Gg]overnment|Ministry|Cabinet|Embassy|Foreign Office|Department of State|State Department)\b"
)
_BODY_IN_ROLE = re.compile(
    r"\b(?:of|for|at|to|with)\s+(?:the\s+)?([A-Z][\w.&’'-]*(?:\s+(?:of|for|and|the|[A-Z][\w.&’'-]*))*)"
)
_MINE = re.compile(r"(?:my|our)\s", re.IGNORECASE)  # of the author, and no office
_FORMS_OF_ADDRESS = frozenset(("dr", "mr", "mrs", "ms", "miss", "mx", "sir", "smt", "shri", "hon", "doctor"))
_RELATIONS = frozenset(("fellow", "friend", "colleague", "neighbor", "neighbour", "guest", "rival", "ally"))
_NO_NOUN = frozenset(("the", "a", "an", "this", "that", "these", "those"))
_SHORT = frozenset(
    ("sen", "sens", "rep", "reps", "gov", "gen", "lt", "col", "sgt", "capt", "adm", "maj", "dr", "prof")
)
_LONGEST_ROLE = 9  # words
_ABBREVIATIONS = {
    "Sen": "Senator", "Rep": "Representative", "Gov": "Governor", "Gen": "General", "Lt": "Lieutenant",
    "Prof": "Professor",
    "PM": "Prime Minister", "FM": "Foreign Minister", "Col": "Colonel", "Sgt": "Sergeant", "Sens": "Senator",
    "Reps": "Representative", "Capt": "Captain", "Adm": "Admiral", "Maj": "Major",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Namer:
    """Makes speakers for one article, with the registry as of its date."""

    article: Article
    registry: Registry
    spelled_twice: frozenset[str] = frozenset()  # identity keys that do not tell the article's people apart

    def person(self, entity: Entity, mention: Passage | None, how: ResolvedBy) -> Speaker:
        """A person with a name: canonical, with role and country as of the article's date."""
        known = self.known(entity)
        office = self._office(known, entity.roles) if known else None
        role = self._stated_role(entity.roles)
        stated = plain(entity.name)
        name = stated.title() if stated.isupper() and " " in stated else stated
        speaker = self._listed("person", known, stated, mention, how, name=name)
        if office is not None:
            return replace(
                speaker, role=office.role, affiliation=office.affiliation, country=office.country,
                represents_state=office.of_state,
            )  # fmt: skip
        return replace(
            speaker,
            role=_role_text(role),
            affiliation=_affiliation(role),
            country=role.country.code if role and role.country else speaker.country,
            represents_state=bool(role and role.of_state),
        )

    def body(
        self, entity: Entity, mention: Passage | None, how: ResolvedBy, *, nearby: Country | None
    ) -> Speaker:
        """An organisation; ``nearby`` is the country that the article gives it by context."""
        if entity.country is not None and entity.kind == "country":
            return self.country(entity.country, mention, how)
        stated = plain(entity.name)
        found = country_in(stated) or nearby
        ministry = bool(_MINISTRY.search(stated) and found)
        name = f"Ministry of Foreign Affairs of {found.name}" if ministry and found else stated
        known = self.registry.find(name) or self.registry.find(stated)
        of_state = known.of_state if known else bool(found and _GOVERNMENT.search(stated))
        speaker = self._listed("organisation", known, stated, mention, how, name=name)
        country = speaker.country or (found.code if found and of_state else None)
        return replace(speaker, country=country, represents_state=of_state)

    def house(self, name: str, country: Country, mention: Passage | None) -> Speaker:
        """A house of government ("the White House"): a body that speaks for its country."""
        speaker = self._listed("organisation", self.registry.find(name), name, mention, "metonym")
        return replace(speaker, country=country.code, represents_state=True)

    def country(
        self, country: Country, mention: Passage | None, how: ResolvedBy, stated: str | None = None
    ) -> Speaker:
        """A country, or the European Union, that speaks for itself."""
        known = self.registry.find(country.name)
        kind: SpeakerKind = "organisation" if country.code == "EU" else "country"
        return Speaker(
            kind=kind,
            id=known.id if known else f"country-{country.code.lower()}",
            name=country.name,
            stated=stated or country.name,
            country=country.code,
            represents_state=True,
            mention=mention,
            resolved_by=how,
            names=_names(known, country.name),
        )

    def together(self, speakers: Sequence[Speaker], mention: Passage | None) -> Speaker:
        """Several that speak with one voice: named after all of them, with a country that is everyone's.

        What two states say together is no position of either alone.
        """
        name = " and ".join(speaker.name or speaker.stated or "" for speaker in speakers)
        agree = len({speaker.country for speaker in speakers}) == 1
        return replace(
            speakers[0],
            id=self._id(name, speakers[0].kind),
            name=name,
            stated=" and ".join(speaker.stated or speaker.name or "" for speaker in speakers),
            role=None,
            affiliation=None,
            country=speakers[0].country if agree else None,
            represents_state=agree and all(speaker.represents_state for speaker in speakers),
            mention=mention,
            names=tuple(dict.fromkeys((name, *(n for speaker in speakers for n in speaker.names)))),
        )

    def unnamed(
        self, kind: SpeakerKind, phrase: str, mention: Passage | None, how: ResolvedBy | None, *,
        stated: str | None = None,
    ) -> Speaker:  # fmt: skip
        """Somebody without a name; ``stated`` is how the article words a text or a body that has none."""
        role, body, country = read_role(phrase), self._body_in(phrase), country_in(phrase)
        speaks = role is not None and (role.of_state or (body is not None and body.of_state))
        return Speaker(
            kind=kind,
            stated=plain(stated) if stated else None,
            description=_description(phrase),
            role=_role_text(role) if role and not is_plural(role.text.split()[-1]) else None,
            affiliation=body.name if body else _affiliation(role),
            country=country.code if country else body.country if body else None,
            represents_state=speaks and kind == "anonymous",
            mention=mention,
            resolved_by=how,
        )

    def from_registry(self, known: Known, role: Role, mention: Passage | None) -> Speaker:
        """A speaker named by nothing but an office."""
        return known.in_office(self._office(known, [role]), "registry", mention)

    def known(self, entity: Entity) -> Known | None:
        """The registry's entry of a person: by full name, or by surname and an office held on that day."""
        if len(plain_words(entity.name)) > 1:
            found = self.registry.find(entity.name)
            return found if found and found.kind == "person" else None
        period = self._period()
        return self.registry.titled(entity.name, entity.roles, *period) if period and entity.roles else None

    def holder(self, role: Role) -> Known | None:
        """Who held a country's office when the article was printed."""
        period = self._period()
        return self.registry.holder(role, *period) if period else None

    def _listed(
        self,
        kind: SpeakerKind,
        known: Known | None,
        stated: str,
        mention: Passage | None,
        how: ResolvedBy,
        *,
        name: str | None = None,
    ) -> Speaker:
        """A speaker by the registry's name and id, or else by the article's own."""
        own = name or stated
        return Speaker(
            kind=kind,
            id=known.id if known else self._id(own, kind),
            name=known.name if known else own,
            stated=stated,
            country=known.country if known else None,
            mention=mention,
            resolved_by=how,
            names=_names(known, own, stated),
        )

    def _period(self) -> tuple[dt.date, dt.date] | None:
        published = self.article.published
        return (published.day, published.last_day) if published else None

    def _office(self, known: Known, roles: Sequence[Role]) -> Office | None:
        """The office of the day; on an unknown day the one that the article itself says."""
        period = self._period()
        offices = known.held_on(*period) if period else known.offices
        said = [
            o
            for o in offices
            if (own := read_role(o.role)) is not None and any(matches(r, [own]) > 0 for r in roles)
        ]
        if said:
            return said[0]
        return offices[0] if period is not None and offices else None

    def _stated_role(self, roles: Sequence[Role]) -> Role | None:
        """The role that says most: of a country, of a state, in a few words."""
        return max(
            (role for role in roles if _role_text(role)),
            key=lambda role: (
                role.country is not None,
                role.head in lexicon()["state_roles"],
                len(role.words) if len(role.words) <= _LONGEST_ROLE else 0,
            ),
            default=None,
        )

    def _body_in(self, phrase: str) -> Known | None:
        words = phrase.split()
        for length in (5, 4, 3, 2, 1):
            for start in range(len(words) - length + 1):
                part = " ".join(words[start : start + length]).strip(",.")
                if part[:1].isupper() or part.lower().startswith("state department"):
                    found = self.registry.find(part)
                    if found is not None and found.kind == "organisation":
                        return found
        return None

    def _id(self, name: str, kind: SpeakerKind) -> str:
        """A name's own id where it is full, so that spellings of it meet; else one of this article alone."""
        words = [word for word in plain_words(name) if len(word) > 1]
        if len(words) < 2:
            return digest(self.article.id, name)[:16]
        key = identity_key(" ".join(words)) if kind == "person" else " ".join(words)
        if key in self.spelled_twice:
            key = " ".join(words)
        return id_of_speaker(key, name)


def plain(name: str) -> str:
    """A name with straight apostrophes and single blanks: one form for search and for comparison."""
    return " ".join(name.replace("’", "'").replace("‘", "'").split())


def _description(phrase: str) -> str | None:
    """A phrase as a description; None for a title or an article whose noun is missing."""
    words = phrase.split()
    bare = {word.lower().strip(".,") for word in words}
    return None if bare <= _NO_NOUN or bare <= lexicon().titles & _SHORT else " ".join(words)


def _names(known: Known | None, *stated: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(known.names if known else ()), *stated)))


def _role_text(role: Role | None) -> str | None:
    """A role in short: without its owner's pronoun or the country's name in front, cut at a clause."""
    if role is None or _MINE.match(role.text):
        return None
    text = re.split(r"\s+(?:who|(?<!of )whom|which|that|said|told|and asked)\b|[,;—–]|\s-\s", role.text)[0]
    text = re.sub(
        r"^(?:his|her|its|their|another|one(?!\s+of\b)|now\s+(?:the|an?))\s+", "", text, flags=re.IGNORECASE
    )
    words = [
        _ABBREVIATIONS.get(word.rstrip("."), word)
        for index, word in enumerate(text.split())
        if word.lower().rstrip(".") not in _FORMS_OF_ADDRESS or (index and word == "doctor")
    ]
    while len(words) > 1 and (
        countries.by_demonym(words[0]) or countries.by_name(re.sub("[’']s$", "", words[0]))
    ):
        words = words[1:]
    if len(words) == 1 and words[0].lower() in _RELATIONS:
        return None
    if len(words) > _LONGEST_ROLE:
        words = words[:_LONGEST_ROLE]
        while words and words[-1].lower() in lexicon()["function_words"]:  # what the cut left hanging
            words = words[:-1]
    if len(words) == 1 and is_plural(words[0]):  # "Justices Roe and Doe"
        one = singular(words[0])
        words = [one.capitalize() if words[0][0].isupper() else one]
    return " ".join(words) or None


def _affiliation(role: Role | None) -> str | None:
    if role is None:
        return None
    match = _BODY_IN_ROLE.search(role.text)
    if match is None:
        return None
    after = re.match(r"\s+([a-z]+)\b", role.text[match.end() :])  # "the Conservative group"
    body = after is not None and head_kind(after.group(1)) == "organisation"
    return f"{match.group(1)} {after.group(1)}" if after and body else match.group(1)
