"""Whatever is asked, a store answers what a plain reading of QuoteQuery over a list of quotes answers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import BadRequest
from service.models import Quote, Stance
from service.periods import period_start
from service.query import FACETS, INTERVALS, SORTS, Choice, QuoteQuery
from service.words import TextQuery
from tests.contract.conftest import Library
from tests.contract.model import admitted, collapsed, facet_counts, matching, split_values, stance_floor
from tests.contract.queries import queries

# The store is filled once and only read: examples may share it. Disks of shared machines stall at times.
many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
some = settings(many, max_examples=40)
few = settings(many, max_examples=20)
EVERYTHING = QuoteQuery(attitude=Choice())


@given(query=queries, sort=st.sampled_from(("-published", "published")))
@many
def test_a_search_gives_the_matching_quotes_in_order_with_their_exact_number(
    library: Library, query: QuoteQuery, sort: str
) -> None:
    expected = matching(library.quotes, replace(query, sort=sort))
    page = library.store.search(replace(query, sort=sort, limit=10))
    assert list(page.items) == expected[:10]
    assert page.total == len(expected)
    assert (page.next is None) == (len(expected) <= 10)


@given(query=queries, sort=st.sampled_from(SORTS), limit=st.integers(1, 40))
@some
def test_a_walk_along_the_cursors_gives_each_row_once(
    library: Library, query: QuoteQuery, sort: str, limit: int
) -> None:
    query = replace(query, sort=sort, limit=limit)
    walked, after = [], None
    while True:
        page = library.store.search(replace(query, after=after))
        assert len(page.items) <= limit
        walked.extend(page.items)
        if page.next is None:
            break
        after = page.next
    expected = matching(library.quotes, query)
    assert len(walked) == len(expected)
    assert {quote.id for quote in walked} == {quote.id for quote in expected}
    if sort != "relevance":
        assert walked == expected


@given(query=queries, sort=st.sampled_from(SORTS), limit=st.integers(3, 40))
@few
def test_a_walk_over_statements_gives_each_once_by_its_first_report(
    library: Library, query: QuoteQuery, sort: str, limit: int
) -> None:
    query = replace(query, sort=sort, limit=limit, collapse="statement")
    walked, after = [], None
    expected = collapsed(matching(library.quotes, query))
    while True:
        page = library.store.search(replace(query, after=after))
        assert len(page.items) <= limit
        assert page.total == len(expected)
        walked.extend(page.items)
        if page.next is None:
            break
        after = page.next
    assert len(walked) == len(expected)
    assert {quote.statement_id for quote in walked} == {quote.statement_id for quote in expected}
    assert sort == "relevance" or walked == expected


@given(query=queries, sort=st.sampled_from(("-published", "published")))
@few
def test_a_scan_over_statements_gives_what_a_search_would_without_pages(
    library: Library, query: QuoteQuery, sort: str
) -> None:
    query = replace(query, sort=sort, collapse="statement")
    assert list(library.store.scan(query)) == collapsed(matching(library.quotes, query))


def test_by_relevance_a_statement_stands_where_its_best_report_does(library: Library) -> None:
    query = QuoteQuery(text=TextQuery(words=("peace",)), attitude=Choice(), sort="relevance", limit=200)
    every = library.store.search(query).items
    assert list(library.store.search(replace(query, collapse="statement")).items) == collapsed(every)


def test_facets_count_quotes_though_the_rows_are_statements(library: Library) -> None:
    query = replace(EVERYTHING, facets=("type", "topic"))
    collapsing = library.store.search(replace(query, collapse="statement"))
    assert collapsing.facets == library.store.search(query).facets


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_that_ends_with_the_list_has_no_next(library: Library, sort: str) -> None:
    total = library.store.search(EVERYTHING).total
    page = library.store.search(replace(EVERYTHING, sort=sort, limit=total))
    assert page.next is None
    assert library.store.search(replace(EVERYTHING, sort=sort, limit=total - 1)).next is not None


def test_relevance_puts_the_quote_with_more_of_the_word_first(library: Library) -> None:
    query = QuoteQuery(text=TextQuery(words=("peace",)), attitude=Choice(), sort="relevance", limit=200)
    found = library.store.search(query).items
    density = [quote.text.split().count("peace") / len(quote.text.split()) for quote in found]
    assert sum(density[:5]) > sum(density[-5:])


def test_relevance_without_words_is_newest_first(library: Library) -> None:
    newest = library.store.search(EVERYTHING)
    assert library.store.search(replace(EVERYTHING, sort="relevance")) == newest


@given(query=queries, sort=st.sampled_from(("-published", "published")))
@some
def test_a_scan_gives_what_a_search_would_without_pages(
    library: Library, query: QuoteQuery, sort: str
) -> None:
    query = replace(query, sort=sort, limit=3, after=("2022-03-01", "a"))
    assert list(library.store.scan(query)) == matching(library.quotes, query)


def test_a_scan_by_relevance_gives_every_match(library: Library) -> None:
    query = QuoteQuery(text=TextQuery(words=("peace",)), sort="relevance")
    found = [quote.id for quote in library.store.scan(query)]
    assert sorted(found) == sorted(quote.id for quote in matching(library.quotes, query))


@given(query=queries)
@some
def test_facets_count_what_the_other_filters_leave(library: Library, query: QuoteQuery) -> None:
    page = library.store.search(replace(query, facets=FACETS, facet_size=50))
    for name in FACETS:
        expected = facet_counts(library.quotes, query, name)
        found = page.facets[name]
        assert {value.id: value.count for value in found.values} == dict(expected), name
        order = [(-value.count, value.id) for value in found.values]
        assert order == sorted(order)
        assert found.other_count == 0


def test_a_cut_facet_says_what_was_cut_off(library: Library) -> None:
    page = library.store.search(replace(EVERYTHING, facets=("speaker", "topic"), facet_size=2))
    for name in ("speaker", "topic"):
        counts = facet_counts(library.quotes, EVERYTHING, name)
        facet = page.facets[name]
        assert len(facet.values) == 2
        assert facet.other_count == counts.total() - sum(value.count for value in facet.values)


def test_facets_carry_the_names_that_people_use(library: Library) -> None:
    page = library.store.search(replace(EVERYTHING, facets=("outlet", "speaker", "country", "topic", "type")))
    names = {name: {v.id: v.name for v in facet.values} for name, facet in page.facets.items()}
    assert names["outlet"]["tribune.com.pk"] == "The Express Tribune"
    assert names["speaker"]["lavrov"] == "Sergei Lavrov"
    assert names["country"]["PK"] == "Pakistan"
    assert names["topic"]["neutrality"] == "Pakistan should stay neutral"
    assert names["type"]["direct"] == "direct"


@given(
    query=queries,
    interval=st.sampled_from(INTERVALS),
    split=st.one_of(st.none(), st.sampled_from(FACETS)),
)
@some
def test_a_timeline_counts_every_quote_in_its_period(
    library: Library, query: QuoteQuery, interval: str, split: str | None
) -> None:
    query = replace(query, facet_size=50)
    expected = matching(library.quotes, query)
    timeline = library.store.timeline(query, interval, split)
    assert timeline.undated == sum(quote.published is None for quote in expected)
    counts: Counter[dt.date] = Counter()
    splits: dict[dt.date, Counter[str]] = {}
    for quote in expected:
        if quote.published:
            start = period_start(quote.published.day, interval)
            counts[start] += 1
            if split:
                splits.setdefault(start, Counter()).update(split_values(quote, query, split))
    assert {b.start: b.count for b in timeline.buckets if b.count} == dict(counts)
    assert {b.start: dict(b.split) for b in timeline.buckets if b.split} == {
        start: dict(values) for start, values in splits.items() if values
    }
    starts = [bucket.start for bucket in timeline.buckets]
    assert starts == sorted(set(starts))


def test_a_timeline_has_a_bucket_for_every_period_between_its_ends(library: Library) -> None:
    buckets = library.store.timeline(EVERYTHING, "month").buckets
    assert (buckets[0].start, buckets[-1].start) == (dt.date(2021, 12, 1), dt.date(2023, 6, 1))
    assert len(buckets) == 19
    assert 0 in {bucket.count for bucket in buckets}


def test_a_timeline_reaches_to_the_bounds_that_were_asked_for(library: Library) -> None:
    query = replace(EVERYTHING, since=dt.date(2024, 1, 15), until=dt.date(2024, 12, 1))
    buckets = library.store.timeline(query, "quarter").buckets
    assert [bucket.start.month for bucket in buckets] == [1, 4, 7, 10]
    assert not any(bucket.count for bucket in buckets)


def test_a_timeline_of_nothing_without_bounds_has_no_buckets(library: Library) -> None:
    assert library.store.timeline(QuoteQuery(speaker=Choice(("nobody",))), "day").buckets == ()


def test_weeks_begin_on_monday(library: Library) -> None:
    buckets = library.store.timeline(EVERYTHING, "week").buckets
    assert {bucket.start.weekday() for bucket in buckets} == {0}


def test_a_timeline_of_too_many_periods_is_refused(library: Library) -> None:
    query = replace(EVERYTHING, since=dt.date(1066, 1, 1))
    with pytest.raises(BadRequest, match="closer bounds"):
        library.store.timeline(query, "day")


def test_a_split_keeps_the_commonest_values_and_names_them(library: Library) -> None:
    query = replace(EVERYTHING, facet_size=2)
    timeline = library.store.timeline(query, "year", "outlet")
    commonest = library.store.search(replace(query, facets=("outlet",))).facets["outlet"].values
    assert timeline.names == {value.id: value.name for value in commonest}
    assert {key for bucket in timeline.buckets for key in bucket.split} == set(timeline.names)


@given(query=queries)
@some
def test_opinions_are_the_stances_that_the_query_speaks_of(library: Library, query: QuoteQuery) -> None:
    expected = [
        (quote.id, stance.topic)
        for quote in sorted(matching(library.quotes, query), key=lambda quote: quote.id)
        for stance in sorted(_spoken_of(quote, query), key=lambda stance: stance.topic)
    ]
    assert [(opinion.quote_id, opinion.topic) for opinion in library.store.opinions(query)] == expected


def test_an_opinion_carries_what_summaries_group_by(library: Library) -> None:
    opinions = list(library.store.opinions(EVERYTHING))
    by_id = {quote.id: quote for quote in library.quotes}
    for opinion in opinions:
        quote = by_id[opinion.quote_id]
        assert opinion.statement_id == quote.statement_id
        assert opinion.article_id == quote.article_id
        assert opinion.outlet_id == (quote.outlet.id if quote.outlet else None)
        assert opinion.outlet_name == (quote.outlet.name if quote.outlet else None)
        assert opinion.speaker_id == quote.speaker.id
        assert opinion.speaker_name == quote.speaker.name
        assert opinion.affiliation == quote.speaker.affiliation
        assert opinion.country == quote.speaker.country
        assert opinion.represents_state == quote.speaker.represents_state
        assert opinion.published == (quote.published.day if quote.published else None)
        assert (opinion.topic, opinion.stance, opinion.confidence, opinion.holder) in [
            (stance.topic, stance.stance, stance.confidence, stance.holder) for stance in quote.stances
        ]


def _spoken_of(quote: Quote, query: QuoteQuery) -> list[Stance]:
    return admitted(quote, query, stance_floor(query))


@pytest.mark.parametrize("name", ["role", "affiliation"])
def test_a_role_or_an_affiliation_without_a_word_is_nobodys(library: Library, name: str) -> None:
    everything = QuoteQuery(attitude=Choice())
    held = replace(everything, **{name: Choice(("minister", "european"))})
    wordless = replace(everything, **{name: Choice(("minister", "european", "-"))})
    assert library.store.search(wordless).total == library.store.search(held).total > 0
    assert library.store.search(replace(everything, **{name: Choice(("-",))})).total == 0
    assert library.store.search(replace(everything, **{name: Choice(none_of=("-",))})).total == len(
        library.quotes
    )
