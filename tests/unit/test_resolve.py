"""Who speaks in one article: every text here is made up."""

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from service.models import Article, Attribution, PublicationDate, Quote, Span, digest
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolve import resolve

NOBODY = Registry.of(())


def article(text: str, published: dt.date | None = None, authors: tuple[str, ...] = ()) -> Article:
    date = PublicationDate(published) if published else None
    return Article(digest(text), text, digest(text), published=date, authors=authors)


def said(text: str, source: str | None, content: str, *, after: int = 0) -> Attribution:
    """An attribution of the first such content to the nearest such source behind ``after``."""
    start = text.index(content)
    places = [m.start() for m in re.finditer(re.escape(source), text) if m.start() >= after] if source else []
    found = min(places, key=lambda place: abs(place - start)) if places else None
    return Attribution(
        (Span(start, start + len(content)),),
        None,
        Span(found, found + len(source)) if source and found is not None else None,
    )


def one(
    text: str, source: str | None, content: str, registry: Registry = NOBODY, published: dt.date | None = None
) -> Quote:
    (quote,) = resolve(article(text, published), [said(text, source, content)], registry)
    return quote


def test_a_full_name_with_a_title_is_a_person_with_a_role() -> None:
    text = "Norwegian Fisheries Minister Ole Brandvik said the quota was fair."
    speaker = one(text, "Norwegian Fisheries Minister Ole Brandvik", "the quota was fair").speaker
    assert (speaker.kind, speaker.name, speaker.resolved_by) == ("person", "Ole Brandvik", "name")
    assert (speaker.role, speaker.country, speaker.represents_state) == ("Fisheries Minister", "NO", True)


def test_a_surname_means_the_person_named_in_full_before() -> None:
    text = "Harriet Quill ran the bakery. It closed in May. Quill said the rent was too high."
    speaker = one(text, "Quill", "the rent was too high", NOBODY).speaker
    assert (speaker.name, speaker.stated, speaker.resolved_by) == (
        "Harriet Quill",
        "Harriet Quill",
        "partial-name",
    )


def test_a_surname_before_the_full_name_is_the_same_person() -> None:
    text = "Quill is angry. “The rent is too high,” Harriet Quill said, and Quill added that she would leave."
    speaker = one(text, "Quill", "she would leave").speaker
    assert (speaker.name, speaker.resolved_by) == ("Harriet Quill", "partial-name")


def test_a_title_tells_two_people_of_one_surname_apart() -> None:
    text = "Anna Weiss and Peter Weiss own the mill. Mrs. Weiss said it was for sale."
    assert one(text, "Mrs. Weiss", "it was for sale").speaker.name == "Anna Weiss"


def test_an_apposition_after_the_name_gives_the_role() -> None:
    text = "Lena Okoro, the mayor of Port Elm, said the bridge was safe."
    speaker = one(text, "Lena Okoro, the mayor of Port Elm,", "the bridge was safe").speaker
    assert (speaker.name, speaker.role) == ("Lena Okoro", "mayor of Port Elm")


def test_an_apposition_before_the_name_names_the_speaker() -> None:
    text = "Chile’s ambassador to the UN, Tomas Rial, said talks would go on."
    speaker = one(text, "Chile’s ambassador to the UN, Tomas Rial", "talks would go on").speaker
    assert (speaker.name, speaker.country, speaker.resolved_by) == ("Tomas Rial", "CL", "apposition")


def test_he_is_the_man_and_she_the_woman_of_the_sentence_before() -> None:
    text = "Robert Lane met Maria Stone on Monday. He said the deal was done. She said it was not."
    quotes = resolve(
        article(text), [said(text, "He", "the deal was done"), said(text, "She", "it was not")], NOBODY
    )
    assert [quote.speaker.name for quote in quotes] == ["Robert Lane", "Maria Stone"]
    assert {quote.speaker.resolved_by for quote in quotes} == {"pronoun"}


