"""Every error that On Record raises on purpose.

::

    OnRecordError                 500  something of ours went wrong
    ├── BadRequest                422  what was asked makes no sense; ``errors`` names the fields
    │   ├── UnknownTopic          422  a topic is one of a closed set
    │   └── BadCursor             422  the cursor is not one of ours, or belongs to another query
    ├── NotFound                  404  no such thing
    ├── Gone                      410  a quote that a newer analysis no longer finds
    ├── PreconditionFailed        412  somebody else was quicker
    ├── Unauthorized              401  a write without the key
    ├── Forbidden                 403  a write where the server has no key set
    ├── BadArticle                422  an article that can't be taken: empty, too long, not English, ...
    ├── StoreError                500  the store answered with something we can't use
    │   ├── StoreUnavailable      503  the store can't be reached or can't take writes now
    │   │   └── StoreReadOnly     503  the store takes no writes of ours, and waiting does not help
    │   └── StoreMismatch         503  the store's schema or version is not one we can work with
    └── SettingsError             500  a setting is missing or wrong; only the command line sees it

Each class knows its HTTP status and title (RFC 9457), so that the API maps errors in one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class OnRecordError(Exception):
    """The root: ``str(error)`` is one sentence for people that says what to do."""

    status = 500
    title = "Internal error"

    def __init__(self, detail: str = "", errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = {field: list(messages) for field, messages in (errors or {}).items()}


class BadRequest(OnRecordError):
    """What was asked makes no sense; ``errors`` maps each bad field to its messages."""

    status = 422
    title = "Invalid request"


class UnknownTopic(BadRequest):
    """A topic that the store does not hold: topics are a closed set, so this is no empty list."""

    title = "Unknown topic"


class BadCursor(BadRequest):
    """A cursor that was not made here, was cut, or belongs to another query."""

    title = "Invalid cursor"


class NotFound(OnRecordError):
    """No such thing."""

    status = 404
    title = "Not found"


class Gone(OnRecordError):
    """Something that was here and has no successor."""

    status = 410
    title = "Gone"


class PreconditionFailed(OnRecordError):
    """What is there is not what the writer said that they know (RFC 9110, 13.1)."""

    status = 412
    title = "Precondition failed"


class Unauthorized(OnRecordError):
    """A write that carries no key, or a wrong one."""

    status = 401
    title = "Unauthorized"


class Forbidden(OnRecordError):
    """A write where the server has no key set."""

    status = 403
    title = "Forbidden"


class BadArticle(OnRecordError):
    """An article that can't be taken; the detail is the reason that goes to the rejects."""

    status = 422
    title = "Article refused"


class StoreError(OnRecordError):
    """The store answered with something we can't use."""

    title = "Store error"


class StoreUnavailable(StoreError):
    """The store can't be reached, takes no writes now or is too busy. ``retry_after`` is in seconds."""

    status = 503
    title = "Store unavailable"
    retry_after = 5


class StoreReadOnly(StoreUnavailable):
    """This process may read the store but not write it, until somebody lets it."""

    title = "Store read-only"
    retry_after = 60


class StoreMismatch(StoreError):
    """The store is of a release, or an engine of a version, that this one can't work with."""

    status = 503
    title = "Store not compatible"
    retry_after = 60


class SettingsError(OnRecordError):
    """A setting is missing or wrong; ``errors`` maps each variable to what is wrong with it."""

    title = "Bad settings"
