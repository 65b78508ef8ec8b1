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
from service.models import Topic
from service.query import EntityQuery

suggest = Resource("suggest", __name__, "Names as you type.")


@suggest.reads("/suggest", SuggestionList, arguments=SuggestArguments)
def suggest_names(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Speakers, outlets and topics whose name holds all words, the last of which may be unfinished."""
    words, limit = name_words(arguments["q"]), arguments["limit"]
    found = _matches(words, limit)[:limit] if words else []
    asked = canonical(arguments)
    return listing(found, size=limit, total=len(found), next_cursor=None, query=asked, asked=asked)


def _matches(words: tuple[str, ...], limit: int) -> list[dict[str, Any]]:
    """Topics and outlets are few and come first; speakers fill the rest."""
    query = EntityQuery(words=words, prefix=True, limit=limit)
    topics = [topic for topic in store().topics() if _speaks_of(topic, words)]
    return [
        *(_suggestion("topic", topic.id, topic.proposition, None) for topic in topics),
        *(_suggestion("outlet", item.id, item.name, item.quotes) for item in store().outlets(query).items),
        *(_suggestion("speaker", item.id, item.name, item.quotes) for item in store().speakers(query).items),
    ]


def _speaks_of(topic: Topic, words: tuple[str, ...]) -> bool:
    said = f"{topic.id} {topic.proposition}".casefold().replace("-", " ").replace("_", " ").split()
    whole, begun = [word.casefold() for word in words[:-1]], words[-1].casefold()
    return all(word in said for word in whole) and any(word.startswith(begun) for word in said)


def _suggestion(kind: str, id_: str, name: str, quotes: int | None) -> dict[str, Any]:
    return {
        "type": kind,
        "id": id_,
        "name": name,
        "quotes": quotes,
        "link": link("/v1/quotes", {kind: [id_]}),
    }
