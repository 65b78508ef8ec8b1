"""Speakers that are described: by a role, as a body, as a text. Every text here is made up."""

from service.pipeline.resolution.registry import Registry
from service.pipeline.resolve import resolve
from tests.unit.test_resolve import article, one, said

NOBODY = Registry.of(())


def test_whom_the_lead_calls_by_a_role_is_the_only_one_of_that_role_named_later() -> None:
    text = (
        "Judge stops the ferry.\n\nA Dover judge said the ferry was unsafe.\n\n"
        "County Court Justice Nell Orme ruled on Monday."
    )
    assert one(text, "A Dover judge", "the ferry was unsafe").speaker.name == "Nell Orme"


def test_a_role_of_the_lead_that_two_have_names_neither() -> None:
    text = "A Dover judge said the ferry was unsafe.\n\nJudge Nell Orme and Judge Ivo Tarn ruled on Monday."
    assert one(text, "A Dover judge", "the ferry was unsafe").speaker.name is None


def test_a_spokesman_of_the_lead_may_speak_for_another_than_the_one_named_later() -> None:
    text = "A harbour spokesman said the ferry was unsafe.\n\nRailway spokesman Ivo Tarn was surprised."
    assert one(text, "A harbour spokesman", "the ferry was unsafe").speaker.name is None


def test_a_role_with_an_indefinite_article_below_the_lead_is_not_looked_for_further_down() -> None:
    text = (
        "The ferry is old.\n\nIt was built in 1950.\n\nA Dover judge said the ferry was unsafe.\n\n"
        "Justice Nell Orme ruled on Monday."
    )
    assert one(text, "A Dover judge", "the ferry was unsafe").speaker.name is None


def test_a_body_of_the_lead_is_the_one_named_in_full_after_it() -> None:
    text = (
        "A Senate panel said the ferry was unsafe.\n\nThe Senate Shipping Committee met on Monday. "
        "The Senate Railway Committee did not."
    )
    speaker = one(text, "A Senate panel", "the ferry was unsafe").speaker
    assert speaker.name == "Senate Shipping Committee"


def test_a_union_that_represents_a_trade_is_the_association_of_that_trade() -> None:
    text = "A union representing ferry pilots said the strike was on.\n\nThe Association of Ferry Pilots met."
    speaker = one(text, "A union representing ferry pilots", "the strike was on").speaker
    assert speaker.name == "Association of Ferry Pilots"


def test_a_body_that_shares_no_qualifier_is_another() -> None:
    text = "A union representing miners said the strike was on.\n\nThe Association of Ferry Pilots met."
    assert one(text, "A union representing miners", "the strike was on").speaker.name is None


def test_a_team_is_the_campaign_of_the_same_name() -> None:
    text = "The Orme campaign spent much. It rained. It was late. The Orme team said the ferry was safe."
    assert one(text, "The Orme team", "the ferry was safe").speaker.name == "Orme campaign"


def test_a_poll_of_the_lead_is_the_one_that_is_named_after_it() -> None:
    text = "A new poll showed a close race.\n\nThe Wire/Datum opinion poll was taken in May."
    speaker = one(text, "A new poll", "a close race").speaker
    assert (speaker.kind, speaker.stated) == ("document", "Wire/Datum opinion poll")


def test_a_statement_is_that_of_the_body_which_issued_it() -> None:
    text = "The Harbour Board issued a statement. It was late. The statement said the ferry was safe."
    speaker = one(text, "The statement", "the ferry was safe").speaker
    assert speaker.stated == "Harbour Board statement"


def test_a_film_is_the_one_whose_title_was_given() -> None:
    text = "Orme made the documentary “Low Tide.” It is long. The film shows the harbour was sold."
    assert one(text, "The film", "the harbour was sold").speaker.stated == "Low Tide"


