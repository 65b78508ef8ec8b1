"""Whom a name stands for in a correction, on both stores."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from service.errors import BadRequest
from service.ingest.named import speaker_named
from service.models import PublicationDate, Speaker
from service.pipeline.resolution.names import id_of_speaker, identity_key
from service.pipeline.resolution.registry import Registry
from service.store import Store
from tests.factories import DATES, QURESHI, a_change

MARCH = PublicationDate(dt.date(2022, 3, 1))
LATER_ROLE = replace(QURESHI, role="Vice Chairman", represents_state=False)


def a_person(name: str, **fields: object) -> Speaker:
    made = Speaker("person", id=id_of_speaker(identity_key(name), name), name=name, names=(name,))
    return replace(made, **fields)  # type: ignore[arg-type]


def put(store: Store, *speakers: Speaker, on: PublicationDate | None = MARCH) -> None:
    """An article a speaker, each with a quote of theirs."""
    for number, speaker in enumerate(speakers):
        change = a_change(f"{on} {number}", "We want peace", speaker=speaker, published=on)
        store.put(replace(change, article=replace(change.article, published=on)))


def named(name: str, store: Store, on: PublicationDate | None = MARCH) -> Speaker:
    return speaker_named(name, on, Registry(), store)


def test_who_spoke_for_their_state_in_a_role_does_so_in_a_correction(store: Store) -> None:
    put(store, QURESHI)
    put(store, LATER_ROLE, on=DATES[6])
    spoke = named("Shah Mahmood Qureshi", store)
    assert (spoke.role, spoke.country, spoke.represents_state) == ("Foreign Minister", "PK", True)
    later = named("Shah Mahmood Qureshi", store, DATES[6])
    assert (later.role, later.represents_state) == ("Vice Chairman", False)
    unknown = named("Shah Mahmood Qureshi", store, None)
    assert (unknown.role, unknown.country, unknown.represents_state) == (None, "PK", False)


def test_who_is_quoted_in_articles_without_a_date_alone_is_known_all_the_same(store: Store) -> None:
    body = Speaker("organisation", id="m", name="The Ministry", country="PK", represents_state=True)
    put(store, replace(body, names=("The Ministry",)), on=None)
    spoke = named("The Ministry", store)
    assert (spoke.kind, spoke.country, spoke.represents_state) == ("organisation", "PK", True)


def test_a_full_name_within_somebody_else_s_is_another_person(store: Store) -> None:
    put(store, a_person("John Paul Smith"))
    new = named("John Smith", store)
    assert (new.id, new.name, new.kind) == (a_person("John Smith").id, "John Smith", "person")
    assert named("john paul SMITH", store).name == "John Paul Smith"


def test_a_name_without_a_first_one_is_not_clear_and_those_it_may_be_are_told(store: Store) -> None:
    put(store, a_person("John Paul Smith"), a_person("Anna Smith"))
    with pytest.raises(BadRequest, match=r"\(Anna Smith\), .*\(John Paul Smith\)"):
        named("Smith", store)
    with pytest.raises(BadRequest, match="Nobody is known as “…”"):
        named("…", store)


def test_the_bearer_of_a_name_is_found_behind_any_number_of_those_who_are_quoted_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.ingest.named.PAGE", 2)
    put(store, *(a_person(f"John {middle} Smith") for middle in "ABCDEFGHI"))
    put(store, a_person("Zed", id="zed", names=("Zed", "John Smith")), on=DATES[0])
    assert named("John Smith", store).id == "zed"


def test_two_bearers_of_one_name_are_told_apart_by_their_ids(store: Store) -> None:
    put(store, a_person("John Smith", id="one"), a_person("John Smith", id="two"))
    with pytest.raises(BadRequest, match=r"one \(John Smith\), two \(John Smith\)"):
        named("John Smith", store)


def test_a_name_that_an_analysis_spells_otherwise_is_no_second_person(store: Store) -> None:
    put(store, a_person("Josep Borrell", names=("Josep Borrell",)))
    assert named("Josép Borrell", store).name == "Josep Borrell"
