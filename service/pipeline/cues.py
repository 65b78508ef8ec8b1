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

from service.models import ATTITUDES, Attitude
from service.pipeline.resolution.lexicon import head_kind

Sense = Literal["assertion", "belief", "intention", "topic", "evidence"]

_WORD = re.compile(r"[A-Za-z]+")
_CARRIED_ON = re.compile(r"ing$")  # "..., adding that": the source is the last one
_AFTER_HEAD = re.compile(r"\b(?:of|in|on|at|by|from|for|to|with|that|which|about)\b|,")
_WITHHELD = re.compile(
    r"\b(?:(?:stop|stops|stopped|stopping) short of|avoid(?:s|ed|ing)?|declin(?:e|es|ed|ing) to"
    r"|refus(?:e|es|ed|ing) to|yet to|not ready to|unwilling to|fail(?:s|ed|ing)? to|without)\b"
    r"|(?:\bnever|\bnot|n['’]t)\b(?:[ \xa0]+[a-z]+ly)?[ \xa0]+"
    r"(?:said?|say(?:ing)?|tell|told|mention(?:ed)?|state[d]?|claim(?:ed)?|promise[d]?|reveal(?:ed)?|disclose[d]?)\b",
    re.IGNORECASE,
)


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


def attitude_of(cue: str, source: str | None, *, quoted: bool = False) -> Attitude:
    """What a cue expresses of ``source``; ``quoted`` says that the content stands in quotation marks.

    What is quoted was said. Otherwise an assertion takes a word of saying and somebody who says it. A belief
    is also what nobody in particular holds ("it is believed"), what a poll or a paper shows, and what was
    only talked about; an intention also what somebody would not say. A cue without a known word tells of
    something done or met with, so it is no assertion either; one without any word is the colon of a script or
    a headline, behind which somebody speaks.
    """
    if quoted:
        return "assertion"
    if _WITHHELD.search(cue):
        return "intention"
    words = _WORD.findall(cue.lower())
    if not words:
        return "assertion" if source else "belief"
    verbs, nouns = _lexicon()
    found = {word: verbs[word] for word in words if word in verbs} or {
        word: nouns[word] for word in words if word in nouns
    }
    said = [word for word, kind in found.items() if kind == "assertion"]
    if said:
        return "assertion" if source or any(_CARRIED_ON.search(word) for word in said) else "belief"
    if "evidence" in found.values():
        return "assertion" if source and _is_somebody(source) else "belief"
    return next((kind for kind in found.values() if kind in ATTITUDES), "belief")


def _is_somebody(source: str) -> bool:
    """Whether the head of a source is a name, a pronoun or a word for people and bodies."""
    head = _WORD.findall(_AFTER_HEAD.split(source, maxsplit=1)[0])[-1:]
    return bool(head) and (
        head[0][0].isupper()
        or head[0].lower() in {"he", "she", "they", "we", "who"}
        or head_kind(head[0].lower()) in {"person", "crowd", "organisation"}
    )


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    text = files("service").joinpath("data/cues.yaml").read_text(encoding="utf-8")
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return data


@cache
def _lexicon() -> tuple[dict[str, Sense], dict[str, Sense]]:
    """Verb forms and noun forms with their attitude; a word in two lists says something."""
    verbs: dict[str, Sense] = {}
    groups: tuple[tuple[str, Sense], ...] = (
        ("intention", "intention"), ("belief", "belief"), ("topic", "topic"), ("evidence", "evidence"),
        ("nominal", "assertion"), ("clause", "assertion"),
    )  # fmt: skip
    for group, attitude in groups:
        verbs.update((form, attitude) for lemma in _data()["verbs"][group] for form in inflections(lemma))
    nouns: dict[str, Sense] = {}
    attitudes: tuple[Attitude, ...] = ("intention", "belief", "assertion")
    for attitude in attitudes:
        for noun in _data()["nouns"][attitude]:
            plural = noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + "s"
            nouns[noun] = nouns[plural] = attitude
    return verbs, nouns
