"""Whose view it is: the speaker's own, somebody else's that the speaker ascribes, or one that is only
relayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.models import Quote
from service.pipeline.classify.lexicon import MENTAL, SPEAKING, negates
from service.pipeline.classify.reading import Reading, country_of
from service.pipeline.phrases import fold

_PRONOUNS = frozenset({"we", "i", "they", "who", "it", "he", "she", "that", "you", "there", "this"})

REACH = 8
"""Words within which a content names the holder of the view it reports."""
RELAY_SHARE = 0.5
"""The share of a content that another quote within it must fill for the outer one to be a mere relay."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds what a quote reports. ``relayed`` says that those are somebody else's words, not a view
    ascribed.
    """

    name: str
    country: str | None
    relayed: bool


def holder_of(reading: Reading, quotes: Sequence[Quote]) -> Holder | None:
    """The other party whose view the content reports in its first words ("Washington is keen that ..."), or
    None.

    A view of the speaker's own side ("Pakistan believes", said by a Pakistani minister) is the speaker's. A
    person counts where the article quotes them elsewhere, or where a name of several words can be nothing
    else.
    """
    begin = reading.content_at + (reading.tokens[reading.content_at].word == "that")
    tokens = reading.tokens[begin : begin + REACH]
    verb = next((i for i, t in enumerate(tokens) if t.word in MENTAL or t.word in SPEAKING), None)
    if not verb:
        return None
    subject = tokens[:verb]
    if negates(subject[0].word) or any(t.word in _PRONOUNS for t in subject):
        return None
    names = [t for t in subject if t.name]
    known = next((q.speaker for q in quotes for t in names if _bears(q, t.word)), None)
    if known is not None and known.id == reading.quote.speaker.id:
        return None
    country = country_of(subject) or (known.country if known else None)
    if country is not None and country == reading.country:
        return None
    several = len(names) > 1 or (bool(names) and names[0] is not subject[0])
    if country is None and known is None and not (several and tokens[verb].word in SPEAKING):
        return None
    text = reading.article.text[subject[0].start : subject[-1].end]
    if names:
        text = reading.article.text[names[0].start : names[-1].end]
    return Holder(text, country, relayed=tokens[verb].word in SPEAKING)


def _bears(quote: Quote, word: str) -> bool:
    """Whether ``word`` is the last part of the name of the person who speaks in ``quote``."""
    name = quote.speaker.name or quote.speaker.stated or ""
    return quote.speaker.kind == "person" and bool(name) and fold(name.split()[-1]) == word


def relays(quote: Quote, quotes: Sequence[Quote]) -> bool:
    """Whether most of a quote is another speaker's quote within it, of another side: then it has no view of
    its own.

    A minister who quotes the own prime minister speaks for the government both are of.
    """
    length = quote.end - quote.start
    for other in quotes:
        inside = quote.start <= other.start and other.end <= quote.end and other.id != quote.id
        if not inside or other.end - other.start < RELAY_SHARE * length:
            continue
        if (other.start, other.end) == (quote.start, quote.end):
            continue
        if _party(other) != _party(quote) and not (
            other.speaker.country is not None and other.speaker.country == quote.speaker.country
        ):
            return True
    return False


def _party(quote: Quote) -> str | None:
    speaker = quote.speaker
    return speaker.id or speaker.name or speaker.description
