"""Quotes: attributions, who speaks, which side is taken, and what a person corrected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from service.models.article import Outlet, PublicationDate
from service.models.text import Passage, Span
from service.models.topic import Side

QuoteType = Literal["direct", "mixed", "indirect"]
Attitude = Literal["assertion", "belief", "intention"]
SpeakerKind = Literal["person", "organisation", "country", "document", "anonymous"]

QUOTE_TYPES: tuple[QuoteType, ...] = ("direct", "mixed", "indirect")
ATTITUDES: tuple[Attitude, ...] = ("assertion", "belief", "intention")
SPEAKER_KINDS: tuple[SpeakerKind, ...] = ("person", "organisation", "country", "document", "anonymous")


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
    "correction",  # a person said so
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
class CorrectedStance:
    """The side that a quote takes on a topic in a person's judgment; None where it does not address it."""

    topic: str
    stance: Side | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a quote in place of the analysis: who speaks, some stances, or that it is none.

    What it leaves open stays as the analysis has it. A quote that is ``withdrawn`` is served no more.
    """

    by: str
    reason: str
    at: dt.datetime
    speaker: Speaker | None = None
    stances: tuple[CorrectedStance, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution as it is stored, served and counted. docs/api.md (Quote) says what each field means."""

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
    correction: Correction | None = None  # what a person changed of it; speaker and stances are the corrected

    @property
    def start(self) -> int:
        """Where the quote begins in its article."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where the quote ends in its article."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with the quote that it is of.

    ``analysis`` is the quote as the last analysis has it, to which it goes back when the correction is taken
    away. It is None where the correction is orphaned: no quote of the last analysis is this one any more.
    """

    quote_id: str
    article_id: str
    correction: Correction
    analysis: Quote | None
