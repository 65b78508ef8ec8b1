"""``onrecord topics check`` shows what would change and changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.commands.topics import topics
from service.ingest import corrections
from service.models import Article, Corrected, CorrectedStance, Correction, Quote, Span, Speaker
from service.store import Change, open_store

TEXT = "The minister said: the harbour tunnel is a disgrace"
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
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


def test_a_corrected_side_is_no_change_and_only_what_is_shown_is_kept(store_url: str, tmp_path: Path) -> None:
    article = Article("a2", f"{TEXT}. " * 3, "hash")
    length = len(TEXT) - TEXT.index("the harbour")
    starts = [TEXT.index("the harbour") + n * (len(TEXT) + 2) for n in range(3)]
    quotes = [
        Quote(
            *(
                f"r{n}",
                "a2",
                article.text[start : start + length],
                (Span(start, start + length),),
                "indirect",
            ),
            Speaker("person", id="m", name="The Minister"),
            statement_id=f"r{n}",
        )
        for n, start in enumerate(starts)
    ]
    made = Correction("Ann", "He was joking.", AT, stances=(CorrectedStance("tunnel", "favor"),))
    store = open_store(store_url)
    own = corrections.corrected(quotes[0], made)
    corrected = Corrected(quotes[0].id, "a2", made, corrections.alone(quotes[0]))
    store.put(Change(article, (own, *quotes[1:]), corrections=(corrected,)))
    store.close()
    file = tmp_path / "topics.yaml"
    file.write_text(FILE)
    result = CliRunner().invoke(topics, ["check", str(file), "--show", "1"], catch_exceptions=False)
    assert "tunnel (new): 3 new\n" in result.output
    assert result.output.count("- -> against") == 1
    assert "… and 2 more" in result.output
