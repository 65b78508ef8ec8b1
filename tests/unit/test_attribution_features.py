import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from service.pipeline.attribution.features import (
    CLOSING,
    INSIDE,
    LONGEST,
    OPENING,
    OUTSIDE,
    SHAPES,
    left_open,
    paragraphs,
    places,
    quotation_marks,
    shape,
)
from service.pipeline.attribution.runtime import FOLDER

TOKENIZER = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def states(text: str) -> list[int]:
    return [state for paragraph in paragraphs(text, TOKENIZER) for state in paragraph.quotes.tolist()]


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("minister", "lower"),
        ("Akram", "capitalised"),
        ("NATO", "upper"),
        ("J", "initial"),
        ("McCain", "mixed"),
        ("2022", "number"),
        ("50th", "number-mixed"),
        (",", "punctuation"),
    ],
)
def test_the_shape_of_a_word_keeps_what_lower_casing_hides(word: str, form: str) -> None:
    assert SHAPES[shape(word)] == form


@pytest.mark.parametrize("text", ["“We leave,” she said.", '"We leave," she said.', "‘We leave,’ she said."])
def test_words_know_whether_they_stand_inside_quotation_marks(text: str) -> None:
    assert states(text) == [OPENING, INSIDE, INSIDE, INSIDE, CLOSING, OUTSIDE, OUTSIDE, OUTSIDE]


def test_apostrophes_do_not_open_quotations() -> None:
    assert quotation_marks("It's the ministers' plan, isn’t it? He’s sure.") == []


def test_a_quotation_left_open_lasts_to_the_end_of_its_paragraph_only() -> None:
    assert states("“We\nleave") == [OPENING, INSIDE, OUTSIDE]
    assert left_open("She said: “We leave.")
    assert not left_open("She said: “We leave.”")


def test_many_single_marks_that_nothing_closes_cost_linear_time() -> None:
    text = " 'a" * 20_000
    begin = time.perf_counter()
    quotation_marks(text)
    assert time.perf_counter() - begin < 2


def test_offsets_count_code_points_of_the_text_as_it_is() -> None:
    text = "🙂 Café “naïve”\r\n\r\nÜber alles."
    words = [
        text[start:end]
        for paragraph in paragraphs(text, TOKENIZER)
        for start, end in zip(paragraph.starts, paragraph.ends, strict=True)
    ]
    assert words == ["🙂", "Café", "“", "naïve", "”", "Über", "alles", "."]


@given(st.text(alphabet="ab .,\n\r\"'“”‘’é🙂́", max_size=200))
def test_words_are_in_order_and_never_overlap_whatever_the_text(text: str) -> None:
    for paragraph in paragraphs(text, TOKENIZER):
        assert (paragraph.starts < paragraph.ends).all()
        assert (paragraph.starts[1:] >= paragraph.ends[:-1]).all()
        assert paragraph.owner[0] == 0
        assert paragraph.owner[-1] == len(paragraph.starts) - 1
        assert set(np.diff(paragraph.owner)) <= {0, 1}


def test_stretches_to_skip_are_not_read() -> None:
    text = "Keep this.\nBy A. Writer, staff\nAnd this one."
    start = text.index("By")
    kept = [text[a:b] for a, b in places(text, [(start, text.index("\nAnd"))])]
    assert kept == ["Keep this.", "And this one."]
    within = [text[a:b] for a, b in places(text, [(5, 9), (start, start + 3)])]
    assert within == ["Keep ", ".", "A. Writer, staff", "And this one."]


def test_a_paragraph_of_any_length_is_handed_out_in_parts_that_lose_nothing() -> None:
    text = "word " * LONGEST
    parts = list(places(text))
    assert max(end - start for start, end in parts) <= LONGEST
    assert "".join(text[a:b] for a, b in parts).rstrip() == text.rstrip()
