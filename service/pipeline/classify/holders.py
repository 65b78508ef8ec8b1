"""Whose view it is: the speaker's own, somebody else's that the speaker ascribes, or one that is only
relayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.models import Quote
from service.pipeline.classify.lexicon import MENTAL, SPEAKING, negates
from service.pipeline.classify.reading import Reading, country_of

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


def holder_of(reading: Reading) -> Holder | None:
    """The other party whose view the content reports in its first words ("Washington is keen that ..."), or
    None.

    A view of the speaker's own side ("Pakistan believes", said by a Pakistani minister) is the speaker's.
    """
    tokens = reading.tokens[reading.content_at : reading.content_at + REACH]
    verb = next((i for i, t in enumerate(tokens) if t.word in MENTAL or t.word in SPEAKING), None)
    if not verb:
        return None
    subject = tokens[:verb]
    if any(t.word in ("we", "i", "they", "who", "it", "he", "she", "that") for t in subject[1:] or subject):
        return None
    names = [t for t in subject if t.name]
    if not names or negates(subject[0].word):
        return None
    country = country_of(subject)
    if country is None or country == reading.country:
        return None
    text = reading.article.text[names[0].start : names[-1].end]
    return Holder(text, country, relayed=tokens[verb].word in SPEAKING)


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
