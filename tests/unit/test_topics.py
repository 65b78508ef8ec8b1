"""Topics are read whole, or refused with the line and the field at fault."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from service.errors import BadRequest
from service.models import Example
from service.pipeline import topics as described
from service.pipeline.topics import id_of_topic, load_topics, parse_topics, topic_of

SEEDS = Path(__file__).parents[2] / "seeds" / "topics.yaml"


def test_the_seed_topics_are_the_eight_with_proposition_negation_targets_and_cues() -> None:
    topics = load_topics(SEEDS)
    assert [topic.id for topic in topics] == [
        "condemn-russia", "un-resolution", "neutrality", "dialogue",
        "us-ties", "russia-ties", "civilian-harm", "sovereignty",
    ]  # fmt: skip
    for topic in topics:
        assert topic.negation
        assert topic.description
        assert topic.targets
        assert topic.cues.favor
        assert topic.cues.against


def test_a_proposition_alone_is_a_topic() -> None:
    (topic,) = parse_topics("- {id: zika, proposition: The Zika bill should pass.}")
    assert topic.proposition == "The Zika bill should pass."
    assert topic.targets == ()


def test_examples_are_kept() -> None:
    topic = topic_of({"id": "x", "proposition": "X is good.", "examples": [{"text": "X!", "stance": None}]})
    assert topic.examples == (Example("X!", None),)


def test_every_fault_is_named_with_its_line() -> None:
    text = "- id: fine\n  proposition: X is good.\n  cues:\n    favor:\n      - good\n      - a ... ... b\n"
    text += "- id: Bad Id\n"
    with pytest.raises(BadRequest) as caught:
        parse_topics(text, "my.yaml")
    assert set(caught.value.errors) == {"my.yaml:6 cues.favor.1", "my.yaml:7 id", "my.yaml:7 proposition"}


@pytest.mark.parametrize("field", ["proposition", "negation"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x", "at least 3 words"),
        ("Growers", "at least 3 words"),
        ("Rent control.", "at least 3 words"),
        ("Rent - control!", "at least 3 words"),
        ("Should rents be frozen?", "A question has no sides"),
        ("Should rents be frozen?” ", "A question has no sides"),
    ],
)
def test_what_nobody_can_be_for_or_against_is_refused(field: str, text: str, told: str) -> None:
    with pytest.raises(BadRequest) as caught:
        topic_of({"id": "x", "proposition": "Rents should be frozen.", field: text})
    assert list(caught.value.errors) == [field]
    assert told in caught.value.errors[field][0]


@pytest.mark.parametrize(
    "text", ["a: b", "- [", "- 3", "- {id: x, proposition: X is good., colour: red}", "- {id: x}"]
)
def test_what_is_no_list_of_topics_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parse_topics(text)


def test_an_id_may_stand_only_once() -> None:
    with pytest.raises(BadRequest, match="twice"):
        parse_topics("- {id: x, proposition: X is good.}\n- {id: x, proposition: X is bad.}")


@pytest.mark.parametrize(
    ("proposition", "identifier"),
    [
        ("The lake’s ferries should stay—all year.", "the-lakes-ferries-should-stay-all-year"),
        ("Every council in the county should stay anti-nuclear.", "every-council-in-the-county-should-stay"),
        ("Zoë Müller-Öst must resign.", "zoe-muller-ost-must-resign"),
        ("U.S. troops should leave.", "u-s-troops-should-leave"),
        ("Мост must open.", "must-open"),
    ],
)
def test_an_id_is_made_of_whole_words(proposition: str, identifier: str) -> None:
    assert id_of_topic(proposition) == identifier


def test_a_field_may_stand_only_once() -> None:
    with pytest.raises(BadRequest, match=r"the key “proposition” is there twice.*line 3"):
        parse_topics("- id: x\n  proposition: X is good.\n  proposition: X is bad.")


def test_an_empty_file_has_no_topics() -> None:
    assert parse_topics("") == ()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="can't be read"):
        load_topics(tmp_path / "none.yaml")


def test_the_example_of_the_documentation_can_be_taken_as_it_is() -> None:
    example = (described.__doc__ or "").split("::\n")[1].split("\nThe language")[0]
    (topic,) = parse_topics(textwrap.dedent(example))
    assert topic.targets == ("diplomatic solution", "-military solution")
    assert topic.cues.exclude == ("dialogue ... trade",)
