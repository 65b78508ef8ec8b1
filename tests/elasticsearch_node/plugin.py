"""The fixtures that give tests their Elasticsearch.

A machine that can run none skips those tests and says so loudly; in CI that is a failure, for there nobody
reads.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

import pytest

from tests.elasticsearch_node.node import Node, unavailable

GIVEN_URL = "ONRECORD_TEST_ELASTICSEARCH_URL"

_reasons_for_skips = pytest.StashKey[set[str]]()


class RunningNode(Protocol):
    """What the shared node promises: an address, credentials in it where it needs any."""

    @property
    def url(self) -> str:
        """The base URL."""


class StartElasticsearch(Protocol):
    """Starts a `Node` that ends with the test."""

    def __call__(self, *, settings: Mapping[str, object] | None = None, secure: bool = False) -> Node:
        """The arguments are those of `Node`."""


@dataclass(frozen=True)
class GivenNode:
    """A server that somebody else started and named by its URL."""

    url: str


@pytest.fixture(scope="session")
def elasticsearch_node(pytestconfig: pytest.Config) -> Iterator[RunningNode]:
    """The one server of the run, without security; tests keep apart by index prefixes."""
    if given := os.environ.get(GIVEN_URL):
        yield GivenNode(given.rstrip("/"))
        return
    _require_server(pytestconfig)
    with Node() as node:
        yield node


@pytest.fixture(scope="session")
def secure_elasticsearch_node(pytestconfig: pytest.Config) -> Iterator[Node]:
    """One more server for the run, over https and with a password; leave it running."""
    _require_server(pytestconfig)
    with Node(secure=True) as node:
        yield node


@pytest.fixture
def start_elasticsearch(pytestconfig: pytest.Config) -> Iterator[StartElasticsearch]:
    """Starts a server for one test alone, to be killed or set as the test likes."""
    _require_server(pytestconfig)
    with ExitStack() as started:

        def start(*, settings: Mapping[str, object] | None = None, secure: bool = False) -> Node:
            return started.enter_context(Node(settings=settings, secure=secure))

        yield start


def _require_server(config: pytest.Config) -> None:
    reason = unavailable()
    if reason is None:
        return
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(reason, pytrace=False)
    config.stash.setdefault(_reasons_for_skips, set()).add(reason)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say once, where it is seen, why tests were skipped."""
    for reason in config.stash.get(_reasons_for_skips, set()):
        terminalreporter.write_line(reason, red=True, bold=True)
