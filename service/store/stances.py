"""Which stances of a quote a query speaks of: the filters that hold for one and the same stance."""

from __future__ import annotations

from dataclasses import dataclass

from service.models import Stance
from service.query import Choice, QuoteQuery


@dataclass(frozen=True, slots=True)
class StanceFilter:
    """What one stance of a matching quote has together: topic, side, confidence, and no other holder."""

    topic: Choice
    side: Choice
    min_confidence: float | None
    own: bool

    @property
    def wanted(self) -> bool:
        """Whether a matching quote needs a stance at all; with exclusions alone it doesn't."""
        return bool(self.topic.any_of or self.side.any_of) or self.min_confidence is not None or self.own

    def admits(self, stance: Stance) -> bool:
        """Whether a stance is one that the filter speaks of."""
        return (
            _chosen(self.topic, stance.topic)
            and _chosen(self.side, stance.stance)
            and (self.min_confidence is None or stance.confidence >= self.min_confidence)
            and not (self.own and stance.holder is not None)
        )


def stance_filter(query: QuoteQuery, without: str | None = None) -> StanceFilter:
    """The query's filter on stances, less that of the facet ``without`` where it is ``topic`` or ``stance``.

    ``min_confidence`` stays the stance's where only the facet's own filter made it so.
    """
    return StanceFilter(
        topic=Choice() if without == "topic" else query.topic,
        side=Choice() if without == "stance" else query.stance,
        min_confidence=query.min_confidence if asks_for_stances(query) else None,
        own=query.own,
    )


def asks_for_stances(query: QuoteQuery) -> bool:
    """Whether ``min_confidence`` is a stance's: where a topic or a side is wanted, not merely excluded."""
    return bool(query.topic.any_of or query.stance.any_of)


def _chosen(choice: Choice, value: str) -> bool:
    return (not choice.any_of or value in choice.any_of) and value not in choice.none_of
