"""Topics added and removed while the service runs, through the real app, on both stores."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.ingest import Ingester
from service.ingest import topics as adding
from service.ingest.reclassify import reclassify
from service.pipeline import Knowledge
from service.settings import Settings
from service.store import Store
from tests.conftest import KEY

BEARER = {"Authorization": f"Bearer {KEY}"}
TUNNEL = {"proposition": "The harbour tunnel should be built."}
ID = "the-harbour-tunnel-should-be-built"
ARTICLE = {
    "outlet": "The Example",
    "published": "2022-03-04",
    "text": "“We strongly support the harbour tunnel. The harbour tunnel should be built,” Jane Roe said.",
}


def post(client: FlaskClient, **topic: Any) -> Any:
    return client.post("/v1/topics", json=topic, headers=BEARER)


def summary(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get(f"/v1/stances?topic={ID}&group_by=speaker")
    assert answer.status_code == 200, answer.json
    cells: list[dict[str, Any]] = answer.json["data"]
    return cells


def decide_again(store: Store, knowledge: Knowledge) -> None:
    assert all(o.status != "rejected" for o in reclassify(store, knowledge.with_topics(store.topics())))


def test_a_proposition_alone_is_followed_without_a_restart(
    client: FlaskClient, store: Store, knowledge: Knowledge
) -> None:
    assert client.post("/v1/articles", json=ARTICLE, headers=BEARER).status_code == 201
    assert client.get(f"/v1/quotes?topic={ID}").status_code == 422
    made = post(client, **TUNNEL)
    assert (made.status_code, made.location) == (201, f"/v1/topics/{ID}")
    assert made.json in client.get("/v1/topics").json["data"]
    assert client.get(f"/v1/quotes?topic={ID}").json["page"]["total"] == 0
    assert summary(client) == []
    decide_again(store, knowledge)
    (cell,) = summary(client)
    assert (cell["group"]["speaker"]["name"], cell["n"], cell["favor"]) == ("Jane Roe", 1, 1)


def test_what_is_ingested_after_it_takes_sides_on_it(client: FlaskClient) -> None:
    post(client, **TUNNEL)
    client.post("/v1/articles", json=ARTICLE, headers=BEARER)
    (cell,) = summary(client)
    assert cell["favor"] == 1


def test_the_same_topic_again_changes_nothing_and_another_of_its_id_takes_its_place(
    client: FlaskClient, store: Store
) -> None:
    post(client, **TUNNEL)
    generation = store.generation()
    again = post(client, **TUNNEL)
    assert (again.status_code, again.location) == (200, f"/v1/topics/{ID}")
    assert store.generation() == generation
    full = {
        **TUNNEL,
        "negation": "The harbour tunnel should not be built.",
        "description": "The road under the harbour.",
        "targets": ["tunnel", "-ferry"],
        "cues": {"favor": ["build ... tunnel"], "against": [], "neutral": [], "exclude": ["tunnel vision"]},
        "examples": [{"text": "Build it!", "stance": "favor"}],
    }
    changed = post(client, **full)
    assert changed.status_code == 200
    assert changed.json == {"id": ID, **full}
    assert changed.json.items() <= client.get(changed.location).json.items()


def test_a_removed_topic_is_unknown_at_once_and_its_stances_go_when_they_are_decided_again(
    client: FlaskClient, store: Store, knowledge: Knowledge
) -> None:
    post(client, **TUNNEL)
    client.post("/v1/articles", json=ARTICLE, headers=BEARER)
    assert client.delete(f"/v1/topics/{ID}", headers=BEARER).status_code == 204
    assert client.delete(f"/v1/topics/{ID}", headers=BEARER).status_code == 404
    assert client.get(f"/v1/topics/{ID}").status_code == 404
    assert client.get(f"/v1/quotes?topic={ID}").status_code == 422
    cells = client.get("/v1/stances?group_by=speaker,topic").json["data"]
    assert ID not in {cell["group"]["topic"]["id"] for cell in cells}
    (said,) = client.get("/v1/quotes").json["data"][:1]
    assert ID in {stance["topic"] for stance in said["stances"]}
    speaker = client.get(f"/v1/speakers/{said['speaker']['id']}").json
    assert ID not in {stance["topic"] for stance in speaker["stances"]}
    statement = client.get(f"/v1/statements/{said['statement_id']}").json
    assert ID not in {stance["topic"] for stance in statement["stances"]}
    facet = client.get("/v1/quotes?facets=topic").json["facets"]["topic"]
    assert (facet["values"], facet["other_count"]) == ([], 0)
    timeline = client.get("/v1/quotes/timeline?split=topic").json
    assert timeline["names"] == []
    assert [bucket["split"] for bucket in timeline["data"]] == [{}]
    decide_again(store, knowledge)
    (said,) = client.get("/v1/quotes").json["data"][:1]
    assert ID not in {stance["topic"] for stance in said["stances"]}


def test_two_propositions_never_share_an_id_and_one_proposition_never_has_two(client: FlaskClient) -> None:
    long = "The very long and winding road along the northern shore of the lake should be "
    first, second = post(client, proposition=f"{long}closed."), post(client, proposition=f"{long}widened.")
    assert first.status_code == second.status_code == 201
    assert first.json["id"] != second.json["id"]
    assert post(client, proposition=f"{long}widened.").status_code == 200
    twin = post(client, id="road", proposition=f"{long}  Closed.")
    assert twin.status_code == 422
    assert first.json["id"] in twin.json["errors"]["proposition"][0]


def test_an_id_that_is_cut_ends_with_a_word_that_means_something(client: FlaskClient) -> None:
    made = post(client, proposition="Measles vaccination should be mandatory for all children at school.")
    assert made.json["id"] == "measles-vaccination-should-be-mandatory"


def test_a_proposition_in_any_script_has_an_id(client: FlaskClient) -> None:
    made = post(client, proposition="Мост нужно открыть.")
    assert made.status_code == 201
    assert client.get(made.location).json["proposition"] == "Мост нужно открыть."


@pytest.mark.parametrize(
    ("topic", "field"),
    [
        ({}, "proposition"),
        ({"proposition": " "}, "proposition"),
        ({"proposition": 3}, "proposition"),
        ({"proposition": "???"}, "proposition"),
        ({"proposition": "p" * 401}, "proposition"),
        ({"proposition": "Growers"}, "proposition"),
        ({"proposition": "Should the tunnel be built?"}, "proposition"),
        ({"proposition": "The tunnel\0 should be built."}, "proposition"),
        ({**TUNNEL, "negation": "The tunnel should \u202eton\u202c be built."}, "negation"),
        ({**TUNNEL, "description": "It is \x1b[2J long."}, "description"),
        ({**TUNNEL, "targets": ["tunnel\u2066"]}, "targets.0"),
        ({**TUNNEL, "examples": [{"text": "We\x07 agree.", "stance": "favor"}]}, "examples.0"),
        ({**TUNNEL, "id": "Bad Id"}, "id"),
        ({**TUNNEL, "colour": "red"}, "colour"),
        ({**TUNNEL, "targets": "tunnel"}, "targets"),
        ({**TUNNEL, "cues": {"favor": ["fine", "a ... ... b"]}}, "cues.favor.1"),
        ({**TUNNEL, "cues": {"maybe": []}}, "cues.maybe"),
        ({**TUNNEL, "examples": [{"text": "x"}]}, "examples.0"),
        ({**TUNNEL, "examples": [{"text": "x", "stance": "pro"}]}, "examples.0"),
    ],
)
def test_a_bad_topic_is_refused_by_its_field(client: FlaskClient, topic: dict[str, Any], field: str) -> None:
    answer = post(client, **topic)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]


def test_more_topics_than_are_followed_are_refused(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_TOPICS", len(store.topics()) + 1)
    assert post(client, **TUNNEL).status_code == 201
    assert post(client, proposition="The ferry should sail.").status_code == 422
    assert post(client, **TUNNEL, negation="It should not be built.").status_code == 200


def test_topics_need_the_key(client: FlaskClient) -> None:
    assert client.post("/v1/topics", json=TUNNEL).status_code == 401
    assert client.delete("/v1/topics/neutrality").status_code == 401
    assert post(client, **TUNNEL).status_code == 201


def test_only_a_json_object_is_a_topic(client: FlaskClient) -> None:
    for body, content_type, status in (
        ("[]", "application/json", 422), ("{", "application/json", 400), ("{}", "text/plain", 415),
    ):  # fmt: skip
        answer = client.post("/v1/topics", data=body, content_type=content_type, headers=BEARER)
        assert answer.status_code == status


def test_a_store_whose_last_topic_is_removed_follows_none_after_a_restart_too(
    client: FlaskClient, store: Store, knowledge: Knowledge, settings: Settings
) -> None:
    for topic in store.topics():
        assert client.delete(f"/v1/topics/{topic.id}", headers=BEARER).status_code == 204
    again = create_app(settings, store, knowledge).test_client()
    assert again.post("/v1/articles", json=ARTICLE, headers=BEARER).status_code == 201
    assert again.get("/v1/topics").json["data"] == []
    assert Ingester(store, knowledge).knowledge().topics == ()
    assert post(again, **TUNNEL).status_code == 201
    assert [topic["id"] for topic in again.get("/v1/topics").json["data"]] == [ID]
