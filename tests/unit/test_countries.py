from importlib.resources import files

import pycountry
import pytest
import yaml

from service import countries
from service.countries import Country

PAKISTAN = Country("PK", "Pakistan")
UNITED_STATES = Country("US", "United States")


@pytest.mark.parametrize(
    "name", ["US", "us", "U.S.", "USA", "United States of America", "the United States", "usa"]
)
def test_a_country_is_found_by_codes_and_by_the_names_it_goes_by(name: str) -> None:
    assert countries.find(name) == UNITED_STATES


def test_names_are_those_of_news_not_of_diplomats() -> None:
    assert countries.find("RU") == Country("RU", "Russia")
    assert countries.find("Korea, Republic of") == Country("KR", "South Korea")
    assert countries.find("Türkiye") == countries.find("turkey") == Country("TR", "Turkey")


def test_a_territory_outside_the_table_is_found_in_iso_3166() -> None:
    assert countries.find("Aruba") == countries.find("AW") == Country("AW", "Aruba")


def test_what_is_no_country_is_none_and_never_a_guess() -> None:
    assert countries.find("Pakistn") is None
    assert countries.find("") is None
    assert countries.by_demonym("Martian") is None


def test_in_running_text_a_name_needs_its_capital() -> None:
    assert countries.by_name("Turkey") == Country("TR", "Turkey")
    assert countries.by_name("turkey") is None
    assert countries.by_name("us") is None


@pytest.mark.parametrize("word", ["Pakistani", "Pakistanis"])
def test_a_demonym_is_known_in_the_singular_and_the_plural(word: str) -> None:
    assert countries.by_demonym(word) == PAKISTAN


def test_a_capital_stands_for_its_government() -> None:
    assert countries.by_metonym("Islamabad") == PAKISTAN
    assert countries.by_metonym("the Kremlin") == Country("RU", "Russia")


def test_a_capital_that_is_also_a_state_or_a_surname_counts_only_where_it_speaks() -> None:
    assert countries.by_metonym("Washington") is None
    assert countries.by_metonym("Washington", speaking=True) == UNITED_STATES


def test_every_code_of_the_table_is_one_of_iso_3166_but_the_two_that_are_reserved() -> None:
    codes = set(yaml.safe_load(files("service").joinpath("data/countries.yaml").read_text(encoding="utf-8")))
    assert len(codes) >= 193
    assert all(countries.find(code).code == code for code in codes)  # type: ignore[union-attr]
    assert {code for code in codes if not pycountry.countries.get(alpha_2=code)} == {"EU", "XK"}
