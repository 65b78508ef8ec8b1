"""What a person is said to be: titles, appositions, and noun phrases that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from service import countries
from service.countries import Country
from service.pipeline.resolution.lexicon import head_kind, lexicon, singular

_SAME = {"foreign secretary": "foreign minister", "defence minister": "defense minister"}
_PARTY = {
    "gop": "republican",
    "democrats": "democratic",
    "democrat": "democratic",
    "republicans": "republican",
}
BREAK = re.compile(
    r"\s(?:of|for|at|in|on|from|with|by|to|who|whose|whom|that|which|during|under|about|after|before|since|said|told)\b"
    r"|[,;:(—–\"“”]|\s-\s"
)
_CLAUSE = re.compile(r",?\s(?:who|whom|whose|which|where|when)\b")
_TOKEN = re.compile(r"[^\W\d_][\w.-]*|\d[\w-]*")
_AT = frozenset(("in", "at", "near", "outside", "from"))
_POSTED = re.compile(r"(?:ambassador|envoy|mission|embass|diplomat|consul)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Role:
    """A role as it is worded, its head in a standard form, all its words, and whose it is."""

    text: str
    head: str
    words: frozenset[str]
    country: Country | None = None
    proper: frozenset[str] = frozenset()  # those of the words that are names

    @property
    def of_state(self) -> bool:
        """Whether it is one that speaks for a country, and the country is said."""
        return self.country is not None and self.head in lexicon()["state_roles"] and not self.former

    @property
    def former(self) -> bool:
        """Whether it is over."""
        return not self.words.isdisjoint({"former", "ex", "late", "deposed", "ousted", "erstwhile", "then"})


@lru_cache(maxsize=4096)
def read_role(text: str) -> Role | None:
    """The role in a phrase ("the US state department spokesperson"); None where its head is no person."""
    phrase = " ".join(text.split()).strip(" ,.")
    cut = BREAK.search(phrase, 1)
    core = phrase[: cut.start()] if cut else phrase
    tokens = [token.rstrip(".") for token in _TOKEN.findall(re.sub(r"[’']s?\b", " ", core))]
    if not tokens:
        return None
    head = _head(tokens)
    if head is None:
        return None
    everything = [token.rstrip(".").lower() for token in _TOKEN.findall(re.sub(r"[’']s?\b", " ", phrase))]
    words = frozenset(
        _PARTY.get(w, singular(w)) for w in everything if w not in lexicon()["role_stop_words"]
    ) | set(head.split())
    if any(w.startswith("ex-") for w in everything):
        words |= {"former", *(w.removeprefix("ex-") for w in everything if w.startswith("ex-"))}
    text = re.sub(r"^(?:the|a|an)\s+", "", phrase, flags=re.IGNORECASE)
    named = {w.lower().rstrip(".") for w in _TOKEN.findall(re.sub(r"[’']s?\b", " ", text)) if w[0].isupper()}
    proper = frozenset(_PARTY.get(w, singular(w)) for w in named) - set(head.split())
    return Role(text, head, words, country_in(_CLAUSE.split(phrase)[0]), proper)


def _head(tokens: list[str]) -> str | None:
    last = tokens[-1].lower().removeprefix("ex-")
    if (
        last == "general"
        and len(tokens) > 1
        and tokens[-2].lower() in ("attorney", "secretary", "surgeon", "inspector")
    ):
        return f"{tokens[-2].lower()} general"
    synonyms = _synonyms()
    if head_kind(last) not in ("person", "crowd") and last not in synonyms:
        return None
    pair = f"{tokens[-2].lower()} {singular(last)}" if len(tokens) > 1 else ""
    if pair in lexicon()["role_compounds"]:
        return _SAME.get(pair, pair)
    return synonyms.get(last) or synonyms.get(singular(last)) or singular(last)


@cache
def _synonyms() -> dict[str, str]:
    groups = lexicon().groups["role_synonyms"]
    return {word: standard for standard, words in groups.items() for word in words}


@lru_cache(maxsize=4096)
def country_in(phrase: str) -> Country | None:
    """The first country that a phrase names, by demonym, by name or by its government's seat.

    Where an envoy is posted is not where they come from: "missions in Rome", "the ambassador to Russia"; and
    a doctor in a capital is no part of its government.
    """
    words = [w for w in re.split(r"[\s,]+", re.sub(r"[’']s?\b", " ", phrase)) if w]
    for index, word in enumerate(words):
        posted = words[index - 1].lower() in ("in", "to") if index else False
        if posted and any(_POSTED.match(earlier) for earlier in words[: index - 1]):
            continue
        pair = " ".join(words[index : index + 2])
        for candidate in (pair, word):
            if not candidate[:1].isupper():
                continue
            found = countries.by_demonym(candidate) or countries.by_name(candidate)
            if found is None and not (index and words[index - 1].lower() in _AT):
                found = countries.by_metonym(candidate)
            if found is not None:
                return found
    return None


def matches(wanted: Role, held: Iterable[Role]) -> int:
    """How well a phrase fits the roles of somebody: 0 not at all, else 1 and 2 for each shared qualifier.

    A qualifier that contradicts (another country, "former" on one side alone) rules the role out.
    """
    best = 0
    for role in held:
        if not _heads_agree(wanted.head, role.head):
            continue
        if wanted.country and role.country and wanted.country != role.country:
            continue
        if any(w not in role.words and not _of_country(w, role) for w in wanted.proper):
            continue
        extra = wanted.words - role.words - set(wanted.head.split())
        shared = (wanted.words & role.words) - set(wanted.head.split())
        best = max(best, 1 + 2 * len(shared) + (not extra) - (2 if wanted.former != role.former else 0))
    return max(best, 0)


def _of_country(word: str, role: Role) -> bool:
    """Whether a word names the country of a role, or any country for a role that says none."""
    country = countries.by_demonym(word) or countries.by_name(word.title())
    return country is not None and role.country in (None, country)


def _heads_agree(one: str, other: str) -> bool:
    if one == other or other.endswith(" " + one):
        return not (other == "vice president" and one == "president")
    return {one, other} <= {"candidate", "nominee", "front-runner", "presumptive nominee"}
