"""The entrance: the collections, and where the rest is described."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from service.api.http import release

index = Blueprint("index", __name__)


@index.get("/")
def entrance() -> Response:
    """What this is, and where to go on."""
    names = ("quotes", "stances", "articles", "speakers", "outlets", "topics", "corrections")
    return jsonify(
        name="On Record",
        about="Who said what, where it was printed, and where they stand.",
        release=release(),
        links={
            **{name: f"/v1/{name}" for name in names},
            "openapi": "/v1/openapi.json",
            "docs": "/docs",
            "health": "/healthz",
            "readiness": "/readyz",
        },
    )
