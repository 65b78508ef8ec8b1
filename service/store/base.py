"""What a store promises, in the words of :mod:`service.query`.

``tests/contract`` holds every promise as a test and runs it against each store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from service.models import Article, Corrected, Quote, Topic
from service.query import (
    ArticleQuery,
    CorrectionQuery,
    EntityQuery,
    FacetName,
    Found,
    Interval,
    Opinion,
    OutletEntry,
    Page,
    QuoteQuery,
    SpeakerEntry,
    Timeline,
)


@dataclass(frozen=True, slots=True)
class Change:
    """An article with all its quotes, and what storing it changes elsewhere.

    ``successors`` says for each quote of the article's earlier analysis that is no longer there which new
    quote took its place (None where none did). ``restated`` gives other articles' quotes their new statement
    id. The quotes are as they are to be served, with what people corrected; ``corrections`` are those of the
    article that changed with it, ``uncorrected`` the quotes whose correction goes.
    """

    article: Article
    quotes: tuple[Quote, ...]
    successors: Mapping[str, str | None] = field(default_factory=dict)
    restated: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Corrected, ...] = ()
    uncorrected: tuple[str, ...] = ()


class Store(Protocol):
    """A place for articles and their quotes. Every method may raise StoreUnavailable.

    A write is visible to every later read of any process once the method has returned, and raises
    :meth:`generation` after that.
    """

    def check(self) -> None:
        """Raise StoreUnavailable or StoreMismatch where the store can't answer a query now; cheap."""

    def close(self) -> None:
        """Give back connections. The store may be used again and then opens new ones."""

    def generation(self) -> str:
        """A value that differs after every change of the contents; lists' ETags are made of it."""

    def writing(self) -> AbstractContextManager[None]:
        """One writer at a time, over processes: read what a change depends on and put it within.

        Raises StoreUnavailable where the store was opened with a patience and another writer outlasts it.
        """

    def reindex(self) -> None:
        """Build the indices anew, in this release's form, while reads go on and writes wait."""

    # -- articles and quotes

    def put(self, *changes: Change) -> None:
        """Store articles and their quotes in place of what was there of them: all of it or nothing.

        No two changes may be of one article, and ``restated`` speaks of quotes of none of them. Raises
        BadArticle where a value can't be kept.
        """

    def delete(
        self, article_id: str, restated: Mapping[str, str], corrections: Sequence[Corrected] = ()
    ) -> bool:
        """Remove an article and its quotes (which answer as gone from then on); whether it was there.

        ``corrections`` are what becomes of those of its quotes: they outlive them.
        """

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""

    def articles(self, query: ArticleQuery) -> Page[Article]:
        """Articles, without their text (it is the empty string)."""

    def analysed(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
        """(content_hash, analysis_version) of those of the articles that are there."""

    def quotes_of(self, article_id: str) -> tuple[Quote, ...]:
        """All quotes of one article, of every attitude, in the order of the text."""

    def quote(self, quote_id: str) -> Found:
        """A quote; where a later analysis or a deletion removed it, Moved; None where it never was."""

    def quotes(self, quote_ids: Sequence[str]) -> tuple[Quote, ...]:
        """Those of the quotes that are there, by id."""

    def search(self, query: QuoteQuery) -> Page[Quote]:
        """One page of quotes with the total, the facets and the highlights asked for.

        The total is exact, but may be an estimate (off by some 1%) of more than 50,000 collapsed statements.
        """

    def scan(self, query: QuoteQuery) -> Iterator[Quote]:
        """Every matching quote in the query's order, as one consistent view; limit and cursor are ignored."""

    def timeline(self, query: QuoteQuery, interval: Interval, split: FacetName | None = None) -> Timeline:
        """Counts by period, zero periods included.

        The periods reach from the earlier of ``query.since`` and the first quote found to the later of
        ``query.until`` and the last one; where nothing is found both bounds are needed for any. A split holds
        the ``query.facet_size`` commonest values over all periods. Where it is ``topic`` or ``stance`` a
        quote counts once in each value it has among those that the query's own topic and stance filters
        admit. Raises BadRequest where there would be more periods than a chart can show.
        """

    def opinions(self, query: QuoteQuery) -> Iterator[Opinion]:
        """A row for each stance of each matching quote that the query's own stance filters admit.

        They come by quote id and topic.
        """

    # -- variants

    def candidates(self, keys: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
        """The quotes that have each of ``keys`` (see Quote.keys), by id; without the keys that nobody has.

        A key that more than ``keys.MOST_SHARED`` stored quotes have comes with none of them: a stock phrase
        tells nothing, and looking at all who used it would make every ingest slower than the one before.
        """

    def members(self, statement_ids: Sequence[str]) -> tuple[Quote, ...]:
        """All quotes of these statements, by id."""

    # -- corrections

    def correction(self, quote_id: str) -> Corrected | None:
        """The correction of a quote, as it is now, or None."""

    def corrections_of(self, article_ids: Sequence[str]) -> tuple[Corrected, ...]:
        """The corrections of quotes of these articles, by quote id."""

    def corrections(self, query: CorrectionQuery) -> Page[Corrected]:
        """Corrections, the newest first; of the same moment by quote id, the greatest first."""

    def delete_correction(self, quote_id: str) -> None:
        """Remove an orphaned correction, which no quote knows of."""

    # -- the things quotes speak of

    def speakers(self, query: EntityQuery) -> Page[SpeakerEntry]:
        """Speakers with their counts, most quoted first, then by id.

        All are exact, but a speaker's articles may be an estimate where they are more than 10,000.
        """

    def speaker(self, speaker_id: str) -> SpeakerEntry | None:
        """One speaker with the roles they were quoted in, or None."""

    def outlets(self, query: EntityQuery) -> Page[OutletEntry]:
        """Outlets with their counts, most articles first, then by id."""

    def outlet(self, outlet_id: str) -> OutletEntry | None:
        """One outlet, or None."""

    def topics(self) -> tuple[Topic, ...]:
        """All topics, by id."""

    def had_topics(self) -> bool:
        """Whether there are topics, or were some that were removed: only a store that had none is seeded."""

    def put_topics(self, topics: Sequence[Topic]) -> None:
        """Add topics, each in place of one of the same id."""

    def delete_topic(self, topic_id: str) -> bool:
        """Remove a topic; whether it was there.

        Stances on it stay with their quotes until they are decided again, but facets and splits by topic
        hold the topics that there are.
        """
