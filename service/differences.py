"""What two texts have in common and where they differ, word by word and as data.

Words are compared without case and without the punctuation around them: a curly apostrophe or a comma is how
an outlet prints, not what somebody said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Operation = Literal["equal", "insert", "delete", "replace"]
OPERATIONS: tuple[Operation, ...] = ("equal", "insert", "delete", "replace")

LONG = 400
"""Words from which on words that come again and again anchor no match: difflib would take a minute."""

# U.S., 3.5 and 1,000 are one word each, and so are don't and so-called.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['’‐‑-]\w+|(?<=\d)[.,]\d+)*")
_INITIALS = re.compile(r"(?<=[^\W\d_])\.")
_AS_TYPED = str.maketrans({"’": "'", "‐": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of two texts: what it is ``before`` and ``after``; one of the two is empty where something is
    only in the other.
    """

    op: Operation
    before: str
    after: str


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """How ``after`` is made of ``before``. The stretches in order give back both texts letter by letter.

    After Ratcliff and Obershelp, as :mod:`difflib` has it: the longest common run first, then what is left
    and right of it.
    """
    one, other = _pieces(before), _pieces(after)
    a, b = compared_words(before) or tuple(one), compared_words(after) or tuple(other)
    # What is the same at both ends needs no looking for, and is nearly all of nearly every pair.
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    inner = SequenceMatcher(
        None,
        a[start : len(a) - end],
        b[start : len(b) - end],
        autojunk=max(len(a), len(b)) - start - end > LONG,
    )
    steps: list[tuple[Operation, int, int, int, int]] = [("equal", 0, start, 0, start)]
    for op, *places in inner.get_opcodes():
        i, i_end, j, j_end = (place + start for place in places)
        steps.append((op, i, i_end, j, j_end))
    steps.append(("equal", len(a) - end, len(a), len(b) - end, len(b)))
    found: list[Difference] = []
    for op, i, i_end, j, j_end in steps:
        stretch = Difference(op, "".join(one[i:i_end]), "".join(other[j:j_end]))
        if found and found[-1].op == op:
            stretch = Difference(op, found[-1].before + stretch.before, found.pop().after + stretch.after)
        if stretch.before or stretch.after:
            found.append(stretch)
    return tuple(found)


def compared_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: "Don’t" is don't, "U.S." is us."""
    typed = (word.group().translate(_AS_TYPED).casefold() for word in _WORD.finditer(text))
    return tuple(_INITIALS.sub("", word) for word in typed)


def _pieces(text: str) -> list[str]:
    """The text cut before every word but the first: each piece a word with what follows it."""
    if not text:
        return []
    cuts = [word.start() for word in _WORD.finditer(text)][1:]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
