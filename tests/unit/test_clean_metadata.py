"""What is said of an article: whose word holds, its outlet, its address."""

import datetime as dt

import pytest

from service.errors import BadArticle
from service.models import RawArticle
from service.pipeline.clean import clean
from service.pipeline.urls import canonical_url
from tests.unit.test_clean import BODY, LEAD, OUTLETS, REPLY, cleaned, page


def test_what_is_supplied_holds_over_what_the_page_states() -> None:
    page = f"Bridge to stay shut\nBy John Doe\nUpdated 05 March 2022\n\n{BODY}"
    article = cleaned(page, published="2022-03", authors=("Jane Roe",), outlet="Daily Sample")
    assert (str(article.published), article.authors) == ("2022-03", ("Jane Roe",))
    assert article.published is not None
    assert article.published.source == "supplied"
    assert article.outlet is not None
    assert (article.outlet.id, article.outlet.source) == ("daily-sample", "supplied")


@pytest.mark.parametrize("standing", ["inferred", "fallback"])
def test_what_was_inferred_or_is_for_the_silent_gives_way_to_what_the_page_states(standing: str) -> None:
    page = f"Bridge to stay shut\nUpdated 05 March 2022\n\n{BODY}\n\nFollow The Example Times on Twitter"
    fields = {"published": "2021", "outlet": "Daily Sample", standing: frozenset(("published", "outlet"))}
    article = cleaned(page, **fields)
    assert str(article.published) == "2022-03-05"
    assert article.outlet is not None
    assert (article.outlet.id, article.outlet.source) == ("example-times", "stated")


@pytest.mark.parametrize("given", ["3022-02-03", "2022-03-07", "2022-04", "2023"])
@pytest.mark.parametrize("standing", ["inferred", "fallback", None])
def test_a_date_that_has_not_come_yet_is_refused_and_said_to_be_in_the_future(
    given: str, standing: str | None
) -> None:
    fields = {standing: frozenset(("published",))} if standing else {}
    with pytest.raises(BadArticle, match=f"published: {given} is in the future"):
        clean(RawArticle("a.txt", text=BODY, published=given, **fields), OUTLETS, today=dt.date(2022, 3, 5))


@pytest.mark.parametrize("given", ["2022-03-05", "2022-03-06T09:00:00+14:00", "2022-03", "2022"])
def test_a_day_that_is_tomorrow_and_a_month_or_a_year_that_has_begun_are_taken(given: str) -> None:
    article = clean(RawArticle("a.txt", text=BODY, published=given), OUTLETS, today=dt.date(2022, 3, 5))
    assert str(article.published) == given[:10]


def test_a_date_in_the_future_that_a_page_states_is_not_known() -> None:
    page = f"Bridge to stay shut\nUpdated 05 March 2022\n\n{BODY}"
    before, after = (
        clean(RawArticle("a.txt", text=page), OUTLETS, today=dt.date(year, 1, 1)) for year in (2020, 2023)
    )
    assert (before.published, str(after.published)) == (None, "2022-03-05")


def test_what_was_inferred_says_so() -> None:
    article = cleaned(BODY, published="2022", outlet="Somebody", inferred=frozenset(("published", "outlet")))
    assert article.published is not None
    assert article.outlet is not None
    assert (article.published.source, article.outlet.source) == ("inferred", "inferred")


def test_an_outlet_is_inferred_where_people_speak_to_it_and_the_pictures_are_its_own() -> None:
    spoken = BODY.replace("told the house", "told The Example Times")
    assert cleaned(spoken).outlet is None
    article = cleaned(f"{spoken}\n\nThe bridge on Friday. PHOTO: TIMES")
    assert article.outlet is not None
    assert (article.outlet.id, article.outlet.source) == ("example-times", "inferred")


def test_a_copy_that_links_to_its_source_does_not_tell_who_made_it() -> None:
    assert cleaned(f"{BODY}\n\nFollow The Example Times on Twitter\n\nSource link").outlet is None


def test_an_address_names_the_outlet_and_the_article() -> None:
    one = cleaned(BODY, url="http://www.example.org/news/1/?utm_source=x#top")
    other = cleaned(BODY + "\n\nMore was known later, the ministry said.", url="https://example.org/news/1")
    assert one.id == other.id
    assert one.content_hash != other.content_hash
    assert one.outlet is not None
    assert (one.outlet.id, one.outlet.source) == ("example-times", "stated")


def test_without_an_address_the_text_is_the_identity() -> None:
    assert cleaned(BODY).id == cleaned(BODY, headline="H").id
    assert cleaned(BODY).content_hash != cleaned(BODY, headline="H").content_hash
    assert cleaned(BODY).id != cleaned(BODY + " ").id


@pytest.mark.parametrize("url", ["ftp://example.org/1", "example.org/1", "http://", "https://[1/"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadArticle, match="url"):
        cleaned(BODY, url=url)


@pytest.mark.parametrize(
    "stated", ["https://example.org/", "http://www.example.org", "//example.org/?utm_id=1"]
)
def test_pages_that_state_the_home_page_as_their_address_are_articles_of_their_own(stated: str) -> None:
    head = f"<link rel='canonical' href='{stated}'>"
    one, other = (
        clean(RawArticle("r", html=page("".join(f"<p>{p}</p>" for p in text.split("\n\n")), head)), OUTLETS)
        for text in (BODY, f"{BODY}\n\nMore was known on Sunday, when the ministry spoke again.")
    )
    assert one.id != other.id
    assert one.url is None
    assert one.outlet is not None
    assert one.outlet.id == "example-times"


def test_the_home_page_that_is_supplied_as_an_address_is_taken_at_its_word() -> None:
    assert cleaned(BODY, url="https://example.org/").url == "https://example.org/"


def test_a_query_alone_tells_one_page_of_a_site_from_another() -> None:
    pages = [
        page(f"<p>{LEAD}</p><p>{REPLY}</p>", f"<link rel='canonical' href='https://x.test/?p={n}'>")
        for n in "12"
    ]
    one, other = (clean(RawArticle("r", html=html), OUTLETS) for html in pages)
    assert one.id != other.id


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.Example.ORG:80/news/1/?utm_source=x&b=2&a=1#top", "https://example.org/news/1?a=1&b=2"),
        ("https://example.org:8443", "https://example.org:8443/"),
        ("http://[2001:DB8::1]:8080/a", "https://[2001:db8::1]:8080/a"),
        ("https://[::1]/a", "https://[::1]/a"),
    ],
)
def test_the_canonical_form_of_an_address_is_an_address_that_stays_as_it_is(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "dateline",
    [
        "LEEDS, 3 March 2022 — ",
        "LEEDS, March 3, 2022 (Newsline) -- ",
        "LEEDS, England, March 3, 2022 /Newsline/ -- ",
    ],
)
def test_a_dateline_with_a_year_dates_an_article_that_no_byline_dates(dateline: str) -> None:
    assert str(cleaned(f"Bridge to stay shut\n\n{dateline}{BODY}").published) == "2022-03-03"
    dated = f"Bridge to stay shut\nUpdated 05 March 2022\n\n{dateline}{BODY}"
    assert str(cleaned(dated).published) == "2022-03-05"


def test_a_dateline_without_a_year_dates_nothing() -> None:
    assert cleaned(f"Bridge to stay shut\n\nLEEDS, March 3 (Newsline) -- {BODY}").published is None
