"""What the model sees of a text: words, their subwords, their shapes and the quotation marks around them.

Training and running must agree on every bit of this, so it exists once and both import it. All offsets are
code points of the article's text.

That pins how quotation marks and paragraphs are read here: the shipped weights were fitted to it, and a
better reading needs another training. Whoever asks what a quotation is, and not what the network saw, takes
:mod:`service.pipeline.quotation` and the paragraphs of :mod:`service.pipeline.sentences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

Ints = NDArray[np.int64]

PARAGRAPH = re.compile(r"[^\n\r]*\S[^\n\r]*")

LONGEST = 12_000
"""Code points of a paragraph that are looked at in one piece."""
TOGETHER = 64
"""Paragraphs that are tokenized in one call."""

SHAPES = (
    "none",
    "lower",
    "capitalised",
    "upper",
    "initial",
    "mixed",
    "number",
    "number-mixed",
    "punctuation",
    "other",
)
"""The forms of a word that the lower-casing tokenizer hides. ``none`` belongs to special tokens."""

OUTSIDE, INSIDE, OPENING, CLOSING = range(4)
"""Where a word stands with regard to quotation marks; the marks have states of their own."""
QUOTE_STATES = 4

_MARK = re.compile("[\"“”„«»‘’'`]")
_OPEN_DOUBLE, _CLOSE_DOUBLE = "“„«", "”»"
_SINGLE = "‘’'`"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of one paragraph (W words, P >= W subwords).

    ``pieces`` (P) are vocabulary ids and ``owner`` (P) says which word each belongs to; ``starts``, ``ends``,
    ``shapes`` and ``quotes`` have one entry a word. ``leads`` says that the next paragraph goes on
    with what this one begins (it ends in a colon or inside a quotation), ``continued`` marks the rest of a
    paragraph that was too long for one window.
    """

    pieces: Ints
    owner: Ints
    starts: Ints
    ends: Ints
    shapes: Ints
    quotes: Ints
    leads: bool = False
    continued: bool = False

    def part(self, first: int, last: int) -> Paragraph:
        """The words ``first`` to ``last`` (exclusive) as a paragraph of their own."""
        low, high = np.searchsorted(self.owner, (first, last))
        return Paragraph(
            self.pieces[low:high],
            self.owner[low:high] - first,
            self.starts[first:last],
            self.ends[first:last],
            self.shapes[first:last],
            self.quotes[first:last],
            leads=self.leads and last == len(self.starts),
            continued=self.continued or first > 0,
        )


def shape(word: str) -> int:
    """The index in ``SHAPES`` of a word's form."""
    if word.isalpha():
        form = _letters(word)
    elif word.isdigit():
        form = "number"
    elif word.isalnum():
        form = "number-mixed"
    else:
        form = "other" if any(c.isalnum() for c in word) else "punctuation"
    return SHAPES.index(form)


def _letters(word: str) -> str:
    if word.islower():
        return "lower"
    if len(word) == 1:
        return "initial" if word.isupper() else "other"
    if word.isupper():
        return "upper"
    return "capitalised" if word[0].isupper() and word[1:].islower() else "mixed"


def quotation_marks(text: str) -> list[tuple[int, bool]]:
    """The quotation marks of one paragraph: (position, whether it opens).

    Straight marks alternate, unless the space around them says otherwise. Single marks count only where an
    opening one stands before a word and some later one can close it, so that apostrophes stay apostrophes.
    A double curly mark is what its form says, so that „so“ opens twice and closes never.

    :mod:`service.pipeline.attribution.join` asks this too, for the contents it joins are the network's.
    """
    marks: list[tuple[int, bool]] = []
    double_open = False
    single_until = -1
    single_possible = True
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if mark in _OPEN_DOUBLE:
            marks.append((at, True))
            double_open = True
        elif mark in _CLOSE_DOUBLE:
            marks.append((at, False))
            double_open = False
        elif mark == '"':
            opens = not double_open
            if opens and before.isalnum() and not after.isalnum():
                opens = False
            elif not opens and before.isspace() and after.isalnum():
                opens = True
            marks.append((at, opens))
            double_open = opens
        elif at == single_until:
            marks.append((at, False))
        elif (
            single_possible and at > single_until and mark != "’" and not before.isalnum() and after.isalnum()
        ):
            closing = _single_close(text, at + 1)
            if closing is None:
                single_possible = False  # nor will a later one be closed
            else:
                marks.append((at, True))
                single_until = closing
    return marks


