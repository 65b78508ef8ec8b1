"""The blocks of a text: its paragraphs and lines with their places, and what can be seen of one alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_BLANKS = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
_BLANKS += "\u2009\u200a\u200b\u202f\u205f\u3000\u2060\ufeff"
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_ENDED = re.compile(r"""[.!?…]["”’'»)\]]*$""")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|St|No|vs|Jr|Sr|Inc|Co|Corp|[a-z]\.[a-z])\.$"
)
_QUOTED = re.compile(
    r"[“\"„«]([^“”\"„«»]*)(?:[”\"»]|$)|(?<!\w)[‘']([^‘’']{3,400}(?:’\w[^‘’']{0,400}){0,20})[’'](?!\w)"
)
"""What looks like a quotation, to tell running text from furniture before either is known to be one.

More lenient than :mod:`service.pipeline.quotation`, which pairs marks over a whole text: a block is looked at
alone here, and the rules of furniture were made with what this finds.
"""
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|add(?:s|ed|ing)?|ask(?:s|ed|ing)?|according to"
    r"|wr(?:ite|ites|ote|iting)|(?:not|stat|declar|warn|stress|insist|claim|argu|explain|repli|respond|announc"
    r"|tweet|conclud|continu|recall|admit|acknowledg|urg|call|quot|describ|report|suggest)"
    r"(?:e?s|ed|ted|ied|ing|es)?)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•●▪◦‣·*–—-]\s+\S")


@dataclass(frozen=True)
class Block:
    """A paragraph or line without the blanks around it."""

    start: int
    end: int
    text: str

    @cached_property
    def plain(self) -> str:
        """Its words alone, see :func:`plain`."""
        return plain(self.text)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(_WORD.findall(self.text))

    @cached_property
    def ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_ENDED.search(self.text)) and not _ABBREVIATED.search(self.text)

    @cached_property
    def introduces(self) -> bool:
        """Whether it ends in a colon, and so belongs to what follows."""
        return self.text.endswith(":")

    @cached_property
    def bulleted(self) -> bool:
        """Whether it is an item of a list."""
        return bool(_BULLET.match(self.text))

    @cached_property
    def quotes(self) -> bool:
        """Whether it holds four words or more in quotation marks."""
        return any(
            len(_WORD.findall(match[1] or match[2] or "")) >= 4 for match in _QUOTED.finditer(self.text)
        )

    @cached_property
    def says(self) -> bool:
        """Whether it holds a quotation and a verb of saying: running text, whatever else it looks like."""
        return bool(_SAYING.search(_QUOTED.sub(" ", self.text))) and bool(_QUOTED.search(self.text))

    @cached_property
    def reports(self) -> bool:
        """Whether it is a sentence with a verb of saying."""
        return self.ended and bool(_SAYING.search(self.text))

    @cached_property
    def prose(self) -> bool:
        """Whether it is running text: whole sentences, or a quotation with its verb; no label, no title."""
        return self.says or self.words >= 25 or (self.words >= 8 and (self.ended or self.introduces))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of ``text``: its lines, or its paragraphs where the lines were wrapped at a width.

    By the line, because furniture comes by the line; the paragraphs of :mod:`service.pipeline.sentences` go
    on over any line that breaks off inside a sentence, and the network reads each line for itself.
    """
    lines = [_block(text, match.start(), match.end()) for match in _LINE.finditer(text)]
    if _wrapped(text, lines):
        lines = _joined(text, lines)
    return tuple(block for block in lines if block.text)


def plain(text: str) -> str:
    """``text`` as its words alone, lower case: what a reprint of it has in common with it."""
    return " ".join(_WORD.findall(text.replace("’", "'"))).casefold()


def _block(text: str, start: int, end: int) -> Block:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_BLANKS))
    stripped = piece.strip(_BLANKS)
    return Block(start, start + len(stripped), stripped)


def _touch(text: str, first: Block, second: Block) -> bool:
    """Whether nothing but one line end (and blanks) is between two lines."""
    return len(re.findall(r"\r\n|[\r\n\u2028\u2029\x0b\x0c]", text[first.end : second.start])) == 1


def _wrapped(text: str, lines: list[Block]) -> bool:
    """Whether paragraphs are broken over lines: most lines that another follows are nearly of one length."""
    followed = [len(a.text) for a, b in pairwise(lines) if a.text and b.text and _touch(text, a, b)]
    if len(followed) < 4:
        return False
    width = max(followed)
    unended = sum(1 for a, b in pairwise(lines) if b.text[:1].islower() and not a.ended)
    return (
        40 <= width <= 100
        and unended >= len(followed) / 3
        and sum(n >= width * 0.75 for n in followed) >= len(followed) * 0.7
    )


def _joined(text: str, lines: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for line in lines:
        if joined and line.text and joined[-1].text and _touch(text, joined[-1], line):
            start = joined[-1].start
            joined[-1] = Block(start, line.end, text[start : line.end])
        else:
            joined.append(line)
    return joined
