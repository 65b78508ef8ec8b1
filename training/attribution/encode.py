"""Annotated articles as training examples: windows with tags and link targets, and batches of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from service.pipeline.attribution.features import Ints, Paragraph, paragraphs
from service.pipeline.attribution.labels import OUT, ROLES, begin, inside
from service.pipeline.attribution.windows import LIMIT, Window, windows
from training.attribution.corpus import GoldArticle

NOBODY = -1
"""A link whose target is not in the window, or does not exist."""
MASK = 103
"""The vocabulary's [MASK]."""
ANYONE = -1
"""The annotator of an example when who it was is not told."""
ANNOTATORS = 8
"""How many people the network can tell apart; PolNeAR has six."""
TOLD = 0.8
"""Share of the articles of an epoch whose annotator is told."""

STYLES = (str.maketrans("", ""), str.maketrans("“”", '""'), str.maketrans('“”"', "‘’'"))
"""Ways to print quotation marks: as found, straight, and British single ones. All keep every offset."""
STYLE_WEIGHTS = (0.72, 0.22, 0.06)


@dataclass(frozen=True, slots=True)
class Link:
    """A span (first and last word) and the first word of what it points to, or ``NOBODY``."""

    first: int
    last: int
    target: int


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its answer: a tag a word, content -> cue links, cue -> source links."""

    window: Window
    tags: Ints
    contents: tuple[Link, ...]
    cues: tuple[Link, ...]
    annotator: int = ANYONE


def example(window: Window, article: GoldArticle, annotator: int = ANYONE) -> Example:
    """Write the gold spans of an article that lie in a window as tags and links.

    A word has one tag. Of spans that overlap, as those of what is said within what is said, the one that is
    annotated first is learnt, and the others are not.
    """
    tags = np.full(len(window.starts), OUT, dtype=np.int64)
    taken: dict[tuple[str, int], int] = {}  # (role, first word) -> last word, once each
    contents: dict[int, Link] = {}
    cues: dict[int, Link] = {}
    for gold in article.attributions:
        heads: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for role in ROLES:
            for first, last in _runs(window, getattr(gold, role)):
                if (role, first) in taken:
                    heads[role].append((first, taken[role, first]))
                elif not tags[first : last + 1].any():
                    tags[first] = begin(role)
                    tags[first + 1 : last + 1] = inside(role)
                    taken[role, first] = last
                    heads[role].append((first, last))
        cue = heads["cue"][0][0] if heads["cue"] else NOBODY
        source = heads["source"][0][0] if heads["source"] else NOBODY
        for first, last in heads["content"]:
            contents.setdefault(first, Link(first, last, cue))
        for first, last in heads["cue"][:1]:
            if first not in cues or cues[first].target == NOBODY:
                cues[first] = Link(first, last, source)
    return Example(window, tags, tuple(contents.values()), tuple(cues.values()), annotator)


def _runs(window: Window, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """(first, last) word of every run of words that the places cover, cut where paragraphs begin."""
    covered = np.zeros(len(window.starts), dtype=bool)
    for start, end in places:
        covered |= (window.starts < end) & (window.ends > start)
    first = None
    for word in range(len(covered) + 1):
        on = word < len(covered) and bool(covered[word])
        if first is not None and (not on or window.begins[word]):
            yield first, word - 1
            first = None
        if on and first is None:
            first = word


class Corpus:
    """Articles tokenized once per style of quotation marks; every epoch cuts them into windows anew."""

    def __init__(self, articles: Sequence[GoldArticle], tokenizer: Tokenizer) -> None:
        self.articles = articles
        self._people = sorted({article.annotator for article in articles})
        if len(self._people) > ANNOTATORS:
            raise ValueError(f"{len(self._people)} annotators are more than {ANNOTATORS}")
        self._tokenizer = tokenizer
        self._cache: dict[tuple[int, int], list[Paragraph]] = {}

    def _paragraphs(self, index: int, style: int) -> list[Paragraph]:
        key = (index, style)
        if key not in self._cache:
            text = self.articles[index].text.translate(STYLES[style])
            self._cache[key] = list(paragraphs(text, self._tokenizer))
        return self._cache[key]

    def plain(self) -> list[Example]:
        """Every window as the service will see it."""
        return [
            example(window, article)
            for index, article in enumerate(self.articles)
            for window in windows(self._paragraphs(index, 0), article.text)
        ]

    def epoch(self, rng: random.Random) -> list[Example]:
        """Every window once. Its limit, its marks and whether the annotator is told are drawn by article."""
        found = []
        for index, article in enumerate(self.articles):
            style = rng.choices(range(len(STYLES)), STYLE_WEIGHTS)[0]
            limit = LIMIT if rng.random() < 0.6 else rng.randint(96, LIMIT)
            cut = windows(self._paragraphs(index, style), article.text, limit)
            annotator = self._people.index(article.annotator) if rng.random() < TOLD else ANYONE
            found += [example(window, article, annotator) for window in cut]
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    """B windows padded to T subwords and W words; links are rows of window, first, last and target.

    ``annotators`` (B, ANNOTATORS) is one where the annotator is told, and zero elsewhere.
    """

    ids: torch.Tensor
    shapes: torch.Tensor
    quotes: torch.Tensor
    first: torch.Tensor
    mask: torch.Tensor
    heads: torch.Tensor
    words: torch.Tensor
    begins: torch.Tensor
    tags: torch.Tensor
    contents: torch.Tensor
    cues: torch.Tensor
    annotators: torch.Tensor


def batch(examples: Sequence[Example], rng: np.random.Generator | None = None, masking: float = 0.0) -> Batch:
    """Pad examples to one batch; with ``masking`` that share of the subwords is hidden."""

    def padded(arrays: list[Ints]) -> torch.Tensor:
        out = np.zeros((len(arrays), max(map(len, arrays))), dtype=np.int64)
        for row, array in zip(out, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(out)

    def rows(links: list[tuple[Link, ...]]) -> torch.Tensor:
        flat = [(n, x.first, x.last, x.target) for n, group in enumerate(links) for x in group]
        return torch.tensor(flat, dtype=torch.int64).reshape(-1, 4)

    ids = padded([x.window.ids for x in examples])
    mask = padded([np.ones_like(x.window.ids) for x in examples]).bool()
    if rng is not None and masking:
        hidden = torch.from_numpy(rng.random(ids.shape) < masking) & mask
        hidden[:, 0] = False
        ids = ids.masked_fill(hidden, MASK)
    return Batch(
        ids=ids,
        shapes=padded([x.window.shapes for x in examples]),
        quotes=padded([x.window.quotes for x in examples]),
        first=padded([x.window.first for x in examples]),
        mask=mask,
        heads=padded([x.window.heads for x in examples]),
        words=padded([np.ones_like(x.tags) for x in examples]).bool(),
        begins=padded([x.window.begins for x in examples]).bool(),
        tags=padded([x.tags for x in examples]),
        contents=rows([x.contents for x in examples]),
        cues=rows([x.cues for x in examples]),
        annotators=torch.tensor([[float(x.annotator == n) for n in range(ANNOTATORS)] for x in examples]),
    )


def batches(examples: list[Example], subwords: int, rng: random.Random) -> list[list[Example]]:
    """Windows of similar length together, at most ``subwords`` padded subwords a batch, in random order."""
    ordered = sorted(examples, key=lambda x: len(x.window.ids) + rng.random() * 16)
    groups: list[list[Example]] = [[]]
    widest = 0
    for item in ordered:
        widest = max(widest, len(item.window.ids))
        if groups[-1] and widest * (len(groups[-1]) + 1) > subwords:
            groups.append([])
            widest = len(item.window.ids)
        groups[-1].append(item)
    rng.shuffle(groups)
    return groups
