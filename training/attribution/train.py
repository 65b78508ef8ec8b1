"""Train the attribution model: ``python -m training.attribution.train --corpus DIR``.

The corpus has the layout of PolNeAR (see ``corpus``). On a CPU several single-threaded processes share the
work and average their gradients: unlike threads they do not wait for each other inside every operation,
which matters where the machine has other things to do. The learning rate warms up and falls linearly to zero
in each of a few cycles, and the mean of the weights at the cycles' ends is the result (stochastic weight
averaging, Izmailov et al. 2018). Checkpoints are written along the way; ``export`` takes any of them.
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
from tokenizers import Tokenizer

from training.attribution import corpus
from training.attribution.encode import Corpus, Example, batch, batches
from training.attribution.network import Attributor, pretrained

FROZEN = ("words", "positions")
RATES = {"shapes": 5, "quotes": 5, "first": 5, "heads": 5, "transitions": 25, "opening": 25}
"""What is new learns faster than the pretrained encoder, by these factors."""
State = dict[str, torch.Tensor]
SHOWN = 25
"""Steps between two lines of progress."""


def tokenizer() -> Tokenizer:
    """The encoder's tokenizer, without the truncation and padding at 128 that its file asks for."""
    found = Tokenizer.from_file(str(pretrained() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def divide(articles: list[corpus.GoldArticle], holdout: int) -> tuple[list[corpus.GoldArticle], ...]:
    """The articles to train on, and ``holdout`` others spread over the corpus to choose settings on."""
    step = len(articles) // holdout if holdout else len(articles) + 1
    held = set(range(step // 2, len(articles), step)) if holdout else set()
    return (
        [article for number, article in enumerate(articles) if number not in held],
        [article for number, article in enumerate(articles) if number in held],
    )


def schedule(progress: float, warmup: float) -> float:
    """The share of the peak learning rate at a point between 0 and 1 of a cycle."""
    return min(progress / warmup, (1 - progress) / (1 - warmup))


def mean(states: list[State]) -> State:
    """The mean of several checkpoints of one network."""
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


class Trainer:
    """One process of a run. The process of rank 0 writes the log and the checkpoints."""

    def __init__(self, rank: int, options: argparse.Namespace) -> None:
        self.rank, self.options = rank, options
        learnt, held = divide(list(corpus.read(options.corpus, "train")), options.holdout)
        self.train = Corpus(learnt, tokenizer())
        self.held = Corpus(held, tokenizer()).plain()
        self.total = sum(len(example.window.ids) for example in self.train.plain())
        torch.manual_seed(options.seed)
        self.model = Attributor()
        self.model.load_pretrained(pretrained())
        if options.start:
            self.model.load_state_dict(torch.load(options.start, map_location="cpu", weights_only=True))
        groups: dict[int, list[torch.nn.Parameter]] = {}
        for name, parameter in self.model.named_parameters():
            root = name.split(".")[0]
            parameter.requires_grad_(root not in FROZEN)
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
        self.snapshots: list[State] = []
        self.begin, self.seen, self.steps, self.progress = time.monotonic(), 0, 0, 0.0
        self.say(f"{len(learnt)} articles, {self.total} subwords an epoch, {len(held)} articles held out")

    def say(self, text: str) -> None:
        """Print a line, once over all processes."""
        if self.rank == 0:
            print(text, flush=True)

    @property
    def epochs(self) -> float:
        """Passes over the corpus so far, all processes together."""
        return self.seen * self.options.processes / self.total

    def step(self, examples: list[Example]) -> float:
        """Learn from one batch; gives its loss."""
        options = self.options
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * schedule(self.progress * options.cycles % 1, options.warmup)
        self.gradients.zero_()
        loss = self.model.loss(batch(examples, self.masker, options.masking))
        loss.backward()
        self.seen += sum(len(example.window.ids) for example in examples)
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
        """Write the weights and their running average."""
        self.options.out.mkdir(parents=True, exist_ok=True)
        for kind, model in (("", self.model), ("-average", self.average)):
            torch.save(model.state_dict(), self.options.out / f"{name}{kind}.pt")

    def end_cycle(self) -> None:
        """Keep the weights as they are at a cycle's end, and write the mean of all such."""
        self.snapshots.append({name: value.clone() for name, value in self.average.state_dict().items()})
        self.save(f"cycle-{len(self.snapshots)}")
        torch.save(mean(self.snapshots), self.options.out / "mean.pt")
        self.say(f"end of cycle {len(self.snapshots)}; held out: {self.measure()}")

    def measure(self) -> str:
        """The averaged weights' losses on a part of the held out articles."""
        self.average.eval()
        with torch.no_grad():
            losses = [
                [float(x) for x in self.average.losses(batch(self.held[n : n + 4]))]
                for n in range(0, min(len(self.held), 60), 4)
            ]
        return " ".join(f"{x:.4f}" for x in np.array(losses).mean(axis=0)) if losses else "none"

    def run(self) -> None:
        """Train until the clock or the number of epochs says stop."""
        options = self.options
        recent: list[float] = []
        saved, epoch = 0.0, 0
        self.model.train()
        while self.progress < 1:
            rng = random.Random(options.seed * 1000 + epoch)
            queue = batches(self.train.epoch(rng), options.subwords // options.processes, rng)
            whole = len(queue) // options.processes * options.processes
            for examples in queue[self.rank : whole : options.processes]:
                recent = [*recent[-99:], self.step(examples)]
                if self.steps % SHOWN == 0:
                    speed = self.seen * options.processes / (time.monotonic() - self.begin)
                    loss = sum(recent) / len(recent)
                    self.say(
                        f"step {self.steps}, epoch {self.epochs:.2f}, {self.progress:.1%} done: "
                        f"loss {loss:.4f}, {speed:.0f} subwords a second"
                    )
                if self.rank == 0 and self.progress * options.cycles >= len(self.snapshots) + 1:
                    self.end_cycle()
                if self.rank == 0 and self.epochs - saved >= options.every:
                    saved = self.epochs
                    self.save(f"epoch-{saved:.1f}")
                    self.say(f"held out: sequences, tags, content -> cue, cue -> source: {self.measure()}")
                if self.progress >= 1:
                    break
            epoch += 1
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
    add(
        "--corpus",
        type=Path,
        default=Path("../shared/polnear"),
        help="holds train/text and train/attributions",
    )
    add("--out", type=Path, default=Path("training/runs/attribution"), help="where checkpoints go")
    add("--start", type=Path, help="checkpoint to go on from, instead of the pretrained encoder")
    add("--minutes", type=float, help="length of the run by the clock (instead of --epochs)")
    add("--epochs", type=float, default=9.0, help="length of the run in passes over the corpus")
    add(
        "--cycles", type=int, default=4, help="times the learning rate falls to zero; their ends are averaged"
    )
    add("--processes", type=int, default=2, help="processes that share each step")
    add("--threads", type=int, default=1, help="threads of each process")
    add("--subwords", type=int, default=1016, help="padded subwords a step, over all processes")
    add("--rate", type=float, default=2e-4, help="peak learning rate of the encoder")
    add("--warmup", type=float, default=0.06, help="share of the run in which the rate rises")
    add("--masking", type=float, default=0.06, help="share of subwords hidden in training")
    add("--average", type=float, default=0.99, help="decay of the running average of weights")
    add("--holdout", type=int, default=24, help="articles kept from training, to choose settings on")
    add("--every", type=float, default=0.8, help="epochs between checkpoints")
    add("--seed", type=int, default=1, help="of the order, the masks and the new weights")
    options = parser.parse_args()
    if options.processes == 1:
        work(0, options)
        return
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29517")
    mp.spawn(work, args=(options,), nprocs=options.processes)


if __name__ == "__main__":
    main()
