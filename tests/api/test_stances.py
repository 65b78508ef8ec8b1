"""Stance summaries through the API, checked against the quotes that they link to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.models import Topic
from service.pipeline import Knowledge
from service.settings import Settings
from service.store import Store
from service.summary import GROUPS
from tests.api.conftest import Served
from tests.factories import QURESHI, TOPICS, a_change, a_stance

EVERY_GROUPING = [*GROUPS, *(",".join(pair) for pair in combinations(GROUPS, 2))]


def follow(served: Served, address: str) -> list[dict[str, object]]:
    """All quotes that a link leads to."""
    parts = urlsplit(address)
    answer = served.get(parts.path, **dict(parse_qsl(parts.query)), limit=200)
    assert answer["page"]["next"] is None
    quotes: list[dict[str, object]] = answer["data"]
    return quotes


@pytest.mark.parametrize("group_by", EVERY_GROUPING)
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"topic": "neutrality,!sanctions"},
        {"stance": "!favor"},
        {"min_confidence": 0.5},
        {"min_confidence": 0.5, "topic": "!sanctions"},
        {"stance": "favor,against", "min_confidence": 0.5, "from": "2022-03"},
        {"kind": "!country", "attitude": "any"},
    ],
)
def test_a_cell_links_to_exactly_the_quotes_that_it_counts(
    served: Served, group_by: str, filters: dict[str, str]
) -> None:
    answer = served.get("/v1/stances", group_by=group_by, limit=4, **filters)
    assert answer["data"]
    for cell in answer["data"]:
        quotes = follow(served, cell["links"]["quotes"])
        assert len({quote["statement_id"] for quote in quotes}) == cell["n"]
        assert len({quote["article_id"] for quote in quotes}) == cell["articles"]
        assert {item["id"] for item in cell["evidence"]} <= {quote["id"] for quote in quotes}


def test_an_affiliation_that_another_one_holds_is_linked_to_by_itself(
    client: FlaskClient, store: Store
) -> None:
    stop, quoted = 'The "Stop, War" Coalition', '"Peace"'
    for name in (
        "Ministry",
        "Ministry, Abroad",
        "The Ministry",
        stop,
        quoted,
        '5" Gun, Makers',
        "!Now",
        "x" * 198,
    ):
        speaker = replace(QURESHI, affiliation=name)
        store.put(a_change(name, "We want peace", speaker=speaker, stances=(a_stance(),)))
    cells = client.get("/v1/stances?group_by=affiliation").json["data"]
    assert len(cells) == 8
    for cell in cells:
        [quote] = client.get(cell["links"]["quotes"]).json["data"]
        assert quote["speaker"]["affiliation"] == cell["group"]["affiliation"]["id"]


def test_an_affiliation_that_is_too_long_for_a_filter_has_no_link(client: FlaskClient, store: Store) -> None:
    for number, name in enumerate(("x" * 199, '"' * 100, "y" * 5000)):
        speaker = replace(QURESHI, affiliation=name)
        store.put(a_change(str(number), "We want peace", speaker=speaker, stances=(a_stance(),)))
    cells = client.get("/v1/stances?group_by=affiliation").json["data"]
    assert [cell["links"]["quotes"] for cell in cells] == [None] * 3


def test_following_next_gives_every_group_once(served: Served) -> None:
    whole = served.get("/v1/stances", group_by="speaker,topic", limit=200)
    found: list[dict[str, object]] = []
    following = "/v1/stances?group_by=speaker,topic&limit=2"
    while following:
        parts = urlsplit(following)
        answer = served.get(parts.path, **dict(parse_qsl(parts.query)))
        assert answer["page"]["total"] == answer["page"]["total_groups"] == len(whole["data"])
        found += answer["data"]
        following = answer["links"]["next"]
    assert found == whole["data"]


def test_groups_carry_their_ids_and_names(served: Served) -> None:
    groups = [cell["group"] for cell in served.get("/v1/stances", group_by="country,topic")["data"]]
    assert {"id": "PK", "name": "Pakistan"} in [group["country"] for group in groups]
    assert {"id": "neutrality", "name": "Pakistan should stay neutral"} in [
        group["topic"] for group in groups
    ]


def test_shares_come_with_the_fifth_statement(client: FlaskClient, store: Store) -> None:
    def cell_after(statements: int) -> dict[str, object]:
        texts = [f"We want peace {number}" for number in range(statements)]
        store.put(a_change("a", *texts, stances=(a_stance(),)))
        found: dict[str, object] = client.get("/v1/stances").json["data"][0]
        return found

    four, five = cell_after(4), cell_after(5)
    assert (four["n"], four["shares"], four["net"]) == (4, None, None)
    assert (five["n"], five["net"]) == (5, 1.0)
    assert five["shares"] == {
        "favor": {"share": 1.0, "low": pytest.approx(0.5655, abs=1e-4), "high": 1.0},
        "against": {"share": 0.0, "low": 0.0, "high": pytest.approx(0.4345, abs=1e-4)},
        "neutral": {"share": 0.0, "low": 0.0, "high": pytest.approx(0.4345, abs=1e-4)},
    }


def test_an_interval_adds_the_same_periods_to_every_cell(served: Served) -> None:
    cells = served.get("/v1/stances", group_by="topic", interval="month")["data"]
    rows = [[period["start"] for period in cell["timeline"]] for cell in cells]
    assert len(rows) > 1
    assert all(row == rows[0] for row in rows)
    for cell in cells:
        assert sum(period["n"] for period in cell["timeline"]) + cell["undated"] == cell["n"]


def test_bounds_wider_than_the_statements_add_no_period(served: Served) -> None:
    def starts(**bounds: str) -> list[str]:
        cells = served.get("/v1/stances", interval="month", **bounds)["data"]
        return [period["start"] for period in cells[0]["timeline"]]

    assert starts(**{"from": "0001", "to": "9999"}) == starts()


@pytest.mark.parametrize("path", ["/v1/stances", "/v1/stances/shifts"])
def test_where_no_side_is_left_the_page_is_empty_and_its_address_as_it_was_asked(
    served: Served, path: str
) -> None:
    answer = served.get(path, stance="favor,!favor")
    assert (answer["data"], answer["page"]["total"]) == ([], 0)
    assert "stance=favor,!favor" in answer["links"]["self"]
    every = ",".join(f"!{topic.id}" for topic in TOPICS)
    answer = served.get(path, topic=every, min_confidence=0.5)
    assert (answer["data"], answer["page"]["total"]) == ([], 0)
    assert answer["query"]["topic"] == sorted(every.split(","))
    assert "stance" not in answer["query"]


class Counting:
    """A store that counts how often each of its methods is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)

        def counted(*arguments: Any, **options: Any) -> Any:
            self.asked[name] += 1
            return method(*arguments, **options)

        return counted


