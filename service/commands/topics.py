"""``onrecord topics check``: what a change of topics would do to the quotes at hand; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import click

from service.commands.lines import reader_may_leave
from service.ingest import corrections
from service.ingest.walk import articles_with_quotes
from service.models import Article, Corrected, Quote, Stance, Topic
from service.pipeline.classify import classify
from service.pipeline.topics import load_topics
from service.settings import read_settings
from service.store import open_store

SHOWN = 12
"""Changed quotes shown of each topic unless ``--show`` says otherwise."""
WIDTH = 100


@dataclass(frozen=True, slots=True)
class ChangedSide:
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


@dataclass(slots=True)
class Changes:
    """How many quotes change on a topic, by kind, and the first ``most`` of them: memory does not grow."""

    most: int
    kinds: Counter[str] = field(default_factory=Counter)
    shown: list[ChangedSide] = field(default_factory=list)

    def note(self, changed: ChangedSide) -> None:
        """Count one, and keep it while there is room."""
        self.kinds[changed.kind] += 1
        if len(self.shown) < self.most:
            self.shown.append(changed)


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
        changes = {topic.id: Changes(show) for topic in wanted}
        articles = quotes = 0
        for article, said, made in articles_with_quotes(store):
            articles, quotes = articles + 1, quotes + len(said)
            for changed in changed_sides(article, said, made, wanted):
                changes[changed.topic].note(changed)
    with reader_may_leave():
        click.echo(f"{len(wanted)} topics on {quotes} quotes of {articles} articles")
        for topic in wanted:
            known = stored.get(topic.id)
            state = "new" if known is None else "as stored" if known == topic else "changed"
            _print(topic, state, changes[topic.id])


def changed_sides(
    article: Article, quotes: Sequence[Quote], made: Sequence[Corrected], topics: Sequence[Topic]
) -> Iterator[ChangedSide]:
    """What deciding the stances of an article's quotes anew on ``topics`` changes.

    As a reclassification does it: what people corrected stays.
    """
    anew = classify(article, corrections.analysed(quotes, made), topics)
    after, _ = corrections.reclassified(anew, made)
    for before, becomes in zip(quotes, after, strict=True):
        old = {stance.topic: stance for stance in before.stances}
        new = {stance.topic: stance for stance in becomes.stances}
        for topic in topics:
            was, now = old.get(topic.id), new.get(topic.id)
            if (was and was.stance) != (now and now.stance):
                yield ChangedSide(topic.id, becomes, was, now)


def _print(topic: Topic, state: str, changes: Changes) -> None:
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(changes.kinds.items()))
    click.echo(f"\n{topic.id} ({state}): {counts or 'nothing changes'}")
    for changed in changes.shown:
        before, after = changed.before, changed.after
        speaker = changed.quote.speaker.name or changed.quote.speaker.description or "somebody"
        text = changed.quote.text
        click.echo(
            f"  {before.stance if before else '-'} -> {after.stance if after else '-'}  {speaker}: ", nl=False
        )
        click.echo(text if len(text) <= WIDTH else text[: WIDTH - 1] + "…")
        if after is not None:
            click.echo(f"      {after.evidence.decided_by}: “{after.evidence.text}”")
    more = changes.kinds.total() - len(changes.shown)
    if more:
        click.echo(f"  … and {more} more")
