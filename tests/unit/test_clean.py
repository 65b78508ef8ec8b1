import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import BadArticle
from service.models import Article, RawArticle
from service.pipeline.clean import clean
from service.pipeline.outlets import KnownOutlet, Outlets

OUTLETS = Outlets(
    (
        KnownOutlet("example-times", "The Example Times", ("Example Times",), ("TIMES",), ("example.org",)),
        KnownOutlet("daily-sample", "Daily Sample", (), (), ("sample.test",)),
    )
)
LEAD = (
    "The transport minister said on Friday that the bridge over the river would not be opened before the"
    " spring, after engineers found cracks in two of its pillars."
)
REPLY = "“We will not put anybody at risk for the sake of a date in a calendar,” Jane Roe told the house."
LAST = "The opposition wants the plans of the bridge to be published, and has asked for a debate."
BODY = f"{LEAD}\n\n{REPLY}\n\n{LAST}"


def cleaned(text: str, **fields: object) -> Article:
    return clean(replace(RawArticle("a.txt", text=text), **fields), OUTLETS)


def marked(article: Article) -> list[tuple[str, str]]:
    return [(region.kind, article.text[region.start : region.end]) for region in article.regions]


def test_an_article_without_any_furniture_has_no_region_and_no_metadata() -> None:
    article = cleaned(BODY)
    assert article.regions == ()
    assert (article.headline, article.outlet, article.published, article.authors) == (None, None, None, ())
    assert (article.text, article.language, article.source_name) == (BODY, "en", "a.txt")


def test_a_first_line_that_is_a_paragraph_is_no_headline() -> None:
    assert cleaned(f"{LEAD} {LAST}\n{REPLY}\n{LAST}").headline is None


def test_the_head_of_a_page_is_taken_apart() -> None:
    article = cleaned(
        "Minister says bridge will stay shut\n\n"
        "Cracks in two pillars delay opening until the spring\n\n"
        "Jane Doe and John Q. Public March 04, 2022\n"
        "The bridge on Thursday. PHOTO: TIMES\n\n"
        "Minister says bridge will stay shut\n"
        "• Cracks were found in two pillars\n"
        "• The opposition wants to see the plans\n\n"
        f"SPRINGFIELD: {BODY}"
    )
    assert [kind for kind, _ in marked(article)] == [
        "headline",
        "standfirst",
        "byline",
        "caption",
        "headline",
        "standfirst",
        "standfirst",
        "dateline",
    ]
    assert article.headline == "Minister says bridge will stay shut"
    assert article.authors == ("Jane Doe", "John Q. Public")
    assert article.published is not None
    assert (article.published.day, article.published.source) == (dt.date(2022, 3, 4), "stated")


def test_a_date_in_a_caption_is_not_when_the_article_was_printed() -> None:
    article = cleaned(
        "Bridge to stay shut\n\nThe bridge on January 22, 2020. (XY photo/File)\nUpdated 05 March 2022\n\n"
        + BODY
    )
    assert str(article.published) == "2022-03-05"


def test_publication_is_preferred_to_an_update() -> None:
    article = cleaned(f"Bridge to stay shut\nUpdated: 6 March 2022\nPublished: 5 March 2022\n\n{BODY}")
    assert str(article.published) == "2022-03-05"


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("SPRINGFIELD: ", "SPRINGFIELD:"),
        ("SPRINGFIELD, March 4 (Reuters) - ", "SPRINGFIELD, March 4 (Reuters) -"),
        ("WASHINGTON (AP) — ", "WASHINGTON (AP) —"),
        ("NEW DELHI/GENEVA -- ", "NEW DELHI/GENEVA --"),
        ("Islamabad, Pakistan – ", "Islamabad, Pakistan –"),
        ("Moscow (CNN) -- ", "Moscow (CNN) --"),
    ],
)
def test_the_place_before_the_first_sentence_is_a_dateline(opening: str, dateline: str) -> None:
    assert marked(cleaned(f"{opening}{BODY}")) == [("dateline", dateline)]


