import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from service.errors import OnRecordError
from service.ingest import Ingester, Job, Outcome, run
from service.ingest.workers import Workers
from service.models import Quote, RawArticle, Topic
from service.pipeline import Knowledge, article_in
from service.pipeline.outlets import Outlets
from service.pipeline.read import Defaults, Read, Rejection, read
from service.pipeline.resolution.registry import Registry
from service.query import Moved, QuoteQuery
from service.store import Store

KNOWN = Knowledge(
    Outlets(),
    Registry(),
    (Topic("bridge", "The bridge should be opened."), Topic("trains", "Trains are late.")),
)
TEXT = (
    "“We will not open the new river bridge to any traffic before the spring,” Minister Jane Roe said.\n\n"
    "“Nobody has asked me about the cracks in its pillars,” said her deputy, John Doe.\n\n"
    "The opposition leader, Mary Major, said that the plans of the bridge should be published at once."
)


@pytest.fixture
def ingester(store: Store) -> Ingester:
    return Ingester(store, KNOWN)


def raw(number: int = 0, text: str = TEXT, **fields: object) -> RawArticle:
    url = f"https://example.org/{number}"
    return replace(RawArticle(f"{number}.txt", text=text, url=url, published="2022-03-04"), **fields)


def contents(store: Store) -> list[Quote]:
    """All quotes, less their links: which end of a link stores it depends on which article came later."""
    quotes = (replace(quote, links=()) for quote in store.scan(QuoteQuery(undated=True)))
    return sorted(quotes, key=lambda quote: quote.id)


def test_a_new_article_is_created_and_the_same_again_changes_nothing(
    store: Store, ingester: Ingester
) -> None:
    first = ingester.add(raw())
    before, generation = contents(store), store.generation()
    assert (first.status, first.name) == ("created", "0.txt")
    assert first.quotes == len(before) >= 3
    assert ingester.add(raw()) == Outcome("unchanged", "0.txt", first.article_id)
    assert contents(store) == before
    assert store.generation() == generation


def test_force_analyses_again_and_finds_the_same(store: Store, ingester: Ingester) -> None:
    ingester.add(raw())
    before = contents(store)
    assert ingester.add(raw(), force=True).status == "updated"
    assert contents(store) == before


@pytest.mark.parametrize("change", [{"headline": "Another"}, {"published": "2022-03"}, {"authors": ("A B",)}])
def test_other_metadata_are_another_version_of_the_article(
    store: Store, ingester: Ingester, change: dict[str, object]
) -> None:
    ingester.add(raw())
    assert ingester.add(raw(**change)).status == "updated"
    assert ingester.add(raw(**change)).status == "unchanged"


def test_another_version_of_the_analysis_is_a_reason_to_do_it_again(store: Store, ingester: Ingester) -> None:
    ingester.add(raw())
    assert Ingester(store, replace(KNOWN, sources="changed")).add(raw()).status == "updated"


def test_a_quote_that_a_new_text_no_longer_has_leads_to_the_one_in_its_place(
    store: Store, ingester: Ingester
) -> None:
    ingester.add(raw())
    gone = next(quote for quote in contents(store) if "before the spring" in quote.text)
    ingester.add(raw(text=TEXT.replace("before the spring", "before the early spring")))
    found = store.quote(gone.id)
    assert isinstance(found, Moved)
    assert found.successor is not None
    successor = store.quote(found.successor)
    assert isinstance(successor, Quote)
    assert "before the early spring" in successor.text
    assert gone.id not in {quote.id for quote in contents(store)}


def test_a_quote_without_successor_is_gone(store: Store, ingester: Ingester) -> None:
    ingester.add(raw())
    gone = next(quote for quote in contents(store) if "cracks" in quote.text)
    first = TEXT.partition("\n\n")[0]
    ingester.add(raw(text=f"{first}\n\nNothing else was known about it on Friday."))
    assert store.quote(gone.id) == Moved(None)


