from pathlib import Path

import pytest

from service.errors import BadArticle, BadRequest
from service.models import Region
from service.pipeline.outlets import KnownOutlet, Outlets, load_outlets

SEEDS = Path(__file__).parents[2] / "seeds"
TIMES = KnownOutlet("example-times", "The Example Times", ("ExT",), ("EXT",), ("example.org", "extimes.test"))
AGENCY = KnownOutlet("agency", "News Agency")
OUTLETS = Outlets((TIMES, AGENCY))


@pytest.mark.parametrize(
    "name",
    [
        "The Example Times",
        "example times",
        " EXAMPLE  TIMES ",
        "ExT",
        "example-times",
        "example.org",
        "www.example.org",
    ],
)
def test_an_outlet_is_known_by_any_of_its_names(name: str) -> None:
    assert OUTLETS.named(name).id == "example-times"
    assert OUTLETS.named(name).name == "The Example Times"


def test_an_outlet_that_is_not_known_keeps_its_name() -> None:
    outlet = OUTLETS.named("Le Café  Libre", "inferred")
    assert (outlet.id, outlet.name, outlet.source) == ("le-cafe-libre", "Le Café Libre", "inferred")
    assert OUTLETS.named("Правда").id == "правда"


def test_a_name_without_letters_is_refused() -> None:
    with pytest.raises(BadArticle, match="is not a name"):
        OUTLETS.named("…")


@pytest.mark.parametrize(
    ("site", "domain", "expected"),
    [
        ("Something", "world.example.org", "example-times"),
        ("Something", "unknown.test", "something"),
        (None, "www.unknown.test", "unknown-test"),
        (None, None, None),
    ],
)
def test_a_page_is_its_domain_s_or_its_own_name_s(
    site: str | None, domain: str | None, expected: str | None
) -> None:
    outlet = OUTLETS.of_page(site, domain)
    assert (outlet and outlet.id) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("By Jane Roe, The Example Times", "byline", "example-times"),
        ("Jane Roe is a reporter for the Example Times.", "bio", None),  # not a name as it is printed
        ("Follow ExT on Twitter", "widget", "example-times"),
        ("Follow ExT and News Agency", "widget", None),
        ("Also read: The Example Times on trains", "related", None),
        ("The NEXT story", "widget", None),
    ],
)
def test_what_a_page_says_of_itself_names_its_outlet(text: str, kind: str, expected: str | None) -> None:
    outlet = OUTLETS.of_text(text, [Region(0, len(text), kind)])  # type: ignore[arg-type]
    assert (outlet and outlet.id) == expected


def test_the_outlets_of_the_seeds_can_be_loaded() -> None:
    outlets = load_outlets(SEEDS / "outlets.yaml")
    assert len(outlets.known) > 100
    assert outlets.named("dawn.com").id == outlets.named("Dawn").id == "dawn"
    assert outlets.named("english.alarabiya.net").id == "al-arabiya"


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("a: b", "must be a list"),
        ("- {id: a}", "o.yaml:1: id and name are needed"),
        ("- {id: a, name: A, alias: [B]}", "unknown field alias"),
        ("- {id: a, name: A, aliases: B}", "aliases must be a list"),
        ("- {id: a, name: A}\n\n- {id: b, name: the a}", "o.yaml:3: 'the a' already stands for a"),
        ("- {id: a, name: A}\n- {id: a, name: B}", "the id 'a' is there twice"),
        ("- 3", "not a mapping"),
    ],
)
def test_a_registry_that_makes_no_sense_says_where(tmp_path: Path, yaml: str, reason: str) -> None:
    file = tmp_path / "o.yaml"
    file.write_text(yaml)
    with pytest.raises(BadRequest) as raised:
        load_outlets(file)
    assert reason in str(raised.value)


def test_a_registry_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="can't be read"):
        load_outlets(tmp_path / "none.yaml")
