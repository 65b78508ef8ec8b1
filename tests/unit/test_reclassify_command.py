"""``onrecord reclassify``, on the embedded store."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.ingest import reclassify
from service.query import Choice, QuoteQuery
from service.store import Store

TEXT = "“We will not open the new river bridge to cars before the spring,” Minister Jane Roe said."
TOPICS = "- {id: bridge, proposition: The river bridge should be opened., cues: {against: [will not open]}}"


@pytest.fixture
def ingested(runner: CliRunner, tmp_path: Path) -> CliRunner:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    assert runner.invoke(main, ["ingest", str(file)]).exit_code == 0
    return runner


def test_a_file_of_topics_is_stored_and_its_stances_are_decided(
    ingested: CliRunner, store: Store, tmp_path: Path
) -> None:
    topics = tmp_path / "topics.yaml"
    topics.write_text(TOPICS)
    result = ingested.invoke(main, ["reclassify", "--topics", str(topics)])
    assert result.exit_code == 0, result.output
    assert "1 articles: 1 updated, 0 unchanged, 0 failed; 1 quotes with other stances" in result.stderr
    assert store.search(QuoteQuery(topic=Choice(("bridge",)), stance=Choice(("against",)))).total == 1
    again = ingested.invoke(main, ["reclassify"])
    assert "0 updated, 1 unchanged" in again.stderr
    assert result.stdout == again.stdout == ""


def test_it_ends_with_one_where_an_article_failed(
    ingested: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(reclassify, "classify", faulty)
    topics = tmp_path / "topics.yaml"
    topics.write_text(TOPICS)
    result = ingested.invoke(main, ["reclassify", "--topics", str(topics)])
    assert result.exit_code == 1
    assert "a.txt: Internal error: ZeroDivisionError: oh" in result.stderr


def test_bad_topics_are_refused_before_anything_is_written(
    ingested: CliRunner, store: Store, tmp_path: Path
) -> None:
    topics = tmp_path / "topics.yaml"
    topics.write_text("- {id: Bad Id}")
    generation = store.generation()
    result = ingested.invoke(main, ["reclassify", "--topics", str(topics)])
    assert result.exit_code == 1
    assert "topics.yaml:1" in result.stderr
    assert store.generation() == generation


def test_a_proposition_that_is_stored_under_another_id_is_refused_as_over_http(
    ingested: CliRunner, store: Store, tmp_path: Path
) -> None:
    topics = tmp_path / "topics.yaml"
    topics.write_text(TOPICS)
    assert ingested.invoke(main, ["reclassify", "--topics", str(topics)]).exit_code == 0
    before = store.topics()
    topics.write_text(
        "- {id: twin, proposition: the river bridge should be OPENED.}\n- {id: x, proposition: X is good.}"
    )
    result = ingested.invoke(main, ["reclassify", "--topics", str(topics)])
    assert result.exit_code == 1
    assert "“twin” can't be taken: proposition: It is that of “bridge”" in result.stderr
    assert store.topics() == before


def test_more_topics_than_are_followed_are_refused_from_a_file_too(
    ingested: CliRunner, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.ingest.topics.MOST_TOPICS", len(store.topics()))
    topics = tmp_path / "topics.yaml"
    topics.write_text(TOPICS)
    result = ingested.invoke(main, ["reclassify", "--topics", str(topics)])
    assert result.exit_code == 1
    assert "the most that are followed" in result.stderr
