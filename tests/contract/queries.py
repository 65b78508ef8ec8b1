"""Queries made up by hypothesis over the values that ``tests.factories`` uses."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from service.models import ATTITUDES, QUOTE_TYPES, SIDES, SPEAKER_KINDS
from service.query import Choice, QuoteQuery
from service.words import TextQuery
from tests.factories import OUTLETS, SPEAKERS, TOPICS, WORDS


def choices(*pool: str) -> st.SearchStrategy[Choice]:
    """Mostly no condition; else some values wanted, some not."""
    values = st.lists(st.sampled_from(pool), max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(Choice()), st.just(Choice()), st.builds(Choice, values, values))


days = st.dates(dt.date(2021, 12, 1), dt.date(2023, 7, 1))
few_words = st.lists(st.sampled_from(WORDS), max_size=1).map(tuple)
phrases = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(tuple), max_size=1).map(tuple)
texts = st.one_of(st.none(), st.none(), st.builds(TextQuery, few_words, phrases, few_words, phrases))

queries = st.builds(
    QuoteQuery,
    text=texts,
    speaker=choices(*{speaker.id for speaker in SPEAKERS if speaker.id}, "nobody"),
    role=choices("minister", "Foreign MINISTER", "official", "chairman vice"),
    affiliation=choices("tehreek", "european commission", "insaf pakistan", '"European Commission"', '"pti"'),
    country=choices("PK", "RU", "EU"),
    outlet=choices(*(outlet.id for outlet in OUTLETS if outlet), "nowhere"),
    topic=choices(*(topic.id for topic in TOPICS)),
    stance=choices(*SIDES),
    type=choices(*QUOTE_TYPES),
    kind=choices(*SPEAKER_KINDS),
    attitude=st.one_of(st.just(Choice(("assertion",))), choices(*ATTITUDES)),
    statement=choices("0" * 31 + "1", "0" * 31 + "2"),
    since=st.one_of(st.none(), days),
    until=st.one_of(st.none(), days),
    undated=st.booleans(),
    min_confidence=st.one_of(st.none(), st.sampled_from((0.25, 0.5, 0.75))),
    represents_state=st.sampled_from((None, None, True, False)),
    resolved=st.sampled_from((None, None, True, False)),
    own=st.sampled_from((False, False, True)),
)
