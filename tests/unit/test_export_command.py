"""``onrecord export``: every quote that meets the filters, as lines of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from schemas.quote import QUOTE_FIELDS
from service.cli import main
from service.errors import StoreUnavailable
from service.models import Quote
from service.query import QuoteQuery
from service.store import Store
from service.store.sqlite import SQLiteStore
from tests.factories import TOPICS, a_change, a_corpus

ONRECORD = str(Path(sys.executable).parent / "onrecord")


@pytest.fixture
def filled(store: Store) -> Store:
    store.put_topics(TOPICS)
    store.put(*a_corpus(articles=40))
    return store


def export(runner: CliRunner, *options: str) -> tuple[Result, list[dict[str, Any]]]:
    result = runner.invoke(main, ["export", *options])
    return result, [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("options", "parameters"),
    [
        ([], {}),
        (["--topic", "neutrality", "--stance", "!favor"], {"topic": "neutrality", "stance": "!favor"}),
        (["--outlet", "dawn.com", "--outlet", "Pôst"], {"outlet": ["dawn.com", "Pôst"]}),
        (["--q", "peace -war", "--attitude", "any"], {"q": "peace -war", "attitude": "any"}),
        (["--from", "2022-03", "--to", "2022", "--undated", "include"],
         {"from": "2022-03", "to": "2022", "undated": "include"}),
        (["--speaker", "shah mahmood", "--represents-state", "true", "--min-confidence", "0.5"],
         {"speaker": "shah mahmood", "represents_state": "true", "min_confidence": "0.5"}),
        (["--sort", "published", "--own", "true"], {"sort": "published", "own": "true"}),
    ],
)  # fmt: skip
def test_it_prints_what_the_api_lists_under_the_same_filters(
    filled: Store, runner: CliRunner, client: FlaskClient, options: list[str], parameters: dict[str, Any]
) -> None:
    result, lines = export(runner, *options)
    assert result.exit_code == 0, result.output
    listed = client.get("/v1/quotes", query_string={**parameters, "limit": 200}).json
    assert listed["page"]["total"] == len(listed["data"]) > 0
    assert lines == listed["data"]


def test_the_help_tells_which_quotes_are_given_unless_others_are_asked_for(runner: CliRunner) -> None:
    told = " ".join(runner.invoke(main, ["export", "--help"]).stdout.split())
    assert "`any` for all. [default: assertion]" in told


def test_fields_may_be_left_out(filled: Store, runner: CliRunner) -> None:
    _, lines = export(runner, "--fields", "text,speaker")
    assert all(set(line) == {"id", "text", "speaker"} for line in lines)
    _, lines = export(runner)
    assert all(set(line) == set(QUOTE_FIELDS) for line in lines)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--stance", "pro"], "--stance: Not a valid value: pro"),
        (["--min-confidence", "2"], "--min-confidence: Give a number from 0 to 1"),
        (["--topic", "weather"], "Not a topic: weather. Topics: invasion"),
        (["--from", "2023", "--to", "2022"], "--from: from is after to"),
        (["--sort", "relevance"], "--sort: Not a valid value"),
        (["--from", ""], "--from: "),
        (["--speker", "x"], "No such option"),
    ],
)
def test_a_bad_filter_prints_nothing_and_says_what_would_be_right(
    filled: Store, runner: CliRunner, options: list[str], told: str
) -> None:
    result, lines = export(runner, *options)
    assert result.exit_code != 0
    assert told in result.stderr
    assert lines == []


def test_a_store_that_is_not_there_is_no_empty_export(runner: CliRunner) -> None:
    result, _ = export(runner)
    assert result.exit_code == 1
    assert "is not there" in result.stderr


def test_where_the_store_breaks_off_it_says_how_many_were_printed(
    filled: Store, runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = SQLiteStore.scan

    def breaks_off(store: SQLiteStore, query: QuoteQuery) -> Iterator[Quote]:
        for number, quote in enumerate(whole(store, query)):
            if number == 3:
                raise StoreUnavailable("The disk is gone.")
            yield quote

    monkeypatch.setattr(SQLiteStore, "scan", breaks_off)
    result, lines = export(runner)
    assert (result.exit_code, len(lines)) == (1, 3)
    assert "broke off after 3 quotes: The disk is gone." in result.stderr


def test_who_has_read_enough_may_leave(store: Store, tmp_path: Path) -> None:
    store.put(*(a_change(str(n), *[f"We want peace {i}" for i in range(50)]) for n in range(40)))
    environment = {**os.environ, "ONRECORD_STORE": f"sqlite:///{tmp_path}/store.db"}
    command = [ONRECORD, "export"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["text"]
        process.stdout.close()
        told = process.stderr.read().decode()
    assert (process.returncode, told) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
@pytest.mark.parametrize("quotes", [1, 2000])
def test_a_full_disk_is_told_in_one_line(store: Store, tmp_path: Path, quotes: int) -> None:
    store.put(a_change("1", *[f"We want peace {number}" for number in range(quotes)]))
    environment = {**os.environ, "ONRECORD_STORE": f"sqlite:///{tmp_path}/store.db"}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [ONRECORD, "export"], stdout=full, stderr=subprocess.PIPE, env=environment, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"Error: No space left on device.\n")
