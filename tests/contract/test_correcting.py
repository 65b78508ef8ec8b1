"""Making corrections over HTTP: who may, what is refused, and who was quicker."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.store import Store
from tests.contract.corrected import BEARER, PEACE, SAID, WAR, address, correct
from tests.factories import QURESHI


def test_the_same_again_changes_nothing(writer: FlaskClient, store: Store) -> None:
    first = writer.put(address(PEACE), json={**SAID, "speaker": "sergei-lavrov"})
    assert (first.status_code, first.location) == (201, address(PEACE))
    generation = store.generation()
    again = writer.put(address(PEACE), json={**SAID, "speaker": "sergei-lavrov"})
    assert (again.status_code, again.json, store.generation()) == (200, first.json, generation)


def test_a_second_correction_leaves_what_it_does_not_name_as_the_first_has_it(
    writer: FlaskClient, store: Store
) -> None:
    sides = [{"topic": "dialogue", "stance": "favor"}, {"topic": "neutrality", "stance": None}]
    correct(writer, PEACE, speaker="sergei-lavrov")
    correct(writer, PEACE, stances=sides)
    turned = {"by": "Bea", "reason": "Read on.", "stances": [{"topic": "dialogue", "stance": "against"}]}
    last = writer.put(address(PEACE), json=turned)
    made = last.json["correction"]
    assert (last.status_code, made["by"], made["speaker"]["id"]) == (200, "Bea", "sergei-lavrov")
    assert made["stances"] == [{**sides[0], "stance": "against"}, sides[1]]
    shown = writer.get(f"/v1/quotes/{PEACE.id}").json
    assert shown["speaker"]["id"] == "sergei-lavrov"
    assert {stance["topic"]: stance["stance"] for stance in shown["stances"]} == {
        "dialogue": "against",
        "sovereignty": "favor",
    }
    generation = store.generation()
    assert writer.put(address(PEACE), json=turned).json == last.json
    assert store.generation() == generation
    assert writer.delete(address(PEACE)).status_code == 204
    assert writer.get(f"/v1/quotes/{PEACE.id}").json["speaker"]["id"] == QURESHI.id


def test_a_withdrawal_stands_alone(writer: FlaskClient) -> None:
    correct(writer, PEACE, speaker="sergei-lavrov")
    gone = correct(writer, PEACE, withdrawn=True)["correction"]
    assert (gone["withdrawn"], gone["speaker"]) == (True, None)
    back = correct(writer, PEACE, stances=[{"topic": "dialogue", "stance": "favor"}])["correction"]
    assert (back["withdrawn"], back["speaker"]) == (False, None)
    assert writer.get(f"/v1/quotes/{PEACE.id}").json["speaker"]["id"] == QURESHI.id


def test_with_if_match_only_who_knows_what_is_there_may_change_it(writer: FlaskClient) -> None:
    first = writer.put(address(PEACE), json={**SAID, "withdrawn": True}, headers={"If-None-Match": "*"})
    assert first.status_code == 201
    etag = writer.get(address(PEACE)).headers["ETag"]
    assert etag == first.headers["ETag"]
    other = {**SAID, "speaker": "sergei-lavrov"}
    for headers in ({"If-None-Match": "*"}, {"If-Match": '"old"'}):
        assert writer.put(address(PEACE), json=other, headers=headers).status_code == 412
    assert writer.delete(address(PEACE), headers={"If-Match": '"old"'}).status_code == 412
    assert writer.put(address(PEACE), json=other, headers={"If-Match": etag}).status_code == 200
    assert writer.put(address(PEACE), json=other, headers={"If-Match": etag}).status_code == 412
    now = writer.get(address(PEACE)).headers["ETag"]
    assert writer.delete(address(PEACE), headers={"If-Match": now}).status_code == 204
    assert writer.put(address(PEACE), json=other, headers={"If-Match": "*"}).status_code == 412


def test_a_correction_that_the_client_has_is_not_sent_again(writer: FlaskClient) -> None:
    correct(writer, PEACE, withdrawn=True)
    whole = writer.get(address(PEACE))
    tag = whole.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"old", {tag}'):
        again = writer.get(address(PEACE), headers={"If-None-Match": known})
        assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    for unknown in ('"old"', "*"):
        assert writer.get(address(PEACE), headers={"If-None-Match": unknown}).json == whole.json
    correct(writer, PEACE, speaker="sergei-lavrov")
    assert writer.get(address(PEACE), headers={"If-None-Match": tag}).status_code == 200


def test_of_many_at_once_who_all_know_the_same_one_alone_is_taken(writer: FlaskClient, app: Flask) -> None:
    correct(writer, PEACE, withdrawn=True)
    etag = writer.get(address(PEACE)).headers["ETag"]
    statuses: list[int] = []

    def change(number: int) -> None:
        body = {**SAID, "by": f"Editor {number}", "speaker": "sergei-lavrov"}
        answer = app.test_client().put(address(PEACE), json=body, headers={**BEARER, "If-Match": etag})
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [200, 412, 412, 412]


def test_corrections_are_listed_newest_first_and_walked_by_cursor(writer: FlaskClient) -> None:
    for quote in (PEACE, WAR):
        correct(writer, quote, withdrawn=True)
    ids: list[str] = []
    following = "/v1/corrections?limit=1"
    while following:
        answer = writer.get(following).json
        assert answer["page"]["total"] == 2
        ids += [made["quote_id"] for made in answer["data"]]
        following = answer["links"]["next"]
    assert ids == [WAR.id, PEACE.id]
    assert writer.get("/v1/corrections?cursor=x").status_code == 422


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": "x", "withdrawn": True}, "by"),
        ({"by": "x", "withdrawn": True}, "reason"),
        ({**SAID, "by": " ", "withdrawn": True}, "by"),
        ({**SAID, "by": "A\u202enn", "withdrawn": True}, "by"),
        ({**SAID, "reason": "Wrong\x1b[2J", "withdrawn": True}, "reason"),
        ({**SAID, "speaker": "Nobody\0 Else"}, "speaker"),
        ({**SAID, "speaker": "Nobody \u2067Else"}, "speaker"),
        (SAID, "speaker"),
        ({**SAID, "withdrawn": False}, "speaker"),
        ({**SAID, "withdrawn": True, "speaker": "qureshi"}, "withdrawn"),
        ({**SAID, "stances": [{"topic": "weather", "stance": "favor"}]}, "stances.0.topic"),
        ({**SAID, "stances": [{"topic": "neutrality", "stance": "pro"}]}, "stances.0.stance"),
        ({**SAID, "stances": [{"topic": "neutrality", "stance": None}] * 2}, "stances"),
        ({**SAID, "withdrawn": True, "colour": "red"}, "colour"),
    ],
)
def test_a_bad_correction_is_refused_by_its_field(
    writer: FlaskClient, body: dict[str, Any], field: str
) -> None:
    answer = writer.put(address(PEACE), json=body)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert writer.get(address(PEACE)).status_code == 404


def test_what_never_was_has_no_correction_and_a_write_needs_the_key(writer: FlaskClient, app: Flask) -> None:
    nowhere = f"/v1/quotes/{'0' * 32}/correction"
    body = {**SAID, "withdrawn": True}
    assert writer.get(nowhere).status_code == 404
    assert writer.put(nowhere, json=body).status_code == 404
    assert writer.delete(nowhere).status_code == 404
    stranger = app.test_client()
    assert stranger.put(address(PEACE), json=body).status_code == 401
    assert stranger.delete(address(PEACE)).status_code == 401
