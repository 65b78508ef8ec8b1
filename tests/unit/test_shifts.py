"""Shifts: what is one and what is not, and the laws that a posterior keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import shifts
from service.errors import BadRequest
from service.models import Side
from service.query import Opinion
from service.shifts import LEAST_POSTERIOR, Shift, corrected, find_shifts, position, posterior_of_rise
from service.summary import ENOUGH, Sides
from tests.factories import OPINION as BASE

MAY = dt.date(2022, 5, 1)
# Disks and cores of shared machines stall at times.
quick = settings(max_examples=60, deadline=None)
counts = st.integers(0, 40)
decided = st.builds(Sides, counts, counts, counts).filter(lambda sides: sides.addressed > 0)


def said(side: Side, day: dt.date | None, number: int, **fields: object) -> Opinion:
    key = f"{day}/{side}/{number}/{fields.get('speaker_id')}"
    made = replace(BASE, quote_id=key, statement_id=key, article_id=key, stance=side, published=day)
    return replace(made, **fields)  # type: ignore[arg-type]


def times(n: int, side: Side, day: dt.date | None, **fields: object) -> list[Opinion]:
    return [said(side, day, number, **fields) for number in range(n)]


def only(opinions: list[Opinion], at: dt.date | None = MAY, evidence: int = 0) -> Shift:
    [found] = find_shifts(opinions, ("speaker", "topic"), at=at, evidence=evidence).groups
    return found


MARCH, JUNE = dt.date(2022, 3, 1), dt.date(2022, 6, 1)


def test_who_spoke_against_and_then_in_favor_has_shifted() -> None:
    found = only([*times(6, "against", MARCH), *times(7, "favor", JUNE)], evidence=2)
    assert found.reason is None
    assert (found.at, found.difference, found.looks) == (MAY, 1.0, 1)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.sides.against, found.after.sides.favor) == (6, 7)
    assert (found.before.last, found.after.first) == (MARCH, JUNE)
    assert [each.stance for each in found.before.evidence] == ["against", "against"]
    assert [each.stance for each in found.after.evidence] == ["favor", "favor"]


@pytest.mark.parametrize(
    ("opinions", "reason"),
    [
        ([*times(4, "against", MARCH), *times(50, "favor", JUNE)], "too few statements"),
        ([*times(50, "against", MARCH), *times(9, "unsure", JUNE)], "too few statements"),
        ([*times(50, "against", MARCH), *times(50, "favor", None)], "too few statements"),
        (
            [*times(500, "favor", MARCH), *times(500, "favor", JUNE), *times(90, "against", JUNE)],
            "difference under 0.2",
        ),
        (
            [*times(3, "favor", MARCH), *times(3, "against", MARCH), *times(5, "favor", JUNE),
             *times(2, "against", JUNE)],
            "posterior under 0.95",
        ),
    ],
)  # fmt: skip
def test_what_may_be_chance_or_is_little_is_no_detectable_change(
    opinions: list[Opinion], reason: str
) -> None:
    assert only(opinions).reason == reason


def test_reprints_are_no_more_statements() -> None:
    reprints = [replace(BASE, quote_id=str(n), article_id=str(n), published=JUNE) for n in range(50)]
    assert only([*times(6, "against", MARCH), *reprints]).reason == "too few statements"


def test_a_statement_counts_on_the_day_of_its_first_print() -> None:
    early = times(6, "favor", MARCH)
    late = [replace(opinion, quote_id=f"{opinion.quote_id}/again", published=JUNE) for opinion in early]
    assert only([*early, *late]).reason == "too few statements"


def test_without_a_day_the_month_that_tells_most_is_found() -> None:
    months = [dt.date(2022, month, 15) for month in range(1, 11)]
    opinions = [o for day in months for o in times(4, "against" if day.month < 7 else "favor", day)]
    found = only(opinions, at=None)
    assert (found.reason, found.at) == (None, dt.date(2022, 7, 1))
    # January has nothing before it, February's before and October's after are under five.
    assert found.looks == 7


def test_who_looks_often_needs_more() -> None:
    opinions = [*times(3, "favor", MARCH), *times(3, "against", MARCH), *times(7, "favor", JUNE)]
    assert only(opinions, at=JUNE).reason is None
    more = [
        opinion
        for month in range(7, 13)
        for opinion in times(1, "favor" if month % 2 else "against", dt.date(2022, month, 1))
    ]
    found = only([*opinions, *more], at=None)
    assert found.looks > 1
    assert found.posterior is not None
    assert found.corrected == corrected(found.posterior, found.looks) < found.posterior


def test_shifts_come_first_and_every_group_is_judged_by_itself() -> None:
    mover = [*times(6, "against", MARCH), *times(7, "favor", JUNE)]
    other = [*times(9, "favor", MARCH, speaker_id="lavrov"), *times(9, "favor", JUNE, speaker_id="lavrov")]
    few = times(2, "favor", MARCH, speaker_id="borrell")
    one = times(1, "favor", MARCH, speaker_id="akram")
    found = find_shifts([*one, *few, *other, *mover], ("speaker", "topic"), at=MAY).groups
    assert [shift.ids[0] for shift in found] == ["qureshi", "lavrov", "borrell", "akram"]
    assert found[0] == only(mover)


def test_more_groups_than_can_be_judged_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    opinions = [opinion for name in "abc" for opinion in times(2, "favor", MARCH, speaker_id=name)]
    monkeypatch.setattr(shifts, "MOST_GROUPS", 3)
    assert len(find_shifts(opinions, ("speaker", "topic")).groups) == 3
    monkeypatch.setattr(shifts, "MOST_GROUPS", 2)
    with pytest.raises(BadRequest, match="narrow") as caught:
        find_shifts(opinions, ("speaker", "topic"))
    assert set(caught.value.errors) == {"group_by"}


def test_evidence_is_gathered_for_the_best_month_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[int] = []
    part = shifts._part

    def counted(statements: list[object], *rest: object) -> object:
        parts.append(len(statements))
        return part(statements, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(shifts, "_part", counted)
    months = [dt.date(2022, month, 15) for month in range(1, 11)]
    opinions = [o for day in months for o in times(4, "against" if day.month < 7 else "favor", day)]
    assert only(opinions, at=None, evidence=2).looks == 7
    assert parts == [24, 16]


def test_what_summaries_leave_out_is_left_out() -> None:
    others = times(9, "favor", JUNE, holder="Moscow")
    found = find_shifts([*times(6, "against", MARCH), *others], ("speaker", "topic"), at=MAY)
    assert found.left_out.other_holder == 9
    assert found.groups[0].reason == "too few statements"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Of even posteriors neither is above; two that do not touch are certain; the third by Monte Carlo
        # with four million draws of Beta(1.5, 5.5) and Beta(5.5, 1.5).
        (Sides(3, 3), Sides(3, 3), 0.5),
        (Sides(0, 1000), Sides(1000, 0), 1.0),
        (Sides(1, 5), Sides(5, 1), 0.99136),
    ],
)
def test_a_posterior_is_what_it_should_be(before: Sides, after: Sides, expected: float) -> None:
    assert posterior_of_rise(before, after) == pytest.approx(expected, abs=5e-4)


@given(decided, decided)
@quick
def test_looked_at_backwards_a_rise_is_a_fall(before: Sides, after: Sides) -> None:
    assert posterior_of_rise(before, after) == pytest.approx(1 - posterior_of_rise(after, before), abs=1e-9)


@given(decided, decided)
@quick
def test_with_the_proposition_turned_around_a_rise_is_a_fall(before: Sides, after: Sides) -> None:
    turned = [Sides(sides.against, sides.favor, sides.neutral) for sides in (before, after)]
    assert posterior_of_rise(*turned) == pytest.approx(1 - posterior_of_rise(before, after), abs=1e-9)
    assert position(turned[0]) == pytest.approx(1 - position(before))


@given(decided, decided, st.integers(1, 20))
@quick
def test_more_in_the_same_direction_never_lowers_the_posterior(
    before: Sides, after: Sides, more: int
) -> None:
    known = posterior_of_rise(before, after) - 1e-9
    assert posterior_of_rise(before, replace(after, favor=after.favor + more)) >= known
    assert posterior_of_rise(replace(before, against=before.against + more), after) >= known


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@quick
def test_a_posterior_is_a_probability_however_many_there_are(favor: int, against: int) -> None:
    assert 0 <= posterior_of_rise(Sides(1, 1), Sides(favor, against)) <= 1


@given(st.floats(0, 1), st.integers(1, 100))
@quick
def test_looking_more_often_never_makes_surer(posterior: float, looks: int) -> None:
    assert 0 <= corrected(posterior, looks + 1) <= corrected(posterior, looks) <= posterior + 1e-12


statements = st.lists(
    st.builds(
        said,
        st.sampled_from(("favor", "against", "neutral", "unsure")),
        st.one_of(st.none(), st.dates(dt.date(2022, 1, 1), dt.date(2022, 6, 1))),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda opinion: opinion.statement_id,
)


@given(statements, st.one_of(st.none(), st.just(dt.date(2022, 3, 1))), st.randoms(use_true_random=False))
@quick
def test_the_parts_are_the_dated_statements_and_their_order_changes_nothing(
    opinions: list[Opinion], at: dt.date | None, chance: object
) -> None:
    found = only(opinions, at)
    mixed = list(opinions)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert only(mixed, at) == found
    assert found.sides.n == len(opinions)
    if found.before is None or found.after is None:
        assert found.reason == "too few statements"
        return
    assert found.before.sides.n + found.after.sides.n + found.undated == len(opinions)
    assert found.before.last < found.at <= found.after.first  # type: ignore[operator]
    assert min(found.before.sides.addressed, found.after.sides.addressed) >= ENOUGH
    if found.reason is None:
        assert found.corrected is not None
        assert found.corrected >= LEAST_POSTERIOR
        assert abs(found.difference or 0) >= 0.2 - 1e-9
