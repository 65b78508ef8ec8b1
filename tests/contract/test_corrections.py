"""A person's word on a quote, through the real app: it shows everywhere, lasts, and is undone."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.ingest import Ingester
from service.ingest.ingester import Analysed
from service.ingest.reclassify import reclassify
from service.models import Outlet, PublicationDate, Quote, Speaker
from service.pipeline import Knowledge
from service.query import Choice, QuoteQuery
from service.store import Store
from tests.conftest import KEY
from tests.factories import QURESHI, a_quote, a_stance, an_article

BEARER = {"Authorization": f"Bearer {KEY}"}
ARTICLE = an_article("a", text="We want peace. They want war. " * 10)
OTHER = an_article("b", text="We want talks. " * 10)
LAVROV = Speaker("person", id="sergei-lavrov", name="Sergei Lavrov", country="RU", names=("Sergei Lavrov",))
SAID = {"by": "Ann Editor", "reason": "The next paragraph names him."}


def quote_of(text: str, start: int, **fields: Any) -> Quote:
    fields = {"stances": (a_stance("neutrality", "favor"), a_stance("sovereignty", "favor")), **fields}
    return a_quote(ARTICLE, text, start, keys=(text,), **fields)


PEACE, WAR = quote_of("We want peace", 0), quote_of("They want war", 15)


@pytest.fixture
def ingester(app: Flask) -> Ingester:
    """That of the app, with two articles stored."""
    made: Ingester = app.extensions["onrecord"].ingester
    made.put(Analysed(ARTICLE, (PEACE, WAR)))
    made.put(Analysed(OTHER, (a_quote(OTHER, "We want talks", speaker=LAVROV, keys=("talks",)),)))
    return made


@pytest.fixture
def writer(client: FlaskClient, ingester: Ingester) -> FlaskClient:
    """A client with the key, over those articles."""
    client.environ_base["HTTP_AUTHORIZATION"] = BEARER["Authorization"]
    return client


def address(quote: Quote) -> str:
    return f"/v1/quotes/{quote.id}/correction"


def correct(client: FlaskClient, quote: Quote, **what: Any) -> Any:
    answer = client.put(address(quote), json={**SAID, **what})
    assert answer.status_code in (200, 201), answer.json
    return answer.json


def everything(store: Store) -> list[Quote]:
    return list(store.scan(QuoteQuery(attitude=Choice())))


def sides(client: FlaskClient, topic: str) -> dict[str, int]:
    cells = client.get(f"/v1/stances?topic={topic}&group_by=speaker").json["data"]
    return {f"{cell['group']['speaker']['id']} {side}": cell[side] for cell in cells
            for side in ("favor", "against", "neutral") if cell[side]}  # fmt: skip


def test_another_speaker_shows_wherever_the_quote_does(writer: FlaskClient) -> None:
    made = correct(writer, PEACE, speaker="sergei-lavrov")
    shown = writer.get(f"/v1/quotes/{PEACE.id}").json
    assert (shown["speaker"]["name"], shown["speaker"]["resolved_by"]) == ("Sergei Lavrov", "correction")
    assert shown["correction"] == made["correction"]
    assert {key: shown["correction"][key] for key in SAID} == SAID
    assert made["analysis"]["speaker"]["id"] == QURESHI.id
    listed = writer.get("/v1/quotes?speaker=sergei-lavrov&facets=speaker,country&q=peace").json
    assert [quote["id"] for quote in listed["data"]] == [PEACE.id]
    assert [value["id"] for value in listed["facets"]["country"]["values"]] == ["RU"]
    assert sides(writer, "neutrality") == {"sergei-lavrov favor": 1, "qureshi favor": 1}
    timeline = writer.get("/v1/quotes/timeline?speaker=qureshi").json
    assert sum(bucket["count"] for bucket in timeline["data"]) == 1
    assert writer.get("/v1/speakers/qureshi").json["quotes"] == 1
    in_article = writer.get(f"/v1/articles/{ARTICLE.id}").json["quotes"]
    assert [quote["speaker"]["id"] for quote in in_article] == ["sergei-lavrov", "qureshi"]


def test_a_corrected_speaker_has_the_office_of_the_articles_date(writer: FlaskClient) -> None:
    speaker = correct(writer, PEACE, speaker="Imran Khan")["correction"]["speaker"]
    assert (speaker["id"], speaker["role"], speaker["country"]) == ("imran-khan", "Prime Minister", "PK")


def test_a_speaker_may_be_one_who_is_quoted_or_a_new_person_by_a_full_name(writer: FlaskClient) -> None:
    assert correct(writer, WAR, speaker="shah mahmood QURESHI")["correction"]["speaker"]["name"]
    new = correct(writer, WAR, speaker="Wilhelmina Featherstone")["correction"]["speaker"]
    assert (new["name"], new["kind"]) == ("Wilhelmina Featherstone", "person")
    assert writer.get(f"/v1/speakers/{new['id']}").json["quotes"] == 1
    refused = writer.put(address(WAR), json={**SAID, "speaker": "Featherstone"})
    assert refused.status_code == 422
    assert new["id"] in refused.json["errors"]["speaker"][0]
    assert writer.put(address(WAR), json={**SAID, "speaker": "Nobodyatall"}).status_code == 422


def test_a_side_or_none_on_a_topic_takes_the_analysis_place_and_other_topics_stay(
    writer: FlaskClient,
) -> None:
    stances = [{"topic": "neutrality", "stance": None}, {"topic": "dialogue", "stance": "against"}]
    correct(writer, PEACE, stances=stances)
    shown = writer.get(f"/v1/quotes/{PEACE.id}").json["stances"]
    assert {stance["topic"]: stance["stance"] for stance in shown} == {
        "sovereignty": "favor", "dialogue": "against",
    }  # fmt: skip
    assert shown[1]["evidence"]["decided_by"] == "correction"
    assert sides(writer, "neutrality") == {"qureshi favor": 1}
    assert sides(writer, "dialogue") == {"qureshi against": 1}
    assert writer.get("/v1/quotes?topic=dialogue&stance=against").json["page"]["total"] == 1


def test_a_withdrawn_quote_is_gone_with_the_reason(writer: FlaskClient, store: Store) -> None:
    correct(writer, PEACE, withdrawn=True)
    gone = writer.get(f"/v1/quotes/{PEACE.id}")
    assert gone.status_code == 410
    assert SAID["reason"] in gone.json["detail"]
    assert [quote.id for quote in everything(store)].count(PEACE.id) == 0
    assert writer.get("/v1/quotes?q=peace").json["page"]["total"] == 0
    assert sides(writer, "neutrality") == {"qureshi favor": 1}
    assert PEACE.id not in writer.get(f"/v1/articles/{ARTICLE.id}").json["marked"]
    assert writer.get(address(PEACE)).json["correction"]["withdrawn"] is True


@pytest.mark.parametrize(
    "what",
    [
        {"speaker": "sergei-lavrov"},
        {"stances": [{"topic": "neutrality", "stance": "against"}]},
        {"withdrawn": True},
    ],
    ids=["speaker", "stances", "withdrawn"],
)
def test_undone_the_quote_is_what_the_analysis_said(
    writer: FlaskClient, store: Store, what: dict[str, Any]
) -> None:
    before = everything(store)
    correct(writer, PEACE, **what)
    assert everything(store) != before
    assert writer.delete(address(PEACE)).status_code == 204
    assert everything(store) == before
    assert writer.get(f"/v1/quotes/{PEACE.id}").status_code == 200
    assert writer.get(address(PEACE)).status_code == 404
    assert writer.delete(address(PEACE)).status_code == 404
    assert writer.get("/v1/corrections").json["page"]["total"] == 0


def test_it_outlasts_another_ingest_a_reclassification_and_a_reindex(
    writer: FlaskClient, store: Store, ingester: Ingester, knowledge: Knowledge
) -> None:
    correct(writer, PEACE, speaker="sergei-lavrov", stances=[{"topic": "dialogue", "stance": "favor"}])
    correct(writer, WAR, withdrawn=True)
    before = everything(store)
    ingester.put(Analysed(ARTICLE, (PEACE, WAR)), force=True)
    assert everything(store) == before
    store.reindex()
    assert everything(store) == before
    list(reclassify(store, knowledge))
    (peace,) = store.quotes_of(ARTICLE.id)
    assert peace.speaker.id == "sergei-lavrov"
    assert [stance.topic for stance in peace.stances] == ["dialogue"]
    generation = store.generation()
    assert {outcome.status for outcome in reclassify(store, knowledge)} == {"unchanged"}
    assert store.generation() == generation
    for quote in (PEACE, WAR):
        assert writer.delete(address(quote)).status_code == 204
    assert [(q.id, q.speaker, q.stances) for q in store.quotes_of(ARTICLE.id)] == [
        (PEACE.id, QURESHI, ()), (WAR.id, QURESHI, ()),
    ]  # fmt: skip


def test_it_goes_over_to_the_quote_that_a_new_analysis_finds_in_its_place(
    writer: FlaskClient, store: Store, ingester: Ingester
) -> None:
    correct(writer, PEACE, speaker="sergei-lavrov")
    correct(writer, WAR, withdrawn=True)
    longer, more = quote_of("We want peace. ", 0), quote_of("They want war. ", 15)
    ingester.put(Analysed(ARTICLE, (longer, more)), force=True)
    (shown,) = store.quotes_of(ARTICLE.id)
    assert (shown.id, shown.speaker.id) == (longer.id, "sergei-lavrov")
    moved = writer.get(address(PEACE))
    assert (moved.status_code, moved.location) == (308, address(longer))
    assert writer.get(f"/v1/quotes/{WAR.id}").status_code == 410
    gone = writer.get(f"/v1/quotes/{more.id}")
    assert SAID["reason"] in gone.json["detail"]
    assert writer.put(address(PEACE), json={**SAID, "withdrawn": True}).status_code == 308
    ingester.put(Analysed(ARTICLE, (PEACE, WAR)), force=True)
    (shown,) = store.quotes_of(ARTICLE.id)
    assert (shown.id, shown.speaker.id) == (PEACE.id, "sergei-lavrov")


def test_without_a_successor_it_is_orphaned_and_comes_back_with_its_quote(
    writer: FlaskClient, store: Store, ingester: Ingester
) -> None:
    correct(writer, PEACE, speaker="sergei-lavrov")
    ingester.put(Analysed(ARTICLE, (WAR,)), force=True)
    orphan = writer.get(address(PEACE)).json
    assert (orphan["orphaned"], orphan["analysis"]) == (True, None)
    assert writer.put(address(PEACE), json={**SAID, "withdrawn": True}).status_code == 410
    ingester.put(Analysed(ARTICLE, (PEACE, WAR)), force=True)
    assert writer.get(address(PEACE)).json["orphaned"] is False
    ingester.remove(ARTICLE.id)
    assert writer.get(address(PEACE)).json["orphaned"] is True
    ingester.put(Analysed(ARTICLE, (PEACE,)))
    assert store.quotes_of(ARTICLE.id)[0].speaker.id == "sergei-lavrov"
    ingester.remove(ARTICLE.id)
    assert writer.delete(address(PEACE)).status_code == 204
    assert writer.get("/v1/corrections").json["data"] == []
    ingester.put(Analysed(ARTICLE, (PEACE,)))
    assert store.quotes_of(ARTICLE.id)[0].speaker.id == QURESHI.id


def test_a_withdrawn_quote_leaves_its_statement_and_comes_back_to_it(
    writer: FlaskClient, store: Store, ingester: Ingester
) -> None:
    words = "The river bridge will open in the spring of next year"
    articles = [
        an_article(name, outlet=Outlet(name, name), published=PublicationDate(ARTICLE.published.day))
        for name in ("x", "y")
        if ARTICLE.published
    ]
    reports = [a_quote(article, words, keys=("bridge",)) for article in articles]
    for article, report in zip(articles, reports, strict=True):
        ingester.put(Analysed(article, (report,)))
    first = min(reports, key=lambda quote: quote.id)
    other = max(reports, key=lambda quote: quote.id)
    joined = {quote.id: quote.statement_id for quote in everything(store) if quote.text == words}
    assert set(joined.values()) == {first.id}
    correct(writer, first, withdrawn=True)
    assert {q.id: q.statement_id for q in everything(store) if q.text == words} == {other.id: other.id}
    writer.delete(address(first))
    assert {q.id: q.statement_id for q in everything(store) if q.text == words} == joined


def test_the_same_again_changes_nothing_and_another_takes_its_place(
    writer: FlaskClient, store: Store
) -> None:
    first = writer.put(address(PEACE), json={**SAID, "speaker": "sergei-lavrov"})
    assert (first.status_code, first.location) == (201, address(PEACE))
    generation = store.generation()
    again = writer.put(address(PEACE), json={**SAID, "speaker": "sergei-lavrov"})
    assert (again.status_code, again.json, store.generation()) == (200, first.json, generation)
    other = writer.put(address(PEACE), json={**SAID, "stances": [{"topic": "dialogue", "stance": "favor"}]})
    assert other.status_code == 200
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


def test_a_withdrawn_quote_is_not_counted_as_stored(writer: FlaskClient, ingester: Ingester) -> None:
    assert writer.put(address(PEACE), json={**SAID, "withdrawn": True}).status_code == 201
    (outcome,) = ingester.put(Analysed(ARTICLE, (PEACE, WAR)), force=True)
    assert (outcome.status, outcome.quotes) == ("updated", 1)
