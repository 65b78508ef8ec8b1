"""The topics in the Elasticsearch store."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from service.models import Topic
from service.store.document import topic_from
from service.store.elastic_index import TOPICS_REMOVED, Names
from service.store.elastic_query import MOST_VALUES
from service.store.elastic_search import search


def topics(client: Elasticsearch, names: Names) -> tuple[Topic, ...]:
    """All topics, by id."""
    of_topics = {"term": {"kind": "topic"}}
    found = search(client, names.state, query=of_topics, size=MOST_VALUES, track_total_hits=False)
    every = (topic_from(hit["_source"]["document"]) for hit in found["hits"]["hits"])
    return tuple(sorted(every, key=lambda topic: topic.id))


def had_topics(client: Elasticsearch, names: Names) -> bool:
    """Whether there are topics, or were some that were removed."""
    return bool(topics(client, names) or client.exists(index=names.state, id=TOPICS_REMOVED))