def test_a_letter_is_called_by_whom_it_was_written_to() -> None:
    text = "They wrote a letter to the Harbour Board of Dover. It came. The letter said the ferry was old."
    speaker = one(text, "The letter", "the ferry was old").speaker
    assert speaker.stated == "letter to the Harbour Board of Dover"


def test_a_text_without_a_title_goes_by_its_noun_and_a_work_without_one_by_nothing() -> None:
    text = "According to the data, the ferry was late. The film shows the ferry was sold."
    assert one(text, "the data", "the ferry was late").speaker.stated == "data"
    assert one(text, "The film", "the ferry was sold").speaker.stated is None


def test_a_quoted_title_is_a_text() -> None:
    text = "Orme’s “Low Tide” shows the harbour was sold."
    speaker = one(text, "Orme’s “Low Tide”", "the harbour was sold").speaker
    assert (speaker.kind, speaker.stated) == ("document", "Low Tide")


def test_an_aside_in_dashes_is_no_part_of_what_a_text_is_called() -> None:
    text = "The transcript of the hearing–published by The Dover Sun–shows the ferry was late."
    source = "The transcript of the hearing–published by The Dover Sun–"
    assert one(text, source, "the ferry was late").speaker.stated == "transcript of the hearing"


def test_those_whom_a_crowd_includes_speak_for_it() -> None:
    text = "Critics of the ferry, like Senators Nell Orme, Labour of Dover, and Ivo Tarn, said it was unsafe."
    source = "Critics of the ferry, like Senators Nell Orme, Labour of Dover, and Ivo Tarn,"
    assert one(text, source, "it was unsafe").speaker.name == "Nell Orme and Ivo Tarn"


def test_they_after_a_crowd_are_those_whom_it_includes() -> None:
    text = "Other unions, including the Pilots Federation, left. They said the strike was on."
    attributions = [
        said(text, "Other unions, including the Pilots Federation,", "left"),
        said(text, "They", "the strike was on"),
    ]
    quotes = resolve(article(text), attributions, NOBODY)
    assert [quote.speaker.name for quote in quotes] == ["Pilots Federation"] * 2


def test_a_crowd_that_is_only_near_a_body_is_nobody() -> None:
    text = "Critics of the ferry, including those at the Pilots Federation, said it was unsafe."
    source = "Critics of the ferry, including those at the Pilots Federation,"
    assert one(text, source, "it was unsafe").speaker.name is None


def test_they_are_the_body_that_begins_their_sentence() -> None:
    text = (
        "The Harbour Board said the ferry was safe. Veritrack checked the ferry, but they said it was unsafe."
    )
    attributions = [
        said(text, "The Harbour Board", "the ferry was safe"), said(text, "they", "it was unsafe"),
    ]  # fmt: skip
    quotes = resolve(article(text), attributions, NOBODY)
    assert quotes[1].speaker.name == "Veritrack"


def test_a_name_behind_a_body_in_one_run_of_capitals_is_a_name() -> None:
    text = "Nell Orme came. At the Dover Post Orme said the ferry was safe."
    assert one(text, "Orme", "the ferry was safe").speaker.name == "Nell Orme"


def test_a_sentence_of_small_words_is_no_headline() -> None:
    text = "Nell Orme was once asked how it would end. She said it would not."
    assert one(text, "She", "it would not").speaker.name == "Nell Orme"


def test_a_report_is_not_called_by_the_day_it_came_out() -> None:
    text = "It was sold, according to a report on Monday. The report said the ferry was old."
    assert one(text, "The report", "the ferry was old").speaker.stated == "report"


def test_she_after_a_woman_without_a_name_is_no_other_woman() -> None:
    text = "Maria Stone met the crew. The nurse left. A woman waited at the door. She said it was late."
    assert one(text, "She", "it was late").speaker.name is None


def test_he_after_a_role_is_the_one_who_holds_it() -> None:
    text = (
        "Senator Robert Lane met Peter Marsh. Marsh waited for hours. "
        "The senator came at nine. He said it was late."
    )
    assert one(text, "He", "it was late").speaker.name == "Robert Lane"


