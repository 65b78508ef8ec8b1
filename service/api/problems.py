"""Every error as ``application/problem+json`` (RFC 9457): ours, Flask's and the ones nobody expected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from service.errors import OnRecordError, StoreMismatch, StoreUnavailable, Unauthorized

PROBLEM_JSON = "application/problem+json"
_log = structlog.get_logger(__name__)


def init_problems(app: Flask) -> None:
    """Answer every error of ``app`` as a problem."""
    app.register_error_handler(OnRecordError, our_problem)
    app.register_error_handler(HTTPException, http_problem)


def our_problem(error: OnRecordError) -> Response:
    """One of our own errors, whose class knows its status and title."""
    if error.status >= 500:
        _log.error("problem", path=request.path, problem=type(error).__name__, detail=error.detail)
    response = _problem(error.status, error.title, error.detail, error.errors, type_=_type_of(error))
    if isinstance(error, StoreUnavailable | StoreMismatch):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unauthorized):
        response.headers["WWW-Authenticate"] = 'Bearer realm="onrecord"'
    return response


def http_problem(error: HTTPException) -> Response | HTTPException:
    """An error of Flask or werkzeug: no such route, a wrong method, a broken body, or one of our bugs."""
    if error.code is None or error.code < 400:
        return error  # a redirect
    detail = "" if error.code == 500 else error.description or ""
    response = _problem(error.code, error.name, detail or HTTPStatus(error.code).description)
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def flat(messages: Mapping[str, Any] | Sequence[Any], above: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages by dotted path: ``{"authors.0": ["..."]}``."""
    if not isinstance(messages, Mapping):
        return {above: [str(message) for message in messages]}
    found: dict[str, list[str]] = {}
    for key, below in messages.items():
        name = above if key == "_schema" and above else f"{above}.{key}" if above else str(key)
        for path, texts in flat(below, name).items():
            found.setdefault(path, []).extend(texts)
    return found


def _problem(
    status: int,
    title: str,
    detail: str,
    errors: Mapping[str, Sequence[str]] | None = None,
    type_: str = "about:blank",
) -> Response:
    body: dict[str, Any] = {
        "type": type_,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    if errors:
        body["errors"] = errors
    response = Response(json.dumps(body), status=status, content_type=PROBLEM_JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


def _type_of(error: OnRecordError) -> str:
    """``urn:problem-type:onrecord:unknown-topic``."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__)
    return f"urn:problem-type:onrecord:{words.lower()}"
