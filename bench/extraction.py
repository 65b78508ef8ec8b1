"""Words a second and memory of the whole extraction, beside the attribution model's alone, on one core.

    python -m bench.extraction [--texts DIR] [--words 30000] [--rounds 3]

Each runs in a process of its own that is kept to one core, in turns: ``network`` is the model's arithmetic
with its tokens made beforehand, ``attribution`` is the model from text to attributions, and ``extraction`` is
clean, attribute, resolve and classify without topics. Without ``--texts``, a folder of .txt files, the
paragraphs of the seed articles are shuffled into articles of 600 words. Models are loaded before the clock
starts; memory is what the process holds at the end, and at most.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.running import ROOT, machine, table
from service.models import Article, RawArticle
from service.pipeline import article_in, load_knowledge, quotes_in
from service.pipeline.attribute import attribute
from service.pipeline.attribution.features import paragraphs, places
from service.pipeline.attribution.runtime import FOLDER, Model
from service.pipeline.attribution.windows import Window, windows
from service.settings import CHECKOUT_SEEDS

SIDES = ("network", "attribution", "extraction")
WORDS_EACH = 600


def texts(folder: Path | None, words: int) -> list[str]:
    """At least as many words of articles, the same every time."""
    if folder is not None:
        whole = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
        if not whole:
            raise SystemExit(f"{folder} holds no .txt")
        found: list[str] = []
        while _count(found) < words:
            found += whole
        return found
    chance = random.Random("texts")
    seeds = sorted((CHECKOUT_SEEDS / "articles").glob("*.txt"))
    paragraphs = [
        line.strip()
        for path in seeds
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.split()) >= 15
    ]
    found = []
    while _count(found) < words:
        article: list[str] = []
        while _count(article) < WORDS_EACH:
            article.append(chance.choice(paragraphs))
        found.append("\n\n".join(article))
    return found


def work(side: str, raw: list[str]) -> Callable[[], object]:
    """What is timed, ready to go."""
    knowledge = load_knowledge(CHECKOUT_SEEDS).with_topics(())
    articles = [RawArticle(f"{n}.txt", text=text, language="en") for n, text in enumerate(raw)]
    if side == "extraction":
        return lambda: [quotes_in(article_in(article, knowledge), knowledge) for article in articles]
    cleaned = [article_in(article, knowledge) for article in articles]
    if side == "attribution":
        return lambda: [attribute(article) for article in cleaned]
    model = Model(threads=1)
    made = [window for article in cleaned for window in _windows(article, model)]
    return lambda: [model.run(window) for window in made]


def _windows(article: Article, model: Model) -> list[Window]:
    skip = sorted((region.start, region.end) for region in article.regions if region.furniture)
    spans = list(places(article.text, tuple(skip)))
    return list(windows(paragraphs(article.text, model._tokenizer, spans), article.text))


def one(side: str, options: argparse.Namespace) -> None:
    """Measure one side in this process, and print it as JSON."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    raw = texts(options.texts, options.words)
    timed = work(side, raw)
    work(side, raw[:1])()  # what is read at the first use
    used, began = time.process_time(), time.perf_counter()
    timed()
    seconds, used = time.perf_counter() - began, time.process_time() - used
    memory = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    held, most = (int(memory[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    print(json.dumps({"words": _count(raw), "seconds": seconds, "used": used, "held": held, "most": most}))


def best(side: str, options: argparse.Namespace) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "bench.extraction", "--only", side, "--words", str(options.words)]
    if options.texts:
        command += ["--texts", str(options.texts)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=lambda name: Path(name).resolve(), help="a folder of .txt files")
    parser.add_argument("--words", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not (FOLDER / "model.onnx").is_file():
        raise SystemExit(
            "The attribution model is not in service/pipeline/attribution/model: nothing to measure."
        )
    if options.only:
        one(options.only, options)
        return
    machine()
    found: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
    for _ in range(options.rounds):
        for side in SIDES:
            found[side].append(best(side, options))
    rates = {side: max(row["words"] / row["used"] for row in rows) for side, rows in found.items()}
    table(
        ("", "words", "words/s", "words/CPU s", "MiB held", "MiB at most", "of attribution"),
        [
            (
                side,
                int(rows[0]["words"]),
                round(max(row["words"] / row["seconds"] for row in rows)),
                round(rates[side]),
                int(max(row["held"] for row in rows)),
                int(max(row["most"] for row in rows)),
                rates[side] / rates["attribution"],
            )
            for side, rows in found.items()
        ],
    )


def _count(parts: list[str]) -> int:
    return sum(len(part.split()) for part in parts)


if __name__ == "__main__":
    main()
