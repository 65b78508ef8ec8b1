"""What On Record knows: articles, their attributions, quotes, speakers, stances, topics and corrections.

Frozen data that imports nothing of ours. Offsets count Unicode code points of ``Article.text``; a span is
half open, so that ``text[span.start:span.end]`` is what it covers. What is not known is ``None``.
"""

from __future__ import annotations

from service.models.article import (
    FURNITURE,
    PRECISIONS,
    PROVENANCES,
    Article,
    Outlet,
    Precision,
    Provenance,
    PublicationDate,
    RawArticle,
    Region,
    RegionKind,
)
from service.models.quote import (
    ATTITUDES,
    QUOTE_TYPES,
    SPEAKER_KINDS,
    Attitude,
    Attribution,
    Context,
    Corrected,
    CorrectedStance,
    Correction,
    Evidence,
    Quote,
    QuoteType,
    ResolvedBy,
    Speaker,
    SpeakerKind,
    Stance,
)
from service.models.text import Passage, Span, digest
from service.models.topic import SIDES, Cues, Example, Side, Topic

__all__ = [
    "ATTITUDES",
    "FURNITURE",
    "PRECISIONS",
    "PROVENANCES",
    "QUOTE_TYPES",
    "SIDES",
    "SPEAKER_KINDS",
    "Article",
    "Attitude",
    "Attribution",
    "Context",
    "Corrected",
    "CorrectedStance",
    "Correction",
    "Cues",
    "Evidence",
    "Example",
    "Outlet",
    "Passage",
    "Precision",
    "Provenance",
    "PublicationDate",
    "Quote",
    "QuoteType",
    "RawArticle",
    "Region",
    "RegionKind",
    "ResolvedBy",
    "Side",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Stance",
    "Topic",
    "digest",
]
