"""Two read quotation marks, the network's features and the rules; where marks are paired they agree."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pipeline.attribution.features import left_open, places, quotation_marks
from service.pipeline.quotation import quotations

WORDS = st.lists(
    st.sampled_from(["we", "isn’t", "U.S.", "ministers’", "10", "well-known"]), min_size=1, max_size=5
)
SAID = st.builds(
    lambda words, end: " ".join(words) + end, WORDS, st.sampled_from([".", ",", "?", "!", "", "…"])
)
QUOTED = SAID.map(lambda said: f"“{said}”")
PARAGRAPH = st.lists(st.one_of(QUOTED, SAID), min_size=1, max_size=6).map(" ".join)
BALANCED = st.lists(PARAGRAPH, min_size=1, max_size=4).map("\n\n".join)


def by_features(text: str) -> list[tuple[int, int]]:
    """The stretches from an opening mark to the closing one behind it."""
    found = []
    for start, end in places(text):
        marks = quotation_marks(text[start:end])
        found += [
            (start + at, start + to + 1)
            for (at, opens), (to, opens_again) in pairwise(marks)
            if opens and not opens_again
        ]
    return found


def by_rules(text: str) -> list[tuple[int, int]]:
    return [(quotation.outer.start, quotation.outer.end) for quotation in quotations(text)]


@given(BALANCED)
def test_both_find_the_same_quotations_where_curly_marks_are_paired(text: str) -> None:
    assert by_features(text) == by_rules(text)
    assert len(by_rules(text)) == text.count("“")


@given(PARAGRAPH, SAID)
def test_both_see_a_quotation_that_its_paragraph_leaves_open(before: str, said: str) -> None:
    text = f"{before} “{said}"
    assert left_open(text)
    assert not quotations(text)[-1].closed
    assert not left_open(f"{text}”")
    assert quotations(f"{text}”")[-1].closed


@pytest.mark.parametrize(
    "text", ["Er sagte „wir gehen“ heute.", "We ``go now'' today.", "We ”go now“ today."]
)
def test_marks_of_other_forms_are_paired_by_the_rules_alone(text: str) -> None:
    assert [quotation.closed for quotation in quotations(text)] == [True]
    assert by_features(text) != by_rules(text)
