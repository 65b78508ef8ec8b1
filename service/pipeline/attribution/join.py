"""Quotations that run over several paragraphs, and the marks around a quote.

A newspaper leaves a quotation open at a paragraph's end and opens it again at the next one's beginning; only
its last paragraph closes it. The model may miss the link between such paragraphs, so this rule joins them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.models import Span
from service.pipeline.attribution.decode import Found, Loose
from service.pipeline.attribution.features import left_open, quotation_marks

_TOO_LONG = 12
"""Paragraphs one quotation may run over; a mark that somebody forgot to close must not swallow an article."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """A paragraph that goes on with the quotation of the one before, and where its quoted part stands."""

    before: Span
    quoted: Span
    open: bool


def continuations(text: str, paragraphs: list[tuple[int, int]]) -> Iterator[Continuation]:
    """The paragraphs that go on with a quotation, in order."""
    count = 0
    previous: tuple[int, int] | None = None
    for start, end in paragraphs:
        body = text[start:end]
        marks = quotation_marks(body)
        lead = len(body) - len(body.lstrip())
        opens = bool(marks) and marks[0] == (lead, True)
        is_open = bool(marks) and marks[-1][1]
        if previous is not None and opens and count < _TOO_LONG:
            closing = next((at for at, opening in marks if not opening), len(body.rstrip()))
            count += 1
            yield Continuation(
                Span(*previous), Span(start + lead, start + min(closing + 1, len(body))), is_open
            )
        else:
            count = 0
        previous = (start, end) if is_open else None


def join(text: str, paragraphs: list[tuple[int, int]], found: list[Found | Loose]) -> list[Found]:
    """Give each continued paragraph to the attribution that it continues, or to the one that follows it."""
    items: list[Found | Loose | None] = list(found)
    for go_on in continuations(text, paragraphs):
        here = _touching(items, go_on.quoted)
        before = _last_in(items, go_on.before)
        if before is None:
            continue
        earlier = items[before]
        if here is None:
            if isinstance(earlier, Found):
                items[before] = _extended(earlier, go_on.quoted)
            continue
        if here == before:
            continue
        later = items[here]
        own_cue = isinstance(later, Found) and _within(later.cue, go_on.quoted, text)
        if isinstance(earlier, Found) and not own_cue:
            spans = later.content if isinstance(later, Found) else (later.content,) if later else ()
            items[before], items[here] = _extended(earlier, *spans), None
        elif isinstance(earlier, Loose) and isinstance(later, Found):
            items[here], items[before] = _extended(later, earlier.content), None
    return [item for item in items if isinstance(item, Found)]


def utterances(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """The spans of one content, utterance by utterance.

    A new paragraph begins another one, unless the one before left its quotation open: what stands there was
    said at another moment, and reads so.
    """
    begin = 0
    for number in range(1, len(spans)):
        last, this = spans[number - 1], spans[number]
        if "\n" not in text[last.end : this.start]:
            continue
        end = text.find("\n", last.end)
        if not left_open(text[text.rfind("\n", 0, last.end) + 1 : end]):
            yield spans[begin:number]
            begin = number
    yield spans[begin:]


def _extended(found: Found, *spans: Span) -> Found:
    return replace(found, content=tuple(sorted({*found.content, *spans})))


def _contents(item: Found | Loose | None) -> tuple[Span, ...]:
    if isinstance(item, Found):
        return item.content
    return (item.content,) if item else ()


def _touching(items: list[Found | Loose | None], place: Span) -> int | None:
    """The item most of whose content lies in ``place``, if any does."""
    shares = [
        (sum(max(0, min(s.end, place.end) - max(s.start, place.start)) for s in _contents(item)), n)
        for n, item in enumerate(items)
    ]
    best = max(shares, default=(0, -1))
    return best[1] if best[0] else None


def _last_in(items: list[Found | Loose | None], place: Span) -> int | None:
    """The item whose content reaches furthest into the end of ``place``."""
    ends = [(s.end, n) for n, item in enumerate(items) for s in _contents(item) if s.overlaps(place)]
    return max(ends)[1] if ends else None


def _within(cue: Span, quoted: Span, text: str) -> bool:
    """Whether the cue stands in the paragraph that holds the quoted part."""
    end = text.find("\n", quoted.start)
    return quoted.start <= cue.start < (len(text) if end < 0 else end)


def without_marks(text: str, span: Span) -> Span:
    """The span without the quotation marks around it: a pair, or one whose partner lies outside."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    marks = quotation_marks(text[start:end])
    if not marks:
        return Span(start, end)
    last = end - start - 1
    first_at, first_opens = marks[0]
    last_at, last_opens = marks[-1]
    closed_at = next((at for at, opens in marks[1:] if not opens), None)
    opens_here = first_at == 0 and (first_opens or text[start] == '"')
    if opens_here and (closed_at is None or closed_at == last):
        start += 1
        if closed_at == last:
            end -= 1
    elif last_at == last and not last_opens and sum(opens for _, opens in marks) < len(marks) / 2:
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