def test_the_turns_of_a_transcript_are_no_datelines() -> None:
    text = "ROE: We will not open the bridge before the spring.\n\nDOE: And who will pay for that, minister?"
    assert cleaned(text).regions == ()


def test_captions_labels_and_headings_between_paragraphs_are_marked() -> None:
    article = cleaned(
        f"{LEAD}\n\nAlso read: Minister ‘never saw’ the report\n\n{REPLY}\n\nWhat comes next\n\n{LAST}\n\n"
        "The transport minister, left, and her deputy in Geneva in May. (Courtesy of the ministry)\n\n"
        + LEAD[:-1]
        + " and more."
    )
    assert [kind for kind, _ in marked(article)] == ["related", "heading", "caption"]


def test_a_line_that_introduces_a_quote_is_no_heading() -> None:
    article = cleaned(f"{LEAD}\n\nShe told the house:\n\n“We will not put anybody at risk.”\n\n{LAST}")
    assert article.regions == ()


def test_a_quote_printed_again_as_decoration_is_a_pull_quote_and_its_place_in_the_text_is_not() -> None:
    article = cleaned(
        f"Bridge to stay shut\n\n{LEAD}\n\n“We will not put anybody at risk”\n\n{REPLY}\n\n{LAST}"
    )
    assert ("pull-quote", "“We will not put anybody at risk”") in marked(article)
    assert all(REPLY not in text for _, text in marked(article))


def test_an_alternative_text_that_says_the_headline_again_or_was_cut_off_is_a_caption() -> None:
    article = cleaned(
        f"Will the River Bridge Ever Open to Traffic?\n\n{LAST}\n\nRiver Bridge open to traffic q\n\n"
        f"“a date in a calendar”\n\n{LEAD}\n\n{REPLY}"
    )
    assert ("caption", "River Bridge open to traffic q") in marked(article)


def test_everything_after_the_comments_begin_is_comments() -> None:
    article = cleaned(
        f"{BODY}\n\n2 Comments\n\nbob\n\n“He said it was safe,” I told them. They laughed at me."
    )
    assert [kind for kind, _ in marked(article)] == ["comments"] * 3


def test_a_count_of_comments_above_an_article_hides_nothing() -> None:
    article = cleaned(f"Bridge to stay shut\n\n2 Comments\n\n{BODY}")
    assert [kind for kind, _ in marked(article)] == ["headline", "comments"]


def test_the_tail_of_a_page_is_bio_and_widgets() -> None:
    bio = (
        'Jane Doe is our transport editor who loves trains. Her motto is "Better to arrive late than never".'
    )
    rest = "  • Play Sample Games\n  • Polls\n\n    Do you like the new bridge?\n\n    View Results"
    article = cleaned(f"{BODY}\n\n{bio}\n\n{rest}")
    assert marked(article)[0] == ("bio", bio)
    assert {kind for kind, _ in marked(article)[1:]} == {"widget"}
    assert len(marked(article)) == 5
    assert article.authors == ("Jane Doe",)


def test_titles_after_a_bare_label_are_links() -> None:
    article = cleaned(
        f"{LEAD}\n\nRelated\n\nRiver rises to record height\n\nTrains late again\n\n{REPLY}\n\n{LAST}"
    )
    assert [kind for kind, _ in marked(article)] == ["related"] * 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "No text"),
        (" \n\t…", "No text"),
        ("Share this article\n\nComments are closed.", "Nothing but a headline and page furniture"),
        ("x\0y", "NUL"),
        ("half a pair: \ud83d", "surrogate"),
        ("word " * 110_000, "Longer than 500,000"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadArticle, match=reason):
        cleaned(text)


FRENCH = (
    "Le ministre des transports a déclaré vendredi que le pont sur le fleuve ne serait pas ouvert avant le"
    " printemps, après que des ingénieurs ont trouvé des fissures dans deux de ses piliers."
)


