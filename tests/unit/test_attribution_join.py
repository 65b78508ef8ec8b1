import pytest

from service.models import Span
from service.pipeline.attribution.decode import Found, Loose
from service.pipeline.attribution.features import places
from service.pipeline.attribution.join import continuations, join, utterances, without_marks

TWO = "Akram said: “We are neutral.\n\n“We want talks.”\n\nHe left."


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def found(text: str, cue: str, *contents: str) -> Found:
    return Found(tuple(span(text, part) for part in contents), span(text, cue), None, 0.9, 0.9, 0.9)


def joined(text: str, *items: Found | Loose) -> list[list[str]]:
    return [[s.of(text) for s in item.content] for item in join(text, list(places(text)), list(items))]


def test_a_paragraph_continues_a_quotation_when_that_was_left_open_and_it_opens_again() -> None:
    (only,) = continuations(TWO, list(places(TWO)))
    assert only.quoted.of(TWO) == "“We want talks.”"
    closed = TWO.replace("neutral.", "neutral.”")
    assert list(continuations(closed, list(places(closed)))) == []


def test_a_continued_paragraph_without_a_cue_belongs_to_the_quote_before_it() -> None:
    items = (found(TWO, "said", "“We are neutral."), Loose(span(TWO, "“We want talks.”")))
    assert joined(TWO, *items) == [["“We are neutral.", "“We want talks.”"]]


def test_a_continued_paragraph_that_the_model_missed_is_taken_as_far_as_its_marks_go() -> None:
    assert joined(TWO, found(TWO, "said", "“We are neutral.")) == [["“We are neutral.", "“We want talks.”"]]


def test_a_quote_whose_cue_comes_in_its_last_paragraph_gets_the_paragraphs_before() -> None:
    text = "“We are neutral.\n\n“We want talks,” Akram said."
    items = (Loose(span(text, "“We are neutral.")), found(text, "said", "“We want talks,”"))
    assert joined(text, *items) == [["“We are neutral.", "“We want talks,”"]]


def test_a_continued_paragraph_linked_to_the_cue_before_it_by_the_model_stays_as_it_is() -> None:
    whole = found(TWO, "said", "“We are neutral.", "“We want talks.”")
    assert joined(TWO, whole) == [["“We are neutral.", "“We want talks.”"]]


def test_contents_without_a_cue_that_continue_nothing_are_dropped() -> None:
    text = "He was “glad” then."
    assert joined(text, Loose(span(text, "“glad”"))) == []


@pytest.mark.parametrize(
    ("content", "inside"),
    [
        ("“We leave,”", "We leave,"),
        ('"We leave,"', "We leave,"),
        ("‘We leave,’", "We leave,"),
        ("“We leave.", "We leave."),
        ("We leave.”", "We leave."),
        ("the plan is “bad.”", "the plan is “bad.”"),
        ("“bad” for everyone", "“bad” for everyone"),
        ("“bad” and “sad”", "“bad” and “sad”"),
        ("the ministers’ plan", "the ministers’ plan"),
        (' "We leave," ', "We leave,"),
        ("“ ”", ""),
    ],
)
def test_only_the_marks_around_a_whole_content_are_left_out(content: str, inside: str) -> None:
    assert without_marks(content, Span(0, len(content))).of(content) == inside


def test_a_new_paragraph_is_another_utterance_unless_the_quotation_was_left_open() -> None:
    closed = "“We will go on,” she said.\n\n“Nobody will stop us.”"
    still_open = "“We will go on, she said.\n\n“Nobody will stop us.”"
    for text, number in ((closed, 2), (still_open, 1)):
        first, second = text.index("We"), text.index("Nobody")
        spans = (Span(first, first + 13), Span(second, second + 20))
        assert len(list(utterances(text, spans))) == number
