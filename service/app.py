"""The only place where settings, store and API are wired together."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog
from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider

from service.api.documentation import documentation
from service.api.health import health
from service.api.index import index
from service.api.openapi import init_openapi
from service.api.parts import Parts, install
from service.api.problems import init_problems
from service.api.recent import Recent
from service.errors import StoreError
from service.ingest import Ingester
from service.pipeline import Knowledge, load_knowledge
from service.settings import Settings
from service.store import Store, open_store

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that write nothing (RFC 9110, 9.2.1)."""

PATIENCE = 5.0
"""Seconds that a request waits for another writer, such as a reindex, before it is a 503.

Threads that wait would soon be all that there are, and none be left to answer reads.
"""

_log = structlog.get_logger(__name__)


class FastJSON(DefaultJSONProvider):
    """JSON in the order of the schemas, in UTF-8, without spaces."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """The text of a value that is made of JSON's own kinds."""
        return msgspec.json.encode(obj).decode()


def create_app(settings: Settings, store: Store | None = None, knowledge: Knowledge | None = None) -> Flask:
    """A WSGI app over ``store`` that analyses with ``knowledge``, by default those that the settings name.

    Raises SettingsError or BadRequest where they can't be had.
    """
    app = Flask("service", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.json = FastJSON(app)
    store = store or open_store(settings.store, **settings.store_access, patience=PATIENCE)
    knowledge = knowledge or load_knowledge(settings.seeds, settings.max_article_chars)
    ingester = Ingester(store, knowledge)
    _seed(ingester)
    recent = Recent(store)
    install(app, Parts(settings=settings, store=store, ingester=ingester, recent=recent))
    init_openapi(app)
    init_problems(app)
    for blueprint in (health, documentation, index):
        app.register_blueprint(blueprint)
    app.after_request(_never_guess)
    app.teardown_request(lambda _: None if request.method in SAFE else recent.forget())
    return app


def _seed(ingester: Ingester) -> None:
    """Topics for a new store. One that is read-only or away is no reason not to start: readiness tells."""
    try:
        ingester.seed()
    except StoreError as error:
        _log.warning("topics not seeded", detail=error.detail)


def _never_guess(response: Response) -> Response:
    """Keep browsers from taking quoted text for a page."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
