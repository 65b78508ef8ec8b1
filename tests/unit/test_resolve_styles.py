"""Five kinds of newspapers and their ways to name a speaker: every text is made up."""

import re

import pytest

from service.models import Article, Attribution, Span, Speaker, digest
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolve import resolve

WIRE = """“This is no favour,” said Sen. Nora Castell, R-Mont., who wrote it with Rep. Paul Dray, R-Ohio.

Its chairman, Omar Lind, said the guild would sue. But a clerk, who asked not to be named, said no."""
DESK = """Kochi, Feb 12 (PTI) Goa Transport Minister R. S. Nayak on Friday alleged that the funds were late.

Leader of Opposition P. J. Menon, however, said both were at fault. Then the Janata leader said: “Wait.”"""
BLOG = """I met Dr. Olga Brandt — yes, THE Olga Brandt, chief botanist at Elmhouse — and asked her why.

“It is the soil,” she told me. I think it is the rain. My friend Theo says it is both."""
COUNCIL = """The leader of the Harbour group, Simon Ferris, leader of the Liberal group, said it was late.

A spokesperson for the Department for Wet Roads said the road would dry."""
SCRIPT = """ANNA LUNDQVIST: Will you go?

PAOLO RIGI: I will go when the ship is in.

LUNDQVIST: Hugo Stern says it sank.

RIGI: Hugo says no such thing. He said that it leaks."""


def speaker(text: str, source: str, words: str) -> Speaker:
    start = text.index(words)
    places = [match.start() for match in re.finditer(re.escape(source), text)]
    at = min(places, key=lambda place: abs(place - start))
    attribution = Attribution((Span(start, start + len(words)),), None, Span(at, at + len(source)))
    (quote,) = resolve(Article(digest(text), text, digest(text)), [attribution], Registry.of(()))
    return quote.speaker


@pytest.mark.parametrize(
    ("text", "source", "words", "name", "role"),
    [
        (WIRE, "Sen. Nora Castell, R-Mont., who wrote it", "This is no favour,", "Nora Castell", "Senator"),
        (WIRE, "Sen", "This is no favour,", "Nora Castell", "Senator"),
        (WIRE, "Its chairman, Omar Lind,", "the guild would sue", "Omar Lind", "chairman"),
        (
            DESK, "Kochi, Feb 12 (PTI) Goa Transport Minister R. S. Nayak on Friday", "the funds were late",
            "R. S. Nayak", "Goa Transport Minister",
        ),
        (
            DESK, "Leader of Opposition P. J. Menon, however,", "both were at fault", "P. J. Menon",
            "Leader of Opposition",
        ),
        (BLOG, "she", "It is the soil,", "Olga Brandt", "chief botanist at Elmhouse"),
        (BLOG, "My friend Theo", "it is both", "Theo", None),
        (SCRIPT, "PAOLO RIGI", "I will go", "Paolo Rigi", None),
        (SCRIPT, "RIGI", "Hugo says no such thing.", "Paolo Rigi", None),
        (SCRIPT, "He", "that it leaks", "Hugo Stern", None),
    ],
)  # fmt: skip
def test_names_and_roles_are_whole(text: str, source: str, words: str, name: str, role: str | None) -> None:
    found = speaker(text, source, words)
    assert (found.name, found.role) == (name, role)


def test_a_leader_of_a_party_is_the_leader_who_spoke_before_in_the_paragraph() -> None:
    first = Attribution(
        (Span(DESK.index("both were"), DESK.index("both were") + 18),), None,
        Span(DESK.index("P. J. Menon"), DESK.index("P. J. Menon") + 11),
    )  # fmt: skip
    at = DESK.index("the Janata leader")
    second = Attribution((Span(DESK.index("Wait."), DESK.index("Wait.") + 5),), None, Span(at, at + 17))
    quotes = resolve(Article(digest(DESK), DESK, digest(DESK)), [first, second], Registry.of(()))
    assert [quote.speaker.name for quote in quotes] == ["P. J. Menon"] * 2


def test_affiliations_are_whole_too() -> None:
    assert speaker(COUNCIL, "Simon Ferris, leader of the Liberal group,", "it was late").affiliation == (
        "Liberal group"
    )
    source = "A spokesperson for the Department for Wet Roads"
    assert speaker(COUNCIL, source, "the road would dry").affiliation == "Department for Wet Roads"


def test_a_description_is_a_whole_phrase_or_nothing() -> None:
    assert speaker(WIRE, "a clerk, who", "no.").description == "a clerk"
    assert speaker(BLOG, "I", "it is the rain").description is None
    assert speaker("The said no.", "The", "no").description is None
