"""What a measurement runs against: a node, a served store, and a few threads that ask."""

from __future__ import annotations

import http.client
import os
import platform
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.elasticsearch_node import Node
from tests.servers import ONRECORD, free_port, wait_until_ready

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
HEAP = "2g"


@contextmanager
def stores(kinds: Sequence[str], url: str | None) -> Iterator[dict[str, str]]:
    """The URL of an empty store of each kind; a node of our own where ``url`` names none."""
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        found = {"sqlite": f"sqlite:///{folder}/bench.db"} if "sqlite" in kinds else {}
        prefix = f"bench-{secrets.token_hex(3)}"
        if "elasticsearch" not in kinds:
            yield found
        elif url is not None:
            yield {**found, "elasticsearch": f"{url.rstrip('/')}/{prefix}"}
        else:
            with Node(heap=HEAP) as node:
                yield {**found, "elasticsearch": f"{node.url}/{prefix}"}


@contextmanager
def served(store: str, workers: int = 2) -> Iterator[int]:
    """``onrecord serve`` over ``store``; gives the port."""
    port = free_port()
    environment = {**os.environ, "ONRECORD_STORE": store, "PORT": str(port), "ONRECORD_WORKERS": str(workers)}
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        log = Path(folder) / "server.log"
        with log.open("wb") as lines:
            process = subprocess.Popen(
                [ONRECORD, "serve"], env=environment, cwd=folder, stdout=lines, stderr=lines
            )
            try:
                wait_until_ready(f"http://{HOST}:{port}/readyz", process, log, 60)
                yield port
            finally:
                process.terminate()
                process.wait(60)


def onrecord(store: str, *arguments: str) -> str:
    """Run a command over ``store`` and give what it tells on standard error. Raises where it fails."""
    done = subprocess.run(
        [ONRECORD, *arguments],
        env={**os.environ, "ONRECORD_STORE": store},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"onrecord {arguments[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stderr


class HttpClient:
    """One client with one connection that is kept alive, and no cache of its own."""

    def __init__(self, port: int, path: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self._path = path

    def __call__(self) -> bytes:
        """The body of the answer. Raises where it is not 200."""
        self._connection.request("GET", self._path)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self._path}: {answer.status} {body[:300]!r}")
        return body

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def timed(asks: Sequence[Callable[[], object]], times: int) -> list[float]:
    """Let every one of ``asks`` be called ``times`` times, each in a thread; milliseconds of every call."""
    found: list[list[float]] = [[] for _ in asks]
    failures: list[BaseException] = []
    start = threading.Barrier(len(asks))

    def work(ask: Callable[[], object], row: list[float]) -> None:
        try:
            start.wait(60)
            for _ in range(times):
                before = time.perf_counter()
                ask()
                row.append((time.perf_counter() - before) * 1000)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(asks, found, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [value for row in found for value in row]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of them lie; the median for 0.5."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows below each other; numbers to the right."""
    cells = [[*map(str, head)], *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        padded = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join((row[0].ljust(widths[0]), *padded[1:])))


def _shown(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def machine() -> None:
    """Print what it runs on and how busy that is: figures of a busy machine say little."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    now = time.strftime("%Y-%m-%d %H:%M")
    print(f"{now}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}, {sys.platform}\n")
