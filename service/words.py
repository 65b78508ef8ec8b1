"""What is looked for in a text: words and phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass

CAPITALS = "A-Z" + "".join(c for c in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))) if c.isupper())
"""The capital letters of Latin alphabets, for the class of a pattern: "Đorđević" begins with one."""


def has_word(text: str) -> bool:
    """Whether there is a letter or a digit in ``text``; what holds none is no word."""
    return any(character.isalnum() for character in text)


_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls but tabs and line ends, and what turns the direction of the letters around it."""


def no_text(text: str, *, by_hand: bool = False) -> str | None:
    """What keeps ``text`` from being one, in words; None where nothing does.

    That is a NUL, and in what somebody wrote ``by_hand`` any control or direction override character: a name
    or a reason with one shows as something else than it is. What was printed is kept as it is.
    """
    if "\0" in text:
        return "Not a text: it holds a NUL character."
    if by_hand and (found := _UNSEEN.search(text)):
        return f"Not a text: it holds U+{ord(found[0]):04X}, which controls how it is shown and is not seen."
    return None


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Words of the quote's text, in any order; phrases, in order; and both excluded.

    Every word and every phrase (a tuple of words) must be there. They are plain tokens: an engine must
    quote or escape them, so that none is ever an operator.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without_words: tuple[str, ...] = ()
    without_phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.without_words or self.without_phrases)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Each word and phrase that must be there as one string; one without letter or digit asks nothing."""
        return _strings(self.words, self.phrases)

    @property
    def unwanted(self) -> tuple[str, ...]:
        """The same of what must not be there."""
        return _strings(self.without_words, self.without_phrases)


def _strings(words: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(string for string in (*words, *map(" ".join, phrases)) if has_word(string))
