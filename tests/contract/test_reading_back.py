"""What is put into a store comes back as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from service.models import Cues, Example, Outlet, Passage, PublicationDate, Region, Span, Topic
from service.query import ArticleQuery, Choice, Moved, QuoteQuery
from service.store import Change, Store
from tests.contract.conftest import Library
from tests.factories import QURESHI, a_change, a_quote, a_stance, an_article

FULL_ARTICLE = an_article(
    "full",
    text="Żółć \N{GRINNING FACE} “quoted”\r\n\ttext\x00 with a NUL",
    headline="<b>Head</b> & shoulders",
    authors=("Ann Author", "Bob"),
    published=PublicationDate(dt.date(2022, 3, 1), "month", "inferred"),
    url="https://example.org/a?b=c",
    regions=(Region(0, 4, "byline"),),
    source_name="full.txt",
    ingested_at=dt.datetime(2026, 11, 25, 12, 0, 0, 123456, tzinfo=dt.UTC),
)
FULL_QUOTE = a_quote(
    FULL_ARTICLE,
    "“We want” … peace \N{GRINNING FACE} & <b>",
    spans=(Span(5, 13), Span(20, 26)),
    type="mixed",
    attitude="belief",
    speaker=replace(QURESHI, mention=Passage(1, 4, "the FM"), resolved_by="role", stated="Mr Qureshi"),
    cue=Passage(14, 18, "said"),
    reported_by=("state television", "an aide"),
    stances=(a_stance("neutrality", "favor", holder="the cabinet"), a_stance("invasion", "unsure")),
    keys=("b", "a"),
    links=("0" * 32,),
    confidence=0.123456789,
)


def test_an_article_and_its_quotes_come_back_as_they_were(store: Store) -> None:
    store.put(Change(FULL_ARTICLE, (FULL_QUOTE,)))
    assert store.article(FULL_ARTICLE.id) == FULL_ARTICLE
    assert store.quote(FULL_QUOTE.id) == FULL_QUOTE
    assert store.quotes_of(FULL_ARTICLE.id) == (FULL_QUOTE,)
    assert store.search(QuoteQuery(attitude=Choice())).items == (FULL_QUOTE,)


def test_what_is_unknown_stays_unknown(store: Store) -> None:
    bare = an_article(
        "bare", outlet=None, headline=None, published=None, language=None, analysis_version=None
    )
    quote = a_quote(bare, speaker=replace(QURESHI, id=None, name=None, names=(), role=None, country=None))
    store.put(Change(bare, (quote,)))
    assert store.article(bare.id) == bare
    assert store.quote(quote.id) == quote


def test_what_was_never_there_is_none(store: Store) -> None:
    assert store.article("0" * 32) is None
    assert store.quote("0" * 32) is None
    assert store.speaker("nobody") is None
    assert store.outlet("nowhere") is None
    assert store.quotes_of("0" * 32) == ()
    assert store.members(["0" * 32]) == ()
    assert store.candidates(["no key"]) == {}


def test_an_empty_store_answers_everything_with_nothing(store: Store) -> None:
    page = store.search(QuoteQuery(facets=("speaker", "topic"), highlight=True))
    assert (page.items, page.total, page.next, page.highlights) == ((), 0, None, {})
    assert all(facet.values == () for facet in page.facets.values())
    assert list(store.scan(QuoteQuery())) == []
    assert list(store.opinions(QuoteQuery())) == []
    assert store.timeline(QuoteQuery(), "month", "stance").buckets == ()
    assert store.articles(ArticleQuery()).total == 0
    assert store.topics() == ()
    store.check()


def test_quotes_of_an_article_come_in_the_order_of_the_text(library: Library) -> None:
    for change in library.changes[:20]:
        assert library.store.quotes_of(change.article.id) == change.quotes


def test_articles_are_listed_without_their_text(library: Library) -> None:
    page = library.store.articles(ArticleQuery(limit=200))
    by_id = {change.article.id: replace(change.article, text="") for change in library.changes}
    assert {article.id: article for article in page.items} == by_id
    assert page.total == len(by_id)


def test_a_walk_over_articles_gives_each_once_undated_ones_last(library: Library) -> None:
    for sort in ("-published", "published"):
        walked, after = [], None
        while True:
            page = library.store.articles(ArticleQuery(sort=sort, limit=7, after=after))
            walked.extend(page.items)
            if (after := page.next) is None:
                break
        assert len(walked) == len({article.id for article in walked}) == len(library.changes)
        dated = [article.published is not None for article in walked]
        assert dated == sorted(dated, reverse=True)
        days = [article.published.day for article in walked if article.published]
        assert days == sorted(days, reverse=sort == "-published")


def test_articles_are_filtered_by_outlet_and_period(library: Library) -> None:
    query = ArticleQuery(Choice(("dawn.com",)), since=dt.date(2022, 3, 15), until=dt.date(2022, 12, 31))
    found = library.store.articles(replace(query, limit=200)).items
    expected = {
        change.article.id
        for change in library.changes
        if change.article.outlet == Outlet("dawn.com", "Dawn")
        and change.article.published
        and change.article.published.last_day >= dt.date(2022, 3, 15)
        and change.article.published.day <= dt.date(2022, 12, 31)
    }
    assert {article.id for article in found} == expected
    with_undated = library.store.articles(replace(query, undated=True, limit=200)).items
    assert {article.id for article in with_undated} > expected


def test_it_says_which_articles_are_analysed_already(store: Store) -> None:
    article = an_article("a", analysis_version="7")
    store.put(Change(article, ()))
    assert store.analysed([article.id, "0" * 32]) == {article.id: (article.content_hash, "7")}
    assert store.analysed([]) == {}


def test_candidates_come_by_each_key_that_somebody_has(library: Library) -> None:
    expected = {
        key: tuple(sorted((q for q in library.quotes if key in q.keys), key=lambda q: q.id))
        for key in ("k1", "k3")
    }
    assert all(expected.values())
    assert library.store.candidates(["k1", "k3", "nobody's"]) == expected
    assert library.store.candidates([]) == {}


def test_members_are_all_quotes_of_a_statement(library: Library) -> None:
    statements = ["0" * 31 + "1", "0" * 31 + "2"]
    expected = sorted((q for q in library.quotes if q.statement_id in statements), key=lambda q: q.id)
    assert list(library.store.members(statements)) == expected


def test_quotes_are_given_by_their_ids_where_they_are_there(library: Library) -> None:
    wanted = library.quotes[:40:3]
    ids = [quote.id for quote in reversed(wanted)]
    expected = tuple(sorted(wanted, key=lambda quote: quote.id))
    assert library.store.quotes([*ids, "0" * 32, ids[0]]) == expected
    assert library.store.quotes([]) == ()


def test_topics_come_back_by_id_and_a_new_one_takes_the_old_ones_place(store: Store) -> None:
    b = Topic("b", "That b", "That not b", "About b", ("x",), Cues(favor=("yes",)), (Example("no", None),))
    store.put_topics([b, Topic("a", "That a")])
    store.put_topics([Topic("a", "That a, really")])
    assert store.topics() == (Topic("a", "That a, really"), b)


def test_quotes_of_a_single_article_or_by_statement_can_be_asked_for(store: Store) -> None:
    one, two = a_change("one", "We want peace"), a_change("two", "We want peace")
    store.put(one)
    store.put(two)
    assert store.search(QuoteQuery(article=Choice((one.article.id,)))).items == one.quotes
    assert store.search(QuoteQuery(article=Choice(none_of=(one.article.id,)))).items == two.quotes


def test_a_thousand_values_can_be_asked_for_at_once(library: Library) -> None:
    many = tuple(f"nobody-{n}" for n in range(1000))
    everything = QuoteQuery(attitude=Choice())
    found = library.store.search(replace(everything, speaker=Choice((*many, "lavrov"))))
    assert found.total == library.store.search(replace(everything, speaker=Choice(("lavrov",)))).total > 0
    assert library.store.search(replace(everything, speaker=Choice(none_of=many))).total == len(
        library.quotes
    )


def test_a_quote_that_is_there_has_not_moved(library: Library) -> None:
    assert not isinstance(library.store.quote(library.quotes[0].id), Moved)
