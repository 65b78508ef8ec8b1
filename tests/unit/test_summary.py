"""Stances summed up: hand-made cells, and what holds for any opinions."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadRequest
from service.models import SIDES, Side
from service.query import Opinion
from service.summary import GROUPS, MOST_PERIODS, Cell, GroupKey, LeftOut, share, side_of, summarise
from tests.factories import OPINION as BASE

opinions = st.lists(
    st.builds(
        Opinion,
        quote_id=st.uuids().map(str),
        statement_id=st.sampled_from("stuvwxyz"),
        article_id=st.sampled_from("abcd"),
        outlet_id=st.sampled_from(("dawn.com", "post.example", None)),
        outlet_name=st.just("An Outlet"),
        speaker_id=st.sampled_from(("qureshi", "lavrov", None)),
        speaker_name=st.just("Somebody"),
        affiliation=st.sampled_from(("PTI", None)),
        country=st.sampled_from(("PK", "RU", None)),
        represents_state=st.booleans(),
        published=st.one_of(st.none(), st.dates(dt.date(2021, 12, 1), dt.date(2022, 4, 1))),
        topic=st.sampled_from(("neutrality", "sanctions")),
        stance=st.sampled_from(SIDES),
        confidence=st.sampled_from((0.25, 0.5, 1.0)),
        holder=st.sampled_from((None, None, "the government")),
    ),
    max_size=60,
)
groupings = st.lists(st.sampled_from(GROUPS), min_size=1, max_size=2, unique=True)


def only(*found: Opinion, group_by: tuple[GroupKey, ...] = ("topic",)) -> Cell:
    [cell] = summarise(found, group_by).cells
    return cell


def test_reprints_of_a_statement_count_once() -> None:
    reprints = [replace(BASE, quote_id=str(n), article_id=str(n), outlet_id=f"outlet {n}") for n in range(7)]
    cell = only(*reprints)
    assert (cell.sides.n, cell.sides.favor, cell.articles, cell.outlets, cell.speakers) == (1, 1, 7, 7, 1)


@pytest.mark.parametrize(
    ("reports", "side"),
    [
        (["favor"], "favor"),
        (["favor", "favor", "against"], "favor"),
        (["favor", "against"], "unsure"),
        (["favor", "against", "neutral", "neutral"], "neutral"),
        (["unsure", "unsure", "unsure", "against"], "against"),
        (["unsure"], "unsure"),
        ([], "unsure"),
    ],
)
def test_a_statement_has_its_commonest_decided_side(reports: list[Side], side: Side) -> None:
    assert side_of(Counter(reports)) == side


def test_an_opinion_of_somebody_else_is_not_the_speakers() -> None:
    found = summarise([replace(BASE, holder="Moscow")], ["speaker"])
    assert found.cells == ()
    assert found.left_out.other_holder == 1


def test_a_country_is_what_those_say_who_speak_for_it() -> None:
    critic = replace(BASE, statement_id="t", represents_state=False)
    found = summarise([BASE, critic], ["country"])
    assert [cell.sides.n for cell in found.cells] == [1]
    assert found.left_out.no_state == 1
    assert only(BASE, critic, group_by=("speaker",)).sides.n == 2


def test_an_unnamed_speaker_is_in_no_roll_up_by_speaker() -> None:
    unnamed = replace(BASE, speaker_id=None, speaker_name=None)
    assert summarise([unnamed], ["speaker", "topic"]).left_out.no_group == 1
    assert only(unnamed).sides.n == 1
    assert only(unnamed).speakers == 0


@pytest.mark.parametrize("group_by", [*((key,) for key in GROUPS), *combinations(GROUPS, 2)])
def test_a_speaker_of_whom_nothing_is_known_counts_nowhere(group_by: tuple[GroupKey, ...]) -> None:
    unknown = replace(BASE, speaker_id=None, speaker_name=None, affiliation=None, country=None)
    found = summarise([unknown], group_by)
    assert found.cells == ()
    assert found.left_out == LeftOut(unresolved=1)


@pytest.mark.parametrize("group_by", [("topic",), ("outlet",), ("country",), ("affiliation",)])
def test_an_unnamed_group_of_a_known_country_or_body_counts(group_by: tuple[GroupKey, ...]) -> None:
    sources = replace(BASE, speaker_id=None, speaker_name=None, affiliation="Foreign Office", country="PK")
    assert only(sources, group_by=group_by).sides.n == 1


def test_shares_begin_with_five_statements_and_leave_the_unsure_out() -> None:
    sides: list[Side] = ["favor", "favor", "against", "neutral", "unsure"]
    made = [replace(BASE, statement_id=str(n), stance=side) for n, side in enumerate(sides)]
    assert only(*made[:4]).sides.shares is None
    assert only(*made[:4]).sides.net is None
    cell = only(*made)
    assert cell.sides.net == (2 - 1) / 4
    shares = cell.sides.shares
    assert shares is not None
    assert [shares[side].share for side in ("favor", "against", "neutral")] == [0.5, 0.25, 0.25]


def test_five_statements_that_are_all_unsure_have_no_shares() -> None:
    made = [replace(BASE, statement_id=str(n), stance="unsure") for n in range(5)]
    assert only(*made).sides.shares is None
    assert only(*made).sides.net is None


def test_wilsons_interval_is_that_of_the_textbooks() -> None:
    found = share(8, 10)
    assert found.share == 0.8
    assert found.low == pytest.approx(0.4901625, abs=1e-6)
    assert found.high == pytest.approx(0.9433178, abs=1e-6)


def test_a_timeline_has_a_period_for_every_month_and_the_same_in_each_cell() -> None:
    late = replace(BASE, statement_id="t", topic="sanctions", published=dt.date(2022, 6, 30))
    undated = replace(BASE, statement_id="u", published=None)
    cells = summarise([BASE, late, undated], ["topic"], interval="month").cells
    rows = {cell.ids: [(str(p.start), p.sides.n) for p in cell.timeline or ()] for cell in cells}
    months = ["2022-03-01", "2022-04-01", "2022-05-01", "2022-06-01"]
    assert rows[("neutrality",)] == list(zip(months, [1, 0, 0, 0], strict=True))
    assert rows[("sanctions",)] == list(zip(months, [0, 0, 0, 1], strict=True))
    assert {cell.ids: cell.undated for cell in cells} == {("neutrality",): 1, ("sanctions",): 0}


def test_a_timeline_reaches_as_far_as_it_may_and_one_period_more_is_refused() -> None:
    first = dt.date(2022, 3, 1)
    begun = replace(BASE, published=first)
    last, beyond = (
        replace(BASE, statement_id="t", topic="sanctions", published=first + dt.timedelta(days=days))
        for days in (MOST_PERIODS - 1, MOST_PERIODS)
    )
    cells = summarise([begun, last], ["topic"], interval="day").cells
    assert [len(cell.timeline or ()) for cell in cells] == [MOST_PERIODS] * 2
    with pytest.raises(BadRequest, match=f"more than {MOST_PERIODS} periods"):
        summarise([begun, beyond], ["topic"], interval="day")


def test_evidence_is_of_different_statements_and_the_surest_first() -> None:
    made = [
        replace(BASE, quote_id="weak", confidence=0.3),
        replace(BASE, quote_id="strong", confidence=0.9),
        replace(BASE, quote_id="other", statement_id="t", confidence=0.5),
        replace(BASE, quote_id="silent", statement_id="u", stance="unsure", confidence=1.0),
    ]
    [cell] = summarise(made, ["topic"], evidence=3).cells
    assert [opinion.quote_id for opinion in cell.evidence] == ["strong", "other", "silent"]


@given(opinions, groupings)
def test_every_opinion_is_in_one_cell_or_left_out(found: list[Opinion], group_by: list[GroupKey]) -> None:
    summary = summarise(found, group_by, evidence=1000)
    cells: dict[tuple[str | None, ...], set[str]] = {}
    left: Counter[str] = Counter()
    for opinion in found:
        known = {
            "speaker": opinion.speaker_id,
            "country": opinion.country,
            "outlet": opinion.outlet_id,
            "topic": opinion.topic,
            "affiliation": opinion.affiliation,
        }
        ids = tuple(known[key] for key in group_by)
        if opinion.holder is not None:
            left["other_holder"] += 1
        elif not opinion.resolved:
            left["unresolved"] += 1
        elif None in ids:
            left["no_group"] += 1
        elif "country" in group_by and not opinion.represents_state:
            left["no_state"] += 1
        else:
            cells.setdefault(ids, set()).add(opinion.statement_id)
    assert summary.left_out == LeftOut(**left)
    assert {cell.ids: cell.sides.n for cell in summary.cells} == {ids: len(s) for ids, s in cells.items()}
    assert len(summary.cells) == len(cells)
    for cell in summary.cells:
        assert {opinion.statement_id for opinion in cell.evidence} == cells[cell.ids]


@given(opinions, groupings, st.randoms(use_true_random=False))
def test_the_order_of_opinions_does_not_matter(
    found: list[Opinion], group_by: list[GroupKey], chance: random.Random
) -> None:
    shuffled = chance.sample(found, len(found))
    before = summarise(found, group_by, interval="week", evidence=3)
    assert summarise(shuffled, group_by, interval="week", evidence=3) == before


@given(opinions, groupings)
def test_larger_groups_come_first_and_counts_are_consistent(
    found: list[Opinion], group_by: list[GroupKey]
) -> None:
    cells = summarise(found, group_by, interval="day").cells
    assert all(one.sides.n >= other.sides.n for one, other in pairwise(cells))
    for cell in cells:
        assert cell.timeline is not None
        assert sum(period.sides.n for period in cell.timeline) + cell.undated == cell.sides.n
        if cell.sides.shares is not None:
            assert sum(item.share for item in cell.sides.shares.values()) == pytest.approx(1)


@given(st.integers(1, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(counts: tuple[int, int]) -> None:
    found = share(*counts)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low < found.high
