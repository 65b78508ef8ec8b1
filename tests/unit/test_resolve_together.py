"""Several that speak with one voice, and countries that are one though their name has "and" in it."""

from importlib.resources import files

import pytest
import yaml

from service import countries
from tests.unit.test_resolve import one

OF_TWO = [
    (name, code)
    for code, row in yaml.safe_load(
        files("service").joinpath("data/countries.yaml").read_text("utf-8")
    ).items()
    for name in (row["name"], *row.get("also", ()))
    if " and " in name
]


def test_two_countries_that_speak_together_are_named_together_and_neither_s_position_is_it() -> None:
    speaker = one("Peru and Chile said the border was open.", "Peru and Chile", "the border was open").speaker
    assert (speaker.name, speaker.country, speaker.represents_state) == ("Peru and Chile", None, False)


def test_two_bodies_of_one_country_that_speak_together_speak_for_it() -> None:
    text = "The Kremlin and Russia said the border was open."
    speaker = one(text, "The Kremlin and Russia", "the border was open").speaker
    assert (speaker.country, speaker.represents_state) == ("RU", True)


@pytest.mark.parametrize(("name", "code"), OF_TWO)
def test_a_country_with_and_in_its_name_is_one(name: str, code: str) -> None:
    speaker = one(f"{name} said the port was open.", name, "the port was open").speaker
    known = countries.by_name(name)
    assert known is not None
    assert (speaker.kind, speaker.name, speaker.country) == ("country", known.name, code)
    both = one(f"Peru and {name} said the port was open.", f"Peru and {name}", "the port was open").speaker
    assert (both.name, both.country) == (f"Peru and {known.name}", None)


@pytest.mark.parametrize(("name", "code"), OF_TWO)
def test_a_minister_of_a_country_with_and_in_its_name_keeps_their_own(name: str, code: str) -> None:
    source = f"{name} Finance Minister Ida Roth"
    assert one(f"{source} said the port was open.", source, "the port was open").speaker.name == "Ida Roth"
