"""Stances again after a change of topics: nothing else of a quote changes, and once is enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.ingest import Ingester, reclassify
from service.ingest.reclassify import reclassify as decide_again
from service.models import Article, Cues, Quote, RawArticle, Topic
from service.pipeline import Knowledge
from service.pipeline.outlets import Outlets
from service.pipeline.resolution.registry import Registry
from service.query import ArticleQuery, Choice, QuoteQuery
from service.store import Change, Store

BRIDGE = Topic("bridge", "The river bridge should be opened.", cues=Cues(against=("not open",)))
PILLARS = Topic("pillars", "The pillars should be mended.", cues=Cues(favor=("cracks",)))
KNOWN = Knowledge(Outlets(), Registry(), (BRIDGE,))
TEXT = (
    "“We will not open the new river bridge to any traffic before the spring,” Minister Jane Roe said.\n\n"
    "“Nobody has asked me about the cracks in its pillars,” said her deputy, John Doe.\n\n"
)


@pytest.fixture
def ingester(store: Store) -> Ingester:
    """Over a store of three articles, analysed on one topic."""
    made = Ingester(store, KNOWN)
    for number in range(3):
        made.add(RawArticle(f"{number}.txt", text=f"{TEXT}It was day {number}.", outlet="Dawn"))
    return made


def quotes_in(store: Store) -> dict[str, Quote]:
    return {quote.id: quote for quote in store.scan(QuoteQuery(attitude=Choice()))}


def statuses(store: Store, ingester: Ingester) -> list[str]:
    return [outcome.status for outcome in decide_again(store, ingester.knowledge())]


def test_a_new_topic_gets_its_stances_and_nothing_else_of_a_quote_changes(
    store: Store, ingester: Ingester
) -> None:
    before = quotes_in(store)
    store.put_topics([PILLARS])
    outcomes = list(decide_again(store, ingester.knowledge()))
    assert [(outcome.status, outcome.quotes) for outcome in outcomes] == [("updated", 1)] * 3
    after = quotes_in(store)
    assert {key: replace(quote, stances=()) for key, quote in after.items()} == {
        key: replace(quote, stances=()) for key, quote in before.items()
    }
    assert store.search(QuoteQuery(topic=Choice(("pillars",)))).total == 3
    assert store.search(QuoteQuery(topic=Choice(("bridge",)))).total == 3


def test_once_it_was_done_nothing_changes_and_an_ingest_finds_nothing_to_do(
    store: Store, ingester: Ingester
) -> None:
    store.put_topics([PILLARS])
    assert statuses(store, ingester) == ["updated"] * 3
    generation = store.generation()
    assert statuses(store, ingester) == ["unchanged"] * 3
    again = ingester.add(RawArticle("0.txt", text=f"{TEXT}It was day 0.", outlet="Dawn"))
    assert again.status == "unchanged"
    assert store.generation() == generation


def test_it_leaves_what_an_ingest_on_these_topics_would_have_stored(store: Store, ingester: Ingester) -> None:
    store.put_topics([PILLARS])
    statuses(store, ingester)
    reclassified, articles = quotes_in(store), store.articles(ArticleQuery()).items
    for number in range(3):
        ingester.add(
            RawArticle(f"{number}.txt", text=f"{TEXT}It was day {number}.", outlet="Dawn"), force=True
        )
    # A quote that comes later holds the links to those before it: both ways are the same statement.
    assert {key: replace(quote, links=()) for key, quote in quotes_in(store).items()} == {
        key: replace(quote, links=()) for key, quote in reclassified.items()
    }
    versions = {article.id: article.analysis_version for article in articles}
    assert {a.id: a.analysis_version for a in store.articles(ArticleQuery()).items} == versions


def test_what_another_release_extracted_is_reclassified_and_still_known_as_its(
    store: Store, ingester: Ingester, monkeypatch: pytest.MonkeyPatch
) -> None:
    (listed, *_) = store.articles(ArticleQuery()).items
    article = store.article(listed.id)
    assert article is not None
    store.put(Change(replace(article, analysis_version="older-topics"), store.quotes_of(article.id)))
    store.put_topics([PILLARS])
    assert statuses(store, ingester) == ["updated"] * 3
    stored = store.article(article.id)
    assert stored is not None
    assert stored.analysis_version == ingester.knowledge().reclassified("older")
    assert not ingester.held([replace(article, analysis_version=ingester.knowledge().version)])
    monkeypatch.delattr(reclassify, "classify")  # Nothing is decided twice.
    assert statuses(store, ingester) == ["unchanged"] * 3


def test_an_article_that_meets_a_fault_keeps_its_stances_and_the_others_go_on(
    store: Store, ingester: Ingester, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reclassify.classify

    def faulty(article: Article, *rest: object) -> tuple[Quote, ...]:
        if article.source_name == "1.txt":
            raise ZeroDivisionError("oh")
        return whole(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reclassify, "classify", faulty)
    store.put_topics([PILLARS])
    outcomes = {outcome.name: outcome for outcome in decide_again(store, ingester.knowledge())}
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "0.txt": "updated", "1.txt": "rejected", "2.txt": "updated",
    }  # fmt: skip
    assert outcomes["1.txt"].reason == "Internal error: ZeroDivisionError: oh"
    monkeypatch.undo()
    assert sorted(statuses(store, ingester)) == ["unchanged", "unchanged", "updated"]


def test_what_is_written_while_it_decides_is_neither_lost_nor_left_out(
    store: Store, ingester: Ingester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first article is stored anew, and the second removed, between reading and writing."""
    whole = reclassify.classify
    first, second, _ = store.articles(ArticleQuery()).items
    written: list[str] = []

    def meanwhile(article: Article, *rest: object) -> tuple[Quote, ...]:
        if not written:
            written.append(article.id)
            article_now = store.article(first.id)
            assert article_now is not None
            store.put(Change(article_now, store.quotes_of(first.id)[1:]))
            ingester.remove(second.id)
        return whole(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reclassify, "classify", meanwhile)
    store.put_topics([PILLARS])
    assert len(statuses(store, ingester)) == 3
    assert store.article(second.id) is None
    (quote,) = store.quotes_of(first.id)
    assert [stance.topic for stance in quote.stances] == ["pillars"]
