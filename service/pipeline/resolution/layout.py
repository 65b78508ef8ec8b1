"""Where things stand in a text: the paragraph, the sentence and the quotation of a position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from service.models import Span
from service.pipeline.quotation import Quotation, quotations
from service.pipeline.sentences import paragraphs, sentences


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its paragraphs, sentences and quotations, each in order."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    _starts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Layout:
        """The layout of ``text``."""
        blocks = paragraphs(text)
        parts = tuple(sentence for block in blocks for sentence in sentences(text, block))
        quoted = quotations(text)
        starts = {
            "paragraph": [block.start for block in blocks],
            "sentence": [part.start for part in parts],
            "quotation": [quotation.outer.start for quotation in quoted],
        }
        return cls(text, blocks, parts, quoted, starts)

    def paragraph(self, position: int) -> int:
        """The number of the paragraph that ``position`` stands in."""
        return self._at("paragraph", position)

    def sentence(self, position: int) -> int:
        """The number of the sentence that ``position`` stands in."""
        return self._at("sentence", position)

    def quotation(self, position: int) -> Quotation | None:
        """The quotation that ``position`` stands in, or None."""
        index = bisect_right(self._starts["quotation"], position) - 1
        if index < 0 or position >= self.quotations[index].outer.end:
            return None
        return self.quotations[index]

    def quoted(self, start: int, end: int) -> Sequence[Quotation]:
        """The quotations that reach into a stretch."""
        first = max(0, bisect_right(self._starts["quotation"], start) - 1)
        return self.quotations[first : bisect_right(self._starts["quotation"], end)]

    def around(self, start: int, end: int, longest: int) -> tuple[str, str]:
        """The rest of the sentence, or else the next one, on both sides, cut to ``longest`` characters."""
        first, last = self.sentence(start), self.sentence(max(start, end - 1))
        return self._before(first, start, longest).strip(), self._after(last, end, longest).strip()

    def _before(self, number: int, start: int, longest: int) -> str:
        begin = max(self.sentences[number].start if self.sentences else 0, start - longest)
        if not self.text[begin:start].strip(" \t\n“\"‘«'") and number > 0:
            begin = max(self.sentences[number - 1].start, start - longest)
        return self.text[begin:start]

    def _after(self, number: int, end: int, longest: int) -> str:
        stop = min(self.sentences[number].end if self.sentences else len(self.text), end + longest)
        if not self.text[end:stop].strip(" \t\n”\"’».!?'") and number + 1 < len(self.sentences):
            stop = min(self.sentences[number + 1].end, end + longest)
        return self.text[end:stop]

    def _at(self, what: str, position: int) -> int:
        starts: Sequence[int] = self._starts[what]
        return max(0, bisect_right(starts, position) - 1)
