"""Kills real ingests half way and runs them again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.models import Quote
from service.query import ArticleQuery, QuoteQuery
from service.store import Store, open_store

ONRECORD = str(Path(sys.executable).parent / "onrecord")
ARTICLES = 150
"""More than two batches hold."""


def write_articles(path: Path, edition: str) -> Path:
    """Articles that share one quote, hold one of their own, and one that differs between editions."""
    with path.open("w") as file:
        for number in range(ARTICLES):
            text = (
                "“We will not open the new river bridge to cars before spring,” Minister Jane Roe said.\n\n"
                f"“Pillar {number} has a crack that nobody has looked at,” said her deputy, John Doe.\n\n"
                f"“This is the {edition} edition of what we know of pillar {number},” said Mary Major."
            )
            fields = {"text": text, "url": f"https://example.org/{number}", "published": "2022-03-04"}
            file.write(json.dumps(fields) + "\n")
    return path


@contextmanager
def ingesting(store: str, path: Path, *options: str) -> "Iterator[subprocess.Popen[bytes]]":
    """A running ingest of ``path``; what it says is in ``path.log``."""
    environment = {**os.environ, "ONRECORD_STORE": store}
    with (
        path.with_suffix(".log").open("wb") as log,
        subprocess.Popen(
            [ONRECORD, "ingest", str(path), *options], env=environment, stderr=log, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def ingest(store: str, path: Path) -> None:
    with ingesting(store, path, "--workers", "1") as process:
        process.wait(120)
    assert process.returncode == 0, path.with_suffix(".log").read_text()


def said(store: Store) -> list[Quote]:
    return sorted(store.scan(QuoteQuery(undated=True)), key=lambda quote: quote.id)


def wait_for_some(store: Store, process: "subprocess.Popen[bytes]", text: str, least: int) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert process.poll() is None, "the ingest was over before it could be killed"
        if sum(text in quote.text for quote in said(store)) >= least:
            return
        time.sleep(0.02)
    raise AssertionError("the ingest stored nothing")


def children(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return [int(number) for number in listed.split()]


def running(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@dataclass(frozen=True)
class Editions:
    """Two editions of the articles, a store with the first, and what a store has after the second."""

    second: Path
    database: Path
    expected: list[Quote]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    folder = tmp_path_factory.mktemp("editions")
    first, second = (write_articles(folder / f"{edition}.jsonl", edition) for edition in ("first", "second"))
    ingest(f"sqlite:///{folder}/store.db", first)
    shutil.copy(folder / "store.db", folder / "first.db")
    ingest(f"sqlite:///{folder}/store.db", second)
    store = open_store(f"sqlite:///{folder}/store.db")
    expected = said(store)
    store.close()
    return Editions(second, folder / "first.db", expected)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_ingest_killed_half_way_and_run_again_ends_as_one_that_was_not(
    editions: Editions, tmp_path: Path, workers: str
) -> None:
    shutil.copy(editions.database, tmp_path / "store.db")
    second = Path(shutil.copy(editions.second, tmp_path))
    broken = f"sqlite:///{tmp_path}/store.db"
    store = open_store(broken)

    with ingesting(broken, second, "--workers", workers) as process:
        wait_for_some(store, process, "second edition", 3)
        helpers = children(process.pid)
        process.send_signal(signal.SIGKILL)

    found = {"first": 0, "second": 0}
    for article in store.articles(ArticleQuery(limit=200)).items:
        texts = " ".join(quote.text for quote in store.quotes_of(article.id))
        stored = store.article(article.id)
        assert stored is not None
        edition = "first" if "first edition" in stored.text else "second"
        assert f"{edition} edition" in texts
        assert f"{'second' if edition == 'first' else 'first'} edition" not in texts
        found[edition] += 1
    assert found["second"] >= 3
    assert found["first"] >= 1
    end = time.monotonic() + 20
    while any(map(running, helpers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(running, helpers)), "workers outlive the ingest that started them"

    ingest(broken, second)
    assert said(store) == editions.expected
    assert store.articles(ArticleQuery(limit=200)).total == ARTICLES
    store.close()


@pytest.mark.parametrize("stored", [0, 3])
def test_a_sigterm_to_the_whole_group_ends_an_ingest_between_articles_even_while_workers_start(
    tmp_path: Path, stored: int
) -> None:
    path = write_articles(tmp_path / "a.jsonl", "only")
    url = f"sqlite:///{tmp_path}/store.db"
    store = open_store(url)
    with ingesting(url, path, "--workers", "2") as process:
        if stored:
            wait_for_some(store, process, "only edition", stored)
        else:
            while not children(process.pid):
                assert process.poll() is None
                time.sleep(0.01)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
    told = path.with_suffix(".log").read_text()
    assert process.returncode == 128 + signal.SIGTERM, told
    assert "run the same command again" in told
    store.close()


def test_sigterm_ends_an_ingest_between_articles_and_the_same_command_goes_on(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", "only")
    url = f"sqlite:///{tmp_path}/store.db"
    store = open_store(url)
    with ingesting(url, path, "--workers", "2", "--rejects", str(tmp_path / "rejects.ndjson")) as process:
        wait_for_some(store, process, "only edition", 3)
        process.terminate()
        process.wait(60)
    told = path.with_suffix(".log").read_text()
    assert process.returncode == 128 + signal.SIGTERM, told
    assert "run the same command again" in told
    assert (tmp_path / "rejects.ndjson").read_text() == ""
    done = store.articles(ArticleQuery(limit=200)).total
    assert 3 <= done < ARTICLES
    ingest(url, path)
    assert store.articles(ArticleQuery(limit=200)).total == ARTICLES
    store.close()
