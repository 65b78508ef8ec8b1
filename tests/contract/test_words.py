"""Plain words and phrases find the same on every engine, and nothing that a user types is an operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import BadArticle, BadRequest
from service.query import Choice, QuoteQuery
from service.store import Store
from service.words import TextQuery
from tests.factories import a_change

TEXTS = (
    "We condemn the invasion",
    "They condemned invading armies",
    "The naïve café owners talk peace",
    "Peace talks <script>alert('x')</script> & more",
    "We will not talk",
)


@pytest.fixture(scope="module")
def texts(new_store: Callable[[], Store]) -> Iterator[Store]:
    """A store with the texts, which is only read."""
    opened = new_store()
    for number, text in enumerate(TEXTS):
        opened.put(a_change(f"article {number}", text))
    yield opened
    opened.close()


def found(store: Store, text: TextQuery) -> set[int]:
    """The numbers of the texts that are found."""
    return {TEXTS.index(quote.text) for quote in store.search(QuoteQuery(text=text)).items}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (TextQuery(words=("condemn",)), {0, 1}),
        (TextQuery(words=("CONDEMNING",)), {0, 1}),
        (TextQuery(words=("invasion",)), {0}),
        (TextQuery(words=("talk", "peace")), {2, 3}),
        (TextQuery(words=("naive", "CAFÉ")), {2}),
        (TextQuery(phrases=(("peace", "talks"),)), {3}),
        (TextQuery(phrases=(("talk", "peace"),)), {2}),
        (TextQuery(phrases=(("the", "invasion"),)), {0}),
        (TextQuery(phrases=(("we", "condemn"), ("invasion",))), {0}),
        (TextQuery(words=("talk",), without_words=("peace",)), {4}),
        (TextQuery(words=("talk",), without_phrases=(("peace", "talks"),)), {2, 4}),
        (TextQuery(without_words=("talk",)), {0, 1}),
        (TextQuery(without_phrases=(("we", "will"),)), {0, 1, 2, 3}),
        (TextQuery(words=("we",)), {0, 4}),
        (TextQuery(words=("not",)), {4}),
        (TextQuery(words=("xylophone",)), set()),
        (TextQuery(words=("peace", "—")), {2, 3}),
        (TextQuery(words=("...",)), {0, 1, 2, 3, 4}),
        (TextQuery(), {0, 1, 2, 3, 4}),
    ],
)
def test_words_and_phrases_find_what_they_say(texts: Store, text: TextQuery, numbers: set[int]) -> None:
    assert found(texts, text) == numbers


@pytest.mark.parametrize(
    "token",
    ["AND", "OR", "NOT", "NEAR", "peace*", "peace~2", "(peace", '"peace', "text:peace", "^peace",
     "pea?e", "-peace", "+peace", "peace AND", "NEAR(peace talks)", "\\",
     "{peace TO talk}", "peace\0x", "'peace'", "|"],
)  # fmt: skip
def test_no_token_is_an_operator(texts: Store, token: str) -> None:
    plain = TextQuery(words=tuple("".join(c if c.isalnum() else " " for c in token).split()))
    as_phrase = TextQuery(phrases=(plain.words,)) if plain.words else plain
    assert found(texts, TextQuery(words=(token,))) == found(texts, as_phrase)


@given(token=st.text(max_size=12), where=st.sampled_from(("words", "without_words")))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_token_can_be_searched_for(texts: Store, token: str, where: str) -> None:
    found(texts, TextQuery(**{where: (token,)}))
    found(texts, TextQuery(phrases=((token, "peace"),)))
    texts.search(QuoteQuery(role=Choice((token,)), affiliation=Choice(none_of=(token,))))


def highlight(store: Store, text: TextQuery | None, number: int) -> str:
    """How the text of that number is shown when it is found."""
    page = store.search(QuoteQuery(text=text, highlight=True))
    (quote,) = (quote for quote in page.items if quote.text == TEXTS[number])
    return page.highlights[quote.id]


def test_a_highlight_marks_the_words_in_the_whole_text(texts: Store) -> None:
    assert highlight(texts, TextQuery(words=("condemn", "army")), 1) == (
        "They <mark>condemned</mark> invading <mark>armies</mark>"
    )


def test_a_highlight_is_safe_html(texts: Store) -> None:
    assert highlight(texts, TextQuery(words=("alert",)), 3) == (
        "Peace talks &lt;script&gt;<mark>alert</mark>(&#x27;x&#x27;)&lt;/script&gt; &amp; more"
    )


def test_a_highlight_marks_a_phrase_as_one_and_only_where_it_stands(texts: Store) -> None:
    assert highlight(texts, TextQuery(phrases=(("we", "condemn"),)), 0) == (
        "<mark>We condemn</mark> the invasion"
    )


def test_words_side_by_side_are_marked_as_one(texts: Store) -> None:
    assert highlight(texts, TextQuery(words=("peace", "talks")), 3).startswith(
        "<mark>Peace talks</mark> &lt;"
    )


def test_a_highlight_without_words_is_the_escaped_text(texts: Store) -> None:
    plain = "Peace talks &lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; more"
    assert highlight(texts, None, 3) == plain
    assert highlight(texts, TextQuery(without_words=("condemn",)), 3) == plain


def test_a_text_cannot_forge_a_mark(store: Store) -> None:
    forged = "\ue000peace\ue001 <mark>war</mark>"
    store.put(a_change("a", forged))
    page = store.search(QuoteQuery(text=TextQuery(words=("war",)), highlight=True))
    (shown,) = page.highlights.values()
    assert shown == "\ue000peace\ue001 &lt;mark&gt;<mark>war</mark>&lt;/mark&gt;"
    assert "<mark>\ue000" not in shown


def test_a_long_text_is_highlighted_to_its_end(store: Store) -> None:
    store.put(a_change("a", "word " * 30_000 + "peace"))
    page = store.search(QuoteQuery(text=TextQuery(words=("peace",)), highlight=True))
    (shown,) = page.highlights.values()
    assert shown.endswith("word <mark>peace</mark>")
    assert len(shown) > 150_000


def test_words_are_matched_in_roles_whatever_their_case_and_order(texts: Store) -> None:
    assert texts.search(QuoteQuery(role=Choice(("MINISTER foreign",)))).total == len(TEXTS)
    assert texts.search(QuoteQuery(role=Choice(("minist",)))).total == 0
    assert texts.search(QuoteQuery(role=Choice(none_of=("minister",)))).total == 0
    assert texts.search(QuoteQuery(affiliation=Choice(("e insaf",)))).total == len(TEXTS)


def test_a_role_in_quotation_marks_is_the_whole_of_it(texts: Store) -> None:
    for whole, total in (('"Foreign Minister"', len(TEXTS)), ('"Foreign"', 0), ('"foreign minister"', 0)):
        assert texts.search(QuoteQuery(role=Choice((whole,)))).total == total
        assert texts.search(QuoteQuery(role=Choice(none_of=(whole,)))).total == len(TEXTS) - total


def test_half_a_surrogate_pair_is_refused(store: Store) -> None:
    with pytest.raises(BadArticle, match="surrogate"):
        store.put(a_change("a", "We want \ud83d"))
    with pytest.raises(BadRequest, match="surrogate"):
        store.search(QuoteQuery(text=TextQuery(words=("a\ud83d",))))
    with pytest.raises(BadRequest, match="surrogate"):
        store.search(QuoteQuery(speaker=Choice(("a\ud83d", "b"))))
