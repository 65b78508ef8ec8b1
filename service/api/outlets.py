"""Outlets: where articles were printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.arguments import OutletArguments
from schemas.outlet import OutletDetailSchema, OutletList
from service.api.canonical import canonical
from service.api.endpoint import Resource
from service.api.http import fields_of, link, page_listing
from service.api.interpret import read_entities
from service.api.parts import store
from service.errors import NotFound

outlets = Resource("outlets", __name__, "Where articles were printed.")


@outlets.reads("/outlets", OutletList, arguments=OutletArguments)
def list_outlets(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Outlets with their counts, most articles first."""
    query = read_entities(arguments)
    return page_listing(store().outlets(query), query, asked=canonical(arguments))


@outlets.reads("/outlets/<outlet_id>", OutletDetailSchema, problems=(404,))
def one_outlet(outlet_id: str) -> dict[str, Any]:
    """One outlet with its counts."""
    found = store().outlet(outlet_id)
    if found is None:
        raise NotFound("There is no article of an outlet of that id.")
    chosen = {"outlet": [outlet_id]}
    return {
        **fields_of(found),
        "links": {
            "articles": link("/v1/articles", chosen),
            "quotes": link("/v1/quotes", {**chosen, "attitude": ["any"]}),
            "voices": link("/v1/stances", {**chosen, "group_by": ["topic"]}),
        },
    }
