"""Run the exported model over a split and write what ``eval/score.py polnear`` reads.

``python -m training.attribution.evaluate --corpus DIR --split dev --out PRED.ndjson``, then
``score.py polnear PRED.ndjson --split dev``. Before it, the model's figures on the written articles that
training held out are printed.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from service.models import Attribution, Span
from service.pipeline.attribution.runtime import FOLDER, Model
from training.attribution import written
from training.attribution.calibrate import quality, read
from training.attribution.corpus import folder_of, read_text
from training.attribution.train import HOLDOUT, divide


def row(text: str, found: Attribution) -> dict[str, object]:
    """One attribution in the words of the judge."""

    def passage(span: Span | None) -> dict[str, object] | None:
        return None if span is None else {"start": span.start, "end": span.end, "text": span.of(text)}

    return {
        "start": found.start,
        "end": found.end,
        "spans": [[span.start, span.end] for span in found.content],
        "cue": passage(found.cue),
        "attitude": found.attitude,
        "confidence": found.confidence,
        "speaker": {"mention": passage(found.source), "name": None, "stated": None},
    }


def main() -> None:
    """Read the command line, write the predictions and print the speed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=Path("../shared/polnear"))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", type=Path, default=FOLDER, help="folder of the exported model")
    parser.add_argument("--name", default="model.onnx", help="which network in it (float.onnx to compare)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--written", type=Path, default=written.FOLDER, help="as in training")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model = Model(options.model, options.threads, options.name)
    _, held = divide(list(written.read(options.written)), HOLDOUT)
    loose, strict, sources = quality([read(model, article) for article in held], model.settings)
    print(f"{len(held)} written: F1 at 0.3 {loose:.3f}, at 0.8 {strict:.3f}; sources right {sources:.3f}")
    words, used, spent = 0, 0.0, 0.0
    with options.out.open("w", encoding="utf-8") as handle:
        for path in sorted((folder_of(options.corpus, options.split) / "text").glob("*.txt")):
            text = read_text(path)
            begin, cpu = time.perf_counter(), time.process_time()
            found = model.attribute(text)
            spent += time.perf_counter() - begin
            used += time.process_time() - cpu
            words += len(text.split())
            rows = [row(text, attribution) for attribution in found]
            handle.write(json.dumps({"article": path.name, "quotes": rows}, ensure_ascii=False) + "\n")
    print(f"{words} words: {words / spent:.0f} a second by the clock, {words / used:.0f} of processor time")


if __name__ == "__main__":
    main()
