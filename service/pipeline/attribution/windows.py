"""What the model reads at once: runs of whole paragraphs, short enough for the encoder.

No span crosses a paragraph's end, so a window needs no overlap with the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from service.pipeline.attribution.features import Ints, Paragraph

CLS, SEP = 101, 102
"""The special tokens of BERT's uncased vocabulary."""
LIMIT = 254
"""Subwords in a window, the two special tokens included."""
_SENTENCE_END = frozenset((".", "!", "?", "”", '"'))


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the model: T subwords that hold W words.

    ``ids``, ``shapes``, ``quotes`` and ``first`` (T) are the four inputs; ``heads`` (W) is where each word's
    first subword stands. ``starts`` and ``ends`` (W) are the words' places in the article, ``begins`` (W) is
    1 on the first word of each paragraph or part of one.
    """

    ids: Ints
    shapes: Ints
    quotes: Ints
    first: Ints
    heads: Ints
    starts: Ints
    ends: Ints
    begins: Ints


def fit(paragraph: Paragraph, room: int, text: str) -> Iterator[Paragraph]:
    """The paragraph itself, or parts of at most ``room`` subwords, cut after a sentence where one ends."""
    while len(paragraph.pieces) > room:
        most = int(paragraph.owner[room])  # the word that does not fit any more
        cut = max(most, 1)
        for word in range(most - 1, most // 2, -1):
            if text[paragraph.ends[word] - 1] in _SENTENCE_END:
                cut = word + 1
                break
        if cut >= len(paragraph.starts):  # one word longer than a window: what does not fit is not read
            yield _clip(paragraph, room)
            return
        yield _clip(paragraph.part(0, cut), room)
        paragraph = paragraph.part(cut, len(paragraph.starts))
    yield paragraph


def _clip(paragraph: Paragraph, room: int) -> Paragraph:
    if len(paragraph.pieces) <= room:
        return paragraph
    return replace(paragraph, pieces=paragraph.pieces[:room], owner=paragraph.owner[:room])


def windows(paragraphs: Iterable[Paragraph], text: str, limit: int = LIMIT) -> Iterator[Window]:
    """Group the paragraphs of one article, in order, into windows of at most ``limit`` subwords."""
    room = limit - 2
    held: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        for part in fit(paragraph, room, text):
            if held and size + len(part.pieces) > room:
                keep = _stay(held, room - len(part.pieces))
                yield _window(held[:keep])
                held = held[keep:]
                size = sum(len(x.pieces) for x in held)
            held.append(part)
            size += len(part.pieces)
    if held:
        yield _window(held)


def _stay(held: list[Paragraph], room: int) -> int:
    """How many paragraphs to close a window with: one that leads on moves to the next window if it fits."""
    keep, moved = len(held), 0
    while keep > 1 and held[keep - 1].leads:
        moved += len(held[keep - 1].pieces)
        if moved > room:
            break
        keep -= 1
    return keep


def _window(parts: list[Paragraph]) -> Window:
    def wrapped(arrays: list[Ints], before: int, after: int) -> Ints:
        return np.concatenate(
            [np.array([before], dtype=np.int64), *arrays, np.array([after], dtype=np.int64)]
        )

    first, begins, heads = [], [], []
    offset = 1
    for part in parts:
        mark = (part.owner == 0).astype(np.int64)
        first.append(mark * (not part.continued))
        begin = np.zeros(len(part.starts), dtype=np.int64)
        begin[0] = 1
        begins.append(begin)
        heads.append(np.searchsorted(part.owner, np.arange(len(part.starts))) + offset)
        offset += len(part.pieces)
    return Window(
        ids=wrapped([p.pieces for p in parts], CLS, SEP),
        shapes=wrapped([p.shapes[p.owner] for p in parts], 0, 0),
        quotes=wrapped([p.quotes[p.owner] for p in parts], 0, 0),
        first=wrapped(first, 0, 0),
        heads=np.concatenate(heads),
        starts=np.concatenate([p.starts for p in parts]),
        ends=np.concatenate([p.ends for p in parts]),
        begins=np.concatenate(begins),
    )
