"""Train the stance model: ``python -m training.stance.train --corpus DIR``.

It learns from the labelled pairs of the corpus and of ``labels`` (see ``corpus``). One article of fourteen
of the corpus is kept aside with its propositions: ``calibrate`` chooses thresholds there, and nothing here
ever sees it.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.attribution.network import Attributor
from training.encoder import pretrained, tokenizer
from training.loop import Run, parser, read_checkpoint, start
from training.stance.batches import Encoder, Example, batches, collate
from training.stance.corpus import split
from training.stance.network import ROLES_AT, StanceNetwork

FROZEN = ("words.", "positions.", "norm.", *(f"layers.{number}." for number in range(ROLES_AT)))
RATES = {"roles": 5, "hidden": 5, "scores": 5}
"""What is new learns faster than the pretrained encoder, by these factors."""


class StanceRun(Run[Example]):
    """Training of the reader of quotes and propositions."""

    average: StanceNetwork

    def __init__(self, rank: int, options: argparse.Namespace) -> None:
        self._items, held = split(options.corpus, options.articles)
        self._encoder = Encoder(tokenizer())
        self._held = [self._encoder.both(item) for item in held]
        torch.manual_seed(options.seed)
        encoder = Attributor()
        encoder.load_pretrained(pretrained())
        self._network = StanceNetwork(encoder)
        if options.start:
            self._network.load_state_dict(read_checkpoint(options.start))
        super().__init__(rank, options, self._network, frozen=FROZEN, rates=RATES)
        pairs = sum(len(item.questions) for item in self._items)
        self.say(f"{len(self._items)} quotes with {pairs} pairs to learn from, {len(held)} quotes kept aside")

    def batches(self, rng: random.Random) -> list[list[Example]]:
        """The quotes that address something, and a part of the others."""
        shown = self._encoder.epoch(self._items, self.options.quiet, rng)
        return batches(shown, self.options.subwords // self.options.processes, rng)

    def loss(self, examples: list[Example]) -> Tensor:
        """The network's loss, with some subwords hidden."""
        return self._network.loss(collate(examples, self.masker, self.options.masking))

    def subwords(self, example: Example) -> int:
        """Those of the packed input."""
        return example.packed.size

    def measure(self) -> str:
        """The loss on a part of what is kept aside."""
        self.average.eval()
        some = self._held[:: max(1, len(self._held) // 400)]
        with torch.no_grad():
            return f"loss {np.mean([float(self.average.loss(collate([example]))) for example in some]):.4f}"


def main() -> None:
    """Read the command line and start the processes."""
    options = parser(
        __doc__,
        corpus=Path("../shared/stance"),
        out=Path("training/runs/stance"),
        epochs=2.0,
        cycles=2,
        subwords=2048,
        every=0.2,
    )
    add = options.add_argument
    add(
        "--articles",
        type=Path,
        default=Path("../shared/polnear"),
        help="PolNeAR, which the labels point into",
    )
    add("--quiet", type=float, default=0.3, help="share shown an epoch of quotes that address nothing")
    start(StanceRun, options.parse_args())


if __name__ == "__main__":
    main()
