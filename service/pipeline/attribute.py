"""Attribution: who says what in an article, by the trained model of :mod:`service.pipeline.attribution`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from service.models import Article, Attribution, Region, Span
from service.pipeline.attribution.runtime import model
from service.words import CAPITALS

_QUOTED = re.compile(r"\b(?:quot|cit)(?:ed|es|ing)\b", re.IGNORECASE)
_AS_SAYING = re.compile(r"\s+([^,.;:“”\"\n]{2,80}?)\s+as\s+(?:saying|having said|telling|writing)\b")
_QUOTING = re.compile(
    r"[^.;“”\"\n]{0,40}?,[ \xa0]+(?:quoting|citing)[ \xa0]+([^,.;:“”\"\n]{2,60}?)(?=[,.;\n]|$)"
)
"""Behind a cue: "told him, quoting Lavrov."."""
_APART = re.compile(r"[ \t\xa0]*\r?\n[ \t\xa0]*\r?\n")
_NAME_WORD = rf"[{CAPITALS}][\w.’'-]*"
_NAME = rf"{_NAME_WORD}(?:[ \xa0]+(?:[a-z]{{2,3}}[ \xa0]+)?{_NAME_WORD}){{0,4}}"
_BARE_NAME = re.compile(_NAME)
_SIGNED = re.compile(
    rf"[.!?…]?[”\"»][ \xa0]*(?:[―—–]|--?)[ \xa0]*({_NAME})(?:,[^\n.]{{0,60}})?\.?[ \xa0]*(?=\n|$)"
)
"""A name behind a quotation and a dash, at the end of its line: "“It is late.” — Ada Finch"."""


def attribute(article: Article) -> tuple[Attribution, ...]:
    """The attributions of an article, in the order of their contents.

    Furniture is not read, nor a headline that is printed again. Articles of any length take the same memory:
    they are read window by window.
    """
    found = model().attribute(article.text, tuple(sorted(_unread(article))))
    headlines = [region for region in article.regions if region.kind == "headline"]
    said = (
        a
        for a in found
        if not _only_names_who_is_quoted(a, article.text)
        and not any(_hangs_on_another_line(a, headline) for headline in headlines)
        and not _is_a_line_above(a, article.text)
    )
    return tuple(_signed(_innermost(attribution, article.text), article.text) for attribution in said)


def _innermost(attribution: Attribution, text: str) -> Attribution:
    """The same from the one who spoke, where the words around the cue name both: "the report quoted her as
    saying", "he told him, quoting her".
    """
    cue = attribution.cue
    if cue is None:
        return attribution
    quoted = _QUOTED.search(text, cue.start, cue.end)
    spoke = _AS_SAYING.match(text, quoted.end()) if quoted else None
    if spoke is None and cue.start >= attribution.content[-1].end:
        spoke = _QUOTING.match(text, cue.end)
    return replace(attribution, source=Span(*spoke.span(1))) if spoke else attribution


def _only_names_who_is_quoted(attribution: Attribution, text: str) -> bool:
    """Whether the content is no words of anybody but the name behind "quoting"."""
    cue, content = attribution.cue, attribution.content
    if cue is None or len(content) != 1 or not _QUOTED.fullmatch(text, cue.start, cue.end):
        return False
    quoted = text[content[0].start - 1 : content[0].start] in ("“", '"', "«")
    return not quoted and _BARE_NAME.fullmatch(text, content[0].start, content[0].end) is not None


def _hangs_on_another_line(attribution: Attribution, headline: Region) -> bool:
    """Whether the content is of a headline and its cue is not: a headline is no part of another sentence."""
    cue = attribution.cue
    within = all(headline.start <= span.start < headline.end for span in attribution.content)
    return within and (cue is None or not headline.start <= cue.start < headline.end)


def _is_a_line_above(attribution: Attribution, text: str) -> bool:
    """Whether the content is a line without marks and without an end, apart from the text that has its cue: a
    heading that was not known as one.
    """
    cue, last = attribution.cue, attribution.content[-1]
    if cue is None or last.end > cue.start or len(attribution.content) > 1:
        return False
    bare = text[last.start - 1 : last.start] in ("", "\n") and text[last.end - 1] not in ".!?…,"
    return bare and _APART.match(text, last.end) is not None


def _signed(attribution: Attribution, text: str) -> Attribution:
    """The same from the one who signed it, where a dash and a name end the line of a quotation.

    Where such quotations stand in a row, the network takes the name above one for its speaker.
    """
    name = _SIGNED.match(text, attribution.content[-1].end) if attribution.content else None
    return replace(attribution, source=Span(*name.span(1))) if name else attribution


def _unread(article: Article) -> Iterator[tuple[int, int]]:
    printed: set[str] = set()
    for region in article.regions:
        words = article.text[region.start : region.end].strip()
        if region.furniture or (region.kind == "headline" and words in printed):
            yield region.start, region.end
        if region.kind == "headline":
            printed.add(words)


def attribution_version() -> str:
    """The name and version of the model that :func:`attribute` asks."""
    return model().version
