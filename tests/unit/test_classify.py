"""Sides that unseen sentences take, and the many that take none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.models import (
    Article,
    Cues,
    Example,
    Outlet,
    Passage,
    Quote,
    Side,
    Span,
    Speaker,
    SpeakerKind,
    Topic,
)
from service.pipeline.classify import classify
from service.pipeline.classify.reading import read_quote
from service.pipeline.classify.rules import compile_topic, decide
from service.pipeline.topics import load_topics

TOPICS = load_topics(Path(__file__).parents[2] / "seeds" / "topics.yaml")
SCENE = "Pakistan, Russia, Ukraine, the United States, the West and the UN General Assembly are in the news. "


def quote(
    cue: str,
    content: str,
    *,
    who: str = "The minister",
    country: str | None = "PK",
    kind: SpeakerKind = "person",
) -> tuple[Article, Quote]:
    """An article that says ``who cue: content``, and its one quote."""
    text = f"{SCENE}{who} {cue}: {content}"
    at = len(SCENE)
    cue_at, start = at + len(who) + 1, len(text) - len(content)
    speaker = Speaker(
        kind, id=who, name=who, stated=who, country=country, mention=Passage(at, at + len(who), who)
    )
    found = Quote(
        id="q1",
        article_id="a1",
        text=content,
        spans=(Span(start, len(text)),),
        type="indirect",
        speaker=speaker,
        cue=Passage(cue_at, cue_at + len(cue), cue),
    )
    return Article("a1", text, "hash"), found


def sides(
    cue: str, content: str, topics: tuple[Topic, ...] = TOPICS, *, who: str = "The minister",
    country: str | None = "PK", kind: SpeakerKind = "person",
) -> dict[str, str]:  # fmt: skip
    """The topics that a sentence addresses with its side on each."""
    article, said = quote(cue, content, who=who, country=country, kind=kind)
    (answer,) = classify(article, [said], topics)
    for stance in answer.stances:
        evidence = stance.evidence
        assert article.text[evidence.start : evidence.end] == evidence.text
        assert evidence.decided_by.startswith("rule:")
    return {stance.topic: stance.stance for stance in answer.stances}


@pytest.mark.parametrize(
    ("cue", "content", "topic", "side"),
    [
        ("said", "the assault on Ukraine was naked aggression by Moscow", "condemn-russia", "favor"),
        ("denounced", "the Kremlin's attack on Ukraine", "condemn-russia", "favor"),
        ("demanded", "that Russia must withdraw its troops without delay", "condemn-russia", "favor"),
        ("said", "Moscow had every right to defend itself against the alliance", "condemn-russia", "against"),
        ("said", "there was no reason to condemn Russia", "condemn-russia", "against"),
        ("said", "the war had been provoked by NATO and Washington", "condemn-russia", "against"),
        ("declined", "to condemn the invasion", "condemn-russia", "neutral"),
        ("voiced", "worry over the escalation in Ukraine", "condemn-russia", "neutral"),
        ("said", "if that is proved, then of course we condemn Russia", "condemn-russia", "neutral"),
        ("called on", "both sides to show restraint", "condemn-russia", "neutral"),
        ("backed", "the draft resolution", "un-resolution", "favor"),
        ("urged", "every member to vote in favour of the resolution", "un-resolution", "favor"),
        ("rejected", "the resolution", "un-resolution", "against"),
        ("said", "the resolution was one-sided and ignored the causes", "un-resolution", "against"),
        ("explained", "why the country had chosen to abstain", "un-resolution", "neutral"),
        ("vowed", "to preserve the country's neutrality", "neutrality", "favor"),
        ("said", "we will never join any camp", "neutrality", "favor"),
        ("said", "Pakistan refuses to abandon its neutrality", "neutrality", "favor"),
        ("said", "nobody can stay neutral in the face of such a war", "neutrality", "against"),
        ("urged", "Islamabad to take a clear position", "neutrality", "against"),
        ("dismissed", "accusations of siding with Moscow", "neutrality", "favor"),
        ("said", "reports of Pakistani support for Russia were baseless", "neutrality", "favor"),
        ("appealed", "for an immediate ceasefire and talks", "dialogue", "favor"),
        ("said", "there is no military solution to the war in Ukraine", "dialogue", "favor"),
        ("said", "it was not opposed to negotiations", "dialogue", "favor"),
        ("said", "there was no point in negotiating with the aggressor", "dialogue", "against"),
        ("said", "only force would bring this war to an end", "dialogue", "against"),
        ("said", "we want to strengthen our partnership with the United States", "us-ties", "favor"),
        ("denied", "that ties with Washington were strained", "us-ties", "favor"),
        ("said", "Pakistan should cut its ties with America", "us-ties", "against"),
        ("said", "the government would deepen cooperation with Russia", "russia-ties", "favor"),
        ("said", "the trip to Moscow was a mistake", "russia-ties", "against"),
        ("called for", "an end to all trade ties with Russia", "russia-ties", "against"),
        ("said", "the killing of civilians can never be justified", "civilian-harm", "favor"),
        ("said", "any attack on civilians is unacceptable", "civilian-harm", "favor"),
        ("condemned", "the bombing of innocent people, whoever is behind it", "civilian-harm", "favor"),
        ("said", "civilian deaths are the inevitable price of every war", "civilian-harm", "against"),
        ("said", "we do not take dictation from anyone", "sovereignty", "favor"),
        ("said", "the country would not bow to foreign pressure", "sovereignty", "favor"),
        ("said", "Pakistan cannot afford to anger the United States", "sovereignty", "against"),
    ],
)  # fmt: skip
def test_a_sentence_takes_its_side(cue: str, content: str, topic: str, side: str) -> None:
    assert sides(cue, content).get(topic) == side


@pytest.mark.parametrize(
    ("cue", "content", "topic"),
    [
        ("said", "the delegation had discussed Russia and Ukraine over lunch", "condemn-russia"),
        ("said", "the minister's flight to Moscow would leave on Tuesday", "russia-ties"),
        ("said", "analysts see frosty ties between Islamabad and Washington", "us-ties"),
        ("said", "the vote on the resolution would be held on Wednesday", "un-resolution"),
        ("said", "any invasion of any country deserves to be condemned", "condemn-russia"),
        ("said", "the embassy was evacuating Pakistani citizens from Ukraine", "civilian-harm"),
        ("said", "it hoped for a peaceful resolution of the dispute", "un-resolution"),
        ("said", "the carbon neutral plant would open in Karachi", "neutrality"),
        ("asked", "should we condemn the invasion?", "condemn-russia"),
        ("said", "talks with the IMF on a new loan would resume", "dialogue"),
    ],
)
def test_a_mention_is_no_stance(cue: str, content: str, topic: str) -> None:
    assert topic not in sides(cue, content)


def test_a_newspaper_that_relays_has_no_stance() -> None:
    assert not sides(
        "reported",
        "that Pakistan wanted to deepen its ties with Russia",
        who="The Daily Post",
        kind="organisation",
    )


def test_a_newspaper_of_the_article_is_known_by_its_outlet() -> None:
    article, said = quote(
        "said", "the invasion must be condemned", who="Dunya", kind="organisation", country=None
    )
    (answer,) = classify(replace(article, outlet=Outlet("dunya", "Dunya")), [said], TOPICS)
    assert answer.stances == ()


def test_a_cue_of_the_topic_s_own_decides_though_it_is_the_only_one() -> None:
    topic = Topic(
        "tunnel",
        "The tunnel plan should be approved.",
        "The tunnel plan should be turned down.",
        cues=Cues(neutral=("takes no position",)),
    )
    assert sides("said", "Ruritania takes no position on the tunnel plan", (topic,)) == {"tunnel": "neutral"}


def test_who_abstains_withholds_a_side_on_all_that_the_vote_was_on() -> None:
    found = sides(
        "abstained last week from voting on",
        "both a Council resolution deploring Russia’s aggression against its neighbor and an Assembly vote",
    )
    assert set(found.values()) == {"neutral"}
    assert "condemn-russia" in found


def test_what_another_state_s_minister_let_the_speaker_know_is_not_the_speaker_s_view() -> None:
    assert sides("told", "that Lavrov had let him know that Moscow wants dialogue and negotiations") != {}
    article, said = quote("told", "that Lavrov had let him know that Moscow wants dialogue and negotiations")
    lavrov = replace(
        said,
        id="q2",
        speaker=Speaker("person", id="l", name="Sergey Lavrov", stated="Sergey Lavrov", country="RU"),
    )
    relayed, _ = classify(article, [said, lavrov], TOPICS)
    assert relayed.stances == ()


def test_a_view_that_sources_ascribe_belongs_to_its_holder() -> None:
    article, said = quote(
        "said",
        "Washington wants Pakistan to abandon its neutrality",
        who="Sources",
        country=None,
        kind="anonymous",
    )
    (answer,) = classify(article, [said], TOPICS)
    found = {stance.topic: stance for stance in answer.stances}
    assert found["neutrality"].stance == "against"
    assert found["neutrality"].holder == "Washington"


def test_a_view_of_the_own_government_is_the_speakers() -> None:
    article, said = quote("said", "Pakistan wants this conflict resolved through dialogue")
    (answer,) = classify(article, [said], TOPICS)
    assert [stance.holder for stance in answer.stances] == [None]


def test_a_topic_is_not_tried_on_an_article_that_names_nothing_of_it() -> None:
    _, said = quote("said", "the invasion must be condemned")
    text = "The minister said: the invasion must be condemned"
    start = text.index("the invasion")
    moved = Quote("q1", "a1", said.text, (Span(start, len(text)),), "indirect", Speaker("person", name="X"))
    (answer,) = classify(Article("a1", text, "hash"), [moved], TOPICS)
    assert answer.stances == ()


@pytest.mark.parametrize(
    ("proposition", "cue", "content", "side"),
    [
        ("The Zika bill should be approved.", "backed", "the Zika bill", "favor"),
        ("The Zika bill should be approved.", "said", "the Zika bill is a disgrace", "against"),
        ("The death penalty should be abolished.", "said", "the death penalty is wrong", "favor"),
        ("Parliament should ban fur farming.", "defended", "fur farming", "against"),
        ("Parliament should ban fur farming.", "said", "fur farming is cruel", "favor"),
        ("The harbour tunnel must not be built.", "said", "the harbour is deep", None),
    ],
)
def test_a_bare_proposition_gives_the_rules_a_target(
    proposition: str, cue: str, content: str, side: str | None
) -> None:
    article, said = quote(cue, content)
    reading = read_quote(article, said)
    assert reading is not None
    finding = decide(compile_topic(Topic("t", proposition)), reading)
    assert (finding.side if finding else None) == side


@pytest.mark.parametrize(("stance", "side"), [("against", "against"), (None, None)])
def test_a_labelled_example_outranks_every_rule(stance: Side | None, side: str | None) -> None:
    example = Example("We will back the Zika bill in the Senate", stance)
    topic = Topic("t", "The Zika bill should be approved.", examples=(example,))
    assert sides("said", "we will back the Zika bill in the Senate", (topic,)).get("t") == side
    assert sides("said", "we support the Zika bill", (topic,)).get("t") == "favor"
