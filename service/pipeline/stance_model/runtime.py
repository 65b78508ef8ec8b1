"""The stance model at work: one onnxruntime session a process, one run a quote.

A proposition is asked together with its negation, which must get the opposite answer: the two distributions
are averaged. The confidence of an answer is the chance that it is right, as measured on propositions that
training never saw; under the threshold chosen there the model declines.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from service.models import Side
from service.pipeline.odds import LEAST, chance_of, log_odds
from service.pipeline.onnx import once_a_process, open_session
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
from service.pipeline.wording import content_words

FOLDER = Path(__file__).with_name("model")
"""Where the shipped model lies: ``model.onnx``, ``tokenizer.json``, ``config.json``."""
MOST_ASKED = 24
"""Propositions, or negations, of one run; more are asked in several."""
_NONE, _FAVOR, _AGAINST, _NEUTRAL = range(4)
_SIDES: tuple[Side, ...] = ("favor", "against", "neutral")
_SWAPPED = [_NONE, _AGAINST, _FAVOR, _NEUTRAL]
PLAINLY_NOT = 0.1
"""The chance of being addressed under which a proposition's negation is not heard."""
AT_ONCE = 3
"""Up to as many propositions are asked together with their negations: reading the quote again costs more."""
MOST_SHARED = 4
"""Shared words beyond these say no more."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest side of a quote on a proposition, and the chance that this is right (not addressed is
    wrong).
    """

    side: Side
    confidence: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A quote as the model is shown it."""

    speaker: str
    cue: str
    text: str


@dataclass(frozen=True, slots=True)
class Judgment:
    """What the network says of a quote and a proposition.

    ``probabilities`` (4) in the order of ``LABELS``, the negation's answer turned around and averaged in;
    ``agreement`` 1 where the two are the same, down to 0; ``shared`` content words.
    """

    probabilities: Floats
    agreement: float
    shared: int


class Model:
    """The network with its tokenizer and settings. Open it after a fork, never before."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1, name: str = "model.onnx") -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.version: str = config["version"]
        self.threshold: float = config["threshold"]
        self.publish: float = config["publish"]
        self.confidence: tuple[float, ...] = tuple(config["confidence"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._session = open_session(folder / name, threads)
        self._subwords = lru_cache(maxsize=4096)(self._cut)

    def _cut(self, text: str, limit: int) -> tuple[int, ...]:
        return tuple(subwords(self._tokenizer, text, limit))

    def ask(self, quote: Asked, propositions: Sequence[tuple[str, str | None]]) -> list[Judgment]:
        """What the network says of each (proposition, negation) pair."""
        spoken = (
            self._subwords(quote.speaker, SPEAKER_LIMIT),
            self._subwords(quote.cue, CUE_LIMIT),
            self._subwords(quote.text, QUOTE_LIMIT),
        )
        plain, turned = self._both(spoken, propositions)
        said = set(content_words(f"{quote.cue} {quote.text}"))
        judgments = []
        for one, other, (proposition, negation) in zip(plain, turned, propositions, strict=True):
            shared = len(said & set(content_words(f"{proposition} {negation or ''}")))
            agreement = 1 - float(np.abs(one - other).sum()) / 2
            judgments.append(Judgment((one + other) / 2, agreement, shared))
        return judgments

    def _both(
        self, spoken: Sequence[Sequence[int]], propositions: Sequence[tuple[str, str | None]]
    ) -> tuple[Floats, Floats]:
        """What propositions got (P, 4), and the same with what their negations got turned around.

        Most pairs are not addressed, and plainly so: what their negations get would say nothing.
        """
        asked = [proposition for proposition, _ in propositions]
        negations = {at: negation for at, (_, negation) in enumerate(propositions) if negation}
        if len(propositions) <= AT_ONCE:
            every = self._distributions(spoken, [*asked, *negations.values()])
            plain, negated = every[: len(asked)], dict(zip(negations, every[len(asked) :], strict=True))
        else:
            plain, negated = self._distributions(spoken, asked), {}
        heard = [at for at in negations if 1 - plain[at][_NONE] >= PLAINLY_NOT]
        if not negated:
            answers = self._distributions(spoken, [negations[at] for at in heard])
            negated = dict(zip(heard, answers, strict=True))
        turned = plain.copy()
        for at in heard:
            turned[at] = negated[at][_SWAPPED]
        return plain, turned

    def _distributions(self, spoken: Sequence[Sequence[int]], propositions: Sequence[str]) -> Floats:
        """The probabilities (P, 4) of each proposition's labels for one quote."""
        asked = [self._subwords(text, PROPOSITION_LIMIT) for text in propositions]
        runs = [
            self.run(pack(spoken, asked[at : at + MOST_ASKED])) for at in range(0, len(asked), MOST_ASKED)
        ]
        return softmax(np.concatenate(runs)) if runs else np.zeros((0, len(LABELS)))

    def run(self, packed: Packed) -> Floats:
        """The network's scores (P, 4) for one input."""
        first = np.zeros((len(packed.bounds), packed.size), dtype=np.float32)
        mean = np.zeros_like(first)
        for number, (start, end) in enumerate(packed.bounds):
            first[number, start] = 1
            mean[number, start:end] = 1 / (end - start)
        inputs = {
            "ids": packed.ids,
            "positions": packed.positions,
            "roles": packed.roles,
            "segments": packed.segments,
            "first": first,
            "mean": mean,
        }
        return np.asarray(self._session.run(None, inputs)[0], dtype=np.float64)

    def answer(self, judgment: Judgment) -> Answer:
        """The likeliest side of one judgment, whatever its confidence."""
        base, *weights = self.confidence
        score = base + sum(w * x for w, x in zip(weights, features(judgment), strict=True))
        side = _SIDES[int(np.argmax(judgment.probabilities[1:]))]
        return Answer(side, chance_of(score))


def features(judgment: Judgment) -> tuple[float, ...]:
    """What the confidence is made of.

    The log odds of being addressed, and of the side among the sides; how far proposition and negation got
    opposite answers; and how many content words quote and proposition share.
    """
    sides = judgment.probabilities[1:]
    addressed = float(sides.sum())
    share = float(sides.max()) / max(addressed, LEAST)
    return (log_odds(addressed), log_odds(share), judgment.agreement, min(judgment.shared, MOST_SHARED))


def softmax(scores: Floats) -> Floats:
    """Scores (..., n) as probabilities."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


model = once_a_process(Model)
"""The shipped model of this process."""
