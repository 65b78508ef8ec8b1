"""Names as somebody types them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.arguments import SuggestArguments
from schemas.suggestion import SuggestionList
from service.api.canonical import canonical
from service.api.endpoint import Resource
from service.api.http import link, listing
from service.api.names import name_words
from service.api.parts import store
from service.query import EntityQuery, OutletEntry, SpeakerEntry
from service.store.folding import distinct_words, holds_words

suggest = Resource("suggest", __name__, "Names as you type.")


@suggest.reads("/suggest", SuggestionList, arguments=SuggestArguments)
def suggest_names(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Speakers, outlets and topics whose name holds all words, the last of which may be unfinished."""
    words, limit = name_words(arguments["q"]), arguments["limit"]
    found, total = _matches(words, limit) if words else ([], 0)
    asked = canonical(arguments)
    return listing(found[:limit], size=limit, total=total, next_cursor=None, query=asked, asked=asked)


def _matches(words: tuple[str, ...], limit: int) -> tuple[list[dict[str, Any]], int]:
    """At least the first ``limit``, and how many there are: topics and outlets are few and come first."""
    query = EntityQuery(words=words, prefix=True, limit=limit)
    folded = distinct_words(words)
    topics = [
        topic
        for topic in store().topics()
        if holds_words(f"{topic.id} {topic.proposition}", folded, prefix=True)
    ]
    outlets, speakers = store().outlets(query), store().speakers(query)
    found = [
        *(_suggestion("topic", topic.id, topic.proposition) for topic in topics),
        *(_counted("outlet", item) for item in outlets.items),
        *(_counted("speaker", item) for item in speakers.items),
    ]
    return found, len(topics) + outlets.total + speakers.total


def _counted(kind: str, entry: OutletEntry | SpeakerEntry) -> dict[str, Any]:
    """A suggestion with all quotes of an outlet or a speaker, not assertions alone, and a link to them."""
    found = _suggestion(kind, entry.id, entry.name, attitude=["any"])
    return {**found, "quotes": entry.quotes}


def _suggestion(kind: str, id_: str, name: str, **filters: list[str]) -> dict[str, Any]:
    return {
        "type": kind,
        "id": id_,
        "name": name,
        "quotes": None,
        "link": link("/v1/quotes", {kind: [id_], **filters}),
    }
