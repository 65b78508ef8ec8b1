"""Statements and the reports that they are made of."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from service.models import Quote
from service.store import Change, Store
from tests.api.conftest import Served
from tests.factories import TRIBUNE, a_change, a_quote, a_stance, an_article

TOLD = "We want peace and we paid a high price for it"
SPUN = "We desire peace and we have paid a steep price for it"


def put(store: Store, name: str, text: str, **fields: object) -> Quote:
    """Store an article with one report of the statement "s"."""
    article = replace(an_article(name), **fields)  # type: ignore[arg-type]
    quote = replace(a_quote(article, text, stances=(a_stance(),)), statement_id="s")
    store.put(Change(article, (quote,)))
    return quote


def test_a_statement_tells_where_it_was_printed_and_whose_wording_is_preferred(
    client: FlaskClient, store: Store
) -> None:
    named = put(store, "named", TOLD)
    other = put(store, "other", f"{TOLD}.", outlet=TRIBUNE)
    spun = put(store, "spun", SPUN, outlet=None, published=None)
    answer = client.get("/v1/statements/s").json
    assert answer["preferred"]["id"] in {named.id, other.id}
    assert {item["quote"]["id"]: item["wording"] for item in answer["variants"]} == {
        answer["preferred"]["id"]: "preferred",
        ({named.id, other.id} - {answer["preferred"]["id"]}).pop(): "same",
        spun.id: "altered",
    }
    assert [outlet["name"] for outlet in answer["outlets"]] == ["Dawn", "The Express Tribune"]
    assert [speaker["name"] for speaker in answer["speakers"]] == ["Shah Mahmood Qureshi"]
    assert (answer["reports"], answer["articles"]) == (3, 3)
    assert (answer["first"], answer["last"]) == ("2022-03-01", "2022-03-01")
    assert answer["stances"] == [
        {"topic": "neutrality", "holder": None, "stance": "favor", "reports": {"favor": 3}}
    ]
    assert client.get(answer["links"]["quotes"]).json["page"]["total"] == 3


def test_every_quote_leads_to_its_statement(served: Served) -> None:
    for quote in served.get("/v1/quotes", attitude="any", limit=40)["data"]:
        statement = served.get(f"/v1/statements/{quote['statement_id']}")
        assert quote["id"] in {item["quote"]["id"] for item in statement["variants"]}


def test_the_id_of_a_report_that_is_not_the_smallest_leads_to_its_statement(
    client: FlaskClient, store: Store
) -> None:
    quote = put(store, "named", TOLD)
    response = client.get(f"/v1/statements/{quote.id}")
    assert (response.status_code, response.json) == (308, {"id": "s"})
    assert client.get(response.location).json["id"] == "s"


def test_a_statement_whose_reports_went_is_gone_and_what_never_was_is_not_found(
    client: FlaskClient, store: Store
) -> None:
    [quote] = a_change("a", TOLD).quotes
    store.put(a_change("a", TOLD))
    assert client.get(f"/v1/statements/{quote.id}").status_code == 200
    store.delete(quote.article_id, {})
    for path, status in ((quote.id, 410), ("nothing-of-that-id", 404)):
        response = client.get(f"/v1/statements/{path}")
        assert response.status_code == status
        assert response.content_type == "application/problem+json"


def test_the_other_reports_of_a_quote_come_with_the_words_in_which_they_differ(
    client: FlaskClient, store: Store
) -> None:
    named = put(store, "named", TOLD)
    spun = put(store, "spun", SPUN, outlet=None, published=None)
    answer = client.get(f"/v1/quotes/{named.id}/variants").json
    assert answer["statement_id"] == "s"
    [other] = answer["data"]
    assert (other["quote"]["id"], other["wording"]) == (spun.id, "altered")
    assert {"op": "replace", "before": "want ", "after": "desire "} in other["differences"]
    assert "".join(step["before"] for step in other["differences"]) == TOLD
    assert "".join(step["after"] for step in other["differences"]) == SPUN
    [back] = client.get(f"/v1/quotes/{spun.id}/variants").json["data"]
    assert back["wording"] == "preferred"
    assert {"op": "replace", "before": "desire ", "after": "want "} in back["differences"]


def test_a_quote_that_was_reported_once_has_no_other_reports(client: FlaskClient, store: Store) -> None:
    change = a_change("alone", TOLD)
    store.put(change)
    answer = client.get(f"/v1/quotes/{change.quotes[0].id}/variants").json
    assert (answer["data"], answer["page"]) == ([], {"size": 25, "total": 0, "next": None})


@pytest.mark.parametrize("limit", [1, 7, 200])
def test_following_next_gives_every_other_report_once(served: Served, limit: int) -> None:
    statement = "0" * 31 + "1"
    reports = [q.id for change in served.changes for q in change.quotes if q.statement_id == statement]
    ids: list[str] = []
    following = f"/v1/quotes/{reports[0]}/variants?limit={limit}"
    while following:
        answer = served.get(urlsplit(following).path, **dict(parse_qsl(urlsplit(following).query)))
        ids += [item["quote"]["id"] for item in answer["data"]]
        following = answer["links"]["next"]
    assert sorted(ids) == sorted(reports[1:])
    assert answer["page"]["total"] == len(ids)


@pytest.mark.parametrize("limit", [1, 9, 200])
def test_a_list_of_quotes_may_have_one_row_a_statement(served: Served, limit: int) -> None:
    stored = [quote.statement_id for change in served.changes for quote in change.quotes]
    statements: list[str] = []
    following = f"/v1/quotes?attitude=any&collapse=statement&limit={limit}"
    while following:
        answer = served.get(urlsplit(following).path, **dict(parse_qsl(urlsplit(following).query)))
        statements += [item["statement_id"] for item in answer["data"]]
        following = answer["links"]["next"]
    assert sorted(statements) == sorted(set(stored))
    assert answer["page"]["total"] == len(statements) < len(stored)
    body = {"attitude": ["any"], "collapse": "statement", "limit": limit}
    assert served.client.post("/v1/quotes/search", json=body).json["page"]["total"] == len(statements)


def test_rows_collapse_to_statements_and_nothing_else(served: Served) -> None:
    assert "collapse" in served.refused("/v1/quotes", collapse="speaker")
    cursor = served.get("/v1/quotes", limit=1)["page"]["next"]
    assert "cursor" in served.refused("/v1/quotes", limit=1, cursor=cursor, collapse="statement")


def test_variants_of_a_quote_that_moved_or_never_was(client: FlaskClient, store: Store) -> None:
    old, new = a_change("a", TOLD), a_change("a", f"{TOLD} again")
    store.put(old)
    store.put(replace(new, successors={old.quotes[0].id: new.quotes[0].id}))
    response = client.get(f"/v1/quotes/{old.quotes[0].id}/variants?limit=3")
    assert response.status_code == 308
    assert response.location == f"/v1/quotes/{new.quotes[0].id}/variants?limit=3"
    assert client.get("/v1/quotes/nothing-of-that-id/variants").status_code == 404
