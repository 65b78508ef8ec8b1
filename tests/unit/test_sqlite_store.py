"""What is the embedded store's alone: its file, its connections, and what it says when either fails."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.errors import SettingsError, StoreError, StoreMismatch, StoreReadOnly, StoreUnavailable
from service.query import QuoteQuery
from service.store import open_store, sqlite_connection, sqlite_schema
from service.store.sqlite import SQLiteStore
from service.words import TextQuery
from tests.factories import a_change

CHANGE = a_change("a", "We want peace")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path):  # type: ignore[no-untyped-def]
    opened = SQLiteStore(str(path))
    yield opened
    opened.close()


def in_child(work, *arguments) -> object:  # type: ignore[no-untyped-def]
    """What ``work`` gives in a forked process."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=lambda: theirs.send(work(*arguments)))
    child.start()
    assert ours.poll(30)
    answer = ours.recv()
    child.join(30)
    return answer


def test_a_url_names_the_file() -> None:
    assert isinstance(open_store("sqlite:///relative.db"), SQLiteStore)
    with pytest.raises(SettingsError, match="mysql"):
        open_store("mysql://user:secret@host/db")


@pytest.mark.parametrize("path", ["", " ", ":memory:"])
def test_a_url_that_names_no_file_is_refused_because_nothing_would_be_kept(path: str) -> None:
    with pytest.raises(SettingsError, match="names no file"):
        open_store(f"sqlite:///{path}")


def test_nothing_is_opened_before_the_first_use(path: Path) -> None:
    open_store(f"sqlite:///{path}")
    assert not path.exists()


def test_a_file_of_an_older_release_is_migrated(
    path: Path, store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(CHANGE)
    store.close()
    step = "ALTER TABLE article ADD COLUMN note TEXT;\nCREATE INDEX article_note ON article (note);\n"
    monkeypatch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, step))
    assert store.search(QuoteQuery()).items == CHANGE.quotes
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT note FROM article").fetchall() == [(None,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(sqlite_schema.MIGRATIONS),)
    connection.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(CHANGE)
    store.close()
    step = "ALTER TABLE article ADD COLUMN note TEXT;\nCREATE INDEX nonsense ON nothing (note);\n"
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, step))
        with pytest.raises(StoreError, match="nothing"):
            store.check()
    assert store.search(QuoteQuery()).items == CHANGE.quotes


def test_a_file_of_a_later_release_is_refused(path: Path, store: SQLiteStore) -> None:
    store.put(CHANGE)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreMismatch, match="later release"):
        store.check()


def test_a_database_of_another_program_is_refused_and_left_alone(path: Path, store: SQLiteStore) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreMismatch, match="another program"):
        store.check()
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, store: SQLiteStore) -> None:
    path.write_text("dear diary, " * 1000)
    before = path.read_bytes()
    with pytest.raises(StoreMismatch, match="not a database"):
        store.check()
    assert path.read_bytes() == before


def test_a_damaged_file_is_said_to_be_damaged(path: Path, store: SQLiteStore) -> None:
    for number in range(40):
        store.put(a_change(str(number), *[f"We want peace {n}" for n in range(10)]))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StoreMismatch, match="damaged"):
        list(store.scan(QuoteQuery(text=TextQuery(words=("peace",)))))


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    store = SQLiteStore(str(tmp_path / "nowhere" / "store.db"))
    with pytest.raises(StoreUnavailable, match="folder must exist") as caught:
        store.check()
    assert str(tmp_path) not in str(caught.value)


def test_a_file_that_is_not_there_is_not_blamed_on_a_folder_that_is(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"store\.db is not there: an ingest"):
        SQLiteStore(str(tmp_path / "store.db")).check()


def test_a_full_disk_stops_a_write_whole_and_reads_go_on(store: SQLiteStore) -> None:
    store.put(CHANGE)
    connection = store._connections.mine()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    generation = store.generation()
    with pytest.raises(StoreUnavailable, match="full"):
        store.put(a_change("b", *[f"They want {n} wars " * 200 for n in range(50)]))
    assert store.search(QuoteQuery()).items == CHANGE.quotes
    assert store.generation() == generation
    connection.execute("PRAGMA max_page_count = 100000")
    store.put(a_change("b", "They want war"))
    assert store.search(QuoteQuery()).total == 2


def test_a_file_without_the_right_to_write_can_still_be_read(path: Path, store: SQLiteStore) -> None:
    store.put(CHANGE)
    store._connections.mine().execute("PRAGMA query_only = ON")
    with pytest.raises(StoreUnavailable, match="let this user write"):
        store.put(a_change("b", "They want war"))
    assert store.search(QuoteQuery()).items == CHANGE.quotes


