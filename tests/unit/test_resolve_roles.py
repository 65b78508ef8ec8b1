"""Which role the words around a name give it, and whom an apposition names: every text is made up."""

import pytest

from service.models import Speaker
from tests.unit.test_resolve import one


def speaker(text: str, source: str, content: str = "it rained") -> Speaker:
    return one(text, source, content).speaker


@pytest.mark.parametrize(
    "source",
    [
        "the board’s chairwoman, retired judge Ilse Marten,",
        "the chairwoman, the Rev. Ilse Marten,",
        "the then chairwoman, the late Mrs Ilse Marten,",
        "Doll’s Lipara chairwoman, state Sen. Ilse Marten,",
    ],
)
def test_a_name_behind_a_comma_and_its_own_small_words_is_in_apposition(source: str) -> None:
    found = speaker(f"“We wait,” {source} told a hall.", source, "We wait")
    assert (found.name, found.resolved_by) == ("Ilse Marten", "apposition")


@pytest.mark.parametrize(
    "between", [", like judge", ", quoting judge", ", who met", ", after", ", called judge", ", told Mrs."]
)
def test_a_name_behind_a_comma_and_other_words_is_somebody_else(between: str) -> None:
    source = f"the chairwoman{between} Ilse Marten,"
    assert speaker(f"“We wait,” {source} told a hall.", source, "We wait").name is None


def test_the_last_noun_phrase_before_a_comma_is_the_role() -> None:
    text = "It has hard words for the wharf minister, Carl Holm, and for a clerk. Holm said it rained."
    assert speaker(text, "Holm").role == "wharf minister"


def test_a_role_before_a_comma_is_not_that_of_whom_its_holder_speaks() -> None:
    text = "Ilse Marten, an adviser to the wharf board, called Mr. Holm’s plan good. Mr. Holm said it rained."
    assert speaker(text, "Mr. Holm").role is None


@pytest.mark.parametrize(
    "before",
    [
        "A lawyer for Senator",
        "A son of the reporter and Senator",
        "The Mayor and Senator",
        "Wives of Senator",
    ],
)
def test_who_is_of_somebody_gives_them_no_role(before: str) -> None:
    assert speaker(f"{before} Maria Benn left. Benn said it rained.", "Benn").role == "Senator"


def test_a_role_before_a_comma_has_its_owner_s_whole_name() -> None:
    text = "He wrote to the Wesling Dock Group’s chairman, Carl Holm, in May. Holm said it rained."
    assert speaker(text, "Holm").role == "Wesling Dock Group’s chairman"


def test_a_clause_before_a_comma_is_no_role() -> None:
    text = "When Mrs. Benn became secretary, Mr. Holm left. Mr. Holm said it rained."
    assert speaker(text, "Mr. Holm").role is None
    text = "Jo Benn, a magnate whose father-in-law, Carl Holm, led Ruritania, left. Holm said it rained."
    assert speaker(text, "Holm").role is None


def test_what_somebody_is_in_a_town_is_no_role_of_the_town_s_country() -> None:
    text = "Carla Benn, a host in Lower Cape, Upper Wesling, left. Benn said it rained."
    assert speaker(text, "Benn").role == "host in Lower Cape"


def test_who_is_no_officer_has_no_place_between_the_office_and_a_name() -> None:
    text = "The lawyer of Dutchwoman Maria Benn left. Benn said it rained."
    assert speaker(text, "Benn").role is None


def test_a_noun_phrase_of_another_one_is_the_role_with_it() -> None:
    text = "They wrote to the secretary of the mayor, Carl Holm, in May. Holm said it rained."
    assert speaker(text, "Holm").role == "secretary of the mayor"


def test_the_comma_of_an_opening_phrase_gives_no_role() -> None:
    text = "After a lunch with the mayor, Carl Holm left. Unlike the mayor, Holm said it rained."
    assert speaker(text, "Holm").role is None


@pytest.mark.parametrize(
    "apposition",
    [
        "third by only 38,000 votes", "one of them", "to an official of that rank", "as a law student",
        "accused the minister of sloth", "urged voters to stay",
    ],
)  # fmt: skip
def test_a_clause_or_a_crowd_behind_a_name_is_no_role(apposition: str) -> None:
    assert speaker(f"Carla Benn, {apposition}, said it rained.", "Carla Benn").role is None


def test_a_role_stands_behind_the_age() -> None:
    assert speaker("Carla Benn, 54, a diplomat, said it rained.", "Carla Benn").role == "diplomat"


def test_a_trade_with_a_capital_is_a_role() -> None:
    assert speaker("Economist Carla Benn said it rained.", "Economist Carla Benn").role == "Economist"


def test_a_role_that_is_long_is_cut_where_it_can_end() -> None:
    text = "Carla Benn, MP for Mid Wesling and the unofficial leader of the Upper Cape group, said it rained."
    assert speaker(text, "Carla Benn").role == "MP for Mid Wesling and the unofficial leader"


def test_the_verb_behind_a_quotation_is_no_part_of_the_role() -> None:
    text = "“No,” sniffed spokeswoman Carla Benn. “It snowed.”"
    assert speaker(text, "spokeswoman Carla Benn", "It snowed").role == "spokeswoman"


def test_of_many_justices_one_is_a_justice() -> None:
    text = "Justices M.K. Ravan and Susan Eap sat. Justice Ravan said it rained."
    assert speaker(text, "Justice Ravan").role == "Justice"


def test_where_somebody_served_or_works_is_no_country_of_theirs() -> None:
    served = "Carla Benn, a retired ambassador who served in Vienna and Kyiv,"
    assert speaker(f"{served} said it rained.", served).country is None
    works = "Carla Benn, a doctor in Vienna,"
    assert speaker(f"{works} said it rained.", works).country is None


def test_member_states_are_no_united_states() -> None:
    source = "A group of nineteen States"
    assert speaker(f"{source} said it rained.", source).country is None


def test_she_after_a_head_of_government_without_a_name_is_no_other_woman() -> None:
    text = (
        "Philippa Marsh, 54, fell. Cristova’s prime minister, who is up for election, is accused of it. She "
        "said it rained."
    )
    assert speaker(text, "She").name is None


def test_she_after_a_guest_whose_name_follows_is_the_guest() -> None:
    text = "Carl Holm spoke. His guest, the activist Carla Benn, left early. She said it rained."
    assert speaker(text, "She").name == "Carla Benn"


def test_a_sultans_office_is_no_ministry() -> None:
    source = "the Sultan’s office in Vienna"
    assert speaker(f"In a cable, {source} said it rained.", source).name is None
