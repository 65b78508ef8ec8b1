"""A statement: whose wording is preferred, and which reports altered it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.models import Article, PublicationDate, Quote
from service.statement import statement_of
from tests.factories import DAWN, POST, QURESHI, TRIBUNE, a_corpus, a_quote, a_stance, an_article

TOLD = "We want peace and we paid a high price for it"
QUOTES = [quote for change in a_corpus(articles=12) for quote in change.quotes]


def report(name: str, text: str = TOLD, outlet: object = DAWN, **fields: object) -> Quote:
    article: Article = replace(an_article(name), outlet=outlet)  # type: ignore[arg-type]
    return replace(a_quote(article, text), statement_id="s", **fields)  # type: ignore[arg-type]


def wordings(*reports: Quote) -> dict[str, str]:
    return {variant.quote.id: variant.wording for variant in statement_of(reports).variants}


def test_the_wording_of_a_named_outlet_is_preferred_and_the_other_one_is_altered() -> None:
    named = report("named")
    spun = report("spun", "We desire peace and we have paid a steep price for it", outlet=None)
    assert wordings(spun, named) == {named.id: "preferred", spun.id: "altered"}
    assert statement_of([spun, named]).preferred == named


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (report("a"), report("b", outlet=POST)),  # named before inferred
        (report("a", outlet=POST), report("b", outlet=None)),
        (report("a"), report("b", type="indirect")),
        (report("a"), report("b", "We want peace")),
        (report("a"), report("b", published=PublicationDate(dt.date(2022, 4, 1)))),
        (report("a"), report("b", published=None)),
    ],
)
def test_what_is_named_quoted_full_and_early_is_preferred(better: Quote, worse: Quote) -> None:
    assert statement_of([better, worse]).preferred == better
    assert statement_of([worse, better]).preferred == better


@pytest.mark.parametrize(
    ("text", "type_", "wording"),
    [
        ("We want peace, and we paid a high price for it.", "direct", "same"),
        ("we paid a high price", "direct", "part"),
        ("We want peace … a high price for it", "direct", "part"),
        ("We want peace... a high price for it", "direct", "part"),
        ("We want peace . . . a high price for it", "direct", "part"),
        ("We want peace.... a high price for it...", "direct", "part"),
        ("we paid a high price … We want peace", "direct", "altered"),
        ("we paid a high price ... We want peace", "direct", "altered"),
        ("We want peace.. a high price for it", "direct", "altered"),
        ("We want peace and we paid no high price", "mixed", "altered"),
        ("they wanted peace and had paid a high price for it", "indirect", "reworded"),
    ],
)
def test_a_report_is_compared_with_the_preferred_words(text: str, type_: str, wording: str) -> None:
    best = report("best", TOLD)
    other = report("other", text, outlet=None, type=type_)
    assert wordings(best, other)[other.id] == wording


def test_an_abbreviation_before_a_mark_of_omission_keeps_its_dot() -> None:
    best = report("best", "We told the U.S. and the others of the high price")
    other = report("other", "We told the U.S. ... of the high price", outlet=None)
    assert wordings(best, other)[other.id] == "part"


def test_it_counts_its_outlets_speakers_articles_and_days() -> None:
    late = PublicationDate(dt.date(2022, 3, 9))
    reports = [
        report("a"),
        report("b", outlet=TRIBUNE, published=late),
        report("b", "We want peace", outlet=TRIBUNE, published=late),
        report("c", outlet=None, published=None, speaker=replace(QURESHI, role="Vice Chairman")),
    ]
    found = statement_of(reports)
    assert (found.id, found.articles) == ("s", 3)
    assert (found.first, found.last) == (dt.date(2022, 3, 1), dt.date(2022, 3, 9))
    assert [outlet.id for outlet in found.outlets] == ["dawn.com", "tribune.com.pk"]
    assert [speaker.id for speaker in found.speakers] == ["qureshi"]


def test_its_side_is_that_of_most_reports_and_another_holders_stands_apart() -> None:
    sides = ("favor", "favor", "against")
    reports = [report(str(n), stances=(a_stance("neutrality", side),)) for n, side in enumerate(sides)]
    other = report("other", stances=(a_stance("neutrality", "against", holder="Moscow"),))
    found = statement_of([*reports, other]).stances
    assert [(each.holder, each.stance, each.reports) for each in found] == [
        (None, "favor", {"favor": 2, "against": 1}),
        ("Moscow", "against", {"against": 1}),
    ]


@given(st.lists(st.sampled_from(QUOTES), min_size=1, max_size=12, unique=True), st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_in_which_reports_come_changes_nothing(reports: list[Quote], chance: object) -> None:
    reports = [replace(quote, statement_id="s") for quote in reports]
    mixed = list(reports)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = statement_of(reports), statement_of(mixed)
    assert one == other
    assert [variant.wording for variant in one.variants].count("preferred") == 1
    assert {variant.quote for variant in one.variants} == set(reports)
