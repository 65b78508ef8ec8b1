"""Differences between two texts, word by word."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.differences import compared_words, differences

# Disks and cores of shared machines stall at times.
quick = settings(max_examples=50, deadline=None)
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(("we", "don’t", "want", "war,", "a", "…", "U.S.")), max_size=12).map(" ".join),
)


def told(before: str, after: str) -> list[tuple[str, str, str]]:
    return [(each.op, each.before, each.after) for each in differences(before, after)]


def test_a_word_that_another_took_the_place_of_is_told_with_both() -> None:
    assert told("We paid the price for it", "We paid a high price for it") == [
        ("equal", "We paid ", "We paid "),
        ("replace", "the ", "a high "),
        ("equal", "price for it", "price for it"),
    ]


def test_words_that_are_in_one_text_alone_are_inserted_or_deleted() -> None:
    assert [op for op, _, _ in told("We want peace", "We want no peace now")] == [
        "equal", "insert", "equal", "insert",
    ]  # fmt: skip
    assert ("delete", "not ", "") in told("We do not agree", "We do agree")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We don't want war.", "“We don’t want war,”"),
        ("The U.S. said so", "the US said so"),
        ("PEACE", "peace"),
    ],
)
def test_case_punctuation_and_how_it_is_typed_are_no_difference_of_words(one: str, other: str) -> None:
    assert [op for op, _, _ in told(one, other)] == ["equal"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("3.5 percent", "35 percent"), ("1,000", "1.000"), ("can", "can't"), ("re-cover", "recover")],
)
def test_what_may_mean_another_thing_is_a_difference(one: str, other: str) -> None:
    assert compared_words(one) != compared_words(other)


@quick
@given(texts, texts)
def test_the_stretches_give_back_both_texts(before: str, after: str) -> None:
    found = differences(before, after)
    assert "".join(each.before for each in found) == before
    assert "".join(each.after for each in found) == after


@quick
@given(texts, texts)
def test_a_stretch_is_what_its_name_says(before: str, after: str) -> None:
    for each in differences(before, after):
        assert (each.op == "insert") == (not each.before)
        assert (each.op == "delete") == (not each.after)
        if each.op == "equal":
            assert compared_words(each.before) == compared_words(each.after)


@quick
@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert [each.op for each in differences(text, text)] == (["equal"] if text else [])


@quick
@given(texts, texts)
def test_neighbouring_stretches_are_of_different_kinds(before: str, after: str) -> None:
    ops = [each.op for each in differences(before, after)]
    assert all(one != other for one, other in pairwise(ops))


def test_two_long_speeches_are_compared_in_no_time() -> None:
    chance = random.Random(3)
    pool = [f"word{n}" for n in range(300)] + ["the"] * 60
    one, other = (" ".join(chance.choices(pool, k=5000)) for _ in range(2))
    started = time.process_time()
    differences(one, other)
    assert time.process_time() - started < 5
