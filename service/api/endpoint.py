"""One decorator for a route: its address, its arguments, its answer, and both in the OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import flask_smorest
from marshmallow import Schema

from schemas.problem import ProblemSchema
from schemas.strict import NoArguments
from service.api.http import compared, validated
from service.api.keys import needs_key
from service.api.parser import StrictParser
from service.api.problems import PROBLEM_JSON

View = TypeVar("View", bound=Callable[..., Any])


class Resource(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest is not typed
    """A blueprint under ``/v1`` whose routes read strictly."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, module: str, about: str) -> None:
        super().__init__(name, module, url_prefix="/v1", description=about)

    def reads(
        self,
        rule: str,
        answer: type[Schema],
        *,
        arguments: type[Schema] | None = None,
        tagged: bool = False,
        problems: tuple[int, ...] = (),
    ) -> Callable[[View], View]:
        """A GET. The view is called with the loaded ``arguments``, where there are any, and the path's.

        One that is ``tagged`` gives an ETag of its own with its answer, for writes to carry as If-Match.
        """

        def decorate(view: View) -> View:
            found = compared(view) if tagged else validated(view)
            found = self.response(200, answer)(found)
            found = self.alt_response(304, description="What you have is still true")(found)
            found = self._explained(found, (422, *problems))
            found = self._strict(found, arguments)
            found = self.doc(operationId=view.__name__)(found)
            self.route(rule, methods=["GET"], endpoint=view.__name__)(found)
            return view

        return decorate

    def takes(
        self,
        rule: str,
        answer: type[Schema] | None,
        *,
        body: type[Schema] | None = None,
        method: str = "POST",
        status: int = 200,
        keyed: bool = False,
        also: dict[int, str] | None = None,
        problems: tuple[int, ...] = (),
        documented: dict[str, Any] | None = None,
    ) -> Callable[[View], View]:
        """A request that may carry a body, which the view is called with once loaded.

        ``keyed`` asks for the key before anything else is looked at. ``also`` are other statuses that carry
        the answer, and why they are given.
        """

        def decorate(view: View) -> View:
            found = self.response(status, answer)(view)
            for other, reason in (also or {}).items():
                found = self.alt_response(other, schema=answer, description=reason)(found)
            if body is not None:
                found = self.arguments(body, location="json")(found)
            found = self._explained(found, (422, *problems, *((401, 403) if keyed else ())))
            found = self._strict(found, None)
            if keyed:
                found = needs_key(found)
            security: dict[str, Any] = {"security": [{"key": []}]} if keyed else {}
            found = self.doc(operationId=view.__name__, **(documented or {}), **security)(found)
            self.route(rule, methods=[method], endpoint=view.__name__)(found)
            return view

        return decorate

    def _strict(self, view: Any, arguments: type[Schema] | None) -> Any:
        """Read the query string; a route without arguments refuses every parameter."""
        if arguments is not None:
            return self.arguments(arguments, location="query")(view)
        # Outside the OpenAPI: there is nothing to tell.
        return StrictParser().use_args(NoArguments, location="query", as_kwargs=True)(view)

    def _explained(self, view: Any, problems: tuple[int, ...]) -> Any:
        for status in problems:
            view = self.alt_response(status, schema=ProblemSchema, content_type=PROBLEM_JSON)(view)
        return view
