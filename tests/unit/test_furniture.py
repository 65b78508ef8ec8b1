import time

import pytest

from service.pipeline.blocks import blocks
from service.pipeline.furniture import kind_of
from service.pipeline.layout import regions_of

FURNITURE = {
    "caption": [
        "The minister arrives for talks in the capital, January 3, 2021. (XY photo/File)",
        "A protester holds a sign outside the court on Monday. (AP Photo/Jane Roe)",
        "Smoke rises over the port. Photograph: Jane Roe/Getty Images",
        "The two leaders shake hands. PHOTO: TRIBUNE",
        "Image source, Getty Images",
        "Image caption, The two leaders met for an hour",
        "FILE PHOTO: The leader speaks at a rally. REUTERS/John Doe",
        "Soldiers patrol the border [File: John Doe/Reuters]",
        "Soldiers patrol the border [Jane Roe/Al Jazeera]",
        "The chancellor addresses the house. — AFP/File",
        "The delegation. (Courtesy of the Ministry of Works)",
        "John Doe via Getty Images.",
        "Foreign Minister Jane Roe, left, meets John Doe in Geneva in May.",
        "The hall after the vote. Photo by Jane Roe",
        "In this image taken from video released by the army, a tank burns.",
    ],
    "related": [
        "Also read: Minister says “we will never agree” to new talks",
        "READ MORE: The war so far in maps",
        "Read more",
        "Related articles",
        "Most Read",
        "You may also like",
        "Short Url",
        "Source link",
        "https://example.org/news/1",
        "More from World",
        "Read the full story here.",
        "SEE ALSO: Ten things to know",
        "This article was originally published by The Example.",
        "Editor's Picks",
        "Trending now",
    ],
    "widget": [
        "Advertisement",
        "Sign up for our newsletter and get the best of our journalism in your inbox.",
        "Share this article",
        "Share on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Follow",
        "Follow us on Twitter @example",
        "© 2022 The Example. All rights reserved.",
        "This story has been updated to include comments from the ministry.",
        "Correction: An earlier version of this article misspelled a name.",
        "We use cookies to improve your experience on this site.",
        "5 min read",
        "2 hours ago",
        "Skip to content",
        "Story continues below advertisement",
        "Listen to this article",
        "play-rounded-fill",
        "Watch The Minister’s Speech on the New Budget",
        "Subscribe to our channel to stay up to date with breaking news",
        "Your browser does not support the video tag",
        ".image-wrap { float: left; }",
        "Topics: War, Peace",
        "Already a subscriber? Log in",
    ],
    "comments": [
        "Comments are closed.",
        "Comments (12)",
        "45 Comments",
        "Leave a comment",
        "Join the conversation",
        "Replying to X",
        "Your email address will not be published. Required fields are marked *",
    ],
    "byline": [
        "(Reporting by Jane Roe in Kyiv; Editing by John Doe)",
        "Additional reporting by Jane Roe",
        "Updated 05 March 2022",
        "Published: Friday, 4 March 2022 10:15 GMT",
        "Published in Dawn, March 5th, 2022",
        "Jane Roe contributed to this report.",
        "Our Correspondent",
        "With input from AFP",
    ],
}

RUNNING_TEXT = [
    "“We will not sign up for your newsletter of lies,” the minister said.",
    "“Follow us on Twitter,” the spokesman told reporters, “and you will see.”",
    "He said: “Comments are closed to nobody in this house.”",
    "“Share this article with your neighbours,” she wrote.",
    "The president said the photo “shows exactly what happened on that day”.",
    "Related companies were fined, the regulator said on Monday.",
    "More from the same family had fled, according to the agency.",
    "Watch what he does, she said, not what he says.",
    "The Reuters reporter was told to leave, the union said.",
    "The vote was held on 5 March 2022 in the capital.",
    "“Read the full report,” Qureshi urged.",
    "Support our troops, the senator told the crowd.",
    "The senator (R) said he would vote against the bill.",
    "The report was published on Tuesday by the ministry, which said that 12 people had died.",
    "Do you agree with the minister that the war must end? Most of those asked did, the pollster said.",
    "By the time he arrived the talks were over.",
    "She said: “By March 2022 we will have left.”",
    "Menu prices are up by a tenth.",
    "“Never.”",
    "Cookies were sold out, the shop said.",
]


@pytest.mark.parametrize(
    ("kind", "line"), [(kind, line) for kind, lines in FURNITURE.items() for line in lines]
)
def test_a_line_of_a_template_is_known_for_what_it_is(kind: str, line: str) -> None:
    (block,) = blocks(line)
    assert kind_of(block) == kind


@pytest.mark.parametrize("line", RUNNING_TEXT)
def test_running_text_is_never_taken_for_furniture(line: str) -> None:
    (block,) = blocks(line)
    assert kind_of(block) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\r\n\r\n  Three. \u00a0\n", ["One.", "Two.", "Three."]),
        ("\ufeffOne.\u2028Two.", ["One.", "Two."]),
        ("", []),
        (" \n\u200b\n", []),
    ],
)
def test_a_block_is_a_line_without_the_blanks_around_it(text: str, expected: list[str]) -> None:
    assert [block.text for block in blocks(text)] == expected
    assert all(text[block.start : block.end] == block.text for block in blocks(text))


LONG = [
    *("1" * 5000, "1 " * 3000, "A" * 5000, "CAPS " * 2000, "Is A " * 2000, "the author is " + "an " * 2000),
    *("share " * 2000 + "z", "(" * 3000, "photo " * 2000, "By " + "Jane Roe, " * 500 + "!", "‘a " * 2000),
    *("view all 1" * 500, "watch A " * 1000 + "!", "a’b" * 2000, "“" * 3000),
]


@pytest.mark.parametrize("line", LONG)
def test_no_line_takes_long_to_judge(line: str) -> None:
    started = time.process_time()
    regions_of(blocks(f"{line}\n\n{line}\n\nThe minister said that this would take no time at all."), None)
    assert time.process_time() - started < 2


def test_lines_wrapped_at_a_width_are_one_block_a_paragraph() -> None:
    paragraph = (
        "The minister said on Friday that the house would meet again in\n"
        "the spring, when the new members have taken their seats and the\n"
        "budget is before them. He added that nobody had asked him about\n"
        "it before, and that he would answer all of their questions then\n"
        "as he always did."
    )
    text = paragraph + "\n\n" + paragraph
    assert [block.text for block in blocks(text)] == [paragraph, paragraph]
