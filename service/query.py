"""What can be asked of a store and what it answers, in words that belong to neither engine.

A route turns its arguments into a :class:`QuoteQuery`; a store turns that into SQL or into Elasticsearch's
JSON and answers with a :class:`Page`. Nothing here knows HTTP, SQL or Elasticsearch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Generic, Literal, TypeVar

from service.models import Correction, Quote, Side, SpeakerKind, digest
from service.words import TextQuery

T = TypeVar("T")

Sort = Literal["-published", "published", "relevance"]
Interval = Literal["day", "week", "month", "quarter", "year"]
FacetName = Literal[
    "outlet", "speaker", "country", "affiliation", "topic", "stance", "type", "kind", "attitude", "year"
]
FACETS: tuple[FacetName, ...] = (
    "outlet", "speaker", "country", "affiliation", "topic", "stance", "type", "kind", "attitude", "year",
)  # fmt: skip
INTERVALS: tuple[Interval, ...] = ("day", "week", "month", "quarter", "year")
Collapse = Literal["statement"]
SORTS: tuple[Sort, ...] = ("-published", "published", "relevance")


@dataclass(frozen=True, slots=True)
class Choice:
    """The values wanted of one field: any of some, and none of others. Empty means no condition.

    ``a,!b`` is "a and not b".
    """

    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.any_of or self.none_of)


def in_full(value: str) -> str | None:
    """What ``"value"`` in quotation marks asks for letter by letter; None where it asks for words.

    A quotation mark within stands there twice, as in CSV; where one stands alone, it is meant all the same.
    """
    quoted = len(value) > 2 and value[0] == value[-1] == '"'
    return value[1:-1].replace('""', '"') if quoted else None


def quoted_in_full(value: str) -> str:
    """How ``value`` is asked for letter by letter: the reverse of :func:`in_full`."""
    return '"' + value.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class QuoteQuery:
    """Which quotes, in which order, and how much of them.

    ``topic`` and ``stance`` speak of one and the same stance of a quote: wanted is a quote with a stance
    whose topic is among ``topic.any_of``, whose side is among ``stance.any_of`` and whose confidence is at
    least ``min_confidence``. Excluded values ask that no such stance exists: ``topic=!x`` has no stance on x
    at all; ``topic=x`` with ``stance=!favor`` has one on x and none in favor of x. ``min_confidence`` is the
    attribution's where neither is given.

    ``since`` and ``until`` are inclusive and match a period (a month, a year) that overlaps them; an unknown
    date matches only with ``undated``. ``role`` and ``affiliation`` are words, all of which must be there, or
    the whole of it in quotation marks (see :func:`in_full`). ``speaker``, ``outlet``, ``topic``, ``article``
    and ``statement`` are ids. ``represents_state`` asks for speakers that do, or do not; ``resolved`` for
    those of whom the id, the country or the affiliation is known, or none of them. With ``own`` the stance
    wanted is the speaker's own (it has no holder); it is a condition on that same stance, and alone asks for
    a quote with any such stance. Summaries link to their quotes with these three.

    With ``collapse`` a list has one row a statement, the first in its order among the quotes that match, and
    its total counts statements. Facets, timelines and opinions go by quotes all the same.
    """

    text: TextQuery | None = None
    speaker: Choice = Choice()
    role: Choice = Choice()
    affiliation: Choice = Choice()
    country: Choice = Choice()
    outlet: Choice = Choice()
    topic: Choice = Choice()
    stance: Choice = Choice()
    type: Choice = Choice()
    kind: Choice = Choice()
    attitude: Choice = Choice(any_of=("assertion",))
    article: Choice = Choice()
    statement: Choice = Choice()
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = False
    min_confidence: float | None = None
    represents_state: bool | None = None
    resolved: bool | None = None
    own: bool = False
    sort: Sort = "-published"
    limit: int = 25
    after: tuple[str | float | None, ...] | None = None  # the last row's sort position, from a cursor
    facets: tuple[FacetName, ...] = ()
    facet_size: int = 10
    highlight: bool = False
    collapse: Collapse | None = None

    @property
    def by_relevance(self) -> bool:
        """Whether the best match comes first: asked for, and there are words to find; else it is by date."""
        return self.sort == "relevance" and self.text is not None and bool(self.text.wanted)

    def fingerprint(self) -> str:
        """What a cursor belongs to: the filters and the order, not the page size, the facets or the place."""
        loose = {"limit", "after", "facets", "facet_size", "highlight"}
        return digest(*(repr(getattr(self, f.name)) for f in fields(self) if f.name not in loose))[:12]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with the number of quotes that have it."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The commonest values of a field, under the query's other filters; ``other_count`` is the rest."""

    values: tuple[FacetValue, ...] = ()
    other_count: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. ``next`` is the sort position of the last row where there are more."""

    items: tuple[T, ...]
    total: int
    next: tuple[str | float | None, ...] | None = None
    facets: Mapping[str, Facet] = field(default_factory=dict)
    highlights: Mapping[str, str] = field(default_factory=dict)  # quote id -> escaped HTML with <mark>


@dataclass(frozen=True, slots=True)
class Bucket:
    """One period of a timeline: its first day, the quotes in it, and the same by the value of ``split``."""

    start: dt.date
    count: int
    split: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Quotes by period, gaps filled with zero. Periods of a month or a year count at their first day."""

    interval: Interval
    split: str | None
    buckets: tuple[Bucket, ...]
    undated: int  # quotes that match and have no date: in no bucket
    names: Mapping[str, str] = field(default_factory=dict)  # split value -> its name for people


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles, newest first unless ``sort`` says otherwise."""

    outlet: Choice = Choice()
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = False
    sort: Literal["-published", "published"] = "-published"
    limit: int = 25
    after: tuple[str | float | None, ...] | None = None

    def fingerprint(self) -> str:
        """What a cursor belongs to."""
        return digest("articles", self.outlet, self.since, self.until, self.undated, self.sort)[:12]


@dataclass(frozen=True, slots=True)
class CorrectionQuery:
    """How many corrections, and after which one; the newest come first."""

    limit: int = 25
    after: tuple[str | float | None, ...] | None = None

    def fingerprint(self) -> str:
        """What a cursor belongs to."""
        return digest("corrections")[:12]


@dataclass(frozen=True, slots=True)
class EntityQuery:
    """Which speakers or outlets: those one of whose names holds all of ``words``. Speakers come by quotes,
    outlets by articles, most first.

    With ``prefix`` the last word may be the beginning of one, as it is while somebody types.
    """

    words: tuple[str, ...] = ()
    prefix: bool = False
    kind: Choice = Choice()  # of speakers
    country: Choice = Choice()  # of speakers
    limit: int = 25
    after: tuple[str | float | None, ...] | None = None

    def fingerprint(self) -> str:
        """What a cursor belongs to."""
        return digest("entities", self.words, self.prefix, self.kind, self.country)[:12]


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role in which a speaker was quoted, and the first and last day of those articles."""

    role: str | None
    affiliation: str | None
    country: str | None
    first: dt.date | None
    last: dt.date | None
    quotes: int


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A speaker as the index knows them, over all their quotes."""

    id: str
    name: str
    names: tuple[str, ...]
    kind: SpeakerKind
    quotes: int
    articles: int
    first: dt.date | None
    last: dt.date | None
    roles: tuple[RoleHeld, ...] = ()  # only where one speaker is asked for


@dataclass(frozen=True, slots=True)
class OutletEntry:
    """An outlet as the index knows it."""

    id: str
    name: str
    quotes: int
    articles: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """One stance of one quote, flat: the row that summaries are counted from."""

    quote_id: str
    statement_id: str
    article_id: str
    outlet_id: str | None
    outlet_name: str | None
    speaker_id: str | None
    speaker_name: str | None
    affiliation: str | None
    country: str | None
    represents_state: bool
    published: dt.date | None
    topic: str
    stance: Side
    confidence: float
    holder: str | None

    @property
    def resolved(self) -> bool:
        """Whether it is known who speaks, or for which country or body ("US officials")."""
        return not (self.speaker_id is None and self.country is None and self.affiliation is None)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a quote that is no longer there: the id of its successor, or None.

    ``withdrawn`` is the correction of a person who took it back, where that is why.
    """

    successor: str | None
    withdrawn: Correction | None = None


Found = Quote | Moved | None