def test_variants_in_two_articles_are_one_statement_until_one_goes(store: Store, ingester: Ingester) -> None:
    one, two = ingester.add(raw(1)), ingester.add(raw(2, text=TEXT + "\n\nThe debate goes on."))
    said = [quote for quote in contents(store) if "before the spring" in quote.text]
    assert len({quote.article_id for quote in said}) == 2
    assert len({quote.statement_id for quote in said}) == 1
    assert two.article_id is not None
    assert ingester.remove(two.article_id)
    assert not ingester.remove(two.article_id)
    (left,) = [quote for quote in contents(store) if "before the spring" in quote.text]
    assert (left.article_id, left.statement_id) == (one.article_id, left.id)


def test_an_article_that_can_t_be_taken_is_rejected_with_the_reason(store: Store, ingester: Ingester) -> None:
    outcome = ingester.add(raw(text="Comments are closed."))
    assert (outcome.status, outcome.article_id) == ("rejected", None)
    assert outcome.reason == "Nothing but a headline and page furniture."
    assert contents(store) == []


def test_a_new_store_is_given_the_topics_and_another_keeps_its_own(store: Store, ingester: Ingester) -> None:
    ingester.seed()
    assert ingester.knowledge() == KNOWN
    assert store.topics() == KNOWN.topics
    own = Topic("bridge", "The bridge should stay shut.")
    store.put_topics([own])
    assert ingester.knowledge().topics[0] == own
    assert ingester.knowledge().version != KNOWN.version


def test_asking_what_is_known_writes_nothing(store: Store, ingester: Ingester) -> None:
    before = store.generation()
    assert ingester.knowledge() == KNOWN
    assert (store.topics(), store.generation()) == ((), before)


def test_the_first_article_brings_the_topics_where_the_start_could_not(
    store: Store, ingester: Ingester
) -> None:
    ingester.add(raw())
    assert store.topics() == KNOWN.topics


