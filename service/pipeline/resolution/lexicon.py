"""The nouns and first names by which news calls speakers. The words are in ``data/nouns.yaml`` and
``data/first_names.yaml``; everything is looked up in small letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

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
    """The lists of words, as sets."""

    persons: frozenset[str]
    crowds: frozenset[str]
    organisations: frozenset[str]
    documents: frozenset[str]
    titles: frozenset[str]
    name_endings: frozenset[str]
    gendered_nouns: dict[str, Gender]
    gendered_titles: dict[str, Gender]
    first_names: dict[str, Gender | None]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    nouns, given = _read("nouns"), _read("first_names")
    titles = {key: _words(nouns[key]) for key in ("titles", "masculine_titles", "feminine_titles")}
    first_names: dict[str, Gender | None] = dict.fromkeys(_words(given["either"]))
    genders: tuple[tuple[Gender, str], ...] = (("m", "male"), ("f", "female"))
    gendered_nouns: dict[str, Gender] = {}
    gendered_titles: dict[str, Gender] = {}
    for gender, name in genders:
        first_names.update(dict.fromkeys(_words(given[name]), gender))
    pairs: tuple[tuple[Gender, str], ...] = (("m", "masculine"), ("f", "feminine"))
    for gender, name in pairs:
        gendered_nouns.update(dict.fromkeys(_words(nouns[name]), gender))
        gendered_titles.update(dict.fromkeys(titles[name + "_titles"], gender))
    return Lexicon(
        persons=frozenset(_words(nouns["persons"])),
        crowds=frozenset(_words(nouns["crowds"])),
        organisations=frozenset(_words(nouns["organisations"])),
        documents=frozenset(_words(nouns["documents"])),
        titles=frozenset().union(*titles.values()),
        name_endings=frozenset(_words(nouns["name_endings"])),
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


def head_kind(noun: str) -> Head | None:
    """What a common noun names: a person, nobody in particular, a body, a text; None where it is not known."""
    words, word, one = lexicon(), noun.lower(), singular(noun)
    if word in words.crowds:
        return "crowd"
    if word in words.persons or one in words.persons:
        return "person" if word == one else "crowd"
    if word in words.organisations or one in words.organisations:
        return "organisation" if word == one or word in words.organisations else "crowd"
    if word in words.documents or one in words.documents:
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
    found = lexicon().first_names.get(name.lower())
    return found if found or "-" not in name else lexicon().first_names.get(name.lower().split("-")[0])


def is_first_name(name: str) -> bool:
    """Whether a word is known as a first name."""
    return name.lower() in lexicon().first_names


def _read(name: str) -> dict[str, str]:
    text = files("service").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, str] = yaml.safe_load(text)
    return data


def _words(text: str) -> list[str]:
    return [word.lower() for word in text.split()]
