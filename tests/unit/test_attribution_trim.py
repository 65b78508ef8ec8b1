"""What of a content is the speaker's and what the article's."""

import pytest

from service.models import Span
from service.pipeline.attribution.trim import in_marks, in_one_sentence


def spans(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(each), text.index(each) + len(each)) for each in words)


def kept(text: str, cue: str, *parts: str) -> list[str]:
    (at,) = spans(text, cue)
    return [span.of(text) for span in in_marks(text, spans(text, *parts), at)]


def test_what_the_writer_says_behind_a_closed_quotation_is_not_the_speaker_s() -> None:
    text = "“Housing is a right,” the mayor declared. Of course it is. So is food."
    parts = ("“Housing is a right,”", "Of course it is. So is food")
    assert kept(text, "declared", *parts) == ["“Housing is a right,”"]


def test_a_question_of_the_article_s_before_a_quotation_is_not_the_speaker_s() -> None:
    text = "Is there any common ground? “No,” said Meeks."
    assert kept(text, "said", "Is there any common ground? “No,”") == ["“No,”"]


@pytest.mark.parametrize(
    ("text", "cue", "parts"),
    [
        ("“We will go,” he said. “It is late.”", "said", ("“We will go,”", "“It is late.”")),
        ("“We will go,” he said, and that it was late.", "said", ("“We will go,”", "that it was late")),
        ("The plan is “dead”, Meeks said. It would cost too much.", "said", ("The plan is “dead”",)),
        (
            "The plan is dead, Meeks said. It would cost much.",
            "said",
            ("The plan is dead", "It would cost much"),
        ),
    ],
)
def test_all_else_is_kept(text: str, cue: str, parts: tuple[str, ...]) -> None:
    assert kept(text, cue, *parts) == list(parts)


def test_a_quotation_that_is_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“We will go, she said.\nIt is late, and dark.”"
    assert kept(text, "said", "“We will go", "It is late, and dark.”") == [
        "“We will go",
        "It is late, and dark.”",
    ]


@pytest.mark.parametrize(
    ("text", "cue", "source", "named"),
    [
        (
            "said Anna Berg. Olaf Lie, the mayor, left.",
            "said",
            "Anna Berg. Olaf Lie, the mayor,",
            "Anna Berg",
        ),
        ("he left St. Mary. Ann Low said", "said", "St. Mary. Ann Low", "Ann Low"),
        ("said Dr. Ann Low of St. Mary", "said", "Dr. Ann Low of St. Mary", "Dr. Ann Low of St. Mary"),
    ],
)
def test_who_speaks_is_named_in_the_sentence_of_the_cue(text: str, cue: str, source: str, named: str) -> None:
    (at,), (whole,) = spans(text, cue), spans(text, source)
    assert in_one_sentence(text, whole, at).of(text) == named
