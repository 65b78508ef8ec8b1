"""Articles: as they were read, and as they are stored."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "year")
Provenance = Literal["stated", "supplied", "inferred"]
PROVENANCES: tuple[Provenance, ...] = ("stated", "supplied", "inferred")

RegionKind = Literal[
    "headline",  # the article's own headline, every time it is printed
    "standfirst",  # the sentence under it, or the bullets that sum the article up
    "pull-quote",  # a quote of the body printed again as decoration
    "byline",
    "dateline",
    "caption",  # of a picture, with its credit and its alternative text
    "related",  # "Also read: ...", "Source link", "Short Url"
    "heading",  # between sections
    "comments",
    "bio",  # of the author
    "widget",  # polls, videos, share buttons, menus
]
FURNITURE: frozenset[RegionKind] = frozenset(
    ("byline", "dateline", "caption", "related", "heading", "comments", "bio", "widget")
)
"""The kinds of region in which nothing is ever a quote."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of an article that is not running text, and what it is instead."""

    start: int
    end: int
    kind: RegionKind

    @property
    def furniture(self) -> bool:
        """Whether nothing in the region may become a quote."""
        return self.kind in FURNITURE


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where an article was printed. ``source`` says whether it was named, by whom, or inferred."""

    id: str
    name: str
    source: Provenance = "supplied"


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """When an article was printed: the first day of the period, and how long that period is."""

    day: dt.date
    precision: Precision = "day"
    source: Provenance = "supplied"

    @property
    def last_day(self) -> dt.date:
        """The last day of the period (the day itself, the month's end or 31 December)."""
        if self.precision == "year":
            return self.day.replace(month=12, day=31)
        if self.precision == "month":
            return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
        return self.day

    def __str__(self) -> str:
        length = {"day": 10, "month": 7, "year": 4}[self.precision]
        return self.day.isoformat()[:length]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored. ``text`` is never changed: for ``.txt`` it is the file as it is."""

    id: str
    text: str
    content_hash: str
    outlet: Outlet | None = None
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: PublicationDate | None = None
    url: str | None = None
    language: str | None = None
    regions: tuple[Region, ...] = ()
    source_name: str | None = None  # the file or line it was read from; not part of its identity
    analysis_version: str | None = None
    ingested_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What was read, before anything is understood: a text or HTML, and the metadata that came with it.

    Metadata are as they were given; ``inferred`` names the fields whose giver says that they were inferred,
    ``fallback`` those that hold only where the article itself says nothing (``--outlet`` and its like).
    ``clean`` fills what is missing from the text or leaves it unknown.
    """

    name: str  # the file's name, "FILE:LINE" of a line, or "request"
    text: str | None = None
    html: str | None = None
    url: str | None = None
    headline: str | None = None
    outlet: str | None = None
    published: str | None = None  # YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 time
    authors: tuple[str, ...] = ()
    language: str | None = None
    inferred: frozenset[str] = frozenset()
    fallback: frozenset[str] = frozenset()
