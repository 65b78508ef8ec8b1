"""Countries, ministries and other bodies that speak."""

from pathlib import Path

from service.pipeline.resolution.registry_file import load_registry
from tests.unit.test_resolve import one

SEEDS = Path(__file__).parents[2] / "seeds" / "speakers.yaml"


def test_a_capital_that_speaks_is_its_country() -> None:
    speaker = one("Islamabad said it wanted peace.", "Islamabad", "it wanted peace").speaker
    assert (speaker.kind, speaker.name, speaker.country) == ("country", "Pakistan", "PK")
    assert (speaker.resolved_by, speaker.represents_state) == ("metonym", True)


def test_a_house_of_government_is_a_body_that_speaks_for_its_country() -> None:
    speaker = one("The Kremlin said it was ready.", "The Kremlin", "it was ready").speaker
    assert (speaker.kind, speaker.name, speaker.country, speaker.represents_state) == (
        "organisation", "Kremlin", "RU", True,
    )  # fmt: skip


def test_a_foreign_office_is_the_ministry_of_its_country() -> None:
    text = "The Kenyan Foreign Office said visas were free."
    speaker = one(text, "The Kenyan Foreign Office", "visas were free").speaker
    assert (speaker.name, speaker.country) == ("Ministry of Foreign Affairs of Kenya", "KE")


def test_an_acronym_is_the_body_that_was_named_in_full() -> None:
    text = "The Global Reef Alliance (GRA) met. The GRA said corals were dying."
    assert one(text, "The GRA", "corals were dying").speaker.name == "Global Reef Alliance"


def test_a_body_that_is_first_an_acronym_is_the_one_named_in_full_later() -> None:
    text = "The G.R.A. said corals were dying. The Global Reef Alliance has 12 members."
    assert one(text, "The G.R.A.", "corals were dying").speaker.name == "Global Reef Alliance"


def test_an_office_that_begins_a_sentence_is_no_name() -> None:
    text = "Secretary of State Paul Wren said the treaty was dead."
    speaker = one(text, "Secretary of State Paul Wren", "the treaty was dead").speaker
    assert (speaker.name, speaker.role) == ("Paul Wren", "Secretary of State")


def test_a_phrase_that_says_more_than_the_article_does_names_nobody() -> None:
    text = "Mo Hart, a lawyer, watched. The Chicago lawyer said the jury was out."
    assert one(text, "The Chicago lawyer", "the jury was out").speaker.name is None


def test_the_defence_ministry_of_a_country_is_a_body_of_that_country() -> None:
    text = "Norway’s defence ministry said the ship was safe."
    speaker = one(text, "Norway’s defence ministry", "the ship was safe").speaker
    assert (speaker.name, speaker.country, speaker.represents_state) == (
        "Defence Ministry of Norway",
        "NO",
        True,
    )


def test_a_party_s_people_are_a_crowd_and_not_a_body() -> None:
    speaker = one("Many Democrats said the bill was weak.", "Many Democrats", "the bill was weak").speaker
    assert (speaker.kind, speaker.name) == ("anonymous", None)


def test_a_qualifier_that_the_name_lacks_is_another_body_s() -> None:
    text = "Hill Bank fell. The central bank said rates would rise."
    assert one(text, "The central bank", "rates would rise").speaker.name is None


def test_police_without_an_article_are_not_the_force_named_before() -> None:
    text = "He sat in Hill Road police station. The value, according to police, is low."
    speaker = one(text, "police", "The value").speaker
    assert (speaker.kind, speaker.name) == ("organisation", None)


def test_an_embassy_and_a_country_s_own_agency_are_named_after_it() -> None:
    speaker = one("Russia’s embassy said visas were free.", "Russia’s embassy", "visas were free").speaker
    assert (speaker.name, speaker.country) == ("Embassy of Russia", "RU")
    text = "Chile’s fisheries service said the bay was shut."
    speaker = one(text, "Chile’s fisheries service", "the bay was shut").speaker
    assert (speaker.name, speaker.country) == ("Fisheries Service of Chile", "CL")


def test_a_ministry_in_a_capital_is_not_named_by_it() -> None:
    text = "The ministry in Athens said the camp was full."
    speaker = one(text, "The ministry in Athens", "the camp was full").speaker
    assert (speaker.kind, speaker.name) == ("organisation", None)


def test_a_news_agency_of_a_people_is_no_organ_of_its_state() -> None:
    text = "The Indian news agency said the road was shut."
    assert one(text, "The Indian news agency", "the road was shut").speaker.name is None


def test_a_company_is_not_named_after_its_owner() -> None:
    text = "Quill is in Hull. Quill’s law firm said it was late."
    speaker = one(text, "Quill’s law firm", "it was late").speaker
    assert (speaker.kind, speaker.name, speaker.stated) == ("organisation", None, "Quill's law firm")


def test_a_body_behind_a_noun_and_a_comma_is_the_speaker() -> None:
    text = "The company, Minera Tocori, said the road was open."
    speaker = one(text, "The company, Minera Tocori,", "the road was open").speaker
    assert (speaker.kind, speaker.name) == ("organisation", "Minera Tocori")


def test_several_owners_with_one_name_are_a_body_and_no_person() -> None:
    text = "The hotel’s owners, Larkin Leisure, said it was banter."
    speaker = one(text, "The hotel’s owners, Larkin Leisure,", "it was banter").speaker
    assert (speaker.kind, speaker.name) == ("organisation", "Larkin Leisure")


