"""Train the attribution model: ``python -m training.attribution.train --corpus DIR``.

The corpus has the layout of PolNeAR (see ``corpus``). The articles of ``training/attribution/written`` are
learnt beside it, for the corpus is of one country and two years. A few of both are held out: those of the
corpus to choose settings on, the written ones to measure on.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.attribution import corpus, written
from training.attribution.encode import Corpus, Example, batch, batches
from training.attribution.network import Attributor
from training.encoder import pretrained, tokenizer
from training.loop import Run, parser, read_checkpoint, start

FROZEN = ("words.", "positions.")
HOLDOUT = 24
"""Articles kept from training, unless the command line says otherwise."""
RATES = {"shapes": 5, "quotes": 5, "first": 5, "annotators": 5, "heads": 5, "transitions": 25, "opening": 25}
"""What is new learns faster than the pretrained encoder, by these factors."""


def divide(articles: list[corpus.GoldArticle], holdout: int) -> tuple[list[corpus.GoldArticle], ...]:
    """The articles to train on, and some ``holdout`` others, spread evenly, to choose settings on.

    Raises:
        ValueError: where there are fewer articles than that.
    """
    if len(articles) < holdout:
        raise ValueError(f"{len(articles)} articles are too few to keep {holdout} aside")
    step = len(articles) // holdout if holdout else len(articles) + 1
    held = set(range(step // 2, len(articles), step)) if holdout else set()
    return (
        [article for number, article in enumerate(articles) if number not in held],
        [article for number, article in enumerate(articles) if number in held],
    )


class AttributionRun(Run[Example]):
    """Training of the tagger and its pointers."""

    average: Attributor

    def __init__(self, rank: int, options: argparse.Namespace) -> None:
        learnt, held = divide(list(corpus.read(options.corpus, "train")), options.holdout)
        names = {article.name for article in learnt}
        everyone = corpus.read(options.corpus, "train", everyone=True)
        annotated = [article for article in everyone if article.name in names]
        invented, _ = divide(list(written.read(options.written)), options.holdout)
        self._train = Corpus([*annotated, *invented], tokenizer())
        self._held = Corpus(held, tokenizer()).plain()
        torch.manual_seed(options.seed)
        self._network = Attributor()
        self._network.load_pretrained(pretrained())
        if options.start:
            self._network.load_state_dict(read_checkpoint(options.start))
        super().__init__(rank, options, self._network, frozen=FROZEN, rates=RATES)
        self.say(f"{len(learnt)} articles, {len(held)} held out; {len(invented)} written ones")

    def batches(self, rng: random.Random) -> list[list[Example]]:
        """Every window once."""
        return batches(self._train.epoch(rng), self.options.subwords // self.options.processes, rng)

    def loss(self, examples: list[Example]) -> Tensor:
        """The network's loss, with some subwords hidden."""
        return self._network.loss(batch(examples, self.masker, self.options.masking))

    def subwords(self, example: Example) -> int:
        """Those of the window."""
        return len(example.window.ids)

    def measure(self) -> str:
        """The losses on a part of the held out articles."""
        self.average.eval()
        with torch.no_grad():
            losses = [
                [float(x) for x in self.average.losses(batch(self._held[n : n + 4]))]
                for n in range(0, min(len(self._held), 60), 4)
            ]
        names = ("sequences", "tags", "content -> cue", "cue -> source")
        means = np.array(losses).mean(axis=0) if losses else ()
        return ", ".join(f"{name} {x:.4f}" for name, x in zip(names, means, strict=False)) or "none"


def main() -> None:
    """Read the command line and start the processes."""
    options = parser(
        __doc__,
        corpus=Path("../shared/polnear"),
        out=Path("training/runs/attribution"),
        epochs=9.0,
        cycles=4,
        masking=0.12,
        subwords=1016,
        every=0.8,
    )
    options.add_argument("--written", type=Path, default=written.FOLDER, help="folder of tagged articles")
    options.add_argument("--holdout", type=int, default=HOLDOUT, help="articles kept from training")
    start(AttributionRun, options.parse_args())


if __name__ == "__main__":
    main()
