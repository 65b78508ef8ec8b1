"""Fit the confidence and choose the thresholds of an exported model: ``python -m training.stance.calibrate``.

Rewrites ``DIR/config.json``. It reads what training kept aside, whole articles with propositions that
training never saw; the dev file is left alone, so that what is measured there stays honest. Two thresholds:
the one of the highest F1, and the one from which on answers reach a precision that may be published.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from service.pipeline.stance_model.runtime import Asked, Floats, Judgment, Model, features
from training.stance.corpus import Item, split
from training.stance.scoring import Row, best_threshold, describe, threshold_for

PRECISION = 0.75
"""What answers above the publishing threshold must reach."""
RIDGE = 1e-3
STEPS = 40


def ask(model: Model, items: Sequence[Item]) -> tuple[list[Judgment], list[str]]:
    """The model's judgment on every pair of some quotes, and the gold sides."""
    judgments: list[Judgment] = []
    gold: list[str] = []
    for item in items:
        asked = [(question.text, question.negation) for question in item.questions]
        judgments += model.ask(Asked(item.speaker, item.cue, item.text), asked)
        gold += [question.side for question in item.questions]
    return judgments, gold


def answers(model: Model, judgments: Sequence[Judgment], gold: Sequence[str]) -> list[Row]:
    """The model's answers as rows to score."""
    found = [model.answer(judgment) for judgment in judgments]
    return [Row(g, a.side, a.confidence) for g, a in zip(gold, found, strict=True)]


def fit(inputs: Floats, right: Floats) -> Floats:
    """Weights of a logistic regression with an intercept first (Newton's method)."""
    design = np.concatenate([np.ones((len(inputs), 1)), inputs], axis=1)
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (right - p) - RIDGE * weights
        curvature = (design * (p * (1 - p))[:, None]).T @ design + RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def main() -> None:
    """Read the command line, fit and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=Path("../shared/stance"))
    parser.add_argument("--model", type=Path, default=Path("training/runs/stance/model"))
    options = parser.parse_args()
    model = Model(options.model, threads=2)
    # Only news: how often a pair is addressed there is what users meet.
    _, held = split(options.corpus, None, ("news_train.jsonl",))
    judgments, gold = ask(model, held)
    guessed = [model.answer(judgment).side for judgment in judgments]
    right = np.array([g == side for g, side in zip(gold, guessed, strict=True)], dtype=np.float64)
    weights = fit(np.array([features(judgment) for judgment in judgments]), right)
    model.confidence = tuple(float(w) for w in weights)
    rows = answers(model, judgments, gold)
    threshold = best_threshold(rows)
    publish = max(threshold, threshold_for(rows, PRECISION))
    path = options.model / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config |= {
        "confidence": [round(w, 4) for w in model.confidence],
        "threshold": threshold,
        "publish": publish,
    }
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(f"{len(held)} quotes, {len(gold)} pairs kept aside; threshold {threshold}, publish {publish}")
    print(describe("kept aside", rows, threshold))
    print(describe("published", rows, publish))


if __name__ == "__main__":
    main()
