"""The mean of several checkpoints of one network: ``python -m training.average --out MEAN.pt A.pt B.pt``."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.loop import mean, read_checkpoint


def main() -> None:
    """Read the command line and write the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.save(mean([read_checkpoint(path) for path in options.checkpoints]), options.out)


if __name__ == "__main__":
    main()
