"""Speakers, outlets, topics, articles and suggestions."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from service.models import Topic
from service.store import Change, Store
from tests.api.conftest import Served
from tests.factories import TOPICS, a_quote, an_article


def test_a_speaker_has_names_roles_counts_and_a_stance_per_topic(served: Served) -> None:
    speaker = served.get("/v1/speakers/qureshi")
    assert speaker["name"] == "Shah Mahmood Qureshi"
    assert "FM Qureshi" in speaker["names"]
    assert {role["role"] for role in speaker["roles"]} == {"Foreign Minister", "Vice Chairman"}
    assert speaker["quotes"] == served.get("/v1/quotes", speaker="qureshi", attitude="any")["page"]["total"]
    assert {item["topic"] for item in speaker["stances"]} == {topic.id for topic in TOPICS}


def test_speakers_are_found_by_any_name_most_quoted_first(served: Served) -> None:
    everybody = served.get("/v1/speakers")["data"]
    counts = [speaker["quotes"] for speaker in everybody]
    assert counts == sorted(counts, reverse=True)
    assert [speaker["id"] for speaker in served.get("/v1/speakers", q="fontelles josep")["data"]] == [
        "borrell"
    ]
    assert [speaker["id"] for speaker in served.get("/v1/speakers", country="Russia")["data"]] == ["lavrov"]
    assert served.get("/v1/speakers", q="nobody")["page"]["total"] == 0


def test_lists_of_entities_are_walked_by_cursor(served: Served) -> None:
    for path in ("/v1/speakers", "/v1/outlets", "/v1/articles"):
        total = served.get(path)["page"]["total"]
        ids: list[str] = []
        following = f"{path}?limit=2"
        while following:
            answer = served.client.get(following).json
            ids += [item["id"] for item in answer["data"]]
            following = answer["links"]["next"]
        assert len(ids) == len(set(ids)) == total


def test_an_outlet_counts_its_articles(served: Served) -> None:
    outlet = served.get("/v1/outlets/dawn.com")
    printed = [change.article for change in served.changes if change.article.outlet]
    assert outlet["articles"] == sum(article.outlet.id == "dawn.com" for article in printed if article.outlet)
    assert served.client.get(outlet["links"]["articles"]).json["page"]["total"] == outlet["articles"]


def test_a_topic_tells_its_proposition_and_its_sides(served: Served) -> None:
    listed = served.get("/v1/topics")
    assert [topic["id"] for topic in listed["data"]] == ["invasion", "neutrality", "sanctions"]
    topic = served.get("/v1/topics/neutrality")
    assert topic["proposition"] == "Pakistan should stay neutral"
    assert topic["stances"]["n"] > 0


@pytest.mark.parametrize("kind", ["quotes", "articles", "speakers", "outlets", "topics"])
def test_what_was_never_there_is_a_404_problem(served: Served, kind: str) -> None:
    response = served.client.get(f"/v1/{kind}/nothing-of-that-id")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("qur", ("speaker", "qureshi")),
        ("shah q", ("speaker", "qureshi")),
        ("daw", ("outlet", "dawn.com")),
        ("stay neu", ("topic", "neutrality")),
    ],
)
def test_suggestions_come_as_one_types(served: Served, typed: str, wanted: tuple[str, str]) -> None:
    found = served.get("/v1/suggest", q=typed)["data"]
    assert wanted in [(item["type"], item["id"]) for item in found]
    assert all(served.client.get(item["link"]).status_code == 200 for item in found)


@pytest.mark.parametrize(
    "typed", ["diplomacy west", "west", "Åland's own d", "aland’s", "(diplomacy)", "own-way wes"]
)
def test_a_topic_is_suggested_by_its_words_whatever_is_printed_around_them(
    client: FlaskClient, store: Store, typed: str
) -> None:
    store.put_topics([Topic("own-way", "Åland’s own dialogue and diplomacy, not the West.")])
    found = client.get("/v1/suggest", query_string={"q": typed}).json
    assert found is not None
    assert ("topic", "own-way") in [(item["type"], item["id"]) for item in found["data"]]


def test_the_quotes_that_are_counted_are_those_behind_the_link(served: Served) -> None:
    typed = [served.get("/v1/suggest", q=letter, limit=50)["data"] for letter in "dsq"]
    counted = [item for found in typed for item in found if item["quotes"]]
    for kind in ("speaker", "outlet"):
        of_kind = [item for item in counted if item["type"] == kind]
        assert of_kind
        for item in of_kind:
            assert served.get(item["link"])["page"]["total"] == item["quotes"]
            entry = served.get(f"/v1/{kind}s/{item['id']}")
            assert served.get(entry["links"]["quotes"])["page"]["total"] == entry["quotes"]


def test_suggestions_tell_how_many_match_in_all(served: Served) -> None:
    everything = served.get("/v1/suggest", q="s", limit=50)
    assert everything["page"]["total"] == len(everything["data"]) > 1
    one = served.get("/v1/suggest", q="s", limit=1)
    assert (len(one["data"]), one["page"]["total"]) == (1, everything["page"]["total"])


def test_suggestions_for_nothing_that_is_known_are_empty(served: Served) -> None:
    assert served.get("/v1/suggest", q="%")["data"] == []
    assert served.get("/v1/suggest", q="zzz")["data"] == []
    assert "q" in served.refused("/v1/suggest")


def test_articles_are_filtered_by_outlet_and_date(served: Served) -> None:
    found = served.get("/v1/articles", outlet="Dawn", **{"from": "2022-03", "to": "2022-03"}, limit=200)
    assert found["data"]
    for article in found["data"]:
        assert article["outlet"]["id"] == "dawn.com"
        assert article["published"][:7] in ("2022-03", "2022")
    assert found["query"]["outlets"] == {"Dawn": [{"id": "dawn.com", "name": "Dawn"}]}


def test_an_article_has_its_quotes_marked_in_its_escaped_text(client: FlaskClient, store: Store) -> None:
    text = 'He said "a <b> & c" and left. She said "we & they say \'no\' now".'
    article = an_article("marked", text=text)
    outer = a_quote(article, "we & they say 'no' now", start=text.index("we &"))
    inner = a_quote(article, "no", start=text.index("no"))
    first = a_quote(article, "a <b> & c", start=text.index("a <b>"))
    store.put(Change(article, (outer, inner, first)))
    answer = client.get(f"/v1/articles/{article.id}").json
    assert answer["text"] == text
    assert len(answer["quotes"]) == 3
    marks = re.findall(r'<mark data-quotes="([^"]*)">(.*?)</mark>', answer["marked"])
    assert marks == [
        (first.id, "a &lt;b&gt; &amp; c"),
        (outer.id, "we &amp; they say &#x27;"),
        (f"{outer.id} {inner.id}", "no"),
        (outer.id, "&#x27; now"),
    ]
    assert unescape(re.sub(r"</?mark[^>]*>", "", answer["marked"])) == text


@pytest.mark.parametrize(
    "path",
    ["quotes", "quotes?fields=text&facets=topic&highlight=true", "quotes/timeline", "stances", "articles",
     "speakers", "outlets", "topics", "suggest?q=a"],
)  # fmt: skip
def test_a_list_begins_with_its_data_and_then_says_where_it_stands(served: Served, path: str) -> None:
    body = served.client.get(f"/v1/{path}").get_data(as_text=True)
    assert list(json.loads(body))[:5] == ["data", "page", "facets", "query", "links"]


def test_a_search_by_body_answers_in_the_same_order(served: Served) -> None:
    body = served.client.post("/v1/quotes/search", json={"fields": ["text"]}).get_data(as_text=True)
    assert list(json.loads(body)) == ["data", "page", "facets", "query", "links"]
