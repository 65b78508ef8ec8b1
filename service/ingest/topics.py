"""Topics that are added while the service runs: checked as those of a file are, and kept in the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from service.errors import BadRequest
from service.models import Topic
from service.pipeline.topics import MOST_TOPICS, id_of, topic_of
from service.store import Store


def add_topic(store: Store, given: object) -> tuple[Topic, Literal["created", "updated", "unchanged"]]:
    """Store a topic from its fields, as JSON has them, and say what that did.

    Without an id it gets one of its proposition. Raises BadRequest with the messages of each field: for what
    no topic may hold, and for the proposition of a topic of another id, of which one would never be sure
    which of the two was meant.
    """
    with store.writing():
        stored = {topic.id: topic for topic in store.topics()}
        topic = topic_of(_with_id(given, stored))
        twin = next((t for t in stored.values() if t.id != topic.id and _same(t, topic.proposition)), None)
        if twin is not None:
            told = f"It is that of “{twin.id}”: give this id to change that topic."
            raise BadRequest(f"The topic can't be taken: proposition: {told}", {"proposition": [told]})
        if stored.get(topic.id) == topic:
            return topic, "unchanged"
        if topic.id not in stored and len(stored) >= MOST_TOPICS:
            told = f"There are {MOST_TOPICS} topics, the most that are followed: remove one first."
            raise BadRequest(told, {"topic": [told]})
        store.put_topics([topic])
    return topic, "updated" if topic.id in stored else "created"


def _with_id(given: object, stored: Mapping[str, Topic]) -> object:
    """The fields with an id, the same for the same proposition."""
    if not isinstance(given, Mapping) or given.get("id") is not None:
        return given
    proposition = given.get("proposition")
    if not isinstance(proposition, str):
        # Named by the fault of its proposition, not by the lack of an id that need not be given.
        return {**given, "id": "topic"}
    others = {key for key, topic in stored.items() if not _same(topic, proposition)}
    return {**given, "id": id_of(" ".join(proposition.split()), others)}


def _same(topic: Topic, proposition: str) -> bool:
    return topic.proposition.casefold() == " ".join(proposition.split()).casefold()
