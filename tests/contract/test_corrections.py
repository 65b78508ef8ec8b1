"""A person's word on a quote, through the real app: it shows everywhere, lasts, and is undone."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from service.ingest import Ingester
from service.ingest.ingester import Analysed
from service.ingest.reclassify import reclassify
from service.models import Outlet, PublicationDate, Quote
from service.pipeline import Knowledge
from service.query import Choice, QuoteQuery
from service.store import Store
from tests.contract.corrected import (
    ARTICLE,
    PEACE,
    SAID,
    WAR,
    address,
    correct,
    quote_of,
)
from tests.factories import QURESHI, a_quote, an_article


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


def test_a_withdrawn_quote_is_not_counted_as_stored(writer: FlaskClient, ingester: Ingester) -> None:
    assert writer.put(address(PEACE), json={**SAID, "withdrawn": True}).status_code == 201
    (outcome,) = ingester.put(Analysed(ARTICLE, (PEACE, WAR)), force=True)
    assert (outcome.status, outcome.quotes) == ("updated", 1)
