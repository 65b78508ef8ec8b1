"""Quotation marks: the stretches of a text that stand in them, and what that makes a quote.

Newspapers open every paragraph of a long quote and close only the last; they mix curly, straight, angled and
single marks, forget one, or turn one the wrong way. Everything here works on marks alone, without a word of
grammar. A nested quotation belongs to the outer one.

The network reads marks by :func:`service.pipeline.attribution.features.quotation_marks` in place of this,
which says why. The two agree wherever double curly marks are paired. They differ on low marks („so“), on a
typewriter's doubled ones, and on marks that are turned the wrong way: what is here pairs them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.models import QuoteType, Span
from service.pipeline.sentences import paragraphs

_MARK = re.compile(r"``|''|[“”„‟\"«»‘’']")
_OPENING = {"“": "double", "„": "double", "‟": "double", "«": "angle", "‘": "single", "``": "double"}
_CLOSING = {"”": "double", "»": "angle", "’": "single", "''": "double"}
_EITHER = {'"': "double", "'": "single"}
_ELISION = re.compile(r"['’‘](?:em|til|tis|twas|cause|bout|n|round|\d\ds?)\b", re.IGNORECASE)
_WORD = re.compile(r"\w[\w’'-]*")
_SCARE_WORDS = 2
_DIRECT_SHARE = 0.9
_LONGEST_SINGLE = 600


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks: ``spans`` inside the marks, one a paragraph, and ``outer`` with them.

    ``closed`` is False where the closing mark is missing.
    """

    spans: tuple[Span, ...]
    outer: Span
    closed: bool = True

    @property
    def inner(self) -> Span:
        """From the first quoted character to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def words(self, text: str) -> int:
        """How many words it has."""
        return sum(len(_WORD.findall(span.of(text))) for span in self.spans)


def quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation of ``text`` in order; they never overlap."""
    found: list[Quotation] = []
    running = False  # the last quotation was still open when its paragraph ended
    kind = "double"
    for paragraph in paragraphs(text):
        marks = _marks(text, paragraph)
        if running:
            opens = (
                bool(marks)
                and marks[0][0] == paragraph.start
                and marks[0][3] == kind
                and marks[0][2] != "close"
            )
            closes = bool(marks) and marks[0][2] == "close" and marks[0][3] == kind
            running = opens or closes
        scanned, still_open, open_kind = _scan(text, paragraph, marks, continuing=kind if running else None)
        if running and scanned:
            head = scanned.pop(0)
            last = found.pop()
            found.append(
                Quotation(last.spans + head.spans, Span(last.outer.start, head.outer.end), head.closed)
            )
        found += scanned
        running, kind = still_open and bool(found), open_kind or kind
    return tuple(found)


def quote_type(text: str, spans: Sequence[Span], quoted: Sequence[Quotation]) -> QuoteType:
    """Direct when (nearly) all of it stands in marks, mixed when some of it does, indirect when none.

    A single word in marks is a scare quote, which quotes nothing.
    """
    near = [part for q in quoted for part in q.spans if any(part.overlaps(span) for span in spans)]
    total = sum(len(_WORD.findall(text, span.start, span.end)) for span in spans)
    inside = sum(
        len(_WORD.findall(text, max(part.start, span.start), min(part.end, span.end)))
        for part in near
        for span in spans
        if part.overlaps(span)
    )
    if total and inside >= _DIRECT_SHARE * total:
        return "direct"
    return "mixed" if inside >= _SCARE_WORDS else "indirect"


def _marks(text: str, within: Span) -> list[tuple[int, int, str, str]]:
    """The marks of a paragraph as (start, end, open | close | either, double | single | angle)."""
    found = []
    for match in _MARK.finditer(text, within.start, within.end):
        mark, before, after = (
            match.group(),
            text[match.start() - 1 : match.start()],
            text[match.end() : match.end() + 1],
        )
        kind = _OPENING.get(mark) or _CLOSING.get(mark) or _EITHER[mark]
        free_before = match.start() == within.start or before.isspace() or before in '([{—–-/“‘"«'
        free_after = match.end() == within.end or after.isspace() or after in ')]}—–-/:,;.!?”’"»۔'
        if kind == "single" and (_ELISION.match(text, match.start()) or not (free_before or free_after)):
            continue  # an apostrophe
        way = "open" if mark in _OPENING else "close" if mark in _CLOSING else "either"
        if free_before and not free_after:
            way = "open"
        elif free_after and not free_before:
            way = "close"
        found.append((match.start(), match.end(), way, kind))
    return found


def _scan(
    text: str, within: Span, marks: list[tuple[int, int, str, str]], continuing: str | None
) -> tuple[list[Quotation], bool, str | None]:
    """Pairs the marks of one paragraph; also says whether the last one is left open, and its kind."""
    found: list[Quotation] = []
    opened: tuple[int, int] | None = None  # where the open quotation's mark starts and ends
    kind = continuing
    if continuing:
        skip = bool(marks) and marks[0][0] == within.start and marks[0][2] != "close"
        opened = (within.start, marks[0][1] if skip else within.start)
        marks = marks[1:] if skip else marks
    for position, (start, end, way, mark_kind) in enumerate(marks):
        if opened is None:
            if way == "close" or (mark_kind == "single" and not _has_partner(text, marks, position)):
                continue
            opened, kind = (start, end), mark_kind
        elif mark_kind == kind and way != "open" and not _possessive(text, marks, position):
            _add(found, text, opened, start, end)
            opened = None
    if opened is None:
        return found, False, None
    if kind == "single" and not continuing:
        return found, False, None
    _add(found, text, opened, within.end, within.end, closed=False)
    return found, True, kind


def _add(
    found: list[Quotation],
    text: str,
    opened: tuple[int, int],
    stop: int,
    outer_end: int,
    *,
    closed: bool = True,
) -> None:
    part = text[opened[1] : stop]
    bare = part.strip()
    if bare:
        first = opened[1] + len(part) - len(part.lstrip())
        found.append(Quotation((Span(first, first + len(bare)),), Span(opened[0], outer_end), closed))


def _has_partner(text: str, marks: list[tuple[int, int, str, str]], position: int) -> bool:
    """Whether a single mark that could open a quotation is closed soon: else it is an apostrophe."""
    start = marks[position][0]
    for index in range(position + 1, len(marks)):
        other, _, way, kind = marks[index]
        if other - start >= _LONGEST_SINGLE:
            return False
        if kind == "single" and way != "open" and not _possessive(text, marks, index):
            return True
    return False


def _possessive(text: str, marks: list[tuple[int, int, str, str]], position: int) -> bool:
    """Whether a single mark is a plural's apostrophe ("nations’ ties"), with the closing mark yet to come."""
    start, end, _, kind = marks[position]
    if kind != "single" or text[start - 1 : start] != "s" or not re.match(r"\s[a-z]", text[end : end + 2]):
        return False
    later = (marks[index] for index in range(position + 1, len(marks)))
    return any(kind == "single" and way != "open" for _, _, way, kind in later)
