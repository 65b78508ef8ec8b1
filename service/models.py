"""What On Record knows: articles, the attributions in them, quotes, speakers, stances and topics.

Frozen data that imports nothing of ours. Offsets count Unicode code points of ``Article.text``; a span is
half open, so that ``text[span.start:span.end]`` is what it covers. What is not known is ``None``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

QuoteType = Literal["direct", "mixed", "indirect"]
Attitude = Literal["assertion", "belief", "intention"]
Side = Literal["favor", "against", "neutral", "unsure"]
SpeakerKind = Literal["person", "organisation", "country", "document", "anonymous"]
Precision = Literal["day", "month", "year"]
Provenance = Literal["stated", "supplied", "inferred"]

QUOTE_TYPES: tuple[QuoteType, ...] = ("direct", "mixed", "indirect")
ATTITUDES: tuple[Attitude, ...] = ("assertion", "belief", "intention")
SIDES: tuple[Side, ...] = ("favor", "against", "neutral", "unsure")
SPEAKER_KINDS: tuple[SpeakerKind, ...] = ("person", "organisation", "country", "document", "anonymous")

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


def digest(*parts: object) -> str:
    """The identity of something made of ``parts``: 32 hexadecimal digits of blake2b (RFC 7693)."""
    joined = "\x1f".join(str(part) for part in parts)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch ``text[start:end]`` of an article's text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What the span covers in ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


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
            first_of_next = (self.day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
            return first_of_next - dt.timedelta(days=1)
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


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody (source) says (cue) something (content), as PolNeAR has it (Newell et al., LREC 2018).

    ``content`` has several spans where the cue splits one utterance; outer quotation marks are left out.
    """

    content: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    attitude: Attitude = "assertion"
    confidence: float = 1.0

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Where the content ends."""
        return self.content[-1].end


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article with its text: a cue, a mention, a piece of evidence."""

    start: int
    end: int
    text: str


ResolvedBy = Literal[
    "name",  # the mention holds a full name
    "partial-name",  # a surname or part of a name that the article gives in full elsewhere
    "role",  # "the spokesman", "Pakistan's foreign minister"
    "apposition",
    "pronoun",
    "metonym",  # "Islamabad"
    "organisation",
    "context",  # no mention of its own: the cue or colon of the sentence before carries on
    "registry",  # a role known from the registry of speakers, on that date
]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it. ``name`` is canonical across articles, ``stated`` the fullest form in this one.

    An unnamed speaker has neither, but a ``description``. ``id`` is None where the speaker is unnamed.
    Role, affiliation and country are those that held on the article's date. ``country`` is an ISO 3166-1
    alpha-2 code, or ``EU``.
    """

    kind: SpeakerKind
    id: str | None = None
    name: str | None = None
    stated: str | None = None
    description: str | None = None
    role: str | None = None
    affiliation: str | None = None
    country: str | None = None
    represents_state: bool = False
    mention: Passage | None = None
    resolved_by: ResolvedBy | None = None
    names: tuple[str, ...] = ()  # every name a search should find this speaker by, the canonical one first


@dataclass(frozen=True, slots=True)
class Evidence:
    """What decided a stance: a stretch of the article, and the rule or the model that used it."""

    start: int
    end: int
    text: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Stance:
    """The side that a quote takes on a topic's proposition. Not addressed is no row at all.

    ``neutral`` means addressed with the side withheld; ``unsure`` that the system abstains. ``holder`` is set
    when the opinion is not the speaker's own.
    """

    topic: str
    stance: Side
    confidence: float
    evidence: Evidence
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The running text on both sides of a quote, cut at sentence or length."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution as it is stored, served and counted. See DESIGN for each field's meaning."""

    id: str
    article_id: str
    text: str
    spans: tuple[Span, ...]
    type: QuoteType
    speaker: Speaker
    attitude: Attitude = "assertion"
    cue: Passage | None = None
    context: Context = Context()
    reported_by: tuple[str, ...] = ()  # names or descriptions, outermost first
    stances: tuple[Stance, ...] = ()
    keys: tuple[str, ...] = ()  # what variants of the same statement are looked up by; never served
    links: tuple[str, ...] = ()  # ids of quotes that are variants of this one
    statement_id: str = ""  # the smallest id of the connected component; the quote's own where it is alone
    confidence: float = 1.0
    model: str = ""
    outlet: Outlet | None = None
    headline: str | None = None
    published: PublicationDate | None = None
    language: str | None = None
    url: str | None = None

    @property
    def start(self) -> int:
        """Where the quote begins in its article."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where the quote ends in its article."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class Cues:
    """Explicit phrases of a topic, in the language of :mod:`service.pipeline.phrases`."""

    favor: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A quote that a user labelled for a topic. ``stance`` None says that it is not addressed."""

    text: str
    stance: Side | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A proposition that quotes take sides on."""

    id: str
    proposition: str
    negation: str | None = None
    description: str | None = None
    targets: tuple[str, ...] = ()
    cues: Cues = field(default_factory=Cues)
    examples: tuple[Example, ...] = ()
