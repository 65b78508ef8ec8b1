"""A linear control: multinomial logistic regression over hashed words of quote, proposition and their
meeting.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.pipeline.stance_model.encode import LABELS
from service.pipeline.wording import content_words
from training.stance.corpus import OPPOSITE, Item

SIZE = 2**18
EPOCHS = 3
RATE = 0.1


def hashed(text: str, cue: str, proposition: str) -> NDArray[np.int64]:
    """The features of a pair: words of each side, shared words, and words that meet across."""
    quote, asked = content_words(f"{cue} {text}")[:60], content_words(proposition)[:20]
    names = [f"q:{word}" for word in quote] + [f"p:{word}" for word in asked]
    names += [f"shared:{min(5, len(set(quote) & set(asked)))}"]
    names += [f"x:{word}:{other}" for word in set(quote) for other in set(asked)]
    return np.array([zlib.crc32(name.encode()) % SIZE for name in set(names)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights (SIZE, 4)."""

    weights: NDArray[np.float64]

    @classmethod
    def train(cls, items: Sequence[Item], seed: int = 1) -> LinearModel:
        """Stochastic gradient descent with AdaGrad steps over pairs, negations included."""
        rng = random.Random(seed)
        pairs = [
            (item, text, LABELS.index(side))
            for item in items
            for q in item.questions
            for text, side in ((q.text, q.side), (q.negation, OPPOSITE[q.side]))
            if side != "none" or rng.random() < 0.3
        ]
        weights = np.zeros((SIZE, len(LABELS)))
        squares = np.full((SIZE, len(LABELS)), 1e-6)
        for _ in range(EPOCHS):
            rng.shuffle(pairs)
            for item, proposition, label in pairs:
                at = hashed(item.text, item.cue, proposition)
                gradient = _softmax(weights[at].sum(axis=0))
                gradient[label] -= 1
                squares[at] += gradient**2
                weights[at] -= RATE * gradient / np.sqrt(squares[at])
        return cls(weights)

    def answer(self, text: str, cue: str, proposition: str) -> tuple[str, float]:
        """The likeliest side and its probability."""
        p = _softmax(self.weights[hashed(text, cue, proposition)].sum(axis=0))
        side = int(np.argmax(p[1:])) + 1
        return LABELS[side], float(p[side])


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())
