"""Speakers and outlets, gathered from what was stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from service.models import Outlet, Speaker
from service.query import Choice, EntityQuery, RoleHeld
from service.store import Store
from tests.contract.conftest import Library
from tests.factories import QURESHI, a_change


def speaker_ids(library: Library, *words: str, **fields: object) -> set[str]:
    query = EntityQuery(tuple(words), limit=200, **fields)  # type: ignore[arg-type]
    page = library.store.speakers(query)
    assert page.total == len(page.items)
    return {speaker.id for speaker in page.items}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("qureshi",), {"qureshi"}),
        (("QURESHI", "shah"), {"qureshi"}),
        (("shah mahmood",), {"qureshi"}),
        (("makhdoom", "qureshi"), {"qureshi"}),
        (("fontelles",), {"borrell"}),
        (("Fontellès", "josep"), {"borrell"}),
        (("лавров",), {"lavrov"}),
        (("united",), {"un"}),
        (("makhdoom", "fm"), set()),  # both are the speaker's, but in no one name
        (("sergei", "лавров"), set()),
        (("quresh",), set()),
        (("united", "kingdom"), set()),
    ],
)
def test_a_speaker_is_found_by_all_words_in_one_name(
    library: Library, words: tuple[str, ...], ids: set[str]
) -> None:
    assert speaker_ids(library, *words) == ids


def test_the_last_word_may_be_a_beginning_while_somebody_types(library: Library) -> None:
    assert speaker_ids(library, "shah", "qur", prefix=True) == {"qureshi"}
    assert speaker_ids(library, "u", prefix=True) == {"un"}
    assert speaker_ids(library, "sha", "qureshi", prefix=True) == set()


def test_no_words_find_every_speaker(library: Library) -> None:
    everyone = {quote.speaker.id for quote in library.quotes if quote.speaker.id}
    assert speaker_ids(library) == everyone
    assert speaker_ids(library, "--") == everyone


def test_speakers_are_filtered_by_kind_and_country(library: Library) -> None:
    assert speaker_ids(library, kind=Choice(("organisation", "country"))) == {"un", "pk"}
    assert speaker_ids(library, country=Choice(("PK",))) == {"qureshi", "pk"}
    assert speaker_ids(library, kind=Choice(none_of=("person",))) == {"un", "pk"}
    assert speaker_ids(library, country=Choice(none_of=("PK", "RU"))) == {"borrell", "un"}


def test_a_speaker_is_counted_over_all_quotes(library: Library) -> None:
    for entry in library.store.speakers(EntityQuery(limit=200)).items:
        theirs = [quote for quote in library.quotes if quote.speaker.id == entry.id]
        days = [quote.published.day for quote in theirs if quote.published]
        assert entry.name == theirs[0].speaker.name
        assert entry.names[0] == entry.name
        assert set(entry.names) == set(theirs[0].speaker.names)
        assert entry.kind == theirs[0].speaker.kind
        assert entry.quotes == len(theirs)
        assert entry.articles == len({quote.article_id for quote in theirs})
        assert (entry.first, entry.last) == (min(days), max(days))
        assert entry.roles == ()


def test_a_walk_over_speakers_gives_each_once_the_most_quoted_first(library: Library) -> None:
    walked, after = [], None
    while True:
        page = library.store.speakers(EntityQuery(limit=2, after=after))
        walked.extend(page.items)
        if (after := page.next) is None:
            break
    assert walked == list(library.store.speakers(EntityQuery(limit=200)).items)
    order = [(-entry.quotes, entry.id) for entry in walked]
    assert order == sorted(order)


def test_one_speaker_comes_with_the_roles_they_held(library: Library) -> None:
    entry = library.store.speaker("qureshi")
    assert entry is not None
    assert replace(entry, roles=()) in library.store.speakers(EntityQuery(limit=200)).items
    expected = set()
    for role in ("Foreign Minister", "Vice Chairman"):
        theirs = [q for q in library.quotes if q.speaker.id == "qureshi" and q.speaker.role == role]
        days = [quote.published.day for quote in theirs if quote.published]
        party = "Pakistan Tehreek-e-Insaf"
        expected.add(RoleHeld(role, party, "PK", min(days), max(days), len(theirs)))
    assert set(entry.roles) == expected
    firsts = [role.first for role in entry.roles]
    assert firsts == sorted(firsts)


def test_a_role_without_a_date_comes_last(store: Store) -> None:
    store.put(a_change("x", "One", published=None))
    store.put(a_change("y", "Two", speaker=replace(QURESHI, role=None, affiliation=None)))
    entry = store.speaker("qureshi")
    assert entry is not None
    assert [role.first for role in entry.roles] == [dt.date(2022, 3, 1), None]


def test_an_unnamed_speaker_is_nobody(store: Store) -> None:
    store.put(a_change("a", "We want peace", speaker=Speaker("anonymous", description="an official")))
    assert store.speakers(EntityQuery()).items == ()


def test_outlets_are_counted_with_articles_that_hold_no_quote(library: Library) -> None:
    entries = library.store.outlets(EntityQuery(limit=200)).items
    for entry in entries:
        theirs = [c for c in library.changes if c.article.outlet and c.article.outlet.id == entry.id]
        days = [change.article.published.day for change in theirs if change.article.published]
        assert entry.articles == len(theirs)
        assert entry.quotes == sum(len(change.quotes) for change in theirs)
        assert (entry.first, entry.last) == (min(days), max(days))
        assert library.store.outlet(entry.id) == entry
    order = [(-entry.articles, entry.id) for entry in entries]
    assert order == sorted(order)
    assert {entry.name for entry in entries} == {"Dawn", "The Express Tribune", "Pôst"}


def test_outlets_are_found_by_words_and_paged(library: Library) -> None:
    outlets = library.store.outlets
    assert [entry.id for entry in outlets(EntityQuery(("tribune", "EXPRESS"))).items] == ["tribune.com.pk"]
    assert [entry.id for entry in outlets(EntityQuery(("post",))).items] == ["post.example"]
    assert [entry.id for entry in outlets(EntityQuery(("the", "trib"), prefix=True)).items] == [
        "tribune.com.pk"
    ]
    first = outlets(EntityQuery(limit=2))
    assert first.total == 3
    second = outlets(EntityQuery(limit=2, after=first.next))
    assert [*first.items, *second.items] == list(outlets(EntityQuery(limit=200)).items)
    assert second.next is None


def test_an_outlet_goes_with_its_last_article(store: Store) -> None:
    change = a_change("a", "We want peace")
    store.put(replace(change, article=replace(change.article, outlet=Outlet("x", "X"))))
    assert store.outlet("x") is not None
    store.delete(change.article.id, {})
    assert store.outlet("x") is None
