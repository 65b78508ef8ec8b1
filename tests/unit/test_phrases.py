"""The language of cues: what it finds, what it refuses, and that it can't be made slow."""

from __future__ import annotations

import time

import pytest

from service.pipeline.phrases import PhraseError, compile_phrase, tokens_of


def found(phrase: str, text: str) -> list[str]:
    tokens = tokens_of(text)
    return [text[tokens[m[0]].start : tokens[m[-1]].end] for m in compile_phrase(phrase).find(tokens)]


@pytest.mark.parametrize(
    ("phrase", "text", "hits"),
    [
        ("take sides", "We never take\n sides.", ["take\n sides"]),
        ("pick|choose sides", "They choose sides, we pick none.", ["choose sides"]),
        ("condemn*", "Condemnation came first; he condemned it.", ["Condemnation", "condemned"]),
        ("ties ... moscow", "ties of every kind with Moscow", ["ties of every kind with Moscow"]),
        ("ties ...2 moscow", "ties of every kind with Moscow", []),
        ("ties ... moscow", "We want ties. Moscow waits.", []),
        ("support us", "They support US interests", []),
        ("support US", "They support U.S. interests and support us", ["support U.S."]),
        ("de-escalation", "We need de- escalation", ["de- escalation"]),
        ("not ... dictated", "We won't be dictated to", ["won't be dictated"]),
        ("minister visit", "the minister’s visit", ["minister’s visit"]),
    ],
)
def test_a_phrase_finds(phrase: str, text: str, hits: list[str]) -> None:
    assert found(phrase, text) == hits


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "...",
        "a ...",
        "... a",
        "a ... ... b",
        "a ...99 b",
        "*",
        "a*b",
        "non-x|y",
        "x" * 400,
        "a ...12 b ...12 c ...12 d ...12 e",
    ],
)
def test_a_bad_phrase_is_refused_with_a_reason(phrase: str) -> None:
    with pytest.raises(PhraseError):
        compile_phrase(phrase)


def test_no_phrase_can_hang_the_service() -> None:
    phrase = compile_phrase(" ...8 ".join(["a*"] * 6))
    tokens = tokens_of("a " * 5_000 + "b")
    began = time.perf_counter()
    list(phrase.find(tokens))
    assert time.perf_counter() - began < 5
