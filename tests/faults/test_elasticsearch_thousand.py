"""A thousand articles into an Elasticsearch that is killed half way, and once more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from service.models import Article, Quote
from service.query import ArticleQuery, Choice, QuoteQuery
from service.store import Store, open_store
from tests.elasticsearch_node.plugin import StartElasticsearch

ONRECORD = str(Path(sys.executable).parent / "onrecord")
ARTICLES = 1000
EVERYTHING = QuoteQuery(attitude=Choice(), undated=True)


def made_up(*parts: int) -> str:
    """A word that no other parts make."""
    return "".join(
        f"{consonant}o" for part in parts for consonant in ("bdfgklmnpr"[int(d)] for d in f"{part:03}")
    )


def write_articles(path: Path) -> Path:
    """Short articles; five each print the same words of the minister."""
    with path.open("w") as file:
        for number in range(ARTICLES):
            a, b, c, d = (made_up(place, number % 200) for place in range(4))
            e, f, g, h = (made_up(place, number) for place in range(4, 8))
            text = (
                f"“We will not reopen the {a} of the {b} before the {c} and the {d} are repaired,” Minister "
                f"Jane Roe said.\n\n“Nobody has asked me about the {e} of the {f} and the {g} in the {h},” "
                "said her deputy, John Doe."
            )
            fields = {"text": text, "url": f"https://example.org/{number}", "published": "2022-03-04"}
            file.write(json.dumps(fields) + "\n")
    return path


def start_ingest(store: str, path: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [ONRECORD, "ingest", str(path), "--workers", "2", *options],
        env={**os.environ, "ONRECORD_STORE": store},
        stderr=subprocess.PIPE,
        text=True,
    )


def contents(store: Store) -> tuple[dict[str, Article], dict[str, Quote], set[frozenset[str]]]:
    """Every document, and every link.

    A link holds in both directions and is stored by the quote that came later, so that links are compared
    as what they say. When it was stored differs.
    """
    articles: dict[str, Article] = {}
    query: ArticleQuery | None = ArticleQuery(limit=200)
    while query is not None:
        page = store.articles(query)
        whole = (store.article(listed.id) for listed in page.items)
        articles |= {found.id: replace(found, ingested_at=None) for found in whole if found is not None}
        query = replace(query, after=page.next) if page.next else None
    quotes = {quote.id: quote for quote in store.scan(EVERYTHING)}
    links = {frozenset((quote.id, other)) for quote in quotes.values() for other in quote.links}
    return articles, {key: replace(quote, links=()) for key, quote in quotes.items()}, links


def test_a_node_killed_half_way_of_a_thousand_articles_costs_nothing_once_they_are_ingested_again(
    start_elasticsearch: StartElasticsearch, tmp_path: Path
) -> None:
    articles, rejects = write_articles(tmp_path / "articles.jsonl"), tmp_path / "rejects.ndjson"
    node = start_elasticsearch()
    disturbed, undisturbed = open_store(f"{node.url}/disturbed"), open_store(f"{node.url}/undisturbed")
    disturbed.check()
    first = start_ingest(f"{node.url}/disturbed", articles, "--rejects", str(rejects))
    deadline = time.monotonic() + 300
    while disturbed.articles(ArticleQuery(limit=1)).total < 200:
        assert first.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    node.kill()
    node.start()
    _, told = first.communicate(timeout=300)
    rejected = [json.loads(line) for line in rejects.read_text().splitlines()]
    # It waits for the node to come back; where that takes too long it puts aside what it could not store.
    assert first.returncode == (1 if rejected else 0), told
    assert all("Elasticsearch at" in row["reason"] and row["text"] for row in rejected)

    for name in ("disturbed", "undisturbed"):
        again = start_ingest(f"{node.url}/{name}", articles)
        _, told = again.communicate(timeout=300)
        assert again.returncode == 0, told
    found, expected = contents(disturbed), contents(undisturbed)
    assert len(expected[0]) == ARTICLES
    assert len(expected[2]) > ARTICLES
    assert found == expected
    disturbed.close()
    undisturbed.close()
