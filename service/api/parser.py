"""How arguments are read: strictly from the query string, and from JSON that is really JSON."""

from __future__ import annotations

from typing import Any, NoReturn

import marshmallow
from flask import Request, request
from webargs.core import is_json
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest as MalformedBody
from werkzeug.exceptions import UnsupportedMediaType

from service.api.problems import flat
from service.errors import BadRequest
from service.json_once import NotJson, read_once


class StrictParser(FlaskParser):
    """webargs' parser, which by default lets unknown parameters and missing content types pass."""

    # None leaves it to the schema, and ours refuse.
    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"query": None, "json": None}  # noqa: RUF012

    def load_querystring(self, req: Request, schema: marshmallow.Schema) -> Any:
        """The parameters. One that takes a single value and is given several is refused: none is guessed."""
        names = {field.data_key or name: field for name, field in schema.fields.items()}
        repeated = [
            name
            for name, values in req.args.lists()
            if len(values) > 1 and not getattr(names.get(name), "is_multiple", False)
        ]
        if repeated:
            told = {name: ["Given more than once, and takes one value."] for name in repeated}
            raise BadRequest(f"Wrong: {', '.join(sorted(told))}.", told)
        return super().load_querystring(req, schema)

    def load_json(self, req: Request, schema: marshmallow.Schema) -> Any:
        """The object in the body. 415 where it does not say that it is JSON, 400 where it is not."""
        found = json_body(req)
        if not isinstance(found, dict):
            raise BadRequest("The body must be a JSON object.", {"body": ["Not a JSON object."]})
        return found

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        req: Request,
        schema: marshmallow.Schema,
        *,
        error_status_code: int | None,
        error_headers: Any,
    ) -> NoReturn:
        """All messages, by parameter."""
        # webargs puts the messages under the name of the location.
        found = error.messages_dict
        errors = flat(next(iter(found.values())) if len(found) == 1 else found)
        raise BadRequest(f"Wrong: {', '.join(sorted(errors))}.", errors) from error


def json_body(req: Request) -> Any:
    """The value in the body. Raises werkzeug's 415 where it does not say that it is JSON, 400 where it is
    not.
    """
    if not is_json(req.mimetype):
        raise UnsupportedMediaType("Send JSON, as Content-Type: application/json.")
    return read_json(whole_body())


def whole_body() -> bytes:
    """The body of the request. Raises werkzeug's RequestEntityTooLarge (413) where it is over the limit."""
    body = request.get_data(cache=False)
    if request.content_length is None:
        # werkzeug cuts a chunked body at the limit without a word; reading on makes it raise.
        request.stream.read(1)
    return body


def read_json(body: bytes) -> Any:
    """The value in ``body``. Raises werkzeug's BadRequest (400) where it is no JSON in UTF-8 that can be
    taken.
    """
    try:
        return read_once(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedBody(f"The body is not UTF-8: {error}.") from error
    except NotJson as error:
        raise MalformedBody(str(error)) from error
