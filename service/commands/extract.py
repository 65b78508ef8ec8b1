"""``onrecord extract``: quotes out of files, as lines of JSON; nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import click
from tqdm import tqdm

from schemas.quote import QuoteSchema
from service.commands.lines import reader_may_leave
from service.ingest.candidates import Candidates
from service.ingest.workers import Failed, Settled, Workers
from service.logs import set_up_logs
from service.models import Quote, RawArticle
from service.pipeline import Analysis, Knowledge, analyse
from service.pipeline.group import link_to, unite
from service.pipeline.knowledge import load_knowledge
from service.pipeline.read import Read, Rejection, read
from service.pipeline.topics import load_topics
from service.settings import read_settings

_OF_THE_ARTICLE = (
    *("article_id", "outlet", "headline", "url", "language"),
    *("published", "published_precision", "published_source"),
)
_QUOTE = QuoteSchema(exclude=_OF_THE_ARTICLE)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--topics",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML file of topics in place of the seeds'.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, help="Processes that analyse.  [default: 1]"
)
@click.pass_context
def extract(ctx: click.Context, paths: Sequence[str], topics: Path | None, workers: int) -> None:
    """Print the quotes of each article as a line of JSON, in the order of the files.

    Variants of one statement have the same statement_id over the whole run. FILE is as for ingest. Ends with
    exit code 1 where some articles were rejected.
    """
    settings = read_settings()
    set_up_logs(settings)
    knowledge = load_knowledge(settings.seeds, settings.max_article_chars)
    if topics is not None:
        knowledge = knowledge.with_topics(load_topics(topics))
    variants = Variants()
    rejected = 0
    with reader_may_leave():
        results = _analysed(read(paths), knowledge, workers)
        for result in tqdm(results, unit=" articles", disable=None):
            if isinstance(result, Rejection):
                rejected += 1
                click.echo(f"rejected {result.name}: {result.reason}", err=True)
            else:
                print(json.dumps(_line(result, variants.join(result.quotes)), ensure_ascii=False), flush=True)
    ctx.exit(1 if rejected else 0)


class Variants:
    """The quotes of a run so far, by key, so that later variants join them.

    Lines are printed as soon as they are made and never again. So a quote takes over the id of a statement
    that was printed already, where in the store the smallest id of all its members would become everybody's.
    """

    def __init__(self) -> None:
        self._candidates = Candidates({})
        self._printed: dict[str, str] = {}  # a quote's id -> its statement's as printed

    def join(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """The quotes of the next article with their statement ids."""
        own = unite(link_to(quotes, self._candidates)).quotes
        renamed: dict[str, str] = {}
        for quote in own:
            for printed in (self._printed[other] for other in quote.links if other in self._printed):
                renamed[quote.statement_id] = min(renamed.get(quote.statement_id, printed), printed)
        joined = tuple(replace(q, statement_id=renamed.get(q.statement_id, q.statement_id)) for q in own)
        self._printed |= {quote.id: quote.statement_id for quote in joined}
        self._candidates.replace((), joined)
        return joined


def _analysed(articles: Iterable[Read], knowledge: Knowledge, count: int) -> Iterator[Analysis | Rejection]:
    """Each article analysed or rejected, in their order."""
    items: Iterator[RawArticle | Settled[object]] = (
        Settled(article) if isinstance(article, Rejection) else article for article in articles
    )
    with Workers(count, knowledge) as workers:
        for result in workers.each(analyse, items):
            if isinstance(result, Failed):
                yield Rejection(result.item.name, result.reason)
            elif isinstance(result, Settled):
                yield result.result  # type: ignore[misc]  # only rejections are settled here
            else:
                yield result


def _line(analysis: Analysis, quotes: Sequence[Quote]) -> dict[str, Any]:
    """One article as it is printed: offsets count code points of the file as stored."""
    article = analysis.article
    published = article.published
    return {
        "article": PurePath(article.source_name or article.id).name,
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet
        and {"id": article.outlet.id, "name": article.outlet.name, "source": article.outlet.source},
        "headline": article.headline,
        "authors": list(article.authors),
        "published": published and str(published),
        "published_source": published and published.source,
        "quotes": [_quote(quote) for quote in quotes],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    dumped: dict[str, Any] = _QUOTE.dump(quote)
    return {
        **dumped,
        "start": quote.start,
        "end": quote.end,
        "spans": [[span.start, span.end] for span in quote.spans],
    }
