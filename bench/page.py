"""One page of quotes over HTTP, beside what the store's engine takes for the very same question.

    python -m bench.page [--quotes 10000 100000] [--clients 1 16] [--stores elasticsearch sqlite] [--url URL]

Elasticsearch: the body that our store sends, recorded and sent again through the Python client. SQLite: the
statements that our store runs, recorded and run again on a connection of its own. Both sides ask in turns
within one run, over connections that are kept alive, without If-None-Match. ``--profile`` prints where the
time of a request goes, in this process.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from bench.corpus import load
from bench.running import HttpClient, machine, percentile, served, stores, table, timed
from service.app import create_app
from service.settings import Settings
from service.store import open_store
from service.store.elastic import ElasticStore
from service.store.sqlite import SQLiteStore

PAGE = "/v1/quotes?q=sanctions&country=PK,RU,UA&kind=person&from=2022&to=2023&limit=25"
TOPIC_PAGE = "/v1/quotes?topic=topic-3&stance=favor,against&country=PK,RU,UA&from=2022&limit=25"
ROUNDS = 10
Ask = Callable[[], object]


@contextmanager
def bare_elastic(store: ElasticStore, client: FlaskClient, path: str) -> Iterator[Ask]:
    """Sends the search that ``path`` makes our store send."""
    engine = store._clients.mine()
    sent: list[dict[str, Any]] = []
    search = engine.search

    def recording(**body: Any) -> Any:
        sent.append(body)
        return search(**body)

    engine.search = recording  # type: ignore[method-assign]
    require_page(client.get(path).get_data())
    engine.search = search  # type: ignore[method-assign]
    body = next(body for body in sent if body["index"] == store._names.quotes and body.get("size") == 26)
    # With room for every thread, where the client's own default is for ten.
    with Elasticsearch(
        f"http://{store._address.host}:{store._address.port}", connections_per_node=32
    ) as bare:
        yield lambda: bare.search(**body)


@contextmanager
def bare_sqlite(store: SQLiteStore, client: FlaskClient, path: str) -> Iterator[Ask]:
    """Runs the statements on quotes that ``path`` makes our store run; a connection a thread."""
    own = store._connections.mine()
    ran: list[str] = []
    own.set_trace_callback(ran.append)
    require_page(client.get(path).get_data())
    own.set_trace_callback(None)
    statements = [sql for sql in ran if sql.startswith("SELECT") and "FROM quote" in sql]
    opened: list[sqlite3.Connection] = []
    free: list[sqlite3.Connection] = []

    def ask() -> None:
        if free:
            connection = free.pop()
        else:
            connection = sqlite3.connect(store._connections._path, check_same_thread=False)
            opened.append(connection)
        for sql in statements:
            connection.execute(sql).fetchall()
        free.append(connection)

    yield ask
    for connection in opened:
        connection.close()


def require_page(body: bytes) -> None:
    """Raise where the answer is not a full page: an empty one would be fast."""
    answer = json.loads(body)
    if len(answer.get("data", ())) != 25:
        raise RuntimeError(f"Not a page of 25: {body[:300]!r}")


def profile(client: FlaskClient, path: str, times: int = 200) -> None:
    """Print where the time of a request goes, the costliest first."""
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(times):
        client.get(path)
    profiler.disable()
    stats = pstats.Stats(profiler)
    for order in ("cumulative", "tottime"):
        stats.sort_stats(order).print_stats(30)


def measure(kind: str, url: str, quotes: int, options: argparse.Namespace) -> list[tuple[object, ...]]:
    """A row for each path and number of clients."""
    rows: list[tuple[object, ...]] = []
    with closing(open_store(url)) as store:
        load(store, quotes)
        asking = create_app(Settings(store=url), store).test_client()
        with served(url) as port:
            for name, path in (("words", PAGE), ("topic", TOPIC_PAGE)):
                bare = (
                    bare_elastic(store, asking, path)
                    if isinstance(store, ElasticStore)
                    else bare_sqlite(store, asking, path)  # type: ignore[arg-type]  # the only other
                )
                with bare as ask:
                    for clients in options.clients:
                        rows.append(
                            (
                                kind,
                                quotes,
                                name,
                                clients,
                                *compare(ask, port, path, clients, options.requests),
                            )
                        )
                if options.profile:
                    profile(asking, path)
    return rows


def compare(ask: Ask, port: int, path: str, clients: int, requests: int) -> tuple[object, ...]:
    """Medians and 95th percentiles of both sides, and the ratio of the medians."""
    over_http = [HttpClient(port, path) for _ in range(clients)]
    try:
        require_page(over_http[0]())
        each = max(1, requests // (ROUNDS * clients))
        sides: tuple[list[Ask], list[Ask]] = ([ask] * clients, list(over_http))
        found: tuple[list[float], list[float]] = ([], [])
        for number in range(ROUNDS + 1):
            for asks, row in zip(sides, found, strict=True):
                measured = timed(asks, each)
                if number:  # the first round warms up
                    row.extend(measured)
    finally:
        for client in over_http:
            client.close()
    bare, ours = found
    middle = percentile(bare, 0.5), percentile(ours, 0.5)
    return (middle[0], percentile(bare, 0.95), middle[1], percentile(ours, 0.95), middle[1] / middle[0])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quotes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 16])
    parser.add_argument("--requests", type=int, default=1600, help="on each side, for every line")
    parser.add_argument("--stores", nargs="+", default=["elasticsearch", "sqlite"])
    parser.add_argument("--url", help="a running Elasticsearch; indices of a new prefix stay there")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    machine()
    rows: list[tuple[object, ...]] = []
    for quotes in options.quotes:
        with stores(options.stores, options.url) as urls:
            for kind, url in urls.items():
                rows += measure(kind, url, quotes, options)
    table(
        ("store", "quotes", "page", "clients", "bare ms", "p95", "HTTP ms", "p95", "ratio"),
        rows,
    )


if __name__ == "__main__":
    main()
