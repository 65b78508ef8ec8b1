from pathlib import Path

import pytest

from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.mentions import mentions
from service.pipeline.resolution.names import identity_key, may_be_same, plain_words, spelling_key
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolution.registry_file import load_registry
from service.pipeline.resolution.roles import matches, read_role

SEEDS = Path(__file__).parents[2] / "seeds" / "speakers.yaml"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mehmood Aslam", "Mahmood Aslam"),
        ("Sergei Antonov", "Sergey Antonov"),
        ("Josep Morell", "Josep Morel"),
        ("Dmitri Volkov", "Dmitry Volkov"),
    ],
)
def test_transliterations_of_one_full_name_have_one_key(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)
    assert identity_key(one) == identity_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("John Lee", "Jon Li"), ("Kim Lee", "Kim Li"), ("Wang Li", "Vang Lee"), ("Li Wei", "Lee Vi")],
)
def test_short_names_that_sound_alike_stay_two_people_across_articles(one: str, other: str) -> None:
    assert identity_key(one) != identity_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill Harmon", "William J. Harmon"),
        ("J. Harmon", "Jane Harmon"),
        ("Ana Lucia Reyes", "Ana Reyes"),
        ("Samuel O’Dell", "Samuel O'Dell Jr."),
    ],
)
def test_short_forms_initials_and_middle_names_may_be_one_person(one: str, other: str) -> None:
    assert may_be_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill Harmon", "Hilda Harmon"),
        ("Harmon", "Bill Harmon"),
        ("Harmon", "Harmon"),
        ("Dmytro Volkov", "Dmitry Bilyk"),
        ("Ali Hassan", "Ali Hasan"),
        ("Catherine Smyth", "Katherine Smith"),
        ("Albert Martin", "Albert Martin Bray"),
    ],
)
def test_neither_a_surname_nor_a_likeness_joins_two_names_of_one_article(one: str, other: str) -> None:
    assert not may_be_same(one, other)


def test_words_of_a_name_drop_marks_suffixes_and_possessives() -> None:
    assert plain_words("José O’Brien Jr.’s") == ("jose", "o'brien")
    assert plain_words("U.N.") == ("un",)


def names(text: str) -> list[tuple[str, str]]:
    return [(mention.kind, mention.name) for mention in mentions(Layout.of(text))]


def test_titles_are_split_from_names_and_bodies_are_whole() -> None:
    text = (
        "In the hall Finance Minister Ida Roth met the Department of Health and "
        "Secretary of State Paul Wren. "
        "But the Okoro campaign did not."
    )
    assert names(text) == [
        ("person", "Ida Roth"),
        ("organisation", "Department of Health"),
        ("person", "Paul Wren"),
        ("organisation", "Okoro campaign"),
    ]


def test_the_first_word_of_a_sentence_is_no_name_and_a_demonym_is_none_either() -> None:
    assert names("However, French wine was cheap. Cheap wine sells.") == []


def test_in_a_headline_only_names_that_the_article_knows_count() -> None:
    text = "Mayor Okoro Shuts Old Bridge Before Storm.\n\nLena Okoro closed the bridge on Monday."
    assert [name for _, name in names(text)] == ["Okoro", "Lena Okoro"]


def test_a_role_has_a_standard_head_and_a_country() -> None:
    role = read_role("Ghana’s foreign secretary")
    assert role is not None
    assert role.head == "foreign minister"
    assert role.country is not None
    assert role.country.code == "GH"
    assert role.of_state
    assert read_role("the old bridge") is None


def test_a_role_of_another_country_or_one_that_is_over_does_not_match() -> None:
    wanted, held = read_role("the Ghanaian president"), read_role("President of Mali")
    former = read_role("former president")
    assert wanted is not None
    assert held is not None
    assert former is not None
    assert matches(wanted, [held]) == 0
    bare = read_role("the president")
    assert bare is not None
    assert matches(bare, [former]) < matches(bare, [held])


def test_the_shipped_registry_is_sound() -> None:
    registry = load_registry(SEEDS)
    assert len(registry.speakers) > 200
    for known in registry.speakers:
        assert all(registry.find(name) is known for name in known.names)


def test_an_unknown_name_or_a_surname_finds_nobody_in_the_registry() -> None:
    registry = load_registry(SEEDS)
    assert registry.find("Khan") is None
    assert registry.find("Ada Finch") is None
    assert Registry.of(()).find("Imran Khan") is None


def test_an_english_sh_or_th_at_a_name_s_end_tells_people_apart() -> None:
    assert identity_key("Helen Mars") != identity_key("Helen Marsh")
    assert identity_key("Tomas Smitt") != identity_key("Tomas Smith")
    assert identity_key("Ali Abdullah") == identity_key("Ali Abdulla")


def test_a_name_may_begin_with_any_capital_of_a_latin_alphabet() -> None:
    found = names("In the port Mileta Đurić met Łucja Żuk, but Škoro left.")
    assert [name for _, name in found] == ["Mileta Đurić", "Łucja Żuk", "Škoro"]
