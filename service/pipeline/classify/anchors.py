"""Which topics an article can be about at all: the cheap question asked before any quote is read."""

from __future__ import annotations

from functools import lru_cache

from service import countries
from service.models import Article, Topic
from service.pipeline.phrases import tokens_of

LEAST_SHARE = 0.5
"""The share of the names in a proposition that an article must hold: not every name is written every time."""


def concerns(topic: Topic, article: Article) -> bool:
    """Whether an article names enough of what a topic's proposition names. A topic without names concerns
    all.
    """
    wanted = _anchors(topic.proposition)
    if not wanted:
        return True
    held = _names(article.text)
    return sum(bool(anchor & held) for anchor in wanted) >= LEAST_SHARE * len(wanted)


@lru_cache(maxsize=1024)
def _anchors(proposition: str) -> tuple[frozenset[str], ...]:
    """For each name in a proposition the keys that stand for it: its word, and its country where it is
    one.
    """
    anchors = []
    for at, token in enumerate(tokens_of(proposition)):
        written = proposition[token.start : token.end]
        country = _country(written)
        if country or (at and token.name) or (token.name and not written.istitle()):
            anchors.append(frozenset({token.word} | ({country} if country else set())))
    return tuple(dict.fromkeys(anchors))


@lru_cache(maxsize=4)
def _names(text: str) -> frozenset[str]:
    """The capitalised words of a text, and the codes of the countries that they stand for."""
    held: set[str] = set()
    for token in tokens_of(text):
        if token.name:
            held.add(token.word)
            country = _country(text[token.start : token.end])
            if country:
                held.add(country)
    return frozenset(held)


@lru_cache(maxsize=65536)
def _country(written: str) -> str | None:
    bare = written.removesuffix("'s").removesuffix("’s")
    found = countries.by_name(bare) or countries.by_demonym(bare) or countries.by_metonym(bare, speaking=True)
    return found.code if found else None
