"""Measure an exported model beside its controls: ``python -m training.stance.evaluate FILE``.

Controls: the majority ("favor" for every pair that the model finds addressed), a linear model over words of
quote and proposition, and the model without the quote, which shows what propositions alone give away.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from service.pipeline.stance_model.runtime import Model
from training.stance.calibrate import answers, ask
from training.stance.corpus import HELD, Item, divide, read, split
from training.stance.linear import LinearModel
from training.stance.scoring import Row, best_threshold, describe, figures


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", default=Path("../shared/stance/news_dev.jsonl"))
    parser.add_argument("--corpus", type=Path, default=Path("../shared/stance"))
    parser.add_argument("--model", type=Path, default=Path("training/runs/stance/model"))
    parser.add_argument("--kept-aside", action="store_true", help="only what training kept aside of FILE")
    options = parser.parse_args()
    model = Model(options.model)
    articles = list(read(options.file))
    if options.kept_aside:
        _, articles = divide(articles, HELD)
    items = [item for article in articles for item in article]
    begin = time.process_time()
    judgments, gold = ask(model, items)
    speed = len(gold) / (time.process_time() - begin)
    rows = answers(model, judgments, gold)
    print(f"{options.file.name}: {len(gold)} pairs, {speed:.0f} pairs a second of processor time")
    print(describe("model", rows, model.threshold))
    for share in (0.25, 0.5, 0.75):
        kept = sorted(rows, key=lambda row: -row.confidence)[: round(share * sum(g != "none" for g in gold))]
        print(f"  precision of the {len(kept)} surest {figures(kept).precision:.3f}")
    print(describe("majority", [replace(row, side="favor") for row in rows], model.threshold))
    blind = [replace(item, speaker="", cue="", text="") for item in items]
    blind_rows = answers(model, *ask(model, blind))
    print(describe("blind", blind_rows, best_threshold(blind_rows)))
    train, held = split(options.corpus, None)
    linear = LinearModel.train(train)
    threshold = best_threshold(_linear(linear, held))
    print(describe("linear", _linear(linear, items), threshold))


def _linear(model: LinearModel, items: list[Item]) -> list[Row]:
    return [
        Row(question.side, *model.answer(item.text, item.cue, question.text))
        for item in items
        for question in item.questions
    ]


if __name__ == "__main__":
    main()
