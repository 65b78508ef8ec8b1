"""Many articles in one body: NDJSON in, a line of result for each out, as they are done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import structlog
from flask import json
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest as MalformedBody

from schemas.article import ArticleInputSchema
from service.api.parser import read_json
from service.api.problems import flat
from service.errors import BadArticle, OnRecordError
from service.ingest import Ingester, Outcome
from service.models import RawArticle
from service.pipeline import Knowledge

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")

FAULT = "A fault of the service, which its log describes: send this line again once it is mended."

_log = structlog.get_logger(__name__)


def results(body: bytes, ingester: Ingester, knowledge: Knowledge) -> Iterator[str]:
    """A line of result for each line that is not blank, analysed with ``knowledge``.

    A bad line is ``rejected``, one that meets a fault of ours ``failed``, and the others go on. Should the
    store break off, the last line is ``failed``: what comes after it was not looked at.
    """
    for number, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _line(number, told(ingester.add(_article(line, number), knowledge=knowledge)))
        except (MalformedBody, ValidationError, BadArticle) as error:
            yield _line(number, _nothing("rejected", _reason(error)))
        except OnRecordError as error:
            _log.error("ndjson broke off", line=number, detail=error.detail)
            yield _line(number, _nothing("failed", error.detail))
            return
        except Exception:
            # The 200 is on its way: what is raised now would cut the answer without a word.
            _log.exception("ndjson line failed", line=number)
            yield _line(number, _nothing("failed", FAULT))


def told(outcome: Outcome) -> dict[str, Any]:
    """An outcome as it is answered."""
    return {
        "status": outcome.status,
        "article_id": outcome.article_id,
        "quotes": outcome.quotes,
        "reason": outcome.reason,
    }


def _article(line: bytes, number: int) -> RawArticle:
    loaded = ArticleInputSchema().load(read_json(line))
    assert isinstance(loaded, RawArticle)  # noqa: S101  for the type checker
    return replace(loaded, name=f"request:{number}")


def _reason(error: MalformedBody | ValidationError | BadArticle) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{name}: {' '.join(texts)}" for name, texts in flat(error.messages_dict).items())
    return str(error.description if isinstance(error, MalformedBody) else error.detail)


def _nothing(status: str, reason: str) -> dict[str, Any]:
    return {"status": status, "article_id": None, "quotes": 0, "reason": reason}


def _line(number: int, outcome: dict[str, Any]) -> str:
    return json.dumps({"line": number, **outcome}) + "\n"
