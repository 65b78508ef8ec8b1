"""The laws of corrections: what is applied can be taken off, and no new analysis loses any."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.ingest.corrections import alone, analysed, carried, difference, orphaned, served
from service.models import Corrected, CorrectedStance, Correction, Quote
from tests.factories import SPEAKERS, TOPICS, a_quote, a_stance, an_article

ARTICLE = an_article("a")
NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
SIDES = st.sampled_from(["favor", "against", "neutral", "unsure"])
TOPIC_IDS = st.sampled_from([topic.id for topic in TOPICS])

quotes = st.builds(
    lambda place, speaker, stances: a_quote(
        ARTICLE, f"quote {place}", 100 * place, speaker=speaker,
        stances=tuple(a_stance(topic, side) for topic, side in stances.items()),
    ),
    st.integers(0, 5), st.sampled_from(SPEAKERS), st.dictionaries(TOPIC_IDS, SIDES),
)  # fmt: skip
analyses = st.lists(quotes, max_size=6, unique_by=lambda quote: quote.id).map(
    lambda found: tuple(sorted(found, key=lambda quote: quote.start))
)
words = st.builds(
    lambda minute, speaker, stances, withdrawn: Correction(
        "Ann", "Because.", NOON + dt.timedelta(minutes=minute),
        speaker=None if withdrawn else speaker,
        stances=() if withdrawn else tuple(CorrectedStance(*judged) for judged in stances.items()),
        withdrawn=withdrawn,
    ),
    st.integers(0, 9), st.none() | st.sampled_from(SPEAKERS),
    st.dictionaries(TOPIC_IDS, st.none() | SIDES), st.booleans(),
)  # fmt: skip


@st.composite
def corrected_analyses(draw: st.DrawFn) -> tuple[tuple[Quote, ...], tuple[Corrected, ...]]:
    """The quotes of an analysis, and corrections of some of them."""
    found = draw(analyses)
    chosen = [quote for quote in found if draw(st.booleans())]
    return found, tuple(Corrected(quote.id, ARTICLE.id, draw(words), alone(quote)) for quote in chosen)


@given(corrected_analyses())
def test_what_is_taken_off_gives_the_analysis_again(
    case: tuple[tuple[Quote, ...], tuple[Corrected, ...]],
) -> None:
    found, made = case
    assert analysed(served(found, made), made) == found


@given(corrected_analyses())
def test_what_a_person_leaves_open_is_the_analysis_own(
    case: tuple[tuple[Quote, ...], tuple[Corrected, ...]],
) -> None:
    found, made = case
    own = {quote.id: quote for quote in found}
    corrections = {one.quote_id: one.correction for one in made}
    for quote in served(found, made):
        correction = corrections.get(quote.id)
        assert quote.correction == correction
        judged = {stance.topic for stance in correction.stances} if correction else set()
        assert [s for s in quote.stances if s.topic not in judged] == [
            s for s in own[quote.id].stances if s.topic not in judged
        ]
        if correction is None or correction.speaker is None:
            assert quote.speaker == own[quote.id].speaker


@given(corrected_analyses(), analyses, st.data())
def test_no_correction_is_lost_or_doubled_by_a_new_analysis(
    case: tuple[tuple[Quote, ...], tuple[Corrected, ...]], later: tuple[Quote, ...], data: st.DataObject
) -> None:
    found, made = case
    there = {quote.id for quote in later}
    targets = st.none() | st.sampled_from(sorted(there)) if there else st.none()
    successors = {quote.id: data.draw(targets) for quote in found if quote.id not in there}
    after = carried(made, later, successors)
    assert sorted(one.correction.at for one in after) == sorted(one.correction.at for one in made)
    assert len({one.quote_id for one in after}) == len(after)
    assert all((one.analysis is not None) == (one.quote_id in there) for one in after)
    assert set(carried(after, later, {})) == set(after)
    assert not difference(after, carried(after, later, {}))
    assert all(one.quote_id in there for one in after if one.quote_id in {m.quote_id for m in made} & there)


def test_of_two_that_come_to_one_quote_its_own_stays_and_else_the_newest() -> None:
    old, older, new = (a_quote(ARTICLE, text, 0) for text in ("We", "We want", "We want peace"))
    first, second, third = (
        Corrected(quote.id, ARTICLE.id, Correction("Ann", "x", NOON + dt.timedelta(days=day)), alone(quote))
        for day, quote in enumerate((old, older, new))
    )
    successors = {old.id: new.id, older.id: new.id}
    kept, orphan = carried((first, second), (new,), successors)
    assert (kept.quote_id, kept.correction) == (new.id, second.correction)
    assert orphan == replace(first, analysis=None)
    own, *orphans = carried((replace(third, correction=first.correction), second), (new,), successors)
    assert own.correction == first.correction
    assert orphans == list(orphaned((second,)))
