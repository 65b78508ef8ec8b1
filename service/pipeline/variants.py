"""Whether two quotes report one utterance.

Containment of content words (their overlap over the shorter quote) finds what equality after normalising
(Quotebank, Vaucher et al., WSDM 2021) and long shared runs (MemeTracker, Leskovec et al., KDD 2009) miss:
paraphrase and spun text. Alone it would join different people who say the same thing, so speaker and date
gate it.
"""

from __future__ import annotations

import datetime as dt
import re

from service.models import PublicationDate, Quote
from service.pipeline.wording import Wording, wording_of

GATE = 0.70
"""The share of the shorter quote's content words that must be in the longer one."""
STRICT_GATE = 0.80
"""The same where a date is unknown, or a speaker is, or the shorter quote has few words."""
LEAST_WORDS = 4
LEAST_OF_UNKNOWN = 6
"""Content words where it is not known that the speakers are the same: common phrases are shorter."""
LEAST_NEIGHBOURS = 2
"""Pairs of neighbours that must come in the same order, too, where the speakers may be different people."""
SHORT = 6
"""Content words under which a quote asks for the strict gate: one word more or less says too much."""
LEAST_REPEATED = 3
"""Content words of a pull quote or a bullet, which repeats the words of its own article in their order."""
LEAST_SAME = 2
"""Content words that the same speaker says twice in one article, one after the other and no others."""
NEAR = dt.timedelta(days=14)


_ADDED = re.compile(
    r",?\s+(?:(?:after|before|while|when|despite|without|following|since|by)\s+\w+ing|but\s+\w+ed|amid(?:st)?)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What a headline or a bullet adds of its own: "after abstaining from a vote", "but stopped short of it"."""


def same_utterance(one: Quote, other: Quote) -> bool:
    """Whether two quotes are variants of one statement. Symmetric."""
    if one.id == other.id:
        return False
    within = one.article_id == other.article_id
    nested = within and _nested(one, other)
    wordings = (wording_of(_told(quote) if within and not nested else quote.text) for quote in (one, other))
    shorter, longer = sorted(wordings, key=lambda wording: (len(wording.words), wording.words))
    if nested:
        size = len(shorter.words)
        return size >= LEAST_WORDS or 2 * size >= len(longer.words) > 0
    speakers, dates = speaker_gate(one, other), date_gate(one, other)
    if speakers is None or dates is None:
        return False
    return (within and _repeated(shorter, longer, speakers)) or _alike(shorter, longer, speakers, dates)


def _told(quote: Quote) -> str:
    """What a report in an article's own words says that the speaker said."""
    return _ADDED.sub("", quote.text) if quote.type == "indirect" else quote.text


def _repeated(shorter: Wording, longer: Wording, speakers: float) -> bool:
    """Whether one wording of an article is in another one, word by word."""
    if len(shorter.words) >= LEAST_REPEATED:
        return _runs(shorter, longer)
    return speakers == GATE and len(shorter.words) >= LEAST_SAME and shorter.words == longer.words


def _alike(shorter: Wording, longer: Wording, speakers: float, dates: float) -> bool:
    """Whether two wordings share enough for what is known of speakers and dates."""
    words = shorter.distinct
    if len(words) < (LEAST_WORDS if speakers == GATE else LEAST_OF_UNKNOWN):
        return False
    if speakers > GATE and len(shorter.neighbours & longer.neighbours) < LEAST_NEIGHBOURS:
        return False
    gate = max(speakers, dates, STRICT_GATE if len(words) < SHORT else GATE)
    return len(words & longer.distinct) >= gate * len(words)


def speaker_gate(one: Quote, other: Quote) -> float | None:
    """How much wording two speakers must share to be taken for one, or None where they can't be.

    Two people never are. A body and a person who speaks for its state may be: "Islamabad", its foreign
    ministry and its minister are printed for one another. So may somebody and who relays them.
    """
    a, b = one.speaker, other.speaker
    if a.id is not None and a.id == b.id:
        return GATE
    relays = {name for quote in (one, other) for name in quote.reported_by}
    if any(name in relays for name in (a.name, b.name) if name):
        return GATE
    if a.country is not None and b.country is not None and a.country != b.country:
        return None
    same_country = a.country is not None and a.country == b.country
    if a.name is None or b.name is None:
        return GATE if same_country and a.name == b.name else STRICT_GATE
    if a.kind == "person" and b.kind == "person":
        return None
    official = all(speaker.represents_state or speaker.kind != "person" for speaker in (a, b))
    return GATE if same_country and official else None


def date_gate(one: Quote, other: Quote) -> float | None:
    """How much wording two dates ask for, or None where they are too far apart. Periods may touch."""
    if one.article_id == other.article_id:
        return GATE
    if one.published is None or other.published is None:
        return STRICT_GATE
    return GATE if _apart(one.published, other.published) <= NEAR else None


def _apart(one: PublicationDate, other: PublicationDate) -> dt.timedelta:
    return max(one.day - other.last_day, other.day - one.last_day, dt.timedelta())


def _nested(one: Quote, other: Quote) -> bool:
    return (one.start <= other.start and other.end <= one.end) or (
        other.start <= one.start and one.end <= other.end
    )


def _runs(shorter: Wording, longer: Wording) -> bool:
    """Whether ``shorter`` is a run of ``longer``."""
    if not shorter.neighbours <= longer.neighbours:
        return False
    size = len(shorter.words)
    return any(longer.words[at : at + size] == shorter.words for at in range(len(longer.words) - size + 1))
