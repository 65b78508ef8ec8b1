import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.models import Quote, Span, Speaker
from service.pipeline.succession import successors

ANYBODY = Speaker("anonymous", description="somebody")


def quote(identifier: str, start: int, end: int, text: str = "") -> Quote:
    return Quote(identifier, "article", text, (Span(start, end),), "direct", ANYBODY)


def test_a_quote_that_is_still_there_has_no_successor() -> None:
    assert successors([quote("a", 0, 9)], [quote("a", 0, 9), quote("b", 0, 8)], same_text=True) == {}


def test_the_new_quote_that_overlaps_most_takes_the_place() -> None:
    after = [quote("b", 0, 4), quote("c", 4, 20)]
    assert successors([quote("a", 2, 12)], after, same_text=True) == {"a": "c"}


def test_of_equals_the_first_in_the_text_is_taken() -> None:
    after = [quote("b", 0, 5), quote("c", 5, 10)]
    assert successors([quote("a", 0, 10)], after, same_text=True) == {"a": "b"}


def test_without_overlap_there_is_none() -> None:
    assert successors([quote("a", 0, 5)], [quote("b", 5, 9)], same_text=True) == {"a": None}
    assert successors([quote("a", 0, 5)], [], same_text=True) == {"a": None}


def test_parts_are_counted_each() -> None:
    split = replace(quote("b", 0, 3), spans=(Span(0, 3), Span(20, 30)))
    assert successors([quote("a", 18, 30)], [quote("c", 0, 19), split], same_text=True) == {"a": "b"}


def test_where_the_text_changed_words_are_compared() -> None:
    before = [quote("a", 0, 20, "we will not go there"), quote("z", 30, 40, "yes we can")]
    after = [quote("b", 90, 99, "we are glad of it"), quote("c", 5, 30, "We will not go there again")]
    assert successors(before, after, same_text=False) == {"a": "c", "z": None}


spans = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(spans, unique=True), st.lists(spans, unique=True))
def test_every_vanished_quote_is_answered_by_a_quote_that_is_there(
    before: list[tuple[int, int]], after: list[tuple[int, int]]
) -> None:
    old, new = ([quote(f"{a}-{b}", a, b) for a, b in sorted(some)] for some in (before, after))
    found = successors(old, new, same_text=True)
    assert found.keys() == {q.id for q in old} - {q.id for q in new}
    assert set(found.values()) <= {q.id for q in new} | {None}


def test_many_quotes_are_compared_with_many_in_no_time() -> None:
    before = [quote(f"a{n}", n, n + 1, " ".join(f"w{n + k}" for k in range(30))) for n in range(400)]
    after = [quote(f"b{n}", n, n + 1, " ".join(f"w{n + k}" for k in range(31))) for n in range(400)]
    started = time.process_time()
    assert successors(before, after, same_text=False)["a7"] == "b6"
    assert time.process_time() - started < 0.5