@pytest.mark.parametrize("path", ["/v1/stances", "/v1/stances/shifts"])
def test_a_page_by_topic_asks_for_the_topics_once_and_for_the_evidence_alone(
    settings: Settings, store: Store, knowledge: Knowledge, path: str
) -> None:
    store.put_topics(TOPICS)
    store.put(a_change("a", "We want peace", stances=(a_stance("neutrality"),)))
    counting = Counting(store)
    client = create_app(settings, cast("Store", counting), knowledge).test_client()
    counting.asked.clear()
    [group] = client.get(f"{path}?topic=neutrality").json["data"]
    assert group["n"] == 1
    assert counting.asked["topics"] == 1
    assert counting.asked["members"] == 0


def test_not_every_page_of_quotes_by_topic_asks_for_the_topics(
    settings: Settings, store: Store, knowledge: Knowledge
) -> None:
    store.put_topics(TOPICS)
    counting = Counting(store)
    client = create_app(settings, cast("Store", counting), knowledge).test_client()
    counting.asked.clear()
    for limit in range(1, 21):
        assert client.get(f"/v1/quotes?topic=neutrality&limit={limit}").status_code == 200
    assert 1 <= counting.asked["topics"] < counting.asked["search"] == 20


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_a_topic_links_to_exactly_the_quotes_that_it_counts(served: Served, topic: Topic) -> None:
    answer = served.get(f"/v1/topics/{topic.id}")
    quotes = follow(served, answer["links"]["quotes"])
    assert len({quote["statement_id"] for quote in quotes}) == answer["stances"]["n"] > 0


def test_a_speaker_links_to_exactly_the_quotes_that_each_of_their_stances_counts(served: Served) -> None:
    for stance in served.get("/v1/speakers/qureshi")["stances"]:
        quotes = follow(served, stance["link"])
        assert len({quote["statement_id"] for quote in quotes}) == stance["n"] > 0


def test_what_is_left_out_is_told(served: Served) -> None:
    left_out = served.get("/v1/stances", group_by="country")["left_out"]
    assert all(left_out[reason] > 0 for reason in ("other_holder", "unresolved", "no_state", "no_group"))


def test_evidence_is_as_much_as_asked_for(served: Served) -> None:
    for wanted in (0, 1, 5):
        for cell in served.get("/v1/stances", evidence=wanted)["data"]:
            assert len(cell["evidence"]) == min(wanted, cell["n"])
            assert all(item["text"] for item in cell["evidence"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"group_by": "speaker,topic,country"},
        {"group_by": "planet"},
        {"evidence": "6"},
        {"cursor": "x"},
        {"interval": "decade"},
    ],
)
def test_wrong_arguments_are_refused_by_name(served: Served, wrong: dict[str, str]) -> None:
    assert set(served.refused("/v1/stances", **wrong)) == set(wrong)