def test_a_pronoun_that_fits_nobody_stays_unresolved() -> None:
    text = "Robert Lane resigned. She said it was a pity."
    speaker = one(text, "She", "it was a pity").speaker
    assert (speaker.name, speaker.id, speaker.description) == (None, None, "She")


def test_a_role_means_the_person_who_was_given_it() -> None:
    text = "Gov. Ann Tarr signed the bill. Critics jeered. The governor said it would save lives."
    speaker = one(text, "The governor", "it would save lives").speaker
    assert (speaker.name, speaker.resolved_by) == ("Ann Tarr", "role")


def test_a_spokesman_named_later_is_the_spokesman_quoted_before() -> None:
    text = (
        "Trade was open, a Harbour Office spokesman said. Harbour Office spokesman Idris Bell spoke weekly."
    )
    assert one(text, "a Harbour Office spokesman", "Trade was open").speaker.name == "Idris Bell"


def test_a_common_role_with_an_indefinite_article_is_nobody_in_particular() -> None:
    text = "Mo Hart, a resident, was there. A resident said the noise was loud."
    assert one(text, "A resident", "the noise was loud").speaker.name is None


def test_the_official_goes_on_with_the_official_described_before() -> None:
    text = "A senior Greek official said the ship sank. The official said nobody died."
    attributions = [
        said(text, "A senior Greek official", "the ship sank"), said(text, "The official", "nobody died"),
    ]  # fmt: skip
    quotes = resolve(article(text), attributions, NOBODY)
    assert [quote.speaker.description for quote in quotes] == ["A senior Greek official"] * 2
    assert {quote.speaker.country for quote in quotes} == {"GR"}


def test_a_lawyer_of_one_is_not_the_lawyer_of_another() -> None:
    text = "Clara Voss, a lawyer for Emil Marr, left. Peter Dunn stayed silent. His lawyer said he was ill."
    assert one(text, "His lawyer", "he was ill").speaker.name != "Clara Voss"


def test_officials_sources_and_analysts_are_described_and_not_named() -> None:
    for source in ("a senior French official", "diplomatic sources", "analysts"):
        speaker = one(f"The deal, {source} said, was dead.", source, "was dead").speaker
        assert (speaker.kind, speaker.name, speaker.description) == ("anonymous", None, source)


def test_a_quote_without_a_source_goes_on_with_the_speaker_before() -> None:
    text = "“We are closing,” Harriet Quill said.\n\n“There is no money left in bread.”"
    quotes = resolve(
        article(text),
        [
            said(text, "Harriet Quill", "We are closing,"),
            said(text, None, "There is no money left in bread."),
        ],
        NOBODY,
    )
    assert [quote.speaker.name for quote in quotes] == ["Harriet Quill"] * 2
    assert quotes[1].speaker.resolved_by == "context"


def test_a_quote_far_from_any_speaker_is_nobody_s() -> None:
    text = "“We are closing,” Harriet Quill said.\n\nIt rained.\n\nIt stopped.\n\n“No one came to the fair.”"
    quotes = resolve(
        article(text),
        [said(text, "Harriet Quill", "We are closing,"), said(text, None, "No one came to the fair.")],
        NOBODY,
    )
    assert quotes[1].speaker.name is None


def test_who_is_the_name_before_it() -> None:
    text = "It was led by Sara Blom, who said the lake was clean."
    assert one(text, "who", "the lake was clean").speaker.name == "Sara Blom"


def test_i_in_an_article_is_its_author() -> None:
    text = "I think the tax is unfair."
    attribution = said(text, "I", "the tax is unfair")
    (quote,) = resolve(article(text, authors=("Nora Field",)), [attribution], NOBODY)
    assert quote.speaker.name == "Nora Field"
    (quote,) = resolve(article(text), [attribution], NOBODY)
    assert quote.speaker.name is None


