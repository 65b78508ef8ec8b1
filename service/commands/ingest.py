"""``onrecord ingest``: articles into the store."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

import click
from tqdm import tqdm

from service.errors import BadRequest
from service.ingest import Ingester, Job, Outcome, Shard, run
from service.logs import set_up_logs
from service.pipeline.dates import supplied_date
from service.pipeline.knowledge import load_knowledge
from service.pipeline.read import Defaults, Read, read
from service.settings import read_settings
from service.store import open_store

MOST_WORKERS = 4
FEW = 16
"""Articles that are done sooner in one process than others take to start."""


class ShardType(click.ParamType[Shard]):
    """``I/N``: the I-th of N parts, from 1."""

    name = "I/N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """The shard, or a usage error."""
        if isinstance(value, Shard):
            return value
        number, _, count = str(value).partition("/")
        if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            self.fail(f"{value!r} is not I/N with I from 1 to N, such as 2/8.", param, ctx)
        return Shard(int(number), int(count))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes that analyse.  [default: cores, at most 4]"
)
@click.option("--shard", type=ShardType(), default="1/1", help="Only the I-th of N parts of the articles.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="NDJSON file for what was not taken, and why.",
)
@click.option("--force", is_flag=True, help="Analyse again what is stored already.")
@click.option("--outlet", help="Outlet of the articles that name none.")
@click.option("--published", help="Date of the articles that give none: YYYY[-MM[-DD]].")
@click.option("--language", help="Language of the articles, where they do not say it.")
@click.pass_context
def ingest(  # noqa: PLR0917  click hands its options over by name
    ctx: click.Context,
    paths: Sequence[str],
    workers: int | None,
    shard: Shard,
    rejects: Path | None,
    force: bool,
    outlet: str | None,
    published: str | None,
    language: str | None,
) -> None:
    """Analyse articles and store them with their quotes.

    PATH is a .txt, .html, .json or .jsonl file, a folder of them, a glob, or - for standard input. What a
    file does not say is looked up in an articles.yaml beside it or beside its folder. The same article again
    changes nothing. Ends with exit code 1 where some articles were rejected.
    """
    settings = read_settings()
    set_up_logs(settings)
    for name, value in (("outlet", outlet), ("published", published), ("language", language)):
        if value is not None and not value.strip():
            raise BadRequest(f"--{name}: An empty value: leave the option out, or give a value.")
    if published is not None:
        supplied_date(published)
    articles = read(paths, Defaults(outlet, published, language))
    if workers is None:
        workers, articles = _workers_for(articles)
    started = time.monotonic()
    with (
        closing(open_store(settings.store, **settings.store_access)) as store,
        tqdm(unit=" articles", disable=None, dynamic_ncols=True) as progress,
    ):

        def show(outcome: Outcome) -> None:
            progress.update()
            if outcome.status == "rejected":
                progress.clear()
                click.echo(f"rejected {outcome.name}: {outcome.reason}", err=True)

        ingester = Ingester(store, load_knowledge(settings.seeds, settings.max_article_chars))
        report = run(ingester, articles, Job(workers, shard, rejects, force), show)
    click.echo(f"{report} in {time.monotonic() - started:.1f} s", err=True)
    if report.stopped_by is not None:
        click.echo("stopped; run the same command again to go on", err=True)
        ctx.exit(128 + report.stopped_by)
    ctx.exit(1 if report.articles["rejected"] else 0)


def _workers_for(articles: Iterator[Read]) -> tuple[int, Iterator[Read]]:
    """How many processes pay for these articles, and the articles, of which a few were read to know."""
    first = list(islice(articles, FEW + 1))
    count = 1 if len(first) <= FEW else min(MOST_WORKERS, os.cpu_count() or 1)
    return count, chain(first, articles)