def _single_close(text: str, begin: int) -> int | None:
    """Where a single quotation begun at ``begin`` ends: after punctuation if it can, else after a word."""
    fallback = None
    for at in range(begin, len(text)):
        if text[at] not in _SINGLE:
            continue
        before = text[at - 1]
        after = text[at + 1] if at + 1 < len(text) else " "
        if after.isalnum() or before.isspace():
            continue
        if before in ",.!?;…":
            return at
        if fallback is None:
            fallback = at
    return fallback


def quote_states(text: str, starts: Ints) -> Ints:
    """The quotation state of every word of one paragraph, given where its words stand in ``text``."""
    inside = np.full(len(text) + 1, OUTSIDE, dtype=np.int64)
    marks = quotation_marks(text)
    depth_from = None
    for at, opens in marks:
        if opens and depth_from is None:
            depth_from = at
        elif not opens and depth_from is not None:
            inside[depth_from:at] = INSIDE
            depth_from = None
    if depth_from is not None:  # left open: the next paragraph continues it
        inside[depth_from:] = INSIDE
    for at, opens in marks:
        inside[at] = OPENING if opens else CLOSING
    return inside[starts]


def places(text: str, skip: Iterable[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of ``text`` stand, without the stretches in ``skip`` (sorted by start).

    A paragraph longer than ``LONGEST`` is handed out in parts, so that memory stays bounded.
    """
    holes = list(skip)
    passed = 0
    for match in PARAGRAPH.finditer(text):
        start, end = match.span()
        while passed < len(holes) and holes[passed][1] <= start:
            passed += 1
        ahead = passed
        while ahead < len(holes) and holes[ahead][0] < end:
            yield from _shortened(text, start, holes[ahead][0])
            start = max(start, holes[ahead][1])
            ahead += 1
        yield from _shortened(text, start, end)


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def paragraphs(
    text: str, tokenizer: Tokenizer, spans: Iterable[tuple[int, int]] | None = None
) -> Iterator[Paragraph]:
    """The paragraphs of ``text`` that hold a word, at ``spans`` if the caller has chosen them."""
    queue = iter(places(text) if spans is None else spans)
    while group := list(islice(queue, TOGETHER)):
        encodings = tokenizer.encode_batch([text[a:b] for a, b in group], add_special_tokens=False)
        for (start, end), encoding in zip(group, encodings, strict=True):
            if encoding.ids:
                yield _paragraph(text[start:end], start, encoding)


def _paragraph(body: str, offset: int, encoding: Encoding) -> Paragraph:
    spots = np.array(encoding.offsets, dtype=np.int64)
    new = np.diff(np.array(encoding.word_ids, dtype=np.int64), prepend=-1) != 0
    heads = np.flatnonzero(new)
    starts, ends = spots[heads, 0], spots[np.append(heads[1:], len(new)) - 1, 1]
    return Paragraph(
        pieces=np.array(encoding.ids, dtype=np.int64),
        owner=np.cumsum(new) - 1,
        starts=starts + offset,
        ends=ends + offset,
        shapes=np.array([shape(body[a:b]) for a, b in zip(starts, ends, strict=True)], dtype=np.int64),
        quotes=quote_states(body, starts),
        leads=body.rstrip().endswith(":") or left_open(body),
    )


def left_open(paragraph: str) -> bool:
    """Whether a quotation is still open where the paragraph ends, so that the next one may continue it."""
    marks = quotation_marks(paragraph)
    return bool(marks) and marks[-1][1]
