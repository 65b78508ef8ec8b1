"""Countries, ministries and other bodies that speak."""

from tests.unit.test_resolve import one


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


def test_two_countries_that_speak_together_are_named_together() -> None:
    speaker = one("Peru and Chile said the border was open.", "Peru and Chile", "the border was open").speaker
    assert (speaker.name, speaker.country) == ("Peru and Chile", "PE")
