"""Quotes and articles made up for measuring: as long and as full as real ones, and the same every time."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path

from service.models import (
    SIDES,
    Article,
    Context,
    Evidence,
    Outlet,
    Passage,
    PublicationDate,
    Quote,
    Span,
    Speaker,
    Stance,
    Topic,
    digest,
)
from service.store import Change, Store

_FIRST = "Amina Bilal Carlos Daria Emeka Fatima Grigory Hina Ivana Jamal Katya Liam Maryam Nadia Omar Petra"
_LAST = "Abbasi Bogdan Chaudhry Dimitrov Eriksen Farooq Gonzales Hussain Ilves Jovanovic Khan Lindqvist"
_WORDS = """
peace talks war border water sanctions neutral condemn dialogue crisis we the will must end support oil wheat
ceasefire sovereignty assembly resolution refugees trade energy security council allies partners in of and
to a our their not before after with against for on by people region government aid winter
"""
FIRST, LAST, WORDS = tuple(_FIRST.split()), tuple(_LAST.split()), tuple(_WORDS.split())
COUNTRIES = ("PK", "RU", "UA", "US", "CN", "IN", "TR", "DE", "FR", "GB")
OFFICES = ("foreign minister", "prime minister", "spokesman", "ambassador", "defence secretary")
PLACES = ("Islamabad", "Geneva", "New York", "Ankara", "Berlin", "Kyiv", "Lahore", "Brussels")
FIRST_DAY = dt.date(2021, 1, 1)
DAYS = 1400
A_BIG_ARTICLE = 1000
"""Quotes in one article that is only there to be loaded fast: a write costs the same for one and for many."""

TOPICS = tuple(Topic(f"topic-{n}", f"Proposition {n} should hold") for n in range(8))


def people(chance: random.Random, count: int = 192) -> list[Speaker]:
    """Different people, each with a country and an office."""
    names = [f"{first} {last}" for first in FIRST for last in LAST][:count]
    return [
        Speaker(
            "person",
            id=name.lower().replace(" ", "-"),
            name=name,
            stated=name,
            role=chance.choice(OFFICES),
            affiliation=f"Ministry {chance.randrange(40)}",
            country=chance.choice(COUNTRIES),
            represents_state=chance.random() < 0.5,
            resolved_by="name",
            names=(name, name.split()[1]),
        )
        for name in names
    ]


def changes(
    quotes: int, name: str = "bench", *, each: int = A_BIG_ARTICLE, outlet: str = ""
) -> Iterator[Change]:
    """Articles of ``each`` quotes, as many quotes in all; every one in ``outlet`` where one is named."""
    chance = random.Random(name)
    speakers = people(chance)
    outlets = [Outlet(f"outlet-{n}", f"The Daily {n}") for n in range(30)]
    for number in range(-(-quotes // each)):
        paper = Outlet(outlet, outlet) if outlet else chance.choice(outlets)
        day = FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
        article = Article(
            id=digest("article", name, number),
            text=_words(chance, 200),
            content_hash=digest(name, number),
            outlet=paper,
            headline=_words(chance, 9).capitalize(),
            published=PublicationDate(day),
            url=f"https://{paper.id}.example/{name}/{number}",
            language="en",
            analysis_version="bench",
        )
        count = min(each, quotes - number * each)
        # Where many quotes share an article they still are of many days, as those of many articles would be.
        made = tuple(
            _quote(chance, article, place, chance.choice(speakers), each > 10) for place in range(count)
        )
        yield Change(article, made)


def load(store: Store, quotes: int) -> None:
    """Fill an empty store."""
    store.put_topics(TOPICS)
    for change in changes(quotes):
        store.put(change)


def _quote(chance: random.Random, article: Article, place: int, speaker: Speaker, spread: bool) -> Quote:
    text = _words(chance, chance.randint(12, 40)).capitalize() + "."
    start = place * 400
    identity = digest("quote", article.id, start, text)
    day = FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
    published = PublicationDate(day) if spread else article.published
    return Quote(
        id=identity,
        article_id=article.id,
        text=text,
        spans=(Span(start, start + len(text)),),
        type=chance.choice(("direct", "direct", "mixed", "indirect")),
        speaker=speaker,
        attitude=chance.choice(("assertion",) * 8 + ("belief", "intention")),
        cue=Passage(start + len(text) + 2, start + len(text) + 6, "said"),
        context=Context(_words(chance, 25), _words(chance, 25)),
        stances=tuple(
            _stance(chance, topic, start) for topic in chance.sample(TOPICS, chance.choice((0, 0, 1, 2)))
        ),
        keys=tuple(digest("key", identity, n)[:16] for n in range(6)),
        statement_id=identity,
        confidence=round(chance.uniform(0.4, 1), 4),
        model="bench",
        outlet=article.outlet,
        headline=article.headline,
        published=published,
        language="en",
        url=article.url,
    )


def _stance(chance: random.Random, topic: Topic, start: int) -> Stance:
    evidence = Evidence(start, start + 20, _words(chance, 4), "rules")
    return Stance(topic.id, chance.choice(SIDES), round(chance.uniform(0.4, 1), 4), evidence)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def write_articles(path: Path, count: int) -> None:
    """Short articles as news prints them, a line of JSON each, for an ingest."""
    chance = random.Random("articles")
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            lines.write(json.dumps(_news(chance, number)) + "\n")


def _news(chance: random.Random, number: int) -> dict[str, str]:
    place, topic = chance.choice(PLACES), chance.choice(WORDS[:6])
    people = [f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(2)]
    office = chance.choice(OFFICES)
    paragraphs = [
        f"{place}: The {office} of the country, {people[0]}, said on Monday that the government would not "
        f"change its view of the {topic} before the assembly meets again.",
        f"“We have {_words(chance, 14)},” {people[0].split()[1]} told reporters after the meeting. "
        f"“There is {_words(chance, 9)}.”",
        f"Police closed several roads in {place} for the day, and the markets opened "
        "two hours later than usual.",
        f"According to {people[1]}, an analyst at a university in {chance.choice(PLACES)}, "
        f"{_words(chance, 16)}.",
        f"The next meeting is expected in {chance.choice(PLACES)} in number {number} of the series.",
    ]
    return {
        "url": f"https://news.example/{number}",
        "headline": f"{place} holds to its view of {topic}",
        "outlet": f"The Daily {number % 30}",
        "published": (FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))).isoformat(),
        "language": "en",
        "text": "\n\n".join(paragraphs),
    }
