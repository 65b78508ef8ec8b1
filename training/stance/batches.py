"""Batches of packed inputs, made anew each epoch.

Each epoch shows every quote that addresses something and a part of those that don't; asks every proposition
that a quote addresses with its negation too, which must get the opposite answer, and of a part of the others
one of the two; and adds a proposition of another article, which nobody addresses. Near propositions of one
scene are in one input, so that they are told apart side by side. Quotes that restate a proposition (see
``restated``) come on top.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from service.pipeline.stance_model.encode import (
    CUE_LIMIT,
    LABELS,
    PROPOSITION_LIMIT,
    QUOTE_LIMIT,
    SPEAKER_LIMIT,
    Packed,
    pack,
    subwords,
)
from training.stance.corpus import OPPOSITE, Item
from training.stance.restated import restated

SHOWN = 0.6
"""The share an epoch asks of the propositions that a quote doesn't address."""
RESTATED = 0.25
"""How many restatements an epoch adds for each of its quotes."""
SILENT = 0.1
"""How often the speaker is hidden in training, and as often the cue."""
IGNORED = -100
MASK, FIRST_WORD = 103, 1000


@dataclass(frozen=True, slots=True)
class Example:
    """A packed input and the label of each proposition in it."""

    packed: Packed
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """B padded inputs of T subwords that ask P propositions each (see ``Packed``).

    ``mask`` (B, 1, T, T) is true where a subword may attend; ``first`` and ``mean`` (B, P, T) pick and
    average each proposition's vectors; ``labels`` (B, P) holds IGNORED where nothing is asked.
    """

    ids: Tensor
    positions: Tensor
    roles: Tensor
    mask: Tensor
    first: Tensor
    mean: Tensor
    labels: Tensor


class Encoder:
    """Items into examples; every text is cut into subwords once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[tuple[str, int], list[int]] = {}

    def text(self, text: str, limit: int) -> list[int]:
        """The subwords of a text."""
        found = self._known.get((text, limit))
        if found is None:
            found = self._known[text, limit] = subwords(self._tokenizer, text, limit)
        return found

    def example(
        self, item: Item, asked: Sequence[tuple[str, str]], rng: random.Random | None = None
    ) -> Example:
        """An item with (proposition, side) pairs; with ``rng`` the speaker or the cue is hidden at times."""
        hide = [rng is not None and rng.random() < SILENT for _ in range(2)]
        quote = (
            [] if hide[0] else self.text(item.speaker, SPEAKER_LIMIT),
            [] if hide[1] else self.text(item.cue, CUE_LIMIT),
            self.text(item.text, QUOTE_LIMIT),
        )
        propositions = [self.text(text, PROPOSITION_LIMIT) for text, _ in asked]
        return Example(pack(quote, propositions), tuple(LABELS.index(side) for _, side in asked))

    def both(self, item: Item) -> Example:
        """An item with each proposition followed by its negation."""
        asked = []
        for question in item.questions:
            asked += [(question.text, question.side), (question.negation, OPPOSITE[question.side])]
        return self.example(item, asked)

    def epoch(self, items: Sequence[Item], quiet: float, rng: random.Random) -> list[Example]:
        """One epoch's examples; ``quiet`` is the share shown of quotes that address nothing."""
        every = [question for item in items for question in item.questions]
        examples = []
        for item in items:
            if not item.addressed and rng.random() >= quiet:
                continue
            asked = []
            for question in item.questions:
                forms = [(question.text, question.side), (question.negation, OPPOSITE[question.side])]
                if question.side != "none":
                    asked += forms
                elif rng.random() < SHOWN:
                    asked.append(rng.choice(forms))
            other = rng.choice(every)
            if not other.id.startswith(item.article + "#"):
                asked.append((rng.choice((other.text, other.negation)), "none"))
            if not asked:
                continue
            rng.shuffle(asked)
            examples.append(self.example(item, asked, rng))
        for _ in range(int(RESTATED * len(examples))):
            item, asked = restated(rng.choice(every), rng.choice(items).speaker, rng)
            asked.append((rng.choice(every).text, "none"))
            rng.shuffle(asked)
            examples.append(self.example(item, asked, rng))
        return examples


def batches(examples: list[Example], most: int, rng: random.Random) -> list[list[Example]]:
    """Lists of examples of like length that fill at most ``most`` padded subwords, in random order."""
    order = sorted(examples, key=lambda example: example.packed.size + rng.random() * 16)
    found: list[list[Example]] = []
    current: list[Example] = []
    for example in order:
        widest = max([example.packed.size, *(other.packed.size for other in current)])
        if current and widest * (len(current) + 1) > most:
            found.append(current)
            current = []
        current.append(example)
    if current:
        found.append(current)
    rng.shuffle(found)
    return found


def collate(
    examples: Iterable[Example], masker: np.random.Generator | None = None, share: float = 0.0
) -> Batch:
    """One batch; with ``masker`` a ``share`` of the subwords is hidden."""
    examples = list(examples)
    size = max(example.packed.size for example in examples)
    most = max(len(example.labels) for example in examples)
    rows = np.zeros((3, len(examples), size), dtype=np.int64)
    segments = np.full((len(examples), size), -1, dtype=np.int64)
    first = np.zeros((len(examples), most, size), dtype=np.float32)
    mean = np.zeros_like(first)
    labels = np.full((len(examples), most), IGNORED, dtype=np.int64)
    for number, example in enumerate(examples):
        packed = example.packed
        rows[:, number, : packed.size] = packed.ids, packed.positions, packed.roles
        segments[number, : packed.size] = packed.segments
        labels[number, : len(example.labels)] = example.labels
        for asked, (start, end) in enumerate(packed.bounds):
            first[number, asked, start] = 1
            mean[number, asked, start:end] = 1 / (end - start)
    if masker is not None and share:
        hidden = (masker.random(rows[0].shape) < share) & (rows[0] >= FIRST_WORD)
        rows[0][hidden] = MASK
    to, of = segments[:, None, :], segments[:, :, None]
    mask = (to == 0) | (to == of)
    arrays = (rows[0], rows[1], rows[2], mask[:, None], first, mean, labels)
    return Batch(*(torch.from_numpy(array) for array in arrays))
