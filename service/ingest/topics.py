"""Topics that are added to those of the store, one over HTTP or a file of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from service.errors import BadRequest
from service.models import Topic
from service.pipeline.topics import MOST_TOPICS, id_of_topic, topic_of
from service.store import Store


def add_topic(store: Store, given: object) -> tuple[Topic, Literal["created", "updated", "unchanged"]]:
    """Store a topic from its fields, as JSON has them, and say what that did.

    Without an id it gets one of its proposition. Raises BadRequest with the messages of each field for what
    no topic may hold, and what :func:`put_topics` raises.
    """
    with store.writing():
        stored = {topic.id: topic for topic in store.topics()}
        topic = topic_of(_with_id(given, stored))
        put_topics(store, [topic])
    if stored.get(topic.id) == topic:
        return topic, "unchanged"
    return topic, "updated" if topic.id in stored else "created"


def put_topics(store: Store, topics: Sequence[Topic]) -> None:
    """Store topics, each in place of one of the same id: all of them or none.

    Raises BadRequest for the proposition of a topic of another id, of which one would never be sure which of
    the two was meant, and for more topics than are followed.
    """
    with store.writing():
        stored = {topic.id: topic for topic in store.topics()}
        after = {**stored, **{topic.id: topic for topic in topics}}
        for topic in topics:
            twin = next((t for t in after.values() if t.id != topic.id and _same(t, topic.proposition)), None)
            if twin is not None:
                told = f"It is that of “{twin.id}”: give this id to change that topic."
                detail = f"The topic “{topic.id}” can't be taken: proposition: {told}"
                raise BadRequest(detail, {"proposition": [told]})
        if len(after) > max(len(stored), MOST_TOPICS):
            told = f"There would be more than {MOST_TOPICS} topics, the most that are followed: remove some."
            raise BadRequest(told, {"topic": [told]})
        if changed := [topic for topic in topics if stored.get(topic.id) != topic]:
            store.put_topics(changed)


def _with_id(given: object, stored: Mapping[str, Topic]) -> object:
    """The fields with an id, the same for the same proposition."""
    if not isinstance(given, Mapping) or given.get("id") is not None:
        return given
    proposition = given.get("proposition")
    if not isinstance(proposition, str):
        # Named by the fault of its proposition, not by the lack of an id that need not be given.
        return {**given, "id": "topic"}
    others = {key for key, topic in stored.items() if not _same(topic, proposition)}
    return {**given, "id": id_of_topic(" ".join(proposition.split()), others)}


def _same(topic: Topic, proposition: str) -> bool:
    return topic.proposition.casefold() == " ".join(proposition.split()).casefold()
