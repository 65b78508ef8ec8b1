"""A reindex in Elasticsearch while a client reads in a loop and an ingest writes and deletes.

    python -m bench.reindex [--quotes 100000] [--url URL]

The loaded quotes are all of one outlet, so that every read knows how many it must find. The writer stores
articles of another and deletes some again; it waits while the reindex holds the lock. At the end the store
must hold what was written and not what was deleted. Ends with exit code 1 where anything is amiss.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from bench.corpus import changes
from bench.running import HttpClient, machine, onrecord, served, stores, table
from service.query import Choice, QuoteQuery
from service.store import Store, open_store

LOADED, WRITTEN = "loaded.example", "written.example"
ANY = Choice(any_of=("assertion", "belief", "intention"))
PAGE = f"/v1/quotes?outlet={LOADED}&attitude=any&limit=25"
READERS = 2
BATCH = 5
"""Articles loaded at once."""
BEFORE = 3.0
AFTER = 3.0
"""Seconds of reading and writing on both sides of the reindex."""


@dataclass
class Kept:
    """What the writer did, and what must be there for it."""

    there: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    writes: int = 0
    deletions: int = 0
    longest: float = 0.0


def read(port: int, quotes: int, stop: threading.Event, counts: Counter[str], longest: list[float]) -> None:
    """Read the same page until told to stop; every page must be full and know every loaded quote."""
    client = HttpClient(port, PAGE)
    while not stop.is_set():
        before = time.monotonic()
        try:
            answer = json.loads(client())
        except Exception as error:
            print(f"a read failed: {error}", file=sys.stderr)
            counts["failed"] += 1
            client.close()
            client = HttpClient(port, PAGE)
            continue
        counts["reads"] += 1
        counts["empty"] += len(answer["data"]) != min(25, quotes)
        counts["wrong total"] += answer["page"]["total"] != quotes
        longest.append(time.monotonic() - before)
    client.close()


def write(url: str, stop: threading.Event, kept: Kept) -> None:
    """Store small articles until told to stop, and delete every third again."""
    with closing(open_store(url)) as store:
        for number, change in enumerate(changes(500_000, "written", each=5, outlet=WRITTEN)):
            if stop.is_set():
                return
            before = time.monotonic()
            store.put(change)
            kept.writes += 1
            kept.there |= {quote.id for quote in change.quotes}
            if number % 3 == 2:
                store.delete(change.article.id, {})
                kept.deletions += 1
                kept.there -= {quote.id for quote in change.quotes}
                kept.gone |= {quote.id for quote in change.quotes}
            kept.longest = max(kept.longest, time.monotonic() - before)


def held(store: Store, outlet: str) -> set[str]:
    """The ids of an outlet's quotes in the store."""
    query = QuoteQuery(outlet=Choice(any_of=(outlet,)), attitude=ANY)
    return {quote.id for quote in store.scan(query)}


def measure(url: str, quotes: int) -> bool:
    """Run it all and print the counts; whether nothing was amiss."""
    loaded: set[str] = set()
    stop = threading.Event()
    counts: Counter[str] = Counter()
    longest = [0.0]
    kept = Kept()
    with closing(open_store(url)) as store:
        began = time.monotonic()
        made = changes(quotes, "loaded", outlet=LOADED)
        while some := list(islice(made, BATCH)):
            store.put(*some)
            loaded |= {quote.id for change in some for quote in change.quotes}
        loading = time.monotonic() - began
        with served(url) as port:
            threads = [
                *(
                    threading.Thread(target=read, args=(port, quotes, stop, counts, longest))
                    for _ in range(READERS)
                ),
                threading.Thread(target=write, args=(url, stop, kept)),
            ]
            for thread in threads:
                thread.start()
            try:
                time.sleep(BEFORE)
                began, reads, writes = time.monotonic(), counts["reads"], kept.writes
                onrecord(url, "reindex")
                seconds = time.monotonic() - began
                reads, writes = counts["reads"] - reads, kept.writes - writes
                time.sleep(AFTER)
            finally:
                stop.set()
                for thread in threads:
                    thread.join()
        found = {outlet: held(store, outlet) for outlet in (LOADED, WRITTEN)}
    lost = len(loaded - found[LOADED]) + len(kept.there - found[WRITTEN])
    resurrected = len(kept.gone & found[WRITTEN])
    unknown = len(found[LOADED] - loaded) + len(found[WRITTEN] - kept.there) - resurrected
    amiss = {
        "reads that failed": counts["failed"],
        "pages not full": counts["empty"],
        "totals not exact": counts["wrong total"],
        "quotes lost": lost,
        "quotes resurrected": resurrected,
        "quotes nobody wrote": unknown,
    }
    table(
        ("", "count"),
        [
            ("quotes loaded", quotes),
            ("seconds to load", loading),
            ("seconds of the reindex", seconds),
            ("reads in all", counts["reads"]),
            ("reads during the reindex", reads),
            ("longest read, seconds", max(longest)),
            ("articles written", kept.writes),
            ("  during the reindex", writes),
            ("articles deleted", kept.deletions),
            ("longest write, seconds", kept.longest),
            *amiss.items(),
        ],
    )
    return not any(amiss.values())


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--url", help="a running Elasticsearch; indices of a new prefix stay there")
    options = parser.parse_args()
    machine()
    with stores(["elasticsearch"], options.url) as urls:
        good = measure(urls["elasticsearch"], options.quotes)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
