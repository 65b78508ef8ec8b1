"""The loop that both models are trained in.

On a CPU several single-threaded processes share each step and average their gradients; unlike threads they do
not wait for each other inside every operation, which matters where the machine has other things to do. The
learning rate warms up and falls linearly to zero in each of a few cycles. What is measured and kept is a
running average of the weights, and the mean of what it is at the cycles' ends is the result (after stochastic
weight averaging, Izmailov et al. 2018). Checkpoints are written along the way; ``export`` takes any of them,
and ``average`` makes one of several.
"""

from __future__ import annotations

import argparse
import copy
import os
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import Tensor, nn

State = dict[str, Tensor]
Example = TypeVar("Example")
SHOWN = 25
"""Steps between two lines of progress."""


def schedule(progress: float, warmup: float) -> float:
    """The share of the peak learning rate at a point between 0 and 1 of a cycle."""
    return min(progress / warmup, (1 - progress) / (1 - warmup))


def mean(states: Sequence[State]) -> State:
    """The mean of several checkpoints of one network."""
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


def read_checkpoint(path: Path) -> State:
    """The weights in a checkpoint."""
    found: State = torch.load(path, map_location="cpu", weights_only=True)
    return found


class Run(ABC, Generic[Example]):
    """One process of a run. The process of rank 0 writes the log and the checkpoints.

    ``model`` is trained but for the parameters whose names start with one of ``frozen``; those whose names'
    first part is in ``rates`` learn faster by that factor, for they are new.
    """

    def __init__(
        self,
        rank: int,
        options: argparse.Namespace,
        model: nn.Module,
        *,
        frozen: tuple[str, ...],
        rates: Mapping[str, float],
    ) -> None:
        self.rank, self.options, self.model = rank, options, model
        groups: dict[float, list[nn.Parameter]] = {}
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(not name.startswith(frozen))
            if parameter.requires_grad:
                groups.setdefault(rates.get(name.split(".")[0], 1), []).append(parameter)
        self._optimiser = torch.optim.AdamW(
            [{"params": group, "peak": options.rate * factor} for factor, group in groups.items()],
            weight_decay=0.01,
        )
        self.average = copy.deepcopy(model)
        self._parameters = [p for p in model.parameters() if p.requires_grad]
        self._averaged = [p for p in self.average.parameters() if p.requires_grad]
        # All gradients lie in one array, so that one call averages them over the processes; its last number
        # carries the clock, so that all agree on how far the run is.
        self._gradients = torch.zeros(sum(p.numel() for p in self._parameters) + 1)
        offset = 0
        for parameter in self._parameters:
            parameter.grad = self._gradients[offset : offset + parameter.numel()].view_as(parameter)
            offset += parameter.numel()
        torch.manual_seed(options.seed + 1000 + rank)
        self.masker = np.random.default_rng((options.seed, rank))
        self._snapshots: list[State] = []
        self._begin, self._seen, self._steps = time.monotonic(), 0, 0
        self._epochs, self._progress = 0.0, 0.0

    @abstractmethod
    def batches(self, rng: random.Random) -> list[list[Example]]:
        """An epoch's batches: the same on every process for the same ``rng``."""

    @abstractmethod
    def loss(self, examples: list[Example]) -> Tensor:
        """The model's loss on a batch."""

    @abstractmethod
    def subwords(self, example: Example) -> int:
        """How many subwords an example holds."""

    @abstractmethod
    def measure(self) -> str:
        """How the running average of the weights does on what is held out."""

    def say(self, text: str) -> None:
        """Print a line, once over all processes."""
        if self.rank == 0:
            print(text, flush=True)

    def train(self) -> None:
        """Train until the clock or the number of epochs says stop."""
        options, saved, epoch = self.options, 0.0, 0
        recent: list[float] = []
        self.model.train()
        while self._progress < 1:
            queue = self.batches(random.Random(options.seed * 1000 + epoch))
            whole = len(queue) // options.processes * options.processes
            if not whole:
                raise ValueError(f"{len(queue)} batches are too few for {options.processes} processes")
            for number in range(self.rank, whole, options.processes):
                self._epochs = epoch + number / whole
                recent = [*recent[-99:], self._step(queue[number])]
                if self._steps % SHOWN == 0:
                    self._show(sum(recent) / len(recent))
                if self.rank == 0 and self._progress * options.cycles >= len(self._snapshots) + 1:
                    self._end_cycle()
                if self.rank == 0 and self._epochs - saved >= options.every:
                    saved = self._epochs
                    self._save(f"epoch-{saved:.1f}", self.average.state_dict())
                    self.say(f"held out: {self.measure()}")
                if self._progress >= 1:
                    break
            epoch += 1
        self.say(
            f"finished: {self._epochs:.2f} epochs in {(time.monotonic() - self._begin) / 60:.1f} minutes"
        )

    def _step(self, examples: list[Example]) -> float:
        """Learn from one batch; gives its loss."""
        options = self.options
        for group in self._optimiser.param_groups:
            group["lr"] = group["peak"] * schedule(self._progress * options.cycles % 1, options.warmup)
        self._gradients.zero_()
        loss = self.loss(examples)
        loss.backward()
        self._seen += sum(self.subwords(example) for example in examples)
        self._steps += 1
        if options.minutes:
            self._gradients[-1] = (time.monotonic() - self._begin) / (60 * options.minutes)
        else:
            self._gradients[-1] = self._epochs / options.epochs
        if options.processes > 1:
            dist.all_reduce(self._gradients)
            self._gradients /= options.processes
        self._progress = min(1.0, float(self._gradients[-1]))
        nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(self._averaged, self._parameters, max(1 - options.average, 1 / self._steps))
        return float(loss.detach())

    def _show(self, loss: float) -> None:
        speed = self._seen * self.options.processes / (time.monotonic() - self._begin)
        self.say(
            f"step {self._steps}, epoch {self._epochs:.2f}, {self._progress:.1%} done: "
            f"loss {loss:.4f}, {speed:.0f} subwords a second"
        )

    def _save(self, name: str, state: State) -> None:
        self.options.out.mkdir(parents=True, exist_ok=True)
        torch.save(state, self.options.out / f"{name}.pt")

    def _end_cycle(self) -> None:
        """Keep the running average as it is at a cycle's end, and write the mean of all such."""
        self._snapshots.append({name: value.clone() for name, value in self.average.state_dict().items()})
        self._save(f"cycle-{len(self._snapshots)}", self._snapshots[-1])
        self._save("mean", mean(self._snapshots))
        self.say(f"end of cycle {len(self._snapshots)}; held out: {self.measure()}")


