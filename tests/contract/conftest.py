"""The stores that every promise is tested on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from service.models import Quote
from service.store import Change, Store, open_store
from tests.factories import TOPICS, a_corpus


@dataclass(frozen=True)
class Library:
    """A store that is filled once and only read, with what is in it."""

    store: Store
    changes: list[Change]
    quotes: list[Quote]


@pytest.fixture(params=["sqlite"], scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _open(engine: str, name: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(f"sqlite:///{tmp_path_factory.mktemp(name) / 'store.db'}")


@pytest.fixture
def store(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A new and empty store."""
    opened = _open(engine, "empty", tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def library(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A store with a corpus of generated articles."""
    opened = _open(engine, "library", tmp_path_factory)
    changes = a_corpus(articles=70)
    opened.put_topics(TOPICS)
    for change in changes:
        opened.put(change)
    yield Library(opened, changes, [quote for change in changes for quote in change.quotes])
    opened.close()