def test_a_club_a_palace_and_a_court_s_bench_are_bodies() -> None:
    for name in ("Elmbury Athletic", "Marden Palace", "Northshore Bench", "Vintner Mutual"):
        assert one(f"{name} said it was sorry.", name, "it was sorry").speaker.kind == "organisation"


def test_a_body_s_name_may_hold_a_word_that_is_small_elsewhere() -> None:
    text = "A report by Passage Watch came. But Passage Watch said the cars were sold."
    assert one(text, "Passage Watch", "the cars were sold").speaker.name == "Passage Watch"


def test_an_arm_of_a_foreign_firm_is_no_name_and_not_its_country() -> None:
    text = "The American firm’s UK arm said little. In a statement it said the phone was safe."
    assert one(text, "it", "the phone was safe").speaker.name is None


def test_a_plural_that_only_begins_sentences_is_no_name() -> None:
    speaker = one("Optimists said the bay would clear.", "Optimists", "the bay would clear").speaker
    assert (speaker.kind, speaker.name) == ("anonymous", None)


def test_it_is_not_a_word_with_the_capital_of_its_sentence() -> None:
    text = "The rules are short. Adjectives are out, it said."
    assert one(text, "it", "Adjectives are out").speaker.name is None


def test_a_body_is_found_past_the_time_of_its_sentence() -> None:
    text = "The Marsh Assembly today said the dam was safe."
    assert one(text, "The Marsh Assembly today", "the dam was safe").speaker.name == "Marsh Assembly"


def test_the_comma_of_a_headline_joins_countries_and_makes_officials_of_several_a_crowd() -> None:
    assert one("Chad, Sudan say it was late", "Chad, Sudan", "it was late").speaker.name == "Chad and Sudan"
    text = "China, ASEAN officials say it was late"
    speaker = one(text, "China, ASEAN officials", "it was late").speaker
    assert (speaker.kind, speaker.name) == ("anonymous", None)


def test_several_people_or_bodies_of_different_kinds_are_nobody_of_them() -> None:
    text = "Mayor Ada Finch left. A mayor, a minister and a man from Hull disagree that it is late."
    speaker = one(text, "A mayor, a minister and a man from Hull", "that it is late").speaker
    assert (speaker.kind, speaker.name) == ("anonymous", None)
    text = "The ship was hit, said survivors and river police."
    assert one(text, "survivors and river police", "The ship was hit").speaker.kind == "anonymous"


def test_a_number_is_no_street_of_a_government() -> None:
    registry = load_registry(SEEDS)
    assert one("No one said it was late.", "No one", "it was late", registry).speaker.country is None


def test_counsel_to_an_inquiry_is_a_person_and_not_the_body_behind_the_comma() -> None:
    source = "Counsel to the inquiry, Orvo Brandle KC,"
    text = f"{source} said it was late. He said the road was shut."
    assert one(text, source, "it was late").speaker.name == "Orvo Brandle"
    assert one(text, "He", "the road was shut").speaker.name == "Orvo Brandle"


def test_a_city_is_a_body_with_of_and_a_place_with_another_link() -> None:
    source = "The Port of Elmbury"
    assert one(f"{source} said it was shut.", source, "it was shut").speaker.name == "Port of Elmbury"
    text = "He flew from Marden City to Elmbury. Elmbury said it was late."
    assert one(text, "Elmbury", "it was late").speaker.name == "Elmbury"


def test_the_noun_of_two_that_say_which_group_is_the_head() -> None:
    source = "A policy and research group"
    assert one(f"{source} said it was late.", source, "it was late").speaker.kind == "organisation"


def test_a_campaign_in_a_line_before_another_is_a_body() -> None:
    text = "We heard from the Finch campaign\n\nElmbury slept. The Finch campaign said it was late."
    assert one(text, "The Finch campaign", "it was late").speaker.name == "Finch campaign"


def test_a_firm_with_the_ending_of_a_plural_keeps_its_name() -> None:
    assert one("Marclays said it was late.", "Marclays", "it was late").speaker.name == "Marclays"


def test_a_department_behind_a_capital_may_be_the_city_s_and_a_ministry_is_the_country_s() -> None:
    source = "Berlin’s health department"
    assert one(f"{source} said it was late.", source, "it was late").speaker.name is None
    source = "Berlin’s health ministry"
    speaker = one(f"{source} said it was late.", source, "it was late").speaker
    assert speaker.name == "Health Ministry of Germany"


def test_a_campaign_that_somebody_works_for_is_a_body() -> None:
    text = "A Finch campaign aide left. The campaign said it was late."
    assert one(text, "The campaign", "it was late").speaker.name == "Finch campaign"


def test_a_body_that_is_called_by_a_noun_is_that_body_where_it_begins_a_sentence() -> None:
    text = "The bill went to Parliament. Parliament said it was late."
    assert one(text, "Parliament", "it was late").speaker.name == "Parliament"


def test_whose_body_is_the_one_that_was_named() -> None:
    text = "Mo Hart leads the Marsh Association. Hart, whose association said it was late, left."
    assert one(text, "whose association", "it was late").speaker.name == "Marsh Association"


def test_two_who_are_named_beside_others_of_a_crowd_keep_a_name() -> None:
    source = "Ms. Ada Finch, Mrs. Mo Hart and other donors"
    assert one(f"{source} said it was late.", source, "it was late").speaker.name is not None
