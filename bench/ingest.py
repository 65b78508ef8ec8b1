"""Articles a second of ``onrecord ingest`` into an empty store of each kind.

    python -m bench.ingest [--articles 300] [--workers 1 2] [--stores sqlite elasticsearch] [--url URL]

The articles are short (five paragraphs, some 130 words, three quotes). The start of the command and of its
workers, which load a model each, is part of the seconds; the second line of each store, the same articles
again, is what an ingest costs that changes nothing.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bench.corpus import write_articles
from bench.running import machine, onrecord, stores, table


def measure(kind: str, url: str, articles: Path, count: int, workers: int) -> list[tuple[object, ...]]:
    """A row for the first ingest and one for the same again."""
    rows: list[tuple[object, ...]] = []
    for what in ("new", "again"):
        began = time.monotonic()
        told = onrecord(url, "ingest", str(articles), "--workers", str(workers))
        seconds = time.monotonic() - began
        summary = next((line for line in reversed(told.splitlines()) if " stored" in line), "")
        stored = summary.partition("; ")[2].partition(" quote")[0]
        rows.append((kind, workers, what, count, stored, seconds, count / seconds))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--stores", nargs="+", default=["sqlite", "elasticsearch"])
    parser.add_argument("--url", help="a running Elasticsearch; indices of a new prefix stay there")
    options = parser.parse_args()
    machine()
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        articles = Path(folder) / "articles.jsonl"
        write_articles(articles, options.articles)
        with stores(options.stores, options.url) as urls:
            for kind, url in urls.items():
                for workers in options.workers:
                    # A store of its own for each: the name's end is part of the file's, or of the prefix.
                    own = (
                        url.replace("bench.db", f"bench-{workers}.db")
                        if kind == "sqlite"
                        else f"{url}-{workers}"
                    )
                    rows += measure(kind, own, articles, options.articles, workers)
    table(("store", "workers", "articles", "count", "quotes", "seconds", "a second"), rows)


if __name__ == "__main__":
    main()
