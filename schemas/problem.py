"""Errors as RFC 9457 has them."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.answer import string


class ProblemSchema(Schema):
    """An error, as ``application/problem+json``."""

    type = string("What kind of problem, as a URI; `about:blank` is what the status says.")
    title = string("The kind of problem in words.")
    status = fields.Integer(metadata={"description": "The HTTP status."})
    detail = string("What went wrong this time, and what to do.")
    instance = string("The path that was asked for.")
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "What is wrong with each parameter or field, where that is the problem."},
    )
