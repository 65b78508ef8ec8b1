"""The app, its client and its command line, over a store of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.pipeline import Knowledge, load_knowledge
from service.settings import CHECKOUT_SEEDS, Settings
from service.store import Store, open_store

pytest_plugins = ["tests.elasticsearch_node.plugin"]

KEY = "a-key-for-tests-only"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a store and a key of their own."""
    return Settings(store=f"sqlite:///{tmp_path}/store.db", api_key=KEY)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """What the seeds say; read once, because it takes a while."""
    return load_knowledge(CHECKOUT_SEEDS)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(settings.store)
    yield opened
    opened.close()


@pytest.fixture
def app(settings: Settings, store: Store, knowledge: Knowledge) -> Flask:
    """The app over ``store``."""
    made = create_app(settings, store, knowledge)
    made.testing = True
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of ``app``."""
    return app.test_client()


@pytest.fixture
def runner(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Runs commands with ``settings`` in the environment."""
    monkeypatch.setenv("ONRECORD_STORE", settings.store)
    monkeypatch.setenv("ONRECORD_API_KEY", KEY)
    return CliRunner()
