"""``onrecord reindex``, on the embedded store."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.query import QuoteQuery
from service.store import open_store
from service.words import TextQuery
from tests.factories import a_change


def test_reindex_keeps_everything_and_says_how_long_it_took(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = open_store(url)
    change = a_change("a", "We want peace")
    store.put(change)
    monkeypatch.setenv("ONRECORD_STORE", url)
    result = CliRunner().invoke(main, ["reindex"])
    assert result.exit_code == 0, result.output
    assert "reindexed in" in result.output
    assert store.search(QuoteQuery(text=TextQuery(words=("peace",)))).items == change.quotes
    store.close()