def parser(description: str | None, **defaults: Any) -> argparse.ArgumentParser:
    """A command line with the options of every run; ``defaults`` are the model's own."""
    found = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = found.add_argument
    add("--corpus", type=Path, help="the folder of the corpus")
    add("--out", type=Path, help="where checkpoints go")
    add("--start", type=Path, help="checkpoint to go on from, instead of the pretrained encoder")
    add("--minutes", type=float, help="length of the run by the clock (instead of --epochs)")
    add("--epochs", type=float, help="length of the run in passes over the corpus")
    add("--cycles", type=int, help="times the learning rate falls to zero; their ends are averaged")
    add("--processes", type=int, help="processes that share each step")
    add("--threads", type=int, default=1, help="threads of each process")
    add("--subwords", type=int, help="padded subwords a step, over all processes")
    add("--rate", type=float, default=2e-4, help="peak learning rate of the encoder")
    add("--warmup", type=float, default=0.06, help="share of a cycle in which the rate rises")
    add("--masking", type=float, default=0.06, help="share of subwords hidden in training")
    add("--average", type=float, default=0.99, help="decay of the running average of weights")
    add("--every", type=float, help="epochs between checkpoints")
    add("--seed", type=int, default=1, help="of the order, the masks and the new weights")
    found.set_defaults(processes=2, **defaults)
    return found


def start(kind: type[Run[Any]], options: argparse.Namespace) -> None:
    """Start a run's processes and wait for them. ``kind`` is called with a rank and the options."""
    if options.processes == 1:
        _work(0, kind, options)
        return
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", str(29517 + os.getpid() % 1000))
    mp.spawn(_work, args=(kind, options), nprocs=options.processes)


def _work(rank: int, kind: Any, options: argparse.Namespace) -> None:
    """What each process does."""
    torch.set_num_threads(options.threads)
    if options.processes > 1:
        dist.init_process_group("gloo", rank=rank, world_size=options.processes)
    kind(rank, options).train()