def test_a_job_goes_on_after_what_is_bad_and_loses_nothing(
    store: Store, ingester: Ingester, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    rows = [{"text": TEXT, "url": "https://example.org/1"}, {"text": "…", "url": "https://example.org/2"}]
    file.write_text("\n".join([json.dumps(rows[0]), "no json", json.dumps(rows[1])]))
    rejects = tmp_path / "rejects.ndjson"
    seen: list[Outcome] = []
    report = run(ingester, read([str(file)]), Job(rejects=rejects), seen.append)
    assert dict(report.articles) == {"created": 1, "rejected": 2}
    assert str(report).startswith("3 articles: 1 created, 2 rejected; ")
    assert [outcome.status for outcome in seen] == ["created", "rejected", "rejected"]
    first, second = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert (first["name"], first["line"]) == (f"{file}:2", "no json")
    assert second == {"name": f"{file}:3", "reason": "No text.", **rows[1]}


def test_mended_rejects_can_be_ingested_from_the_file_they_are_written_to(
    ingester: Ingester, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    rejects.write_text(json.dumps({"name": "a", "reason": "No text.", "text": TEXT}) + "\nbad\n")
    report = run(ingester, read([str(rejects)]), Job(rejects=rejects))
    assert dict(report.articles) == {"created": 1, "rejected": 1}
    assert len(rejects.read_text().splitlines()) == 1


def test_a_job_that_is_stopped_leaves_the_rejects_that_it_had_not_come_to(
    ingester: Ingester, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    lines = [json.dumps({"name": f"{n}", "text": TEXT, "url": f"https://example.org/{n}"}) for n in range(9)]
    rejects.write_text("\n".join(["bad", *lines, ""]))
    report = run(
        ingester,
        read([str(rejects)]),
        Job(rejects=rejects, batch=1),
        lambda _: os.kill(os.getpid(), signal.SIGTERM),
    )
    assert report.stopped_by == signal.SIGTERM
    assert rejects.read_text().splitlines()[:10] == ["bad", *lines]
    assert list(tmp_path.glob("*.part")) == []


def test_rejects_say_what_was_inferred_and_leave_out_what_the_command_line_filled_in(
    ingester: Ingester, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    given = {"text": "…", "outlet": "Dawn", "inferred": ["outlet"]}
    file = tmp_path / "a.json"
    file.write_text(json.dumps(given))
    run(ingester, read([str(file)], Defaults(published="2022")), Job(rejects=rejects))
    assert json.loads(rejects.read_text()) == {"name": str(file), "reason": "No text.", **given}


def test_the_same_article_twice_in_one_job_is_stored_once(store: Store, ingester: Ingester) -> None:
    report = run(ingester, [raw(), raw()], Job())
    assert dict(report.articles) == {"created": 1, "unchanged": 1}


def test_processes_find_what_one_finds_in_the_same_order(
    store: Store, ingester: Ingester, tmp_path: Path
) -> None:
    articles: list[Read] = [raw(n, text=f"{TEXT}\n\nIt is day {n}.") for n in range(8)]
    articles.insert(3, Rejection("bad", "Bad."))
    seen: list[Outcome] = []
    run(ingester, articles, Job(workers=2), seen.append)
    in_processes = contents(store)
    assert [outcome.name for outcome in seen] == [article.name for article in articles]
    report = run(ingester, articles, Job(force=True))
    assert report.articles["updated"] == 8
    assert contents(store) == in_processes


def test_a_worker_that_died_is_told_where_the_next_article_is_handed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> NoReturn:
        raise BrokenProcessPool

    monkeypatch.setattr(ProcessPoolExecutor, "submit", broken)
    with Workers(2, KNOWN) as workers, pytest.raises(OnRecordError, match="A worker process died"):
        list(workers.each(article_in, [raw()]))


def test_articles_are_read_only_as_they_are_needed(ingester: Ingester) -> None:
    taken = 0

    def stream() -> Iterator[Read]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield Rejection(str(number), "Bad.") if number % 2 else raw(number, text="…")

    done = 0

    def check(_outcome: Outcome) -> None:
        nonlocal done
        done += 1
        assert taken - done < 10

    run(ingester, stream(), Job(batch=4), check)
    assert done == 1000


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_after_the_batch_at_hand(store: Store, ingester: Ingester, number: int) -> None:
    before = signal.getsignal(number)
    report = run(ingester, (raw(n) for n in range(9)), Job(batch=1), lambda _: os.kill(os.getpid(), number))
    assert report.stopped_by == number
    assert report.articles.total() == 1
    assert signal.getsignal(number) is before


def test_a_fault_of_ours_in_one_article_does_not_stop_the_job(
    ingester: Ingester, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(article: object, _knowledge: Knowledge) -> tuple[Quote, ...]:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("service.ingest.job.quotes_in", fault)
    seen: list[Outcome] = []
    run(ingester, [raw(1), raw(2)], Job(), seen.append)
    assert [outcome.reason for outcome in seen] == ["Internal error: ZeroDivisionError: oh"] * 2


@pytest.mark.parametrize("step", ["article_in", "quotes_in"])
def test_a_fault_of_ours_in_a_single_article_is_not_the_article_s(
    ingester: Ingester, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fault(article: object, _knowledge: Knowledge) -> tuple[Quote, ...]:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(f"service.ingest.ingester.{step}", fault)
    with pytest.raises(ZeroDivisionError):
        ingester.add(raw())


def test_the_same_topics_are_made_into_knowledge_once(store: Store, ingester: Ingester) -> None:
    ingester.add(raw())
    assert ingester.knowledge() is ingester.knowledge()


def test_an_address_with_marks_of_a_campaign_is_no_other_version(ingester: Ingester) -> None:
    ingester.add(raw(1))
    assert ingester.add(raw(1, url="https://www.example.org/1?utm_source=x")).status == "unchanged"