def test_a_description_of_the_subject_before_is_another_word_for_them() -> None:
    text = "Maria Stone came to Elm on Monday. The 40-year-old novelist said it was late."
    speaker = one(text, "The 40-year-old novelist", "it was late").speaker
    assert (speaker.name, speaker.resolved_by) == ("Maria Stone", "role")


def test_a_description_of_somebody_with_another_role_or_gender_is_not_the_subject_before() -> None:
    for text, source in (
        ("Mayor Maria Stone came to Elm. The novelist said it was late.", "The novelist"),
        ("Maria Stone came to Elm. The businessman said it was late.", "The businessman"),
        ("Maria Stone came to Elm. The lawyer said it was late.", "The lawyer"),
        ("Maria Stone came to Elm. It rained. It was cold. The novelist said it was late.", "The novelist"),
    ):
        assert one(text, source, "it was late").speaker.name is None


def test_a_party_s_adjective_is_nobody_whom_she_could_mean() -> None:
    text = "Democratic voters left. Democratic presidential hopes fell. She said it was late."
    assert one(text, "She", "it was late").speaker.name is None


def test_messages_minutes_and_an_audit_are_texts_and_so_is_a_paper_of_researchers() -> None:
    for source in ("Hundreds of leaked messages", "An internal audit", "Minutes released on Friday"):
        assert one(f"{source} show it was late.", source, "it was late").speaker.kind == "document"
    source = "Hundreds of leaked messages"
    assert one(f"{source} show it was late.", source, "it was late").speaker.stated is None
    text = "A study of night work came out. The paper said it was late."
    assert one(text, "The paper", "it was late").speaker.kind == "document"
    text = "A chamber of commerce estimate said it was late."
    assert one(text, "A chamber of commerce estimate", "it was late").speaker.kind == "document"


def test_what_an_indictment_was_called_is_not_its_title() -> None:
    text = "She called the indictment “a bad joke”. The indictment says it was late."
    assert one(text, "The indictment", "it was late").speaker.stated == "indictment"


def test_i_is_not_the_author_where_others_take_turns() -> None:
    turns = "Mo Hart: Yes.\n\nSun: When?\n\nMo Hart: In May.\n\nSun: Why?\n\nI will argue that it was late."
    (quote,) = resolve(article(turns, authors=("Ada Finch",)), [said(turns, "I", "that it was late")], NOBODY)
    assert quote.speaker.name is None


def test_a_paper_is_a_newspaper_where_one_was_named_and_no_study() -> None:
    text = "The Elmbury Journal wrote of a study of sleep. The paper said it was late."
    assert one(text, "The paper", "it was late").speaker.name == "Elmbury Journal"


def test_what_else_a_mayor_is_makes_no_others_of_them() -> None:
    text = "Mayor Ada Finch left. The mayor, a lawyer and a mother of two, said it was late."
    assert one(text, "The mayor, a lawyer and a mother of two,", "it was late").speaker.name == "Ada Finch"


def test_a_person_behind_two_roles_of_theirs_is_named() -> None:
    source = "a mayor and a lawyer, Ada Finch,"
    assert one(f"“We wait,” {source} told a hall.", source, "We wait").speaker.name == "Ada Finch"


def test_texts_of_two_kinds_are_texts() -> None:
    source = "Several reports and a letter"
    assert one(f"{source} say it was late.", source, "it was late").speaker.kind == "document"


def test_a_post_is_a_text_and_with_a_capital_a_newspaper() -> None:
    assert one("A post said it was late.", "A post", "it was late").speaker.kind == "document"
    text = "Elmbury Post: Mayor Did Not Come\n\nIt rained."
    assert one(text, "Elmbury Post", "Mayor Did Not Come").speaker.kind == "organisation"