def test_another_language_is_refused_by_its_name() -> None:
    with pytest.raises(BadArticle, match=r"this article is in French \(fr\)"):
        cleaned(FRENCH)
    with pytest.raises(BadArticle, match=r"said to be in German \(de\)"):
        cleaned(BODY, language="de-AT")
    with pytest.raises(BadArticle, match="Only English"):
        cleaned("министр сказал, что мост не откроют")


def test_an_english_article_may_say_so_in_any_form_and_a_short_one_is_not_doubted() -> None:
    assert cleaned(BODY, language="en_GB").language == "en"
    assert cleaned("“Non,” said Le Pen.").language == "en"


def page(body: str, head: str = "") -> str:
    nav = "<nav><a href='/'>Home</a></nav>"
    return f"<html><head>{head}</head><body>{nav}<article>{body}</article></body></html>"


def test_a_page_gives_its_text_its_headings_and_its_metadata() -> None:
    html = page(
        f"<h1>Bridge to stay shut</h1><p>{LEAD}</p><h2>“No risk,” she said</h2><h2>What next</h2>"
        "<p>“We will <a href='/x'>not put</a> anybody at risk,” Jane Roe told <b>the house</b>.</p>"
        f"<p>{LAST}</p>",
        "<meta property='og:site_name' content='The Example Times'><meta name='author' content='Jane Doe'>"
        "<meta property='article:published_time' content='2022-03-04T10:00:00Z'>"
        "<link rel='canonical' href='https://sample.test/news/1'>",
    )
    article = clean(RawArticle("request", html=html), OUTLETS)
    assert "“We will not put anybody at risk,” Jane Roe told the house." in article.text.split("\n\n")
    assert ("heading", "What next") in marked(article)
    assert article.headline == "Bridge to stay shut"
    assert article.authors == ("Jane Doe",)
    assert article.published is not None
    assert (str(article.published), article.published.source) == ("2022-03-04", "stated")
    assert article.url == "https://sample.test/news/1"
    assert article.outlet is not None
    assert article.outlet.id == "daily-sample"


@pytest.mark.parametrize(
    "html", ["", "<p>", "<html><body></body></html>", "\x01", "<nav><a href='/'>Home</a></nav>"]
)
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(BadArticle):
        clean(RawArticle("request", html=html), OUTLETS)


LINES = st.sampled_from(
    [
        "",
        " ",
        LEAD,
        REPLY,
        LAST,
        f"SPRINGFIELD: {LEAD}",
        "Bridge to stay shut",
        "By Jane Doe",
        "Updated 05 March 2022",
        "• One thing",
        "“We will not put anybody at risk”",
        "Also read: Another title",
        "Related",
        "Comments (3)",
        "Photo: AP",
        "Share",
        "She said:",
        "Jane Doe is a reporter for the Daily Sample.",
        "\ufeff",
        "x",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"]))
def test_regions_are_in_order_within_the_text_never_overlap_and_move_nothing(
    lines: list[str], end: str
) -> None:
    text = end.join(lines)
    try:
        article = cleaned(text)
    except BadArticle:
        return
    assert article.text == text
    place = 0
    for region in article.regions:
        assert place <= region.start < region.end <= len(text)
        covered = text[region.start : region.end]
        assert covered == covered.strip("\ufeff \r\n")
        if region.furniture and region.kind != "comments":
            assert REPLY not in covered
        place = region.end


def test_a_word_behind_the_author_s_full_name_is_the_place_they_write_from() -> None:
    article = cleaned(f"Bridge stays shut until May\n\nBy Ada Finch, Lagos\n\n{BODY}")
    assert article.authors == ("Ada Finch",)


def test_a_second_author_of_one_name_is_no_place() -> None:
    article = cleaned(f"Bridge stays shut until May\n\nBy Ada Finch and Bo\n\n{BODY}")
    assert article.authors == ("Ada Finch", "Bo")
