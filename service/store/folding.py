"""The words of names, roles and affiliations, the same for every engine.

Engines split and fold text each in their own way. For a quote's text that is their business; who is meant by
a name must not depend on it, so the words of names are made here, on both sides of a comparison.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from service.models import Speaker

_WORD = re.compile(r"[^\W_]+")


def folded_words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, without diacritics and case: "José O'Neil" is jose, o, neil."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return tuple(_WORD.findall(plain.casefold()))


def distinct_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of all ``texts``, each once, in order of appearance."""
    return tuple(dict.fromkeys(word for text in texts for word in folded_words(text)))


def holds_words(text: str, words: Iterable[str], *, prefix: bool = False) -> bool:
    """Whether ``text`` holds all of the folded ``words``; with ``prefix`` the last may be a beginning."""
    there, wanted = set(folded_words(text)), list(words)
    if prefix and wanted:
        last = wanted.pop()
        if not any(word.startswith(last) for word in there):
            return False
    return there.issuperset(wanted)


def names_of(speaker: Speaker) -> tuple[str, ...]:
    """What a speaker is found by; one without an id is not."""
    if speaker.id is None:
        return ()
    names = (speaker.name, *speaker.names)
    return tuple(dict.fromkeys(name for name in names if name is not None))
