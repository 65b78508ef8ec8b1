"""``onrecord topics check`` shows what would change and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.commands.topics import topics
from service.models import Article, Quote, Span, Speaker
from service.store import Change, open_store

TEXT = "The minister said: the harbour tunnel is a disgrace"
FILE = "- {id: tunnel, proposition: The harbour tunnel should be built., targets: [harbour tunnel]}\n"


@pytest.fixture
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/check.db"
    monkeypatch.setenv("ONRECORD_STORE", url)
    start = TEXT.index("the harbour")
    quote = Quote(
        *("q1", "a1", TEXT[start:], (Span(start, len(TEXT)),), "indirect"),
        Speaker("person", id="m", name="The Minister"),
        statement_id="q1",
    )
    store = open_store(url)
    with store.writing():
        store.put(Change(Article("a1", TEXT, "hash"), (quote,)))
    store.close()
    return url


def test_new_stances_are_shown_with_their_evidence(store_url: str, tmp_path: Path) -> None:
    file = tmp_path / "topics.yaml"
    file.write_text(FILE)
    result = CliRunner().invoke(topics, ["check", str(file)], catch_exceptions=False)
    assert "1 topics on 1 quotes of 1 articles" in result.output
    assert "tunnel (new): 1 new" in result.output
    assert "- -> against  The Minister: the harbour tunnel is a disgrace" in result.output
    store = open_store(store_url)
    assert store.topics() == ()
    (quote,) = store.quotes_of("a1")
    assert quote.stances == ()
    store.close()
