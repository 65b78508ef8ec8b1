"""What the routes work with, put into the app by ``create_app`` and taken out here."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from service.api.recent import Recent
from service.ingest import Ingester
from service.settings import Settings
from service.store import Store

_NAME = "onrecord"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one app."""

    settings: Settings
    store: Store
    ingester: Ingester
    recent: Recent


def install(app: Flask, parts: Parts) -> None:
    """Make ``parts`` those of ``app``."""
    app.extensions[_NAME] = parts


def parts() -> Parts:
    """The parts of the app that answers now."""
    found = current_app.extensions[_NAME]
    assert isinstance(found, Parts)  # noqa: S101  for the type checker
    return found


def store() -> Store:
    """The store of the app that answers now."""
    return parts().store


def recent() -> Recent:
    """What the app that answers now read of its store a moment ago."""
    return parts().recent


def ingester() -> Ingester:
    """The ingester of the app that answers now."""
    return parts().ingester
