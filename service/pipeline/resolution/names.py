"""When two names may be one person: surnames, initials, short forms, transliterations.

Nothing here ever joins two people on a surname alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from service.models import digest
from service.pipeline.resolution.lexicon import lexicon

_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_NAME_WORD = re.compile(r"[^\W\d_][\w'-]*")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el)-")
_SPELLINGS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("kh", "k"), ("gh", "g"), ("ph", "f"), ("oo|ou", "u"), ("ee", "i"),
        ("(?:i|y|e)?(?:y|j)$|ii$|ei$", "i"),
        ("iy|yi|ij", "i"), ("tsch|tch|ch", "c"), ("q|ck", "k"), ("w", "v"), ("dj|j", "j"), ("x", "ks"),
        ("sch", "sh"),
        (r"(.)\1+", r"\1"), ("e(?=[hmd])", "a"), ("(?<=[^cst])h(?=[^aeiou]|$)", ""),
    )
)  # fmt: skip
_TELLING = 5  # letters from which on a word's spelling key says more than chance
_SUFFIX = {"jr", "sr", "ii", "iii", "iv"}


@lru_cache(maxsize=8192)
def plain_words(name: str) -> tuple[str, ...]:
    """The words of a name in small plain letters, without full stops, possessive, Jr. and the like."""
    bare = _POSSESSIVE.sub("", name)
    bare = _INITIALS.sub(lambda match: match.group().replace(".", ""), bare).replace("’", "'")
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return tuple(w for w in _NAME_WORD.findall(bare.casefold()) if w not in _SUFFIX)


def id_of_speaker(key: str, name: str) -> str:
    """The id that a full name's key makes; of a name without a plain letter a digest."""
    return re.sub(r"[^a-z0-9]+", "-", key).strip("-") or digest(name)[:16]


def surname(name: str) -> str:
    """The last word of a name ("al-Assad" without its article)."""
    words = plain_words(name)
    return _ARABIC_ARTICLE.sub("", words[-1]) if words else ""


def spelling_key(name: str) -> str:
    """Equal for the usual transliterations of one full name ("Mehmood" and "Mahmood", "Sergei" and "Sergey").

    Deliberately coarse on vowels, and never enough on fewer than two words.
    """
    return " ".join(map(_word_key, plain_words(name)))


def identity_key(name: str) -> str:
    """Equal for spellings of one full name that may be trusted across articles.

    As :func:`spelling_key`, but short words must be equal: "Mehmood" meets "Mahmood", while Lee, Li and
    Ly, of whom there are many, stay apart.
    """
    return " ".join(_word_key(word) if len(word) >= _TELLING else word for word in plain_words(name))


@lru_cache(maxsize=8192)
def _word_key(word: str) -> str:
    key = _ARABIC_ARTICLE.sub("", word).replace("-", "").replace("'", "")
    for pattern, by in _SPELLINGS:
        key = pattern.sub(by, key)
    return key


def same_first_name(one: str, other: str) -> bool:
    """Whether two first names may be one: equal, an initial of it, or a short form."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    return any(one in group and other in group for group in lexicon().short_names)


def may_be_same(one: str, other: str) -> bool:
    """Whether two full names in one article (two words or more) may name one person.

    They have the same surname and first names that agree. "Shah Mahmood Qureshi" and "Mahmood Qureshi" may;
    "Bill Clinton" and "Hillary Clinton" may not, nor "John Paul" and "John Paul Jones", nor "Ali Hassan" and
    "Ali Hasan": an article that spells two names means two people.
    """
    first, second = plain_words(one), plain_words(other)
    if len(first) < 2 or len(second) < 2:
        return False
    if surname(one) != surname(other):
        return False
    if same_first_name(first[0], second[0]):
        return _middles_agree(first[1:-1], second[1:-1])
    shorter, longer = sorted((first[:-1], second[:-1]), key=len)
    return len(shorter) < len(longer) and all(any(same_first_name(s, w) for w in longer) for s in shorter)


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    return any(same_first_name(a, b) for a in one for b in other)
