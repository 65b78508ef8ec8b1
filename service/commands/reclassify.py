"""``onrecord reclassify``: the stances of what is stored, again, after a change of topics."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import click
from tqdm import tqdm

from service.ingest import Ingester
from service.ingest.reclassify import reclassify as decide_again
from service.ingest.topics import put_topics
from service.logs import set_up_logs
from service.pipeline.knowledge import load_knowledge
from service.pipeline.topics import load_topics
from service.query import ArticleQuery
from service.settings import read_settings
from service.store import open_store


@click.command()
@click.option(
    "--topics",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML file of topics to store first, each in place of one of the same id.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, help="Processes that decide.  [default: 1]"
)
@click.pass_context
def reclassify(ctx: click.Context, topics: Path | None, workers: int) -> None:
    """Decide the stances of all stored quotes again, on the topics as they are now.

    Nothing is extracted again: quotes keep their ids, speakers and statements. What was done already is left
    alone, so that a run that was stopped may be started again. Ends with exit code 1 where some articles
    failed.
    """
    settings = read_settings()
    set_up_logs(settings)
    wanted = load_topics(topics) if topics is not None else ()
    articles: Counter[str] = Counter()
    quotes = 0
    started = time.monotonic()
    with closing(open_store(settings.store, **settings.store_access)) as store:
        store.check()
        ingester = Ingester(store, load_knowledge(settings.seeds, settings.max_article_chars))
        ingester.seed()
        if wanted:
            put_topics(store, wanted)
        outcomes = decide_again(store, ingester.knowledge(), workers)
        total = store.articles(ArticleQuery(limit=1)).total
        with tqdm(outcomes, total=total, unit=" articles", disable=None, dynamic_ncols=True) as progress:
            for outcome in progress:
                articles[outcome.status] += 1
                quotes += outcome.quotes
                if outcome.status == "rejected":
                    progress.clear()
                    click.echo(f"failed {outcome.name}: {outcome.reason}", err=True)
    click.echo(
        f"{articles.total()} articles: {articles['updated']} updated, {articles['unchanged']} unchanged, "
        f"{articles['rejected']} failed; {quotes} quotes with other stances "
        f"in {time.monotonic() - started:.1f} s",
        err=True,
    )
    ctx.exit(1 if articles["rejected"] else 0)