def test_the_innermost_speaks_and_the_one_who_quotes_reports() -> None:
    text = "Dora Pike and Ivan Melnik met. “We are ready,” Pike told him, quoting Melnik."
    attributions = [
        said(text, "Melnik", "We are ready,", after=text.index("quoting")),
        said(text, "Pike", "We are ready,", after=20),
    ]
    (quote,) = resolve(article(text), attributions, NOBODY)
    assert quote.speaker.name == "Ivan Melnik"
    assert quote.reported_by == ("Dora Pike",)


def test_what_a_report_quotes_somebody_as_saying_is_theirs() -> None:
    text = "“It works,” the report quoted Ada Finch as saying."
    quote = one(text, "Ada Finch", "It works,")
    assert quote.speaker.name == "Ada Finch"
    assert quote.reported_by != ()


def test_a_split_quote_is_one_quote_of_two_spans() -> None:
    text = "“We go,” Ada Finch said, “and we stay.”"
    first, second = text.index("We go,"), text.index("and we stay.")
    content = (Span(first, first + 6), Span(second, second + 12))
    source = text.index("Ada Finch")
    (quote,) = resolve(article(text), [Attribution(content, None, Span(source, source + 9))], NOBODY)
    assert quote.text == "We go, … and we stay."
    assert quote.type == "direct"


def test_a_quote_carries_its_context_and_what_its_article_is() -> None:
    text = "The mill burned. “It was the wind,” Ada Finch said. Nobody was hurt."
    quote = one(text, "Ada Finch", "It was the wind,", published=dt.date(2024, 5, 6))
    assert quote.context.before == "The mill burned. “"
    assert "Ada Finch said." in quote.context.after
    assert str(quote.published) == "2024-05-06"


WORDS = st.sampled_from(
    (
        *(
            "Ada",
            "Finch",
            "said",
            "he",
            "she",
            "they",
            "The",
            "Mayor",
            "of",
            "Elm",
            "who",
            "Kremlin",
            "France",
        ),
        *("“", "”", ",", ".", "Mr.", "a", "spokesman,", "I", "it", "\n\n", "’s", "and"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=40), st.data())
def test_any_text_gives_quotes_whose_spans_slice_to_their_text(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    places = st.integers(0, len(text) - 1)
    attributions = []
    for _ in range(data.draw(st.integers(0, 4))):
        start, source = data.draw(places), data.draw(places)
        attributions.append(
            Attribution(
                (Span(start, min(len(text), start + 9)),),
                None,
                Span(source, min(len(text), source + 7)) if data.draw(st.booleans()) else None,
            )
        )
    quotes = resolve(article(text), attributions, NOBODY)
    assert len({quote.id for quote in quotes}) == len(quotes)
    for quote in quotes:
        assert quote.text == " … ".join(span.of(text) for span in quote.spans)
        mention = quote.speaker.mention
        assert mention is None or text[mention.start : mention.end] == mention.text
        assert (quote.speaker.id is None) == (quote.speaker.name is None)


def test_he_is_nobody_named_where_somebody_without_a_name_is_the_subject_before() -> None:
    text = (
        "Former mayor Karl Anders said the bridge was sound. The basis of his claim was a letter that the "
        "town surveyor wrote in March in which he called the bridge safe."
    )
    speaker = one(text, "he", "the bridge safe").speaker
    assert speaker.name is None


def test_where_envoys_are_posted_is_not_the_country_they_come_from() -> None:
    text = "Western missions in Norway urged restraint. Norwegian shipowners agreed that it was time."
    posted = one(text, "Western missions in Norway", "restraint").speaker
    assert (posted.name, posted.country) == (None, None)
    assert one(text, "Norwegian shipowners", "it was time").speaker.country == "NO"


def test_what_qualifies_a_crowd_at_the_head_of_a_sentence_is_nobody_s_name() -> None:
    text = "Nora Quill runs the farm bureau. Almond growers, she argues, should pay for what they pump."
    speaker = one(text, "she", "should pay for what they pump").speaker
    assert speaker.name == "Nora Quill"
