"""Marks around quotes, whatever they look like."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from service.api.marking import marked_text
from service.models import Span
from tests.factories import a_quote, an_article

ARTICLE = an_article()


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[str, tuple[Span, ...]]]]:
    """A text and quotes in it that may touch, nest and overlap."""
    text = draw(st.text(alphabet=st.sampled_from("ab<>&\"'é \n"), min_size=1, max_size=40))
    edges = st.integers(0, len(text))
    spans = st.tuples(edges, edges).map(sorted).filter(lambda pair: pair[0] < pair[1])
    drawn = draw(st.lists(spans, max_size=5))
    return text, [(f"q{n}", (Span(start, end),)) for n, (start, end) in enumerate(drawn)]


@given(marked())
def test_the_marks_cover_what_the_quotes_cover_and_the_text_stays(
    made: tuple[str, list[tuple[str, tuple[Span, ...]]]],
) -> None:
    text, found = made
    quotes = [replace(a_quote(ARTICLE), id=id_, spans=spans) for id_, spans in found]
    html = marked_text(text, quotes)
    assert unescape(re.sub(r"<[^>]*>", "", html)) == text
    for id_, (span,) in found:
        pieces = re.findall(r'<mark data-quotes="([^"]*)">([^<]*)</mark>', html)
        covered = "".join(unescape(piece) for ids, piece in pieces if id_ in ids.split())
        assert covered == span.of(text)
