"""What people type into a search box, read without ever complaining about how they typed it.

::

    refugees "safe passage" -visa -"no comment"

A quotation mark that nothing closes counts as a blank; curly marks count as straight ones. What holds no
letter and no digit is no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from service.words import TextQuery, has_word

T = TypeVar("T")

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_PART = re.compile(r'(?P<not>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


def parse_text(typed: str) -> TextQuery:
    """The words and phrases in ``typed``; it may be that there are none."""
    typed = typed.translate(_MARKS)
    if typed.count('"') % 2:
        cut = typed.rindex('"')
        typed = f"{typed[:cut]} {typed[cut + 1 :]}"
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    for part in _PART.finditer(typed):
        tokens = (part["phrase"] or part["word"] or "").split()
        words = tuple(token.lstrip("-") for token in tokens if has_word(token))
        if words:
            (unwanted if part["not"] else wanted).append(words)
    return TextQuery(
        words=_distinct(words[0] for words in wanted if len(words) == 1),
        phrases=_distinct(words for words in wanted if len(words) > 1),
        without_words=_distinct(words[0] for words in unwanted if len(words) == 1),
        without_phrases=_distinct(words for words in unwanted if len(words) > 1),
    )


def format_text(text: TextQuery) -> str:
    """``text`` as it could have been typed; parsing that gives ``text`` again."""
    return " ".join(
        [
            *text.words,
            *(f'"{" ".join(phrase)}"' for phrase in text.phrases),
            *(f"-{word}" for word in text.without_words),
            *(f'-"{" ".join(phrase)}"' for phrase in text.without_phrases),
        ]
    )


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
