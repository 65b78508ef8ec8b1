"""Which blocks are pull quotes: words of the body printed again as decoration."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.pipeline.blocks import Block, plain

_RUN = 4
"""Words in a row that a block is looked up by, and the fewest that a pull quote has."""
_MOST_WORDS = 60
IN_MARKS = re.compile(r"^[“\"„‘'«](.+?)[”\"’'»]?[.,]?[”\"’'»]?$", re.DOTALL)
"""A block that stands in quotation marks as a whole."""


class PullQuotes:
    """The blocks that print words in quotation marks, indexed once by their runs of words."""

    def __init__(self, found: Sequence[Block]) -> None:
        self._found = found
        self._printed: dict[tuple[str, ...], list[Block]] = {}
        for block in found:
            if block.quotes:
                for run in set(_runs(block.plain)):
                    self._printed.setdefault(run, []).append(block)

    def __contains__(self, i: int) -> bool:
        """Whether the i-th block is nothing but words that a longer block prints in quotation marks too."""
        block = self._found[i]
        inner = IN_MARKS.match(block.text)
        if not _RUN <= block.words <= _MOST_WORDS or block.says or (i and self._found[i - 1].introduces):
            return False
        if inner is None and block.ended:
            return False
        own = plain(inner[1] if inner else block.text)
        rarest = min((self._printed.get(run, []) for run in _runs(own)), key=len, default=[])
        return any(other.words > block.words and f" {own} " in f" {other.plain} " for other in rarest)


def _runs(words: str) -> list[tuple[str, ...]]:
    each = words.split()
    return [tuple(each[at : at + _RUN]) for at in range(len(each) - _RUN + 1)]
