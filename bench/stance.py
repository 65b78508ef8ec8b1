"""What stances cost: pairs a second, and what ten topics add to the extraction of an article.

    python -m bench.stance [--rounds 3]

On one core, over the seed articles, by processor time. ``cues`` are the seeds' topics as they are, ``bare``
ten propositions alone on the very subject of the articles, which is the dearest case: little can be ruled out
before the model is asked. ``pairs`` are quotes with ten propositions each, asked of the model with their
negations where it is in doubt.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from bench.running import machine, table
from service.models import Article, Quote, Topic
from service.pipeline import article_in, load_knowledge, quotes_in
from service.pipeline.classify import classify
from service.pipeline.knowledge import Knowledge
from service.pipeline.read import Defaults, read
from service.pipeline.stance_model.runtime import Asked, model
from service.settings import CHECKOUT_SEEDS

MORE = ("Sanctions against Russia should be lifted.", "Ukraine should be given weapons.")


def bare(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The propositions of topics, without what helps to judge them, and some more: ten at most."""
    alone = [Topic(f"bare-{n}", topic.proposition, topic.negation) for n, topic in enumerate(topics)]
    return (*alone, *(Topic(f"more-{n}", proposition) for n, proposition in enumerate(MORE)))[:10]


def used(work: Callable[[], object], rounds: int) -> float:
    """The least processor seconds that ``work`` took."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def pairs_a_second(quotes: Sequence[Quote], topics: Sequence[Topic], rounds: int) -> float:
    """Pairs of a quote and a proposition a processor second."""
    asked = [(topic.proposition, topic.negation) for topic in topics]

    def ask() -> None:
        for quote in quotes:
            cue = quote.cue.text if quote.cue else ""
            model().ask(Asked(quote.speaker.name or "", cue, quote.text), asked)

    ask()
    return len(quotes) * len(topics) / used(ask, rounds)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    machine()
    knowledge = load_knowledge(CHECKOUT_SEEDS)
    without: Knowledge = replace(knowledge, topics=())
    raw = [found for found in read([str(CHECKOUT_SEEDS / "articles")], Defaults()) if hasattr(found, "text")]
    articles: list[Article] = [article_in(each, without) for each in raw]  # type: ignore[arg-type]
    found = [quotes_in(article, without) for article in articles]

    def stances(topics: Sequence[Topic]) -> Callable[[], object]:
        def work() -> None:
            for article, quotes in zip(articles, found, strict=True):
                classify(article, quotes, topics)

        work()
        return work

    extraction = used(lambda: [quotes_in(article, without) for article in articles], options.rounds)
    rows: list[tuple[object, ...]] = [("extraction without topics", 0, extraction / len(articles), 1.0)]
    for name, topics in (("cues", knowledge.topics), ("bare", bare(knowledge.topics))):
        seconds = used(stances(topics), options.rounds)
        rows.append(
            (f"stances on topics: {name}", len(topics), seconds / len(articles), seconds / extraction)
        )
    table(("", "topics", "CPU s an article", "of the extraction"), rows)
    quotes = [quote for each in found for quote in each]
    rate = pairs_a_second(quotes, bare(knowledge.topics), options.rounds)
    print(f"\n{len(quotes)} quotes with ten propositions each: {rate:.0f} pairs a CPU second")


if __name__ == "__main__":
    main()
