"""Who speaks across articles: the registry, offices of the day, spellings and ids."""

import datetime as dt

from service.pipeline.resolution.registry import Known, Office, Registry
from service.pipeline.resolve import resolve
from tests.unit.test_resolve import NOBODY, article, one, said

MINISTER = Known(
    "amal-haddad", "Amal Haddad", ("Amal Haddad", "Aamal Hadad"), gender="f", country="LB",
    offices=(
        Office("Foreign Minister", "Foreign Ministry", "LB", dt.date(2020, 1, 1), dt.date(2022, 6, 30), True),
        Office("Chair of the Cedar Party", "Cedar Party", "LB", dt.date(2022, 7, 1), None, False),
    ),
)  # fmt: skip


def test_a_speaker_of_the_registry_has_the_office_of_the_day() -> None:
    text = "Aamal Hadad said the port would open."
    registry = Registry.of([MINISTER])
    then = one(text, "Aamal Hadad", "the port would open", registry, dt.date(2021, 3, 1)).speaker
    assert (then.id, then.name, then.stated) == ("amal-haddad", "Amal Haddad", "Aamal Hadad")
    assert (then.role, then.country, then.represents_state) == ("Foreign Minister", "LB", True)
    later = one(text, "Aamal Hadad", "the port would open", registry, dt.date(2023, 3, 1)).speaker
    assert (later.role, later.represents_state) == ("Chair of the Cedar Party", False)


def test_an_office_alone_names_its_holder_only_on_a_known_day() -> None:
    text = "Lebanon’s foreign minister said the port would open."
    registry, source = Registry.of([MINISTER]), "Lebanon’s foreign minister"
    speaker = one(text, source, "the port would open", registry, dt.date(2021, 3, 1)).speaker
    assert (speaker.name, speaker.resolved_by) == ("Amal Haddad", "registry")
    assert one(text, source, "the port would open", registry).speaker.name is None
    assert one(text, source, "the port would open", registry, dt.date(2023, 3, 1)).speaker.name is None


def test_spellings_of_one_full_name_share_an_id_and_a_bare_surname_is_its_article_s_alone() -> None:
    ids = {
        one(f"{name} said it was late.", name, "it was late").speaker.id
        for name in ("Yusuf Mahmood Rahmani", "Yusuf Mehmood Rahmani")
    }
    assert len(ids) == 1
    first = one("Rahmani said it was late.", "Rahmani", "it was late").speaker
    second = one("Rahmani said it was early.", "Rahmani", "it was early").speaker
    assert first.id != second.id


def test_two_spellings_in_one_article_are_two_people_with_ids_of_their_own() -> None:
    text = (
        "“We won,” said Ali Hassan of the union.\n\n“We lost,” said Ali Hasan of the bank. Hasan left early."
    )
    attributions = [
        said(text, "Ali Hassan of the union", "We won,"),
        said(text, "Ali Hasan of the bank", "We lost,"),
        said(text, "Hasan", "left early", after=text.index("Hasan left")),
    ]
    quotes = resolve(article(text), attributions, NOBODY)
    assert [quote.speaker.stated for quote in quotes] == ["Ali Hassan", "Ali Hasan", "Ali Hasan"]
    assert len({quote.speaker.id for quote in quotes}) == 2


def test_two_spellings_that_the_registry_knows_are_one_person() -> None:
    text = "Amal Haddad came. “We won,” Aamal Hadad said."
    assert one(text, "Aamal Hadad", "We won,", Registry.of([MINISTER])).speaker.id == "amal-haddad"


def test_a_spelling_that_two_of_the_registry_share_finds_neither() -> None:
    one = Known("one", "John Smith", ("John Smith", "J. Smith of Leeds"))
    two = Known("two", "Jack Smith", ("Jack Smith", "John Smith"))
    body = Known("body", "Elm Green", ("Elm Green",), kind="organisation")
    woman = Known("woman", "Elm Green", ("Elm Green",))
    for listed in ([one, two, body, woman], [woman, body, two, one]):
        registry = Registry.of(listed)
        assert registry.find("John Smith") is None
        assert registry.find("John A. Smith") is None
        assert registry.find("Elm Green") is None
        assert not registry.is_person("Elm Green")
        assert registry.find("J. Smith of Leeds") is one
        assert registry.find("Jack Smith") is two


def test_an_office_still_tells_apart_two_who_share_a_name() -> None:
    other = Known("amal-haddad-2", "Amal Haddad", ("Amal Haddad",), country="SY")
    text = "Lebanon’s foreign minister said the port would open."
    speaker = one(
        text, "Lebanon’s foreign minister", "the port would open", Registry.of([MINISTER, other]),
        dt.date(2021, 3, 1),
    ).speaker  # fmt: skip
    assert speaker.id == "amal-haddad"
