"""``onrecord export``: every quote that meets the filters, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import click
from marshmallow import ValidationError
from marshmallow.fields import Field
from tqdm import tqdm

from schemas.arguments import ExportArguments
from schemas.fields import ListField
from schemas.quote import QUOTE_FIELDS, QuoteSchema
from service.api.interpret import read_quotes
from service.api.problems import flat
from service.commands.lines import reader_may_leave
from service.errors import BadRequest, StoreError
from service.logs import set_up_logs
from service.settings import read_settings
from service.store import open_store

_PARAMETERS = {field.data_key or name: field for name, field in ExportArguments().fields.items()}


def _about(field: Field[Any]) -> str:
    """What the API says of a parameter, with its default."""
    about, default = str(field.metadata["description"]), field.metadata.get("default")
    if default is None:
        return about
    return f"{about}  [default: {','.join(default) if isinstance(default, list) else default}]"


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each parameter of the API: a hyphen where that has an underscore."""
    for name, field in reversed(_PARAMETERS.items()):
        option = click.option(
            f"--{name.replace('_', '-')}",
            name,
            multiple=isinstance(field, ListField),
            help=_about(field),
        )
        command = option(command)
    return command


@click.command()
@_options
def export(**given: Any) -> None:
    """Print every quote that meets the filters, one a line, as JSON.

    The filters are those of GET /v1/quotes and read alike: commas and repetition mean or, ! excludes. All
    quotes are of one moment, whatever is written meanwhile, and memory does not grow with them. Ends with
    exit code 1, and with how many quotes were printed, where the store breaks off.
    """
    arguments = _arguments(given)
    settings = read_settings()
    set_up_logs(settings)
    wanted = set(arguments["fields_"] or QUOTE_FIELDS) | {"id"}
    schema = QuoteSchema(only=[name for name in QUOTE_FIELDS if name in wanted])
    printed = 0
    with closing(open_store(settings.store, **settings.store_access)) as store, reader_may_leave():
        store.check()
        query = replace(read_quotes(arguments, store, lambda _: store.topics()).query, sort=arguments["sort"])
        # A generator: closed, it gives back the moment that the store keeps for it.
        with closing(store.scan(query)) as quotes:  # type: ignore[type-var]
            try:
                for quote in tqdm(quotes, unit=" quotes", disable=None, dynamic_ncols=True):
                    print(json.dumps(schema.dump(quote), ensure_ascii=False))
                    printed += 1
            except StoreError as error:
                raise StoreError(f"The export broke off after {printed} quotes: {error.detail}") from error


def _arguments(given: dict[str, Any]) -> dict[str, Any]:
    """The options as the API's parameters. Raises BadRequest that names the first option at fault."""
    # An empty value was given: it is refused as the API refuses it, not taken for none.
    told = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if value not in (None, ())
    }
    try:
        loaded: dict[str, Any] = ExportArguments().load(told)
    except ValidationError as error:
        errors = flat(error.messages_dict)
        name, messages = next(iter(errors.items()))
        raise BadRequest(f"--{name.replace('_', '-')}: {messages[0]}", errors) from error
    return loaded
