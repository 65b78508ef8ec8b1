"""``onrecord topics check``: what a change of topics would do to the quotes at hand; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click

from service.ingest.walk import articles_with_quotes
from service.models import Article, Quote, Stance, Topic
from service.pipeline.classify import classify
from service.pipeline.topics import load_topics
from service.settings import read_settings
from service.store import open_store

SHOWN = 12
"""Changed quotes shown of each topic unless ``--show`` says otherwise."""
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """A quote whose side on a topic would change: None where there is none before or after."""

    topic: str
    quote: Quote
    before: Stance | None
    after: Stance | None

    @property
    def kind(self) -> str:
        """ "new", "gone" or "other side"."""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "other side"


@click.group()
def topics() -> None:
    """Look at topics before they are used."""


@topics.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--show", type=click.IntRange(0), default=SHOWN, help=f"Quotes shown a topic.  [default: {SHOWN}]"
)
def check(file: Path | None, show: int) -> None:
    """Say what the topics of FILE would change on the quotes in the store.

    FILE is a YAML list of topics, the seeds' where none is given. A topic of the store that FILE leaves out
    stays as it is. Nothing is written.
    """
    settings = read_settings()
    wanted = load_topics(file or settings.seeds / "topics.yaml")
    with closing(open_store(settings.store, **settings.store_access)) as store:
        store.check()
        stored = {topic.id: topic for topic in store.topics()}
        found: list[Difference] = []
        articles = quotes = 0
        for article, said in articles_with_quotes(store):
            articles, quotes = articles + 1, quotes + len(said)
            found += differences(article, said, wanted)
    click.echo(f"{len(wanted)} topics on {quotes} quotes of {articles} articles")
    for topic in wanted:
        state = "new" if topic.id not in stored else "as stored" if stored[topic.id] == topic else "changed"
        _print(topic, state, [d for d in found if d.topic == topic.id], show)


def differences(article: Article, quotes: Sequence[Quote], topics: Sequence[Topic]) -> list[Difference]:
    """What classifying the quotes of an article anew on ``topics`` changes."""
    changed = []
    for before, after in zip(quotes, classify(article, quotes, topics), strict=True):
        old = {stance.topic: stance for stance in before.stances}
        new = {stance.topic: stance for stance in after.stances}
        for topic in topics:
            was, becomes = old.get(topic.id), new.get(topic.id)
            if (was and was.stance) != (becomes and becomes.stance):
                changed.append(Difference(topic.id, after, was, becomes))
    return changed


def _print(topic: Topic, state: str, changed: Sequence[Difference], show: int) -> None:
    kinds = Counter(difference.kind for difference in changed)
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())) or "nothing changes"
    click.echo(f"\n{topic.id} ({state}): {counts}")
    for difference in changed[:show]:
        before, after = difference.before, difference.after
        speaker = difference.quote.speaker.name or difference.quote.speaker.description or "somebody"
        text = difference.quote.text
        click.echo(
            f"  {before.stance if before else '-'} -> {after.stance if after else '-'}  {speaker}: ", nl=False
        )
        click.echo(text if len(text) <= WIDTH else text[: WIDTH - 1] + "…")
        if after is not None:
            click.echo(f"      {after.evidence.decided_by}: “{after.evidence.text}”")
    if len(changed) > show:
        click.echo(f"  … and {len(changed) - show} more")
