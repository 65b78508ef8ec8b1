"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from service.api.http import release
from service.api.parts import store

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """The process answers. Never touches the store: a store that is down is no reason to restart us."""
    return jsonify(status="alive", release=release())


@health.get("/readyz")
def ready() -> Response:
    """The store answers too; 503 where it does not."""
    store().check()
    return jsonify(status="ready", release=release())
