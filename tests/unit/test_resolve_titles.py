"""Where a name begins and ends, beside titles, offices, places and nicknames: every text is made up."""

import pytest

from service.models import Speaker
from tests.unit.test_resolve import one


def speaker(text: str, source: str, content: str = "it rained") -> Speaker:
    return one(text, source, content).speaker


def test_a_title_with_hyphens_is_no_part_of_the_name() -> None:
    assert speaker(
        "Officer-in-Charge Robert Morel said it rained.", "Officer-in-Charge Robert Morel"
    ).name == ("Robert Morel")


def test_a_division_in_brackets_stands_between_a_title_and_its_name() -> None:
    source = "Deputy Commissioner (Revenue) Carla Benn"
    found = speaker(f"{source} said it rained.", source)
    assert (found.name, found.role) == ("Carla Benn", "Deputy Commissioner")


def test_two_words_that_are_one_office_leave_no_name() -> None:
    source = "General Manager (Lines) W. P. Lokug"
    assert speaker(f"{source} said it rained.", source).name == "W. P. Lokug"


def test_an_office_for_something_ends_where_a_first_name_begins() -> None:
    source = "Deputy Minister for Harbours and Public Wharves Maria Benn"
    found = speaker(f"{source} said it rained. Ms. Benn left.", source)
    assert (found.name, found.role) == ("Maria Benn", "Deputy Minister for Harbours and Public Wharves")


def test_a_place_of_office_is_no_part_of_the_name() -> None:
    text = "The former mayor of Lipara Ramiro Benn said it rained. “Snow,” said Benn."
    found = speaker(text, "The former mayor of Lipara Ramiro Benn")
    assert (found.name, found.role) == ("Ramiro Benn", "former mayor of Lipara")


def test_what_has_a_first_name_in_it_is_nobody_where_no_surname_stands_alone() -> None:
    text = "The director of the Wesling Anderson Forecast left. Carla Benn said it rained."
    assert speaker(text, "Carla Benn").role is None
    assert speaker("The Officer-in-Charge Forum met. He said it rained.", "He").name is None


def test_a_place_that_begins_with_a_saint_is_not_cut_in_two() -> None:
    text = "The mayor of San Juan Carmen Ybar said it rained. “Snow,” said Ybar."
    assert speaker(text, "Ybar", "Snow").name == "Carmen Ybar"


def test_a_place_with_a_first_name_in_it_is_not_cut_in_two() -> None:
    text = "The treasurer of West Virginia Carlo Ybar said it rained. “Snow,” said Ybar."
    assert speaker(text, "Ybar", "Snow").name == "Carlo Ybar"


def test_a_surname_that_ends_like_many_people_is_no_body_of_them() -> None:
    text = "Sen. Carla Landers’ Harbour Committee met. Landers said it rained."
    assert speaker(text, "Landers").name == "Carla Landers"


def test_what_is_of_a_place_may_be_a_body_itself() -> None:
    source = "Planned Harvest of Lower Wesling"
    assert speaker(f"{source} thinks it rained.", source).kind != "person"


def test_a_trade_of_which_the_article_speaks_in_small_letters_is_no_surname() -> None:
    text = "Carla Benn, a governor, met the Virginia Governor. He said it rained."
    assert speaker(text, "He").name is None


@pytest.mark.parametrize("family", ["Baker", "Bishop", "King", "Ledger"])
def test_a_surname_that_is_a_title_or_a_trade_means_whom_the_article_names_so(family: str) -> None:
    found = speaker(f"Julie {family} left. {family} said it rained.", family)
    assert (found.name, found.resolved_by) == (f"Julie {family}", "partial-name")


def test_a_first_name_that_is_a_title_belongs_to_the_name_of_two_words() -> None:
    assert speaker("Coach Dean Fazzi said it rained.", "Coach Dean Fazzi").name == "Dean Fazzi"


def test_letters_behind_a_name_are_left_out() -> None:
    text = "Counsel was Ms Anna Mac Gill KC. Ms Mac Gill said it rained."
    assert speaker(text, "Ms Mac Gill").name == "Anna Mac Gill"


@pytest.mark.parametrize("nickname", ["“Tape”", "'Tape'", "(Tape)"])
def test_a_nickname_does_not_cut_a_name_in_two(nickname: str) -> None:
    assert speaker(f"Walt {nickname} Grabow said it rained.", f"Walt {nickname} Grabow").name == "Walt Grabow"


@pytest.mark.parametrize("owners", ["Dockers’", "Women’s", "People’s National"])
def test_a_body_of_many_people_keeps_its_whole_name(owners: str) -> None:
    found = speaker(f"The Sorvan {owners} Union warned it rained.", f"The Sorvan {owners} Union")
    assert (found.kind, found.name) == ("organisation", f"Sorvan {owners.replace('’', chr(39))} Union")


def test_what_is_based_somewhere_without_a_trade_is_a_firm() -> None:
    text = "Rotterdam-based Thal Ioniko told brokers it rained. He left, he said, at noon."
    assert speaker(text, "Rotterdam-based Thal Ioniko").kind == "organisation"


def test_a_newspaper_that_is_called_by_its_last_word_is_nobody() -> None:
    text = "Ed Brock told Harbour Ledger it was late. Write to the Ledger desk. He said it rained."
    assert speaker(text, "He").name == "Ed Brock"


def test_a_word_that_begins_one_sentence_is_nobody_that_he_may_mean() -> None:
    assert speaker("Suspicion has fallen on a chat. He said it rained.", "He").name is None


def test_a_sentence_of_names_with_a_verb_is_no_headline() -> None:
    text = "Judge Ann Marie Soll did not. Ms. Benn objected, and the judge agreed it rained."
    assert speaker(text, "the judge").name == "Ann Marie Soll"


def test_an_unknown_name_of_a_body_that_thinks_is_a_person() -> None:
    source = "Tamzora Achba of Broadgate Bank"
    assert speaker(f"{source} thinks it rained.", source).kind == "person"


def test_of_two_of_one_surname_it_is_the_one_who_was_called_by_it_before() -> None:
    text = (
        "Sen. Tobias Renk wrote. Renk wrote again. Lottie Renk cooked. Mrs. Renk wrote to Lottie’s aunt. "
        "Tobias slept. “Snow,” wrote Renk."
    )
    assert speaker(text, "Renk", "Snow").name == "Tobias Renk"


def test_a_firm_behind_what_it_is_is_not_the_person_who_speaks_for_it() -> None:
    text = "A spokeswoman for the insurer, Marden Mutual, left. He said it rained."
    assert speaker(text, "He").name is None
