"""Quotes without a source, and how far the way of finding a speaker is trusted: every text is made up."""

import re
from dataclasses import replace

from service.models import Article, Attribution, Quote, Span, digest
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolve import resolve


def span(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def quotes(text: str, *rows: tuple[str | None, str | None, str]) -> list[Quote]:
    """The quotes of (source, cue, content) rows; the source is the one nearest to its content."""
    attributions = []
    for source, cue, words in rows:
        content = span(text, words)
        places = [match.start() for match in re.finditer(re.escape(source), text)] if source else []
        at = min(places, key=lambda place: abs(place - content.start), default=0)
        attributions.append(
            Attribution(
                (content,), span(text, cue) if cue else None, span(text, source, at) if source else None
            )
        )
    return list(resolve(Article(digest(text), text, digest(text)), attributions, Registry.of(())))


def test_what_is_asked_by_nobody_is_not_the_last_speaker_s() -> None:
    text = "“We won,” Ruth Kell said. Asked whether she would sue, she laughed."
    last = quotes(text, ("Ruth Kell", "said", "We won,"), (None, "Asked", "whether she would sue"))[1]
    assert (last.speaker.name, last.speaker.resolved_by) == (None, None)


def test_a_name_right_before_a_cue_without_a_source_is_the_source() -> None:
    text = "PAOLO RIGI: We will close it.\n\nThe rival, Carla Bene, said it was late."
    last = quotes(text, ("PAOLO RIGI", None, "We will close it"), (None, "said", "it was late"))[1]
    assert (last.speaker.name, last.speaker.resolved_by) == ("Carla Bene", "name")


def test_a_quotation_inside_a_later_paragraph_is_not_the_speaker_s_of_the_one_before() -> None:
    text = "“We won,” Ruth Kell said.\n\nA banner in the hall read “Go home and stay there”."
    last = quotes(text, ("Ruth Kell", "said", "We won,"), (None, None, "Go home and stay there"))[1]
    assert last.speaker.name is None


def test_a_cue_goes_on_in_the_sentence_that_names_the_speaker() -> None:
    text = "Ruth Kell said the match was over, insisting that it had been fair."
    last = quotes(text, ("Ruth Kell", "said", "the match was over"), (None, "insisting", "it had been fair"))[
        1
    ]
    assert (last.speaker.name, last.speaker.resolved_by) == ("Ruth Kell", "context")


def test_confidence_falls_from_names_to_parts_to_pronouns_to_context() -> None:
    text = "Ruth Kell said no. Kell said yes. She said perhaps. “Nobody can tell.”"
    found = quotes(
        text, ("Ruth Kell", None, "no"), ("Kell", None, "yes"), ("She", None, "perhaps"),
        (None, None, "Nobody can tell."),
    )  # fmt: skip
    assert [quote.speaker.resolved_by for quote in found] == ["name", "partial-name", "pronoun", "context"]
    trust = [quote.confidence for quote in found]
    assert trust == sorted(trust, reverse=True)
    assert len(set(trust)) == 4


def test_confidence_is_the_extractor_s_times_that_of_the_speaker() -> None:
    text = "Ruth Kell said no way."
    attribution = Attribution((span(text, "no way"),), span(text, "said"), span(text, "Ruth Kell"))
    article = Article(digest(text), text, digest(text))
    for found in (0.2, 0.9):
        (quote,) = resolve(article, [replace(attribution, confidence=found)], Registry.of(()))
        assert quote.confidence == found


def test_whom_by_names_behind_a_passive_cue_is_the_source() -> None:
    text = "The plan was turned down by the Dover Harbour Board in May."
    (only,) = quotes(text, (None, "turned down", "The plan"))
    assert only.speaker.name == "Dover Harbour Board"


def test_a_cue_without_a_source_is_said_by_the_name_that_begins_its_sentence() -> None:
    text = "Ruth Kell came to the hall and went away convinced that it was late."
    (only,) = quotes(text, (None, "convinced", "that it was late"))
    assert (only.speaker.name, only.speaker.resolved_by) == ("Ruth Kell", "context")


def test_a_name_in_another_clause_than_the_cue_is_not_its_subject() -> None:
    for text in (
        "Ruth Kell came when the crowd grew convinced that it was late.",
        "Ruth Kell came and Carla Bene left the hall convinced that it was late.",
    ):
        (only,) = quotes(text, (None, "convinced", "that it was late"))
        assert only.speaker.name is None


def test_a_cue_that_is_a_noun_has_no_subject() -> None:
    text = "Ruth Kell has fueled the talk about her future."
    (only,) = quotes(text, (None, "the talk", "about her future"))
    assert only.speaker.name is None


def test_who_speaks_of_herself_in_what_she_says_is_in_view_for_the_next_sentence() -> None:
    text = (
        "“Fuel has doubled,” chairwoman Ingrid Solheim said.\n\n"
        "Lyngtrud Oye, who commutes, said the increase would cost her a month's pay. “I will move,” she said."
    )
    rows = (
        ("chairwoman Ingrid Solheim", "said", "Fuel has doubled,"),
        ("Lyngtrud Oye, who commutes,", "said", "the increase would cost her a month's pay"),
        ("she", "said", "I will move,"),
    )
    assert quotes(text, *rows)[2].speaker.name != "Ingrid Solheim"
