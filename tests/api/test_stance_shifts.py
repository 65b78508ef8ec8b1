"""Who moved on what, through the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from service.models import PublicationDate
from service.store import Change, Store
from tests.api.conftest import Served
from tests.factories import TOPICS, a_quote, a_stance, an_article


@pytest.fixture
def moved(client: FlaskClient, store: Store) -> FlaskClient:
    """Six statements against in March, seven in favor in June, by one speaker."""
    store.put_topics(TOPICS)
    for month, side, times in ((3, "against", 6), (6, "favor", 7)):
        for number in range(times):
            article = an_article(
                f"{side}{number}", published=PublicationDate(dt.date(2022, month, 1 + number))
            )
            quote = a_quote(article, f"We said {side} {number}", stances=(a_stance("neutrality", side),))
            store.put(Change(article, (quote,)))
    return client


@pytest.mark.parametrize("asked", ["at=2022-05", "at=2022-05-01", "", "group_by=country,topic&at=2022-05"])
def test_a_shift_comes_with_the_quotes_on_both_sides(moved: FlaskClient, asked: str) -> None:
    [found] = moved.get(f"/v1/stances/shifts?{asked}").json["data"]
    assert (found["verdict"], found["reason"], found["difference"]) == ("shift", None, 1.0)
    assert found["group"]["topic"] == {"id": "neutrality", "name": "Pakistan should stay neutral"}
    assert found["corrected_posterior"] >= 0.95
    assert (found["before"]["against"], found["after"]["favor"], found["n"]) == (6, 7, 13)
    for part, side, month in (("before", "against", "2022-03"), ("after", "favor", "2022-06")):
        assert {quote["stance"] for quote in found[part]["evidence"]} == {side}
        assert len(found[part]["evidence"]) == 2
        quotes = moved.get(found[part]["link"]).json
        assert quotes["page"]["total"] == found[part]["n"]
        assert {quote["published"][:7] for quote in quotes["data"]} == {month}


def test_a_quote_dated_to_the_month_that_the_day_is_in_counts_before_and_is_behind_both_links(
    client: FlaskClient, store: Store
) -> None:
    store.put_topics(TOPICS)
    days = [PublicationDate(dt.date(2022, 2, day)) for day in range(1, 6)]
    days += [PublicationDate(dt.date(2022, 3, 1), "month")]
    days += [PublicationDate(dt.date(2022, 4, day)) for day in range(1, 7)]
    for number, published in enumerate(days):
        article = an_article(str(number), published=published)
        quote = a_quote(article, f"We said {number}", stances=(a_stance("neutrality"),))
        store.put(Change(article, (quote,)))
    [found] = client.get("/v1/stances/shifts?at=2022-03-15").json["data"]
    before, after = (
        [quote["published"] for quote in client.get(found[part]["link"]).json["data"]]
        for part in ("before", "after")
    )
    assert (found["before"]["n"], len(before), before.count("2022-03")) == (6, 6, 1)
    assert (found["after"]["n"], len(after), after.count("2022-03")) == (6, 7, 1)


def test_filters_narrow_what_is_compared(moved: FlaskClient) -> None:
    [found] = moved.get("/v1/stances/shifts?at=2022-05&to=2022-06-03").json["data"]
    assert (found["verdict"], found["reason"]) == ("no detectable change", "too few statements")
    assert (found["at"], found["before"], found["after"], found["n"]) == (None, None, None, 9)
    assert moved.get("/v1/stances/shifts?speaker=lavrov").json["data"] == []


def test_one_topic_may_be_named_in_place_of_a_group(served: Served) -> None:
    assert served.get("/v1/stances/shifts", group_by="speaker", topic="neutrality")["data"]
    assert "group_by" in served.refused("/v1/stances/shifts", group_by="speaker")
    assert "group_by" in served.refused("/v1/stances/shifts", group_by="speaker", topic="neutrality,invasion")


@pytest.mark.parametrize("at", ["2022-03", None])
def test_following_next_gives_every_group_once(served: Served, at: str | None) -> None:
    every = served.get("/v1/stances/shifts", limit=200, **({"at": at} if at else {}))
    groups: list[object] = []
    following = f"/v1/stances/shifts?limit=3{'&at=' + at if at else ''}"
    while following:
        answer = served.get(urlsplit(following).path, **dict(parse_qsl(urlsplit(following).query)))
        groups += [item["group"] for item in answer["data"]]
        following = answer["links"]["next"]
    assert groups == [item["group"] for item in every["data"]]
    assert every["page"]["total"] == len(groups) > 3


def test_groups_are_those_of_the_summaries(served: Served) -> None:
    cells = served.get("/v1/stances", group_by="speaker,topic", limit=200)
    found = served.get("/v1/stances/shifts", limit=200)
    counts = ("n", "favor", "against", "neutral", "unsure", "undated")
    told = [
        {str(item["group"]): [item[name] for name in counts] for item in each["data"]}
        for each in (cells, found)
    ]
    assert told[0] == told[1]
    assert found["left_out"] == cells["left_out"]


def test_reprints_are_no_more_statements(client: FlaskClient, store: Store) -> None:
    store.put_topics(TOPICS)
    for number in range(12):
        article = an_article(str(number), published=PublicationDate(dt.date(2022, 1 + number, 1)))
        quote = replace(a_quote(article, stances=(a_stance(),)), statement_id="s")
        store.put(Change(article, (quote,)))
    [found] = client.get("/v1/stances/shifts").json["data"]
    assert (found["n"], found["reason"]) == (1, "too few statements")


@pytest.mark.parametrize(
    "wrong", [{"at": "soon"}, {"group_by": "planet,topic"}, {"cursor": "x"}, {"evidence": "6"}]
)
def test_wrong_arguments_are_refused_by_name(served: Served, wrong: dict[str, str]) -> None:
    assert set(served.refused("/v1/stances/shifts", **wrong)) == set(wrong)
