"""Storing an article again, and removing one: nothing is doubled, nothing stale is left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.models import Quote
from service.query import ArticleQuery, Choice, EntityQuery, Moved, QuoteQuery
from service.store import Change, Store
from service.words import TextQuery
from tests.factories import QURESHI, SPEAKERS, a_change, a_corpus, a_quote, a_stance, an_article

EVERYTHING = QuoteQuery(attitude=Choice(), limit=200)


def everything_in(store: Store) -> tuple[object, ...]:
    """All that can be read of a store, its generation aside."""
    articles = [store.article(article.id) for article in store.articles(ArticleQuery(limit=200)).items]
    quotes = list(store.scan(EVERYTHING))
    return (
        articles,
        quotes,
        list(store.opinions(EVERYTHING)),
        store.speakers(EntityQuery(limit=200)),
        store.outlets(EntityQuery(limit=200)),
        store.candidates(["k1", "k2", "k3", "k4"]),
    )


def test_storing_everything_twice_is_storing_it_once(store: Store) -> None:
    changes = a_corpus(articles=15, seed=3)
    for change in changes:
        store.put(change)
    once = everything_in(store)
    for change in reversed(changes):
        store.put(change)
    assert everything_in(store) == once


@given(order=st.lists(st.integers(0, 5), min_size=1, max_size=5))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_left_is_each_articles_last_version(store: Store, order: list[int]) -> None:
    """Six versions of two articles arrive in any order, on top of what earlier examples left."""
    versions = [
        Change(article, tuple(quotes))
        for seed in (11, 12, 13)
        for n, change in enumerate(a_corpus(articles=2, seed=seed))
        for article in [an_article(f"article {n}", headline=f"version {seed}")]
        for quotes in [[a_quote(article, q.text, q.start, speaker=q.speaker) for q in change.quotes]]
    ]
    last: dict[str, Change] = {}
    for change in (versions[number] for number in [0, 1, *order]):
        store.put(change)
        last[change.article.id] = change
    assert {article.headline for article in store.articles(ArticleQuery()).items} == {
        change.article.headline for change in last.values()
    }
    expected = {quote.id: quote for change in last.values() for quote in change.quotes}
    assert {quote.id: quote for quote in store.scan(EVERYTHING)} == expected


def test_a_quote_that_the_new_analysis_replaced_leads_to_its_successor(store: Store) -> None:
    old, new = a_change("a", "We want"), a_change("a", "We want peace")
    store.put(old)
    store.put(replace(new, successors={old.quotes[0].id: new.quotes[0].id}))
    assert store.quote(old.quotes[0].id) == Moved(new.quotes[0].id)
    assert store.search(EVERYTHING).items == new.quotes


def test_a_chain_of_successors_leads_to_its_end(store: Store) -> None:
    versions = [a_change("a", text) for text in ("We", "We want", "We want peace", "We want peace now")]
    store.put(versions[0])
    for old, new in pairwise(versions):
        store.put(replace(new, successors={old.quotes[0].id: new.quotes[0].id}))
    for version in versions[:-1]:
        assert store.quote(version.quotes[0].id) == Moved(versions[-1].quotes[0].id)


def test_a_quote_without_a_successor_is_gone(store: Store) -> None:
    old = a_change("a", "We want peace")
    store.put(old)
    store.put(Change(old.article, ()))
    assert store.quote(old.quotes[0].id) == Moved(None)
    assert store.search(EVERYTHING).total == 0


def test_a_successor_that_is_deleted_leaves_its_predecessors_gone(store: Store) -> None:
    old, new = a_change("a", "We want"), a_change("a", "We want peace")
    store.put(old)
    store.put(replace(new, successors={old.quotes[0].id: new.quotes[0].id}))
    store.delete(new.article.id, {})
    assert store.quote(old.quotes[0].id) == Moved(None)


def test_a_quote_that_comes_back_is_there_again(store: Store) -> None:
    first, second = a_change("a", "We want peace"), a_change("a", "They want war")
    store.put(first)
    store.put(replace(second, successors={first.quotes[0].id: second.quotes[0].id}))
    store.put(replace(first, successors={second.quotes[0].id: first.quotes[0].id}))
    assert store.quote(first.quotes[0].id) == first.quotes[0]
    assert store.quote(second.quotes[0].id) == Moved(first.quotes[0].id)


def test_an_unchanged_quote_keeps_its_place_when_its_article_is_stored_again(store: Store) -> None:
    old = a_change("a", "We want peace", "They want war")
    store.put(old)
    kept = old.quotes[1]
    store.put(Change(replace(old.article, headline="New"), (kept,)))
    assert store.quote(kept.id) == kept
    assert store.search(replace(EVERYTHING, text=TextQuery(words=("war",)))).items == (kept,)
    assert store.search(replace(EVERYTHING, text=TextQuery(words=("peace",)))).total == 0


def test_a_changed_quote_is_found_by_its_new_values_alone(store: Store) -> None:
    old = a_change("a", "We want peace", stances=(a_stance("neutrality", "favor"),))
    store.put(old)
    (quote,) = old.quotes
    changed = replace(quote, speaker=SPEAKERS[2], stances=(a_stance("invasion", "against"),), keys=("k",))
    store.put(Change(old.article, (changed,)))
    assert store.search(QuoteQuery(speaker=Choice(("qureshi",)))).total == 0
    assert store.search(QuoteQuery(topic=Choice(("neutrality",)))).total == 0
    assert store.search(QuoteQuery(topic=Choice(("invasion",)), stance=Choice(("against",)))).total == 1
    assert store.candidates(["k"]) == {"k": (changed,)}


def test_other_articles_quotes_get_their_new_statement(store: Store) -> None:
    first, second = a_change("first", "We want peace"), a_change("second", "We want peace")
    store.put(first)
    statement = "0" * 32
    joined = replace(second.quotes[0], statement_id=statement)
    store.put(Change(second.article, (joined,), restated={first.quotes[0].id: statement}))
    restated = replace(first.quotes[0], statement_id=statement)
    assert store.quote(restated.id) == restated
    assert set(store.members([statement])) == {joined, restated}
    assert store.members([first.quotes[0].id]) == ()
    assert store.search(QuoteQuery(statement=Choice((statement,)))).total == 2


def test_a_deleted_article_is_gone_with_its_quotes(store: Store) -> None:
    kept, removed = a_change("kept", "We want peace"), a_change("removed", "We want war", "They want war")
    store.put(kept)
    store.put(removed)
    assert store.delete(removed.article.id, {kept.quotes[0].id: "0" * 32}) is True
    assert store.article(removed.article.id) is None
    assert store.quotes_of(removed.article.id) == ()
    assert [store.quote(quote.id) for quote in removed.quotes] == [Moved(None), Moved(None)]
    assert [quote.id for quote in store.scan(EVERYTHING)] == [kept.quotes[0].id]
    assert store.members(["0" * 32])[0].id == kept.quotes[0].id


def test_deleting_what_is_not_there_changes_nothing(store: Store) -> None:
    before = store.generation()
    assert store.delete("0" * 32, {}) is False
    assert store.generation() == before


def test_an_article_can_be_stored_again_after_it_was_deleted(store: Store) -> None:
    change = a_change("a", "We want peace")
    store.put(change)
    store.delete(change.article.id, {})
    store.put(change)
    assert store.quote(change.quotes[0].id) == change.quotes[0]


def test_a_speaker_is_found_by_a_name_as_long_as_a_quote_says_so(store: Store) -> None:
    nicknamed = replace(QURESHI, names=("Shah Mahmood Qureshi", "Pir Sahib"))
    first = a_change("first", "We want peace", speaker=nicknamed)
    store.put(first)
    store.put(a_change("second", "We want war"))
    assert store.speakers(EntityQuery(("pir",))).total == 1
    assert store.speakers(EntityQuery(("qureshi",))).items[0].quotes == 2
    store.delete(first.article.id, {})
    assert store.speakers(EntityQuery(("pir",))).total == 0
    assert store.speakers(EntityQuery(("qureshi",))).items[0].quotes == 1
    store.put(a_change("second", "We want war", speaker=SPEAKERS[2]))
    assert store.speakers(EntityQuery(("qureshi",))).total == 0
    assert store.speaker("qureshi") is None


def test_every_change_gives_a_new_generation(store: Store) -> None:
    change = a_change("a", "We want peace")
    seen = [store.generation()]

    def note() -> None:
        assert store.generation() not in seen
        seen.append(store.generation())

    store.put(change)
    note()
    store.put(Change(change.article, ()))
    note()
    store.delete(change.article.id, {})
    note()
    store.put_topics([])
    assert store.generation() == store.generation()


def test_a_scan_shows_the_store_as_it_was_when_it_began(store: Store) -> None:
    changes = a_corpus(articles=8, seed=5)
    for change in changes:
        store.put(change)
    before = list(store.scan(EVERYTHING))
    scan = store.scan(EVERYTHING)
    seen: list[Quote] = [next(scan)]
    for change in changes:
        store.delete(change.article.id, {})
    seen.extend(scan)
    assert seen == before
    assert list(store.scan(EVERYTHING)) == []


def test_a_scan_can_be_left_half_way(store: Store) -> None:
    store.put(a_change("a", "We want peace", "They want war"))
    scan = store.scan(EVERYTHING)
    next(scan)
    scan.close()  # type: ignore[attr-defined]
    store.delete(a_change("a").article.id, {})
    assert store.search(EVERYTHING).total == 0
