"""The nouns and first names by which news calls speakers, all looked up in small letters.

The words are in ``data/nouns.yaml`` and ``data/first_names.yaml``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Gender = Literal["m", "f"]
Head = Literal["person", "crowd", "organisation", "document"]

_IRREGULAR_PLURALS = {
    "men": "man", "women": "woman", "people": "person", "children": "child", "wives": "wife",
    "spokesmen": "spokesman", "spokeswomen": "spokeswoman", "businessmen": "businessman",
    "chairmen": "chairman", "congressmen": "congressman", "attorneys": "attorney", "analyses": "analysis",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of ``nouns.yaml``: sets of words, groups of words by name, and what has a gender."""

    sets: Mapping[str, frozenset[str]]
    groups: Mapping[str, Mapping[str, frozenset[str]]]
    short_names: tuple[frozenset[str], ...]
    titles: frozenset[str]
    gendered_nouns: Mapping[str, Gender]
    gendered_titles: Mapping[str, Gender]
    first_names: Mapping[str, Gender | None]

    def __getitem__(self, name: str) -> frozenset[str]:
        """The words of one list."""
        return self.sets[name]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data, given = _read("nouns"), _read("first_names")
    sets = {key: _words(value) for key, value in data.items() if isinstance(value, str)}
    groups = {
        key: {name: _words(words) for name, words in value.items()}
        for key, value in data.items()
        if isinstance(value, dict)
    }
    first_names: dict[str, Gender | None] = dict.fromkeys(_words(given["either"]))
    gendered_nouns: dict[str, Gender] = {}
    gendered_titles: dict[str, Gender] = {}
    genders: tuple[tuple[Gender, str, str], ...] = (("m", "male", "masculine"), ("f", "female", "feminine"))
    for gender, names, nouns in genders:
        first_names.update(dict.fromkeys(_words(given[names]), gender))
        gendered_nouns.update(dict.fromkeys(sets[nouns], gender))
        gendered_titles.update(dict.fromkeys(sets[nouns + "_titles"], gender))
    short_names = tuple(_words(group) for group in data["short_names"])
    for group in short_names:
        genders_of_group = {first_names[name] for name in group if name in first_names}
        shared = next(iter(genders_of_group)) if len(genders_of_group) == 1 else None
        first_names.update({name: shared for name in group if name not in first_names})
    for name, gender_of_name in tuple(first_names.items()):
        first_names.setdefault(_plain(name), gender_of_name)
    return Lexicon(
        sets=sets,
        groups=groups,
        short_names=short_names,
        titles=sets["titles"] | gendered_titles.keys(),
        gendered_nouns=gendered_nouns,
        gendered_titles=gendered_titles,
        first_names=first_names,
    )


def singular(noun: str) -> str:
    """A noun in small letters without its plural ending; what is no plural stays."""
    word = noun.lower()
    if word in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")):
        return word[:-1]
    return word


def is_plural(noun: str) -> bool:
    """Whether a noun has a plural ending that its singular lacks."""
    return singular(noun) != noun.lower()


@lru_cache(maxsize=8192)
def head_kind(noun: str) -> Head | None:
    """What a common noun names: a person, a crowd, a body, a text; None where it is not known."""
    words, word, one = lexicon(), noun.lower(), singular(noun)
    if word in words["crowds"]:
        return "crowd"
    if word in words["persons"] or one in words["persons"]:
        return "person" if word == one else "crowd"
    if word in words["organisations"] or one in words["organisations"]:
        return "organisation" if word == one or word in words["organisations"] else "crowd"
    if word in words["documents"] or one in words["documents"]:
        return "document"
    return None


def gender_of_noun(noun: str) -> Gender | None:
    """The gender that a noun says ("spokeswoman"); None for most."""
    return lexicon().gendered_nouns.get(noun.lower())


def gender_of_title(title: str) -> Gender | None:
    """The gender that a title says ("Mrs"); None for most."""
    return lexicon().gendered_titles.get(title.lower().rstrip("."))


def gender_of_first_name(name: str) -> Gender | None:
    """The gender that a first name is mostly given to; None where it is not known or either."""
    known = lexicon().first_names
    found = known.get(_as_listed(name))
    return found if found or "-" not in name else known.get(_as_listed(name.split("-", maxsplit=1)[0]))


def is_first_name(name: str) -> bool:
    """Whether a word is known as a first name."""
    return _as_listed(name) in lexicon().first_names


def _as_listed(name: str) -> str:
    """A first name in small letters, without its accents where it is not listed with them."""
    lowered = name.lower()
    return lowered if lowered in lexicon().first_names else _plain(lowered)


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    """A name in small letters without accents, which many papers leave out."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _read(name: str) -> Any:
    return yaml.safe_load(files("service").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8"))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.lower().split())
