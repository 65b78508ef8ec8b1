import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.models import Span
from service.pipeline.cues import attitude_of, inflections
from service.pipeline.quotation import quotations, quote_type
from service.pipeline.sentences import paragraphs, sentences


def quoted(text: str) -> list[list[str]]:
    return [[span.of(text) for span in quotation.spans] for quotation in quotations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“We leave at dawn,” she said.",
        '"We leave at dawn," she said.',
        "‘We leave at dawn,’ she said.",
        "'We leave at dawn,' she said.",
        "«We leave at dawn,» she said.",
        "„We leave at dawn,“ she said.",
        "``We leave at dawn,'' she said.",
        "”We leave at dawn,“ she said.",
    ],
)
def test_every_kind_of_mark_quotes_also_when_it_is_turned_the_wrong_way(text: str) -> None:
    assert quoted(text) == [["We leave at dawn,"]]


def test_apostrophes_are_not_quotation_marks() -> None:
    assert quoted("It's the ministers' plan, isn’t it? Rock 'n' roll in the '90s, ’tis said.") == []


def test_a_plural_s_apostrophe_does_not_close_a_quote_in_single_marks() -> None:
    assert quoted("‘The nations’ ties are strong,’ he said.") == [["The nations’ ties are strong,"]]


def test_a_quotation_within_a_quotation_belongs_to_the_outer_one() -> None:
    assert quoted("“He called it ‘a mistake’ twice,” she said.") == [["He called it ‘a mistake’ twice,"]]


def test_paragraphs_that_open_again_and_close_once_are_one_quotation() -> None:
    text = "“First we talk.\n\n“Then we walk.\n\n“Then we rest,” he said. “Good.”"
    assert quoted(text) == [["First we talk.", "Then we walk.", "Then we rest,"], ["Good."]]


def test_a_forgotten_mark_spoils_one_paragraph_and_not_the_next() -> None:
    assert quoted("“We never agreed, he said.\n\nThe mayor left. “Never,” she said.") == [
        ["We never agreed, he said."],
        ["Never,"],
    ]


def test_a_quote_is_direct_mixed_or_indirect_by_what_stands_in_marks() -> None:
    text = "“All of it is ours,” she said. She said the plan was “a bad deal” for us. “No” was no answer."
    marks = quotations(text)
    assert quote_type(text, [marks[0].inner], marks) == "direct"
    mixed = text.index("the plan")
    assert quote_type(text, [Span(mixed, text.index(" “No”"))], marks) == "mixed"
    scare = text.index("“No”")
    assert quote_type(text, [Span(scare, len(text))], marks) == "indirect"


def test_sentences_end_at_full_stops_and_not_at_abbreviations() -> None:
    text = "Mr. Ahn met Sen. J. D. Roe in the U.S. capital. “It rained.” Nobody came."
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [
        "Mr. Ahn met Sen. J. D. Roe in the U.S. capital.",
        "“It rained.”",
        "Nobody came.",
    ]


def test_a_line_wrapped_inside_a_sentence_is_one_paragraph() -> None:
    text = "The minister spoke\nof rain.\nThe mayor did not."
    assert [p.of(text) for p in paragraphs(text)] == ["The minister spoke\nof rain.", "The mayor did not."]


@pytest.mark.parametrize(
    ("cue", "source", "attitude"),
    [
        ("said", "she", "assertion"),
        ("has long believed", "the minister", "belief"),
        ("wants", "Oslo", "intention"),
        ("said he believed", "Jane Roe", "assertion"),
        ("their hopes for", "farmers", "belief"),
        ("according to", "the ministry", "assertion"),
        ("adding that", None, "assertion"),
        ("It is believed", None, "belief"),
        ("allegations", None, "belief"),
        ("stopped short of condemning", "Oslo", "intention"),
        ("declined to say", "a spokesman", "intention"),
        ("has never said", "Ruiz", "intention"),
        ("did not say", "Cho", "intention"),
        ("wouldn’t tell", "a clerk", "intention"),
        ("said", "nobody", "assertion"),
        ("showed", "a new poll of farmers", "belief"),
        ("suggested", "Jane Roe", "assertion"),
        ("suggests", "his presence in Oslo", "belief"),
        ("discussed", "the two ministers", "belief"),
        ("met with", "Jane Roe", "belief"),
        ("voted in favor of", "Norway", "belief"),
        (":", "CHAIR", "assertion"),
        (":", None, "belief"),
    ],
)
def test_an_attitude_follows_the_cue_and_who_there_is_to_have_it(
    cue: str, source: str | None, attitude: str
) -> None:
    assert attitude_of(cue, source) == attitude


def test_what_stands_in_quotation_marks_was_said_whatever_the_cue() -> None:
    assert attitude_of("smiled", None, quoted=True) == "assertion"


def test_verbs_are_inflected() -> None:
    assert inflections("deny") == ("deny", "denies", "denied", "denying")
    assert inflections("tell") == ("tell", "tells", "told", "telling")


@given(st.text(alphabet="ab .,\n“”\"'‘’«»", max_size=80))
def test_quotations_never_overlap_and_lie_inside_the_text(text: str) -> None:
    last = 0
    for quotation in quotations(text):
        assert last <= quotation.outer.start <= quotation.spans[0].start
        assert all(span.of(text).strip() == span.of(text) != "" for span in quotation.spans)
        assert quotation.spans[-1].end <= quotation.outer.end <= len(text)
        last = quotation.outer.end
