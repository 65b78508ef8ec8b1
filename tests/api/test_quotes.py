"""The list of quotes, one quote, the timeline and the POST twin."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from service.query import FACETS
from service.store import Change, Store
from tests.api.conftest import Served
from tests.factories import TOPICS, a_change, a_quote, an_article


def walk(served: Served, first: str) -> list[str]:
    """The ids of a whole list, following links.next."""
    ids: list[str] = []
    following: str | None = first
    while following:
        answer = served.get(urlsplit(following).path, **dict(parse_qsl(urlsplit(following).query)))
        ids += [item["id"] for item in answer["data"]]
        following = answer["links"]["next"]
    return ids


@pytest.mark.parametrize("sort", ["-published", "published"])
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_following_next_gives_every_quote_once_though_dates_tie(
    served: Served, sort: str, limit: int
) -> None:
    stored = [quote.id for change in served.changes for quote in change.quotes]
    ids = walk(served, f"/v1/quotes?attitude=any&sort={sort}&limit={limit}")
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(stored)
    assert served.get("/v1/quotes", attitude="any")["page"]["total"] == len(stored)


def test_the_cursor_also_walks_by_relevance(served: Served) -> None:
    ids = walk(served, "/v1/quotes?attitude=any&q=peace&sort=relevance&limit=5")
    assert len(ids) == len(set(ids)) == served.get("/v1/quotes", attitude="any", q="peace")["page"]["total"]


def test_the_page_without_a_next_one_has_no_cursor(served: Served) -> None:
    total = served.get("/v1/quotes")["page"]["total"]
    assert 1 < total <= 200
    assert served.get("/v1/quotes", limit=total)["page"]["next"] is None
    assert served.get("/v1/quotes", limit=total - 1)["page"]["next"] is not None


def test_a_cursor_of_another_query_is_refused(served: Served) -> None:
    cursor = served.get("/v1/quotes", limit=1)["page"]["next"]
    assert "cursor" in served.refused("/v1/quotes", limit=1, cursor=cursor, q="peace")
    assert "cursor" in served.refused("/v1/quotes", limit=1, cursor=cursor[:-3])
    assert "cursor" in served.refused("/v1/quotes", limit=1, cursor="W" * 400)


def test_commas_and_repetition_mean_the_same(served: Served) -> None:
    commas = served.client.get("/v1/quotes?type=direct,mixed").json
    repeated = served.client.get("/v1/quotes?type=direct&type=mixed").json
    assert commas == repeated
    assert {quote["type"] for quote in commas["data"]} == {"direct", "mixed"}
    assert commas["query"]["type"] == ["direct", "mixed"]


def test_an_exclamation_mark_excludes(served: Served) -> None:
    everything = served.get("/v1/quotes")["page"]["total"]
    one, rest = (
        served.get("/v1/quotes", outlet=outlet)["page"]["total"] for outlet in ("dawn.com", "!dawn.com")
    )
    assert 0 < one < everything
    assert one + rest == everything


def test_only_assertions_are_given_unless_asked(served: Served) -> None:
    assert {quote["attitude"] for quote in served.get("/v1/quotes", limit=200)["data"]} == {"assertion"}
    every = served.get("/v1/quotes", attitude="any", limit=200)["data"]
    assert {quote["attitude"] for quote in every} == {"assertion", "belief", "intention"}


def test_a_name_stands_for_everybody_who_has_all_its_words(served: Served) -> None:
    answer = served.get("/v1/quotes", speaker="shah qureshi,lavrov")
    assert answer["query"]["speakers"] == {
        "shah qureshi": [{"id": "qureshi", "name": "Shah Mahmood Qureshi"}],
        "lavrov": [{"id": "lavrov", "name": "Sergei Lavrov"}],
    }
    assert {quote["speaker"]["id"] for quote in answer["data"]} == {"qureshi", "lavrov"}


@pytest.mark.parametrize(
    "unknown", [{"speaker": "nobody at all"}, {"outlet": "The Nowhere Times"}, {"speaker": "%%"}]
)
def test_an_unknown_name_gives_an_empty_list(served: Served, unknown: dict[str, str]) -> None:
    assert served.get("/v1/quotes", **unknown)["page"]["total"] == 0


def test_an_unknown_topic_is_refused_and_the_topics_are_named(served: Served) -> None:
    [told] = served.refused("/v1/quotes", topic="weather")["topic"]
    assert all(topic.id in told for topic in TOPICS)


def test_countries_go_by_code_and_by_name(served: Served) -> None:
    by_name, by_code = (served.get("/v1/quotes", country=country) for country in ("Pakistan", "PK"))
    assert by_name["data"] == by_code["data"] != []
    assert "country" in served.refused("/v1/quotes", country="Narnia")


def test_an_outlet_goes_by_its_id_and_by_its_name(served: Served) -> None:
    by_name, by_id = (served.get("/v1/quotes", outlet=outlet) for outlet in ("dawn", "dawn.com"))
    assert by_name["data"] == by_id["data"] != []


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ({"from": "2022-03", "to": "2022-03"}, {"2022-03-01", "2022-03", "2022-03-31", "2022"}),
        ({"to": "2021"}, {"2021-12-31"}),
        ({"from": "2023"}, {"2023-06-15"}),
        ({"from": "2023", "undated": "include"}, {"2023-06-15", None}),
    ],
)
def test_bounds_include_the_whole_period_that_they_name(
    served: Served, bounds: dict[str, str], wanted: set[str | None]
) -> None:
    found = served.get("/v1/quotes", limit=200, **bounds)["data"]
    assert {quote["published"] for quote in found} == wanted


def test_a_bound_is_echoed_as_the_day_that_it_stands_for(served: Served) -> None:
    assert served.get("/v1/quotes", to="2024-02")["query"]["to"] == "2024-02-29"


def test_every_facet_leaves_out_its_own_filter(served: Served) -> None:
    answer = served.get("/v1/quotes", type="direct", facets=",".join(FACETS))
    assert set(answer["facets"]) == set(FACETS)
    types = {value["id"]: value["count"] for value in answer["facets"]["type"]["values"]}
    assert types["direct"] == answer["page"]["total"]
    assert set(types) == {"direct", "mixed", "indirect"}
    assert answer["facets"]["type"]["other_count"] == 0


def test_fields_are_those_asked_for_and_the_id(served: Served) -> None:
    [quote, *_] = served.get("/v1/quotes", fields="text,speaker")["data"]
    assert set(quote) == {"id", "text", "speaker"}


def test_highlights_mark_the_words_and_escape_the_rest(client: FlaskClient, store: Store) -> None:
    article = an_article()
    store.put(Change(article, (a_quote(article, 'They said <script>alert("peace")</script> & left'),)))
    answer = client.get("/v1/quotes?q=peace&highlight=true").json
    assert answer["data"][0]["highlight"] == (
        "They said &lt;script&gt;alert(&quot;<mark>peace</mark>&quot;)&lt;/script&gt; &amp; left"
    )


@pytest.mark.parametrize(
    "typed",
    [
        'peace"',
        '"peace talks',
        "peace OR war",
        "NEAR(peace war)",
        "peace*",
        "text:peace",
        "' OR 1=1 --",
        "peace AND NOT",
        "^peace",
        "-war",
        '-"peace talks"',
        "<b>peace</b>",
        "\x00peace",
        "{peace} [war] (talks",
        "\\peace",
        "%_peace",
    ],
)
def test_nothing_typed_into_q_is_an_operator_or_an_error(served: Served, typed: str) -> None:
    answer = served.get("/v1/quotes", q=typed, highlight="true")
    assert answer["page"]["total"] < served.get("/v1/quotes")["page"]["total"] or typed.startswith("-")


def test_the_post_twin_gives_the_same(served: Served) -> None:
    parameters = {"q": "peace", "type": "direct,mixed", "limit": 3, "facets": "outlet"}
    by_get = served.get("/v1/quotes", **parameters)
    body = {"q": "peace", "type": ["direct", "mixed"], "limit": 3, "facets": ["outlet"]}
    response = served.client.post("/v1/quotes/search", json=body)
    assert response.status_code == 200
    for part in ("data", "page", "facets", "query"):
        assert response.json[part] == by_get[part]
    following = served.client.post("/v1/quotes/search", json={**body, "cursor": by_get["page"]["next"]})
    assert following.json["data"] == served.get(by_get["links"]["next"])["data"]


def test_in_a_json_list_a_comma_belongs_to_the_value(served: Served) -> None:
    response = served.client.post("/v1/quotes/search", json={"speaker": ["Qureshi, Shah Mahmood"]})
    assert response.json["query"]["speakers"] == {
        "Qureshi, Shah Mahmood": [{"id": "qureshi", "name": "Shah Mahmood Qureshi"}]
    }


def test_one_quote_has_everything_that_the_list_has(served: Served) -> None:
    for listed in served.get("/v1/quotes")["data"]:
        assert served.get(f"/v1/quotes/{listed['id']}") == listed


def test_a_replaced_quote_leads_to_its_successor_and_a_removed_one_is_gone(
    client: FlaskClient, store: Store
) -> None:
    before = a_change("a", "We want peace", "We want war")
    kept, dropped = before.quotes
    store.put(before)
    [successor] = a_change("a", "We all want peace").quotes
    after = Change(before.article, (successor,), successors={kept.id: successor.id, dropped.id: None})
    store.put(after)
    moved = client.get(f"/v1/quotes/{kept.id}")
    assert moved.status_code == 308
    assert moved.location == f"/v1/quotes/{successor.id}"
    assert client.get(moved.location).json["text"] == "We all want peace"
    assert client.get(f"/v1/quotes/{dropped.id}").status_code == 410
    assert client.get(f"/v1/quotes/{'0' * 32}").status_code == 404


@pytest.mark.parametrize("interval", ["day", "week", "month", "quarter", "year"])
def test_the_timeline_counts_every_dated_quote_once(served: Served, interval: str) -> None:
    answer = served.get("/v1/quotes/timeline", interval=interval, split="outlet")
    starts = [bucket["start"] for bucket in answer["data"]]
    assert starts == sorted(set(starts))
    total = sum(bucket["count"] for bucket in answer["data"])
    assert total + answer["undated"] == served.get("/v1/quotes")["page"]["total"]
    assert any(bucket["count"] == 0 for bucket in answer["data"]) or interval == "year"


def test_a_timeline_of_too_many_periods_is_refused(served: Served) -> None:
    parameters = {"interval": "day", "from": "0001", "to": "9999"}
    assert "interval" in served.refused("/v1/quotes/timeline", **parameters)
