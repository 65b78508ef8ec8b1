"""A statement: the reports of one utterance side by side, and whose wording is preferred.

Preferred is what an outlet that is named prints, between quotation marks, at its fullest, and of equals the
earliest. Every other report is compared with that, so that a reader sees which of them altered the words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.differences import compared_words
from service.models import QUOTE_TYPES, Outlet, Quote, Side, Speaker
from service.summary import side_of

Faithfulness = Literal[
    "preferred",
    "same",  # the same words
    "part",  # fewer or more of them, in one run or with what was left out marked
    "reworded",  # in other words, and not between quotation marks
    "altered",  # other words between quotation marks
]
FAITHFULNESS: tuple[Faithfulness, ...] = ("preferred", "same", "part", "reworded", "altered")

# Of four dots the first ends a sentence or an abbreviation, and the mark is the rest.
_OMISSION = re.compile(r"…|\.\s?\.\s?\.(?!\s?\.)")
UNDATED = "~"
"""Behind every day: what has no date comes last."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One report of a statement, and how its words stand to the preferred ones."""

    quote: Quote
    wording: Faithfulness


@dataclass(frozen=True, slots=True)
class ReportedStance:
    """What the reports of a statement say on a topic: as a summary counts it, and by how many reports.

    ``holder`` is None where the opinion is the speaker's own.
    """

    topic: str
    holder: str | None
    stance: Side
    reports: dict[Side, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """All reports of one utterance; the variants are in the order of print, what has no date last."""

    id: str
    preferred: Quote
    variants: tuple[Variant, ...]
    articles: int
    first: dt.date | None
    last: dt.date | None
    outlets: tuple[Outlet, ...]
    speakers: tuple[Speaker, ...]
    stances: tuple[ReportedStance, ...]


def statement_of(reports: Sequence[Quote]) -> Statement:
    """The statement whose reports these are; there is at least one."""
    ordered = sorted(reports, key=print_key)
    best = min(ordered, key=_rank)
    days = [quote.published.day for quote in ordered if quote.published]
    outlets = {quote.outlet.id: quote.outlet for quote in ordered if quote.outlet}
    speakers = {_who(quote.speaker): quote.speaker for quote in reversed(ordered)}
    return Statement(
        id=best.statement_id,
        preferred=best,
        variants=tuple(Variant(quote, wording_of(quote, best)) for quote in ordered),
        articles=len({quote.article_id for quote in ordered}),
        first=min(days, default=None),
        last=max(days, default=None),
        outlets=tuple(outlets[key] for key in sorted(outlets)),
        speakers=tuple(reversed(speakers.values())),
        stances=_stances(ordered),
    )


def print_key(quote: Quote) -> tuple[str, str]:
    """What puts reports in the order of print."""
    return quote.published.day.isoformat() if quote.published else UNDATED, quote.id


def wording_of(quote: Quote, preferred: Quote) -> Faithfulness:
    """How the words of a report stand to the preferred ones."""
    if quote.id == preferred.id:
        return "preferred"
    own, best = compared_words(quote.text), compared_words(preferred.text)
    if own == best:
        return "same"
    if _quoted_from(quote.text, best) or _quoted_from(preferred.text, own):
        return "part"
    return "reworded" if quote.type == "indirect" else "altered"


def _quoted_from(text: str, whole: tuple[str, ...]) -> bool:
    """Whether each stretch between the marks of omission is a run of ``whole``, one after the other."""
    at = 0
    for stretch in _OMISSION.split(text):
        words = compared_words(stretch)
        places = range(at, len(whole) - len(words) + 1)
        begins = next((place for place in places if whole[place : place + len(words)] == words), None)
        if begins is None:
            return False
        at = begins + len(words)
    return True


def _rank(quote: Quote) -> tuple[object, ...]:
    """The smaller the better as the wording of the statement."""
    between_marks = QUOTE_TYPES.index(quote.type)
    inferred = quote.outlet is None or quote.outlet.source == "inferred"
    return quote.outlet is None, between_marks, -len(compared_words(quote.text)), inferred, *print_key(quote)


def _who(speaker: Speaker) -> tuple[str | None, ...]:
    """What tells two speakers apart: their id, or where they have none how they are described."""
    return (speaker.id,) if speaker.id is not None else (None, speaker.name, speaker.description)


def _stances(reports: Sequence[Quote]) -> tuple[ReportedStance, ...]:
    """By topic, the speaker's own before those of others."""
    counts: dict[tuple[str, str | None], Counter[Side]] = {}
    for quote in reports:
        for stance in quote.stances:
            counts.setdefault((stance.topic, stance.holder), Counter())[stance.stance] += 1
    return tuple(
        ReportedStance(topic, holder, side_of(sides), dict(sides))
        for (topic, holder), sides in sorted(
            counts.items(), key=lambda item: (item[0][0], item[0][1] is not None, item[0][1] or "")
        )
    )