@pytest.fixture
def kept() -> Iterator[Path]:
    """A store with one quote, in a folder of its own that every user may look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "kept #1.db"
        written = SQLiteStore(str(path))
        written.put(CHANGE)
        written.close()
        path.chmod(0o444)
        folder.chmod(0o555)
        yield path
        folder.chmod(0o755)


def as_a_reader(work):  # type: ignore[no-untyped-def]
    """``work`` as a user who may write nothing, which root always may."""

    def lowered() -> object:
        if os.geteuid() == 0:
            os.setuid(65534)
        return work()

    return in_child(lowered)


def told(write) -> str:  # type: ignore[no-untyped-def]
    """What a write is refused with."""
    with pytest.raises(StoreReadOnly) as caught:
        write()
    return str(caught.value)


@pytest.mark.parametrize("folder", [0o555, 0o777])
def test_a_reader_who_may_not_write_the_file_reads_it_whatever_its_folder_takes(
    kept: Path, folder: int
) -> None:
    kept.parent.chmod(folder)

    def work() -> object:
        own = SQLiteStore(str(kept))
        own.check()
        found = own.search(QuoteQuery(text=TextQuery(("peace",)))).total, len(list(own.scan(QuoteQuery())))
        refused = {told(lambda: own.put(a_change("b", "They want war"))), told(own.reindex)}
        return found, refused, own.search(QuoteQuery()).total

    assert as_a_reader(work) == (
        (1, 1),
        {"kept #1.db can't be written: let this user write the file and its folder."},
        1,
    )


def test_a_reader_of_a_folder_that_takes_no_file_sees_what_others_write(kept: Path) -> None:
    writer = SQLiteStore(str(kept))
    context = multiprocessing.get_context("fork")
    asked, answers = context.Pipe()

    def work() -> None:
        own = SQLiteStore(str(kept))
        for _ in range(3):
            answers.recv()
            answers.send((own.search(QuoteQuery()).total, own.generation()))

    reader = context.Process(target=as_a_reader, args=(work,))
    reader.start()

    def seen() -> tuple[int, str]:
        asked.send(None)
        assert asked.poll(30)
        return asked.recv()  # type: ignore[no-any-return]

    first = seen()
    kept.chmod(0o644)
    kept.parent.chmod(0o755)
    writer.put(a_change("b", "They want war"))
    kept.parent.chmod(0o555)
    during = seen()
    kept.parent.chmod(0o755)
    writer.close()
    kept.parent.chmod(0o555)
    after = seen()
    reader.join(30)
    assert [first[0], during[0], after[0]] == [1, 2, 2]
    assert first[1] != during[1] == after[1]


def test_a_write_that_waits_too_long_says_so(
    path: Path, store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connection, "WAIT_SECONDS", 0.05)
    store.topics()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="try again"):
        store.put(CHANGE)
    assert store.search(QuoteQuery()).total == 0
    other.execute("ROLLBACK")
    other.close()
    store.put(CHANGE)


def test_a_forked_child_opens_its_own_connection(store: SQLiteStore) -> None:
    store.put(CHANGE)
    parents = store._connections.mine()
    assert in_child(lambda: store._connections.mine() is parents) is False
    assert in_child(lambda: store.search(QuoteQuery()).total) == 1
    in_child(lambda: store.put(a_change("b", "They want war")) or store.close())
    assert store.search(QuoteQuery()).total == 2


def test_processes_write_in_turns(path: Path, store: SQLiteStore) -> None:
    def add(name: str) -> None:
        own = SQLiteStore(str(path))
        for _ in range(10):
            with own.writing():
                seen = own.search(QuoteQuery()).total
                own.put(a_change(f"{name} saw {seen}", "We want peace"))
        own.close()

    context = multiprocessing.get_context("fork")
    children = [context.Process(target=add, args=(name,)) for name in ("first", "second", "third")]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    quotes = store.scan(QuoteQuery())
    assert sorted(int(q.headline.split()[-1]) for q in quotes if q.headline) == list(range(30))


def test_connections_of_ended_threads_are_closed(store: SQLiteStore) -> None:
    for _ in range(5):
        thread = threading.Thread(target=store.topics)
        thread.start()
        thread.join()
    store.topics()
    assert len(store._connections._opened) <= 2


def test_a_store_that_was_closed_opens_anew_in_every_thread(store: SQLiteStore) -> None:
    with ThreadPoolExecutor(2) as threads:
        for _ in range(50):
            # What is closed may leave its identity to what is opened next.
            store.close()
            assert list(threads.map(lambda _: store.topics(), range(4))) == [()] * 4


def test_two_files_never_share_a_generation(store: SQLiteStore, tmp_path: Path) -> None:
    other = SQLiteStore(str(tmp_path / "other.db"))
    assert other.generation() != store.generation()
    other.close()


def test_a_reindex_mends_the_index_of_the_texts(store: SQLiteStore) -> None:
    store.put(CHANGE)
    store._connections.mine().execute("INSERT INTO quote_text (quote_text) VALUES ('delete-all')")
    peace = QuoteQuery(text=TextQuery(words=("peace",)))
    assert store.search(peace).total == 0
    store.reindex()
    assert store.search(peace).items == CHANGE.quotes


KILLED = """
import sys
from service.store import open_store
from tests.factories import a_change
store = open_store("sqlite:///" + sys.argv[1])
number = 0
while True:
    store.put(a_change(str(number), *[f"We want peace {n}" for n in range(20)]))
    number += 1
    print(number, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_whole_articles(path: Path, store: SQLiteStore) -> None:
    for delay in (0.0, 0.005, 0.011):
        writer = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        for _ in range(3):
            writer.stdout.readline()
        time.sleep(delay)
        writer.kill()
        writer.communicate()
        quotes = [quote.article_id for quote in store.scan(QuoteQuery())]
        assert len(quotes) >= 60
        assert all(quotes.count(article) == 20 for article in set(quotes))
