"""The OpenAPI, and the blueprints that it describes."""

from __future__ import annotations

from typing import Any

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask
from marshmallow import Schema

from schemas.article import OutcomeSchema
from schemas.problem import ProblemSchema
from schemas.quote import FoundQuoteSchema
from schemas.strict import Strict
from service.api.articles import articles
from service.api.corrections import corrections
from service.api.extract import extract
from service.api.http import release
from service.api.outlets import outlets
from service.api.problems import http_problem
from service.api.quotes import quotes
from service.api.shifts import shifts
from service.api.speakers import speakers
from service.api.stances import stances
from service.api.statements import statements
from service.api.suggest import suggest
from service.api.topics import topics

ABOUT = """\
Who said what, where it was printed, and where they stand.

A list parameter takes commas and repetition (`speaker=a,b` is `speaker=a&speaker=b`), and `!` before a value
excludes it. Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; bounds are inclusive. An unknown parameter or a bad
value is 422 and names the valid ones. Lists carry an ETag. Writes need `Authorization: Bearer KEY`.

Errors are `application/problem+json` (RFC 9457), but for those of the server before the app: 414 to a request
line over 8,190 bytes (`POST /v1/quotes/search` takes longer queries) and 400 to what is no HTTP, both HTML.
"""

_PARTIAL = (FoundQuoteSchema, OutcomeSchema, ProblemSchema)
"""Answers some of whose fields may be absent."""


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest is not typed
    """flask-smorest's Api with errors as RFC 9457 has them."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None  # every route says which problems it has

    handle_http_exception = staticmethod(http_problem)

    def _register_pagination_header(self) -> None:
        """Nothing: pages are described in the body, not in a header of flask-smorest's."""


def init_openapi(app: Flask) -> Api:
    """Register every resource of ``/v1`` and the OpenAPI that describes them."""
    app.config.update(
        API_TITLE="On Record",
        API_VERSION=release(),
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/v1",
    )
    api = Api(
        app,
        spec_kwargs={
            "info": {"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
            "marshmallow_plugin": Plugin(),
        },
    )
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    for resource in (
        quotes,
        statements,
        stances,
        shifts,
        articles,
        speakers,
        outlets,
        topics,
        corrections,
        suggest,
        extract,
    ):
        api.register_blueprint(resource)
    return api


class Converter(OpenAPIConverter):
    """apispec's converter, which also says that an answer has all its fields."""

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        """The JSON Schema of ``schema``."""
        found: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        if not isinstance(schema, (Strict, *_PARTIAL)):
            found["required"] = sorted(found["properties"])
        return found


class Plugin(MarshmallowPlugin):
    """apispec's plugin for marshmallow, with that converter and names that do not end in Schema."""

    Converter = Converter

    def __init__(self) -> None:
        super().__init__(schema_name_resolver=_name)


def _name(schema: type[Schema] | Schema) -> str:
    class_ = schema if isinstance(schema, type) else type(schema)
    return class_.__name__.removesuffix("Schema")
