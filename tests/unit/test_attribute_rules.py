"""What is put right of the network's attributions: who signed a quotation, and whose words are quoted."""

import importlib

import pytest

from service.models import Article, Attribution, Region, Span, digest

rules = importlib.import_module("service.pipeline.attribute")


class Network:
    """Stands for the model and finds what it is told to."""

    def __init__(self, *found: Attribution) -> None:
        self.found = found

    def attribute(self, _text: str, _skip: tuple[tuple[int, int], ...]) -> tuple[Attribution, ...]:
        return self.found


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def corrected(
    monkeypatch: pytest.MonkeyPatch, text: str, source: str | None, cue: str, content: str
) -> tuple[Attribution, ...]:
    found = Attribution((span(text, content),), span(text, cue), span(text, source) if source else None)
    monkeypatch.setattr(rules, "model", lambda: Network(found))
    return rules.attribute(Article(digest(text), text, digest(text)))


def test_a_quotation_is_its_signer_s_and_not_the_one_s_above(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "“It was late.” ― Ada Finch\n“It was early.” ― Olle van Dorn, 34, of Elm\n“No.”"
    (only,) = corrected(monkeypatch, text, "Ada Finch", "―", "It was early.")
    assert only.source is not None
    assert only.source.of(text) == "Olle van Dorn"


def test_a_dash_with_more_than_a_name_behind_it_signs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ada Finch said: “It was late” — Elm was asleep by then and nobody came."
    (only,) = corrected(monkeypatch, text, "Ada Finch", "said", "It was late")
    assert only.source is not None
    assert only.source.of(text) == "Ada Finch"


def test_the_name_of_one_who_is_quoted_is_no_words_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "“It was late,” the clerk said, quoting Ada Finch."
    assert corrected(monkeypatch, text, "the clerk", "quoting", "Ada Finch") == ()
    text = "“It was late,” the clerk said, quoting what Ada Finch wrote."
    assert len(corrected(monkeypatch, text, "the clerk", "quoting", "what Ada Finch wrote")) == 1


def test_a_headline_hangs_on_no_cue_of_another_line(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Bridge to close for a year\n\nThe bridge will close in June, Harriet Stone said on Monday."
    found = tuple(
        Attribution((span(text, content),), span(text, "said"), span(text, "Harriet Stone"))
        for content in ("Bridge to close for a year", "The bridge will close in June")
    )
    monkeypatch.setattr(rules, "model", lambda: Network(*found))
    headline = Region(0, text.index("\n"), "headline")
    assert rules.attribute(Article("a", text, "h", regions=(headline,))) == found[1:]


def test_who_is_quoted_behind_the_cue_is_the_one_who_spoke(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "“The boats will stay in port,” Finch told him on Monday, quoting the harbour master."
    (only,) = corrected(monkeypatch, text, "Finch", "told", "The boats will stay in port")
    assert only.source is not None
    assert only.source.of(text) == "the harbour master"


def test_a_line_above_is_no_part_of_what_was_said_below(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Budget row\n\n“I like tea,” said Ada Finch."
    assert corrected(monkeypatch, text, "Ada Finch", "said", "Budget row") == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“It was late.\n\n“It was early,” said Ada Finch.", "It was late."),
        ("It was late\nand dark, said Ada Finch.", "It was late"),
        ("Rain fell. It was late, said Ada Finch.", "It was late"),
    ],
)
def test_words_in_marks_and_a_wrapped_line_are_no_line_above(
    monkeypatch: pytest.MonkeyPatch, text: str, content: str
) -> None:
    assert len(corrected(monkeypatch, text, "Ada Finch", "said", content)) == 1
