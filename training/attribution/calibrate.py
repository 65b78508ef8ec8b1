"""Choose the decoding thresholds and fit the confidence of an exported model.

``python -m training.attribution.calibrate --model DIR`` rewrites ``DIR/config.json``. It reads the articles
that training held out, and never the corpus' dev part.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from service.pipeline.attribution.confidence import chance, evidence
from service.pipeline.attribution.decode import Floats, Found, Settings
from service.pipeline.attribution.features import places
from service.pipeline.attribution.runtime import Model, assemble
from service.pipeline.attribution.windows import Window
from training.attribution import corpus
from training.attribution.scoring import f1, pairs
from training.attribution.train import HOLDOUT, divide

EAGER = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
LINKS = (0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
SOURCES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
FLOORS = tuple(step / 20 for step in range(6, 14))
"""Around the even chance; hardly anything is below the lowest."""
SLACK = 0.004
"""A difference that means nothing on two dozen articles."""
RIGHT = 0.5
"""The share of what a person marked that an attribution must cover to count as right for its confidence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with everything the network said of it, kept to decode it many times."""

    article: corpus.GoldArticle
    spans: list[tuple[int, int]]
    outputs: list[tuple[Window, Floats]]

    def decode(self, settings: Settings) -> list[Found]:
        """The attributions under some settings."""
        text = self.article.text
        found = assemble(text, self.spans, self.outputs, settings)
        return [item for item in found if chance(item, text, settings.confidence) >= settings.floor]


def read(model: Model, article: corpus.GoldArticle) -> Reading:
    """Run the network over an article."""
    spans = list(places(article.text))
    return Reading(article, spans, list(model.read(article.text, spans)))


def quality(readings: list[Reading], settings: Settings) -> tuple[float, float, float]:
    """The judge's quotes@0.3 and quotes=0.8, and the share of right sources among the former."""
    loose = strict = given = wanted = sources = 0
    for reading in readings:
        found, gold = reading.decode(settings), reading.article.attributions
        contents, wished = [item.content for item in found], [g.content for g in gold]
        given, wanted = given + len(found), wanted + len(gold)
        matched = pairs(wished, contents, 0.3, "share")
        loose += len(matched)
        strict += len(pairs(wished, contents, 0.8, "union"))
        for i, j in matched.items():
            source = found[i].source
            hit = any(source and source.start < end and start < source.end for start, end in gold[j].source)
            sources += hit or (source is None and not gold[j].source)
    return f1(loose, given, wanted), f1(strict, given, wanted), sources / max(1, loose)


def logistic(features: Floats, right: Floats, rounds: int = 100, ridge: float = 1.0) -> Floats:
    """Weights of a logistic regression (N, F) -> (N), by Newton's method; feature 0 is the constant."""
    weights = np.zeros(features.shape[1])
    penalty = ridge * np.eye(features.shape[1])
    penalty[0, 0] = 0
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (chance - right) + penalty @ weights
        hessian = (features * (chance * (1 - chance))[:, None]).T @ features + penalty
        weights = weights - np.linalg.solve(hessian, gradient)
    return np.asarray(weights)


def confidence(readings: list[Reading], settings: Settings) -> tuple[Floats, Floats, Floats]:
    """The weights of the confidence; with them, the chances and the outcomes on the articles read."""
    rows, right = [], []
    for reading in readings:
        found = reading.decode(settings)
        gold = [attribution.content for attribution in reading.article.attributions]
        matched = pairs(gold, [item.content for item in found], RIGHT, "share")
        for i, item in enumerate(found):
            rows.append([1.0, *evidence(item, reading.article.text)])
            right.append(float(i in matched))
    features, outcome = np.array(rows), np.array(right)
    weights = logistic(features, outcome)
    return weights, 1 / (1 + np.exp(-features @ weights)), outcome


def choose(readings: list[Reading], settings: Settings, name: str, values: Sequence[float]) -> Settings:
    """The settings with a good value of one of them: in the middle of those within ``SLACK`` of the best.

    The articles held out are few, and the best of all is as much theirs as the network's.
    """
    results = []
    for value in values:
        loose, strict, sources = quality(readings, replace(settings, **{name: value}))
        results.append((sources if name == "source" else loose + strict, value))
        print(f"{name} {value:.2f}: F1 at 0.3 {loose:.3f}, at 0.8 {strict:.3f}; sources right {sources:.3f}")
    top = max(results)[0]
    good = [value for result, value in results if result >= top - SLACK]
    return replace(settings, **{name: good[len(good) // 2]})


def main() -> None:
    """Read the command line, choose, and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=Path("../shared/polnear"))
    parser.add_argument("--model", type=Path, default=Path("training/runs/attribution/model"))
    parser.add_argument("--holdout", type=int, default=HOLDOUT, help="as in training")
    options = parser.parse_args()
    model = Model(options.model)
    _, held = divide(list(corpus.read(options.corpus, "train")), options.holdout)
    readings = [read(model, article) for article in held]
    settings = replace(model.settings, floor=0.0)
    settings = choose(readings, settings, "eager", EAGER)
    settings = choose(readings, settings, "link", LINKS)
    settings = choose(readings, settings, "source", SOURCES)
    weights, chances, outcome = confidence(readings, settings)
    for low, high in ((0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
        chosen = (chances >= low) & (chances < high)
        if chosen.any():
            print(f"confidence {low}-{high}: {outcome[chosen].mean():.3f} right of {chosen.sum()}")
    fitted = tuple(float(weight) for weight in weights.round(4))
    settings = choose(readings, replace(settings, confidence=fitted), "floor", FLOORS)
    path = options.model / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config |= {"eager": settings.eager, "link": settings.link, "source": settings.source}
    config |= {"confidence": list(settings.confidence), "floor": settings.floor}
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    names = ("eager", "link", "source", "confidence", "floor")
    print("chosen: " + ", ".join(f"{name} {config[name]}" for name in names))


if __name__ == "__main__":
    main()
