"""Train the stance model: ``python -m training.stance.train --corpus DIR``.

The corpus holds ``news_train.jsonl`` and ``written.jsonl`` (see ``corpus``). One article of fourteen is kept
aside with its propositions: ``calibrate`` chooses thresholds there, and nothing here ever sees it. The
processes of one machine share each step and average their gradients; the learning rate warms up and falls
linearly to zero over the given number of minutes or epochs.
"""

from __future__ import annotations

import argparse
import copy
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp

from training.attribution.network import Attributor, pretrained
from training.attribution.train import schedule, tokenizer
from training.stance.batches import Encoder, Example, batches, collate
from training.stance.corpus import Item, divide, read
from training.stance.network import ROLES_AT, StanceNetwork

FROZEN = ("words.", "positions.", "norm.", *(f"layers.{number}." for number in range(ROLES_AT)))
RATES = {"roles": 5, "hidden": 5, "scores": 5}
"""What is new learns faster than the pretrained encoder, by these factors."""
HELD = 14
"""One article of this many is kept aside."""
FILES = ("news_train.jsonl", "written.jsonl")
SHOWN = 25


def split(folder: Path, files: tuple[str, ...] = FILES) -> tuple[list[Item], list[Item]]:
    """The quotes to train on, and those kept aside."""
    kept: list[Item] = []
    held: list[Item] = []
    for name in files:
        for part, articles in zip((kept, held), divide(list(read(folder / name)), HELD), strict=True):
            part += [item for article in articles for item in article]
    return kept, held


