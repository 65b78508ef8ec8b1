"""Statements: what is one utterance and what is not, and that order and deletion change nothing."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.models import PublicationDate, Quote, Span, Speaker, digest
from service.pipeline.group import keys_of, link, link_to, statements_touched, unite
from service.pipeline.variants import same_utterance

ANA = Speaker("person", id="ana", name="Ana Ruiz", country="ES", represents_state=True)
BEN = Speaker("person", id="ben", name="Ben Ode", country="ES", represents_state=True)
OFFICE = Speaker("organisation", id="office", name="Spanish Foreign Office", country="ES")
SOMEBODY = Speaker("anonymous", description="a diplomat")
MAY = PublicationDate(dt.date(2024, 5, 2))
LINE = "Spain will open its harbours to every fishing boat in distress this winter"
SPUN = "Spain is going to open its harbours to any fishing boat in distress in the winter"


def said(
    text: str, speaker: Speaker = ANA, article: str = "a1", day: PublicationDate | None = MAY, at: int = 0
) -> Quote:
    identity = digest(article, at, text)
    quote = Quote(identity, article, text, (Span(at, at + len(text)),), "direct", speaker, published=day)
    return replace(quote, keys=keys_of(quote))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said(LINE), said(SPUN, article="a2")),
        (said(LINE), said(LINE, article="a2", day=None)),
        (said(LINE), said(SPUN, OFFICE, "a2")),
        (said(LINE), said("Spain will open its harbours to every fishing boat", article="a2")),
        (said(LINE), said("Madrid says Spain opens harbours to fishing boats", at=500)),
        (said(LINE), said("fishing boat in distress", at=500)),
        (
            said("Spain will open 'all its harbours' to boats in distress, and feed who is on them"),
            replace(
                said(
                    "opens 'all harbours' to boats in distress after losing a vote in Brussels",
                    OFFICE,
                    at=500,
                ),
                type="indirect",
            ),
        ),
        (
            said("fallout from the strike"),
            replace(
                said("the fallout from the strike but stopped short of calling it off", at=500),
                type="indirect",
            ),
        ),
        (said(LINE), replace(said(LINE, BEN, "a2"), reported_by=("Ana Ruiz",))),
        (said(LINE), said(LINE, SOMEBODY, "a2")),
        (
            said("We have told the ministers of the consequences of the brutal war for regional trade"),
            said(
                "We have notified the ministers of the brutal conflict's impact on regional trade",
                article="a2",
            ),
        ),
    ],
)
def test_reports_of_one_utterance_are_joined(one: Quote, other: Quote) -> None:
    assert same_utterance(one, other)
    assert same_utterance(other, one)
    assert one.article_id == other.article_id or set(one.keys) & set(other.keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said(LINE), said(LINE, BEN, "a2")),
        (said(LINE), said(LINE, article="a2", day=PublicationDate(dt.date(2024, 8, 1)))),
        (said(LINE), said("Spain will close its airspace this winter", article="a2")),
        (said("We want peace"), said("We want peace", article="a2")),
        (said("We want peace"), said("We want peace", SOMEBODY, at=500)),
        (
            said(LINE),
            replace(
                said("Spain lost a vote after opening its harbours to every fishing boat", at=500),
                type="indirect",
            ),
        ),
        (said(LINE), said(LINE, replace(SOMEBODY, country="FR"), "a2")),
        (said("Talks are the only way out"), said("The only way is a diplomatic solution", article="a2")),
    ],
)
def test_what_only_sounds_alike_is_kept_apart(one: Quote, other: Quote) -> None:
    assert not same_utterance(one, other)
    assert not same_utterance(other, one)


def test_a_month_that_touches_is_near() -> None:
    month = PublicationDate(dt.date(2024, 5, 1), "month")
    assert same_utterance(said(LINE), said(SPUN, article="a2", day=month))


POOL = [
    said(LINE),
    said(SPUN, article="a2"),
    said(LINE, OFFICE, "a3"),
    said(LINE, BEN, "a4"),
    said("Spain will open its harbours to every fishing boat", article="a5", day=None),
    said("The harbours of Spain will open to every fishing boat in need", OFFICE, "a6"),
    said("We will build forty schools for the children of Cadiz", article="a7"),
    said("Forty schools for Cadiz children will be built", OFFICE, "a8"),
]


class Shelf:
    """A store in a dictionary: what ingest does with ``link_to`` and ``unite``."""

    def __init__(self) -> None:
        self.quotes: dict[str, Quote] = {}

    def put(self, quotes: Sequence[Quote]) -> None:
        keys = {key for quote in quotes for key in quote.keys}
        candidates = [q for q in self.quotes.values() if keys & set(q.keys)]
        by_key = {key: [q for q in candidates if key in q.keys] for key in keys}
        linked = link_to(link(quotes), by_key)
        touched = set(statements_touched(linked, candidates))
        members = [q for q in self.quotes.values() if q.statement_id in touched]
        united = unite(linked, members)
        self.quotes |= {quote.id: quote for quote in united.quotes}
        self._restate(united.restated.items())

    def delete(self, identifier: str) -> None:
        gone = self.quotes.pop(identifier)
        members = [q for q in self.quotes.values() if q.statement_id == gone.statement_id]
        self._restate(unite((), members).restated.items())

    def _restate(self, changes: object) -> None:
        for identifier, statement in dict(changes).items():  # type: ignore[call-overload]
            self.quotes[identifier] = replace(self.quotes[identifier], statement_id=statement)

    def statements(self) -> dict[str, str]:
        return {identifier: quote.statement_id for identifier, quote in self.quotes.items()}


def shelf_of(quotes: Sequence[Quote]) -> Shelf:
    shelf = Shelf()
    for quote in quotes:
        shelf.put([quote])
    return shelf


def test_a_statement_is_named_by_its_smallest_member() -> None:
    for identifier, statement in shelf_of(POOL).statements().items():
        members = [i for i, s in shelf_of(POOL).statements().items() if s == statement]
        assert statement == min(members)
        assert identifier in members


@given(st.permutations(POOL))
@settings(max_examples=40, deadline=None)
def test_the_order_of_arrival_does_not_matter(order: list[Quote]) -> None:
    assert shelf_of(order).statements() == shelf_of(POOL).statements()


def test_one_batch_equals_one_by_one() -> None:
    united = unite(link(POOL))
    assert {quote.id: quote.statement_id for quote in united.quotes} == shelf_of(POOL).statements()


@given(st.permutations(POOL), st.sets(st.sampled_from(POOL), max_size=5))
@settings(max_examples=40, deadline=None)
def test_what_was_deleted_and_added_again_has_the_same_statements(
    order: list[Quote], gone: set[Quote]
) -> None:
    shelf = shelf_of(order)
    for quote in gone:
        shelf.delete(quote.id)
    assert shelf.statements() == shelf_of([quote for quote in order if quote not in gone]).statements()
    for quote in gone:
        shelf.put([quote])
    assert shelf.statements() == shelf_of(POOL).statements()


def test_keys_are_bounded_and_do_not_depend_on_the_speaker() -> None:
    long = said(" ".join(f"word{n} other{n}" for n in range(400)))
    assert len(long.keys) == 64
    assert said(LINE).keys == said(LINE, BEN).keys
    assert said("Yes").keys == ()


def test_a_name_is_no_key_where_a_quote_says_more() -> None:
    one, other = said("Prime Minister Ana Ruiz wants peace"), said("Prime Minister Ana Ruiz left early")
    assert not set(one.keys) & set(other.keys)
    assert said("Ana Ruiz").keys


def test_an_article_of_many_quotes_is_linked_in_no_time() -> None:
    words = [f"word{n}" for n in range(97)]
    many = [said(" ".join(words[(7 * n + k * k) % 97] for k in range(25)), at=1000 * n) for n in range(800)]
    again = said(many[0].text, at=10**6)
    started = time.process_time()
    linked = link([*many, again])
    assert time.process_time() - started < 2
    assert again.id in linked[0].links
    assert many[0].id in linked[-1].links


def test_quotes_of_which_one_holds_the_other_are_one_statement_without_a_pair_of_words_in_common() -> None:
    outer = said("We paid")
    inner = replace(outer, id="inner", text="paid", keys=())
    assert link([outer, inner])[0].links == ("inner",)
