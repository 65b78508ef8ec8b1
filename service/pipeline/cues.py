"""The lexicon of cues: words of saying, believing and wanting, and the attitude each expresses.

The attitudes are the attribution types of the Penn Discourse Treebank (Prasad et al., 2007): an *assertion*
is communicated, a *belief* is held, an *intention* is had. Acts of speech (urge, demand) are assertions here:
they were said, whatever they ask for. The words are in ``data/cues.yaml``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from service.models import Attitude

Complement = Literal["clause", "nominal"]

_WORD = re.compile(r"[A-Za-z]+")


def inflections(lemma: str) -> tuple[str, ...]:
    """The forms of a verb, the lemma first."""
    irregular = _data()["irregular"].get(lemma)
    if irregular:
        return (lemma, *irregular)
    if re.search(r"[^aeiou]y$", lemma):
        stem = lemma[:-1]
        return lemma, stem + "ies", stem + "ied", lemma + "ing"
    third = lemma + ("es" if re.search(r"(?:s|sh|ch|x|z)$", lemma) else "s")
    if lemma.endswith("e"):
        return lemma, third, lemma + "d", lemma[:-1] + "ing"
    return lemma, third, lemma + "ed", lemma + "ing"


def cue_forms(complement: Complement) -> frozenset[str]:
    """The forms of the verbs of saying that take a clause or only a noun."""
    return frozenset(form for lemma in _data()["verbs"][complement] for form in inflections(lemma))


def attitude_of(cue: str) -> Attitude:
    """What a cue expresses: an assertion where it holds a word of saying or none that is known."""
    words = _WORD.findall(cue.lower())
    verbs, nouns = _lexicon()
    found = [verbs[word] for word in words if word in verbs] or [
        nouns[word] for word in words if word in nouns
    ]
    return "assertion" if not found or "assertion" in found else found[0]


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    text = files("service").joinpath("data/cues.yaml").read_text(encoding="utf-8")
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return data


@cache
def _lexicon() -> tuple[dict[str, Attitude], dict[str, Attitude]]:
    """Verb forms and noun forms with their attitude; a word in two lists says something."""
    verbs: dict[str, Attitude] = {}
    groups: tuple[tuple[str, Attitude], ...] = (
        ("intention", "intention"), ("belief", "belief"), ("nominal", "assertion"), ("clause", "assertion"),
    )  # fmt: skip
    for group, attitude in groups:
        verbs.update((form, attitude) for lemma in _data()["verbs"][group] for form in inflections(lemma))
    nouns: dict[str, Attitude] = {}
    attitudes: tuple[Attitude, ...] = ("intention", "belief", "assertion")
    for attitude in attitudes:
        for noun in _data()["nouns"][attitude]:
            plural = noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + "s"
            nouns[noun] = nouns[plural] = attitude
    return verbs, nouns
