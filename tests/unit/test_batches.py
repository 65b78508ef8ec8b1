"""Articles stored together: the same as one after the other, and what happens where some can't be."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import BadArticle, StoreError, StoreMismatch, StoreReadOnly, StoreUnavailable
from service.ingest import candidates
from service.ingest.batches import Batches
from service.ingest.ingester import Analysed, Ingester, Outcome
from service.models import Quote, digest
from service.pipeline.group import link
from service.query import Choice, QuoteQuery
from service.store import keys, open_store, sqlite_lists
from tests.factories import an_article
from tests.unit.test_group import POOL
from tests.unit.test_ingest import KNOWN

EVERYTHING = QuoteQuery(attitude=Choice(), undated=True)


def analysed(name: str, pool: Sequence[Quote]) -> Analysed:
    """An article that prints the quotes of ``pool``."""
    article = an_article(name)
    printed = [replace(q, article_id=article.id, id=digest(name, q.text, q.speaker.name)) for q in pool]
    return Analysed(article, link(printed))


def editions(seed: int, articles: int = 12) -> list[list[Analysed]]:
    """Some articles, and the same with other quotes."""
    rng = random.Random(seed)
    return [
        [analysed(f"{number}", rng.sample(POOL, rng.randint(0, 4))) for number in range(articles)]
        for _ in range(2)
    ]


def after(path: Path, editions: Sequence[Sequence[Analysed]], size: int) -> list[Quote]:
    """All that a store holds when each edition came in batches of ``size``, links and their ends too."""
    store = open_store(f"sqlite:///{path}")
    ingester = Ingester(store, KNOWN)
    for edition in editions:
        for at in range(0, len(edition), size):
            ingester.put(*edition[at : at + size], force=True)
    found = sorted(store.scan(EVERYTHING), key=lambda quote: quote.id)
    store.close()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_it_does_not_matter_where_a_batch_begins(tmp_path: Path, seed: int) -> None:
    both = editions(seed)
    one_by_one = after(tmp_path / "1.db", both, 1)
    assert any(quote.links for quote in one_by_one)
    for size in (3, 5, 12):
        assert after(tmp_path / f"{size}.db", both, size) == one_by_one


@pytest.mark.parametrize("seed", range(4))
def test_a_phrase_becomes_a_stock_phrase_within_a_batch_as_it_would_between_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    for module in (candidates, keys, sqlite_lists):
        monkeypatch.setattr(module, "MOST_SHARED", 2)
    new, _ = editions(seed)
    one_by_one = after(tmp_path / "1.db", [new], 1)
    assert after(tmp_path / "5.db", [new], 5) == one_by_one


class Faulty:
    """An ingester whose store takes nothing ``away`` times, and never articles of a ``bad`` name."""

    def __init__(
        self,
        away: int = 0,
        bad: Sequence[str] = (),
        error: Exception | None = None,
        refusal: Exception | None = None,
    ) -> None:
        self.away, self.bad, self.error = away, bad, error or StoreUnavailable("The store is away.")
        self.refusal = refusal or BadArticle("It can't be kept.")
        self.tries = 0

    def put(self, *new: Analysed, force: bool) -> list[Outcome]:
        self.tries += 1
        if self.tries <= self.away:
            raise self.error
        if any(each.article.source_name in self.bad for each in new):
            raise self.refusal
        return [Outcome("created", each.article.source_name or "", each.article.id) for each in new]


def batches(faulty: Faulty, patience: float = 0.0, size: int = 3) -> Batches:
    return Batches(faulty, size, force=False, patience=patience, stopped=lambda: False)  # type: ignore[arg-type]


def some(count: int) -> list[Analysed]:
    found = (analysed(f"{number}", ()) for number in range(count))
    return [
        replace(each, article=replace(each.article, source_name=f"{n}.txt")) for n, each in enumerate(found)
    ]


def test_a_batch_is_full_at_its_size_and_holds_no_article_twice() -> None:
    one, two, three, four = some(4)
    cut = list(batches(Faulty()).of([one, two, two, three, four]))
    assert cut == [[one, two], [two, three, four]]


def test_what_needs_no_storing_waits_for_nothing() -> None:
    (one,) = some(1)
    assert list(batches(Faulty()).of(["known", "known", one, "known"])) == [
        ["known"],
        ["known"],
        [one, "known"],
    ]


def test_an_article_that_can_t_be_kept_does_not_take_its_batch_along() -> None:
    outcomes = batches(Faulty(bad=["1.txt"])).store(some(3))
    assert [(o.name, o.status) for o in outcomes] == [
        ("0.txt", "created"),
        ("1.txt", "rejected"),
        ("2.txt", "created"),
    ]
    assert outcomes[1].reason == "It can't be kept."


def test_a_fault_of_ours_in_storing_one_article_is_logged_and_takes_nothing_along(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fault = OverflowError("date value out of range")
    outcomes = batches(Faulty(bad=["1.txt"], refusal=fault)).store(some(3))
    assert [o.status for o in outcomes] == ["created", "rejected", "created"]
    assert outcomes[1].reason == "Internal error: OverflowError: date value out of range"
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [fault]


def test_a_store_that_comes_back_gets_the_batch() -> None:
    faulty = Faulty(away=2)
    assert {o.status for o in batches(faulty, patience=10).store(some(2))} == {"created"}
    assert faulty.tries == 3


def test_a_store_that_stays_away_is_waited_for_once_and_the_rest_is_rejected() -> None:
    faulty = Faulty(away=100)
    patient = batches(faulty, patience=1.2)
    assert {o.reason for o in patient.store(some(2))} == {"The store is away."}
    assert faulty.tries == 2
    assert {o.status for o in patient.store(some(2))} == {"rejected"}
    assert faulty.tries == 3
    faulty.away = 0
    assert {o.status for o in patient.store(some(2))} == {"created"}


@pytest.mark.parametrize("error", [StoreMismatch("It is newer."), StoreReadOnly("It can't be written.")])
def test_a_store_that_waiting_does_not_mend_ends_the_job(error: StoreError) -> None:
    with pytest.raises(type(error)):
        batches(Faulty(away=1, error=error), patience=10).store(some(1))