class Trainer:
    """One process of a run. The process of rank 0 writes the log and the checkpoints."""

    def __init__(self, rank: int, options: argparse.Namespace) -> None:
        self.rank, self.options = rank, options
        self.items, held = split(options.corpus)
        self.encoder = Encoder(tokenizer())
        self.held = [self.encoder.both(item) for item in held]
        torch.manual_seed(options.seed)
        base = Attributor()
        base.load_pretrained(pretrained())
        if options.start:
            base.load_state_dict(torch.load(options.start, map_location="cpu", weights_only=True))
        self.model = StanceNetwork(base)
        groups: dict[int, list[torch.nn.Parameter]] = {}
        for name, parameter in self.model.named_parameters():
            root = name.split(".")[0]
            parameter.requires_grad_(not name.startswith(FROZEN))
            if parameter.requires_grad:
                groups.setdefault(RATES.get(root, 1), []).append(parameter)
        self.optimiser = torch.optim.AdamW(
            [{"params": group, "peak": options.rate * factor} for factor, group in groups.items()],
            weight_decay=0.01,
        )
        self.average = copy.deepcopy(self.model)
        self.parameters = [p for p in self.model.parameters() if p.requires_grad]
        self.averaged = [p for p in self.average.parameters() if p.requires_grad]
        # All gradients lie in one array, so that one call averages them over the processes; its last number
        # carries the clock, so that all agree on how far the run is.
        self.gradients = torch.zeros(sum(p.numel() for p in self.parameters) + 1)
        offset = 0
        for parameter in self.parameters:
            parameter.grad = self.gradients[offset : offset + parameter.numel()].view_as(parameter)
            offset += parameter.numel()
        torch.manual_seed(options.seed + 1000 + rank)
        self.masker = np.random.default_rng((options.seed, rank))
        self.begin, self.seen, self.steps, self.epochs, self.progress = time.monotonic(), 0, 0, 0.0, 0.0
        self.say(f"{len(self.items)} quotes to learn from, {len(held)} kept aside")

    def say(self, text: str) -> None:
        """Print a line, once over all processes."""
        if self.rank == 0:
            print(text, flush=True)

    def step(self, examples: list[Example]) -> float:
        """Learn from one batch; gives its loss."""
        options = self.options
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * schedule(self.progress, options.warmup)
        self.gradients.zero_()
        loss = self.model.loss(collate(examples, self.masker, options.masking))
        loss.backward()
        self.seen += sum(example.packed.size for example in examples)
        self.steps += 1
        if options.minutes:
            self.gradients[-1] = (time.monotonic() - self.begin) / (60 * options.minutes)
        else:
            self.gradients[-1] = self.epochs / options.epochs
        if options.processes > 1:
            dist.all_reduce(self.gradients)
            self.gradients /= options.processes
        self.progress = min(1.0, float(self.gradients[-1]))
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(self.averaged, self.parameters, max(1 - options.average, 1 / self.steps))
        return float(loss.detach())

    def save(self, name: str) -> None:
        """Write the running average of the weights."""
        self.options.out.mkdir(parents=True, exist_ok=True)
        torch.save(self.average.state_dict(), self.options.out / f"{name}.pt")

    def measure(self) -> float:
        """The averaged weights' loss on a part of what is kept aside."""
        self.average.eval()
        some = self.held[:: max(1, len(self.held) // 200)]
        with torch.no_grad():
            return float(np.mean([float(self.average.loss(collate([example]))) for example in some]))

    def run(self) -> None:
        """Train until the clock or the number of epochs says stop."""
        options = self.options
        recent: list[float] = []
        epoch = 0
        self.model.train()
        while self.progress < 1:
            rng = random.Random(options.seed * 1000 + epoch)
            shown = self.encoder.epoch(self.items, options.quiet, rng)
            queue = batches(shown, options.subwords // options.processes, rng)
            whole = len(queue) // options.processes * options.processes
            for number in range(self.rank, whole, options.processes):
                self.epochs = epoch + number / whole
                recent = [*recent[-99:], self.step(queue[number])]
                if self.steps % SHOWN == 0:
                    speed = self.seen * options.processes / (time.monotonic() - self.begin)
                    loss = sum(recent) / len(recent)
                    self.say(
                        f"step {self.steps}, epoch {self.epochs:.2f}, {self.progress:.1%} done: "
                        f"loss {loss:.4f}, {speed:.0f} subwords a second"
                    )
                if self.rank == 0 and self.steps % options.every == 0:
                    self.save("last")
                    self.say(f"kept aside: loss {self.measure():.4f}")
                if self.progress >= 1:
                    break
            epoch += 1
        if self.rank == 0:
            self.save("last")
        self.say(f"finished: {self.epochs:.2f} epochs in {(time.monotonic() - self.begin) / 60:.1f} minutes")


def work(rank: int, options: argparse.Namespace) -> None:
    """What each process does."""
    torch.set_num_threads(options.threads)
    if options.processes > 1:
        dist.init_process_group("gloo", rank=rank, world_size=options.processes)
    Trainer(rank, options).run()


def main() -> None:
    """Read the command line and start the processes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--corpus", type=Path, default=Path("../shared/stance"), help="holds news_train and written.jsonl")
    add("--out", type=Path, default=Path("training/runs/stance"), help="where checkpoints go")
    add("--start", type=Path, help="an attribution checkpoint to start from, instead of the plain encoder")
    add("--minutes", type=float, help="length of the run by the clock (instead of --epochs)")
    add("--epochs", type=float, default=4.0, help="length of the run in passes over the corpus")
    add("--processes", type=int, default=2, help="processes that share each step")
    add("--threads", type=int, default=1, help="threads of each process")
    add("--subwords", type=int, default=2048, help="padded subwords a step, over all processes")
    add("--rate", type=float, default=2e-4, help="peak learning rate of the encoder")
    add("--warmup", type=float, default=0.06, help="share of the run in which the rate rises")
    add("--masking", type=float, default=0.05, help="share of subwords hidden in training")
    add("--average", type=float, default=0.99, help="decay of the running average of weights")
    add("--quiet", type=float, default=0.3, help="share shown an epoch of quotes that address nothing")
    add("--every", type=int, default=200, help="steps between checkpoints")
    add("--seed", type=int, default=1, help="of the order, the masks and the new weights")
    options = parser.parse_args()
    if options.processes == 1:
        work(0, options)
        return
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29518")
    mp.spawn(work, args=(options,), nprocs=options.processes)


if __name__ == "__main__":
    main()
