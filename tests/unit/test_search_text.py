"""What people type into the search box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.search_text import format_text, parse_text
from service.words import TextQuery


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("peace talks", TextQuery(words=("peace", "talks"))),
        ('"peace talks" now', TextQuery(words=("now",), phrases=(("peace", "talks"),))),
        ("peace -war", TextQuery(words=("peace",), without_words=("war",))),
        ('-"no comment"', TextQuery(without_phrases=(("no", "comment"),))),
        ("“peace talks”", TextQuery(phrases=(("peace", "talks"),))),
        ('"peace"', TextQuery(words=("peace",))),
        ('peace"', TextQuery(words=("peace",))),
        ('"peace talks', TextQuery(words=("peace", "talks"))),
        ('"a b" "c d', TextQuery(words=("c", "d"), phrases=(("a", "b"),))),
        ("well-known -well-known", TextQuery(words=("well-known",), without_words=("well-known",))),
        ("peace peace", TextQuery(words=("peace",))),
        ("--war", TextQuery(without_words=("war",))),
        ('- "" ... -"" -', TextQuery()),
        ("   ", TextQuery()),
        ("don't U.S. €5", TextQuery(words=("don't", "U.S.", "€5"))),
        ("امن", TextQuery(words=("امن",))),
    ],
)
def test_words_phrases_and_exclusions_are_told_apart(typed: str, meant: TextQuery) -> None:
    assert parse_text(typed) == meant


@given(st.text(alphabet=st.sampled_from('ab"- \t“”né.*:()'), max_size=30) | st.text(max_size=30))
def test_anything_typed_is_read_and_its_canonical_form_means_the_same(typed: str) -> None:
    meant = parse_text(typed)
    assert parse_text(format_text(meant)) == meant
    for word in (*meant.words, *meant.without_words, *(w for phrase in meant.phrases for w in phrase)):
        assert any(character.isalnum() for character in word)
        assert not set(word) & set('" \t\n')
