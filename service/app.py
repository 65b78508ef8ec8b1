"""The only place where settings, store and API are wired together."""

from __future__ import annotations

from flask import Flask

from service.settings import Settings
from service.store import Store, open_store


def create_app(settings: Settings, store: Store | None = None) -> Flask:
    """A WSGI app over ``store``, by default the one that the settings name."""
    app = Flask("service", static_folder=None)
    app.extensions["onrecord.store"] = store or open_store(settings.store)
    return app
