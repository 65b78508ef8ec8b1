"""Articles, quotes and whole corpora made up for tests: small vocabularies, so that values and dates tie."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from typing import Any

from service.models import (
    ATTITUDES,
    QUOTE_TYPES,
    SIDES,
    Article,
    Evidence,
    Outlet,
    PublicationDate,
    Quote,
    Span,
    Speaker,
    Stance,
    Topic,
    digest,
)
from service.query import Opinion
from service.store import Change

DAWN = Outlet("dawn.com", "Dawn")
TRIBUNE = Outlet("tribune.com.pk", "The Express Tribune")
POST = Outlet("post.example", "Pôst", "inferred")
OUTLETS = (DAWN, TRIBUNE, POST, None)

QURESHI = Speaker(
    "person",
    id="qureshi",
    name="Shah Mahmood Qureshi",
    role="Foreign Minister",
    affiliation="Pakistan Tehreek-e-Insaf",
    country="PK",
    represents_state=True,
    names=("Shah Mahmood Qureshi", "Makhdoom Shah Mahmood Qureshi", "FM Qureshi"),
)
SPEAKERS = (
    QURESHI,
    replace(QURESHI, role="Vice Chairman", represents_state=False),
    Speaker("person", id="lavrov", name="Sergei Lavrov", role="foreign minister", country="RU",
            represents_state=True, names=("Sergei Lavrov", "Сергей Лавров")),
    Speaker("person", id="borrell", name="Josep Borrell Fontellès", role="High Representative", country="EU",
            affiliation="European Commission", names=("Josep Borrell Fontellès", "Josep Borrell")),
    Speaker("organisation", id="un", name="United Nations", names=("United Nations", "UN")),
    Speaker("country", id="pk", name="Pakistan", country="PK", represents_state=True, names=("Pakistan",)),
    Speaker("anonymous", description="a senior official", role="senior official", country="PK"),
    Speaker("anonymous", description="one source"),
)  # fmt: skip

DATES = (
    PublicationDate(dt.date(2022, 2, 28)),
    PublicationDate(dt.date(2022, 3, 1)),
    PublicationDate(dt.date(2022, 3, 1), "month", "inferred"),
    PublicationDate(dt.date(2022, 3, 31)),
    PublicationDate(dt.date(2022, 1, 1), "year", "stated"),
    PublicationDate(dt.date(2021, 12, 31)),
    PublicationDate(dt.date(2023, 6, 15)),
    None,
    None,
)
TOPICS = (
    Topic("invasion", "Russia's invasion of Ukraine should be condemned"),
    Topic("neutrality", "Pakistan should stay neutral"),
    Topic("sanctions", "Sanctions on Russia should end"),
)
HOLDERS = (None, None, "the government")
WORDS = (
    "peace", "talks", "war", "border", "water", "sanctions", "neutral", "condemn", "dialogue",
    "naïve", "Élysée", "crisis", "we", "the", "will", "must", "end", "support",
)  # fmt: skip


def an_article(name: str = "a", **fields: Any) -> Article:
    """An article whose identity and text come from ``name``."""
    made = Article(
        id=digest("article", name),
        text=f"{name}: text",
        content_hash=digest(name),
        outlet=DAWN,
        headline=f"On {name}",
        published=PublicationDate(dt.date(2022, 3, 1)),
        language="en",
        analysis_version="1",
    )
    return replace(made, **fields)


def a_quote(article: Article, text: str = "We want peace", start: int = 0, **fields: Any) -> Quote:
    """A quote of ``article`` with what an article hands down to its quotes."""
    identity = digest("quote", article.id, start, text)
    made = Quote(
        id=identity,
        article_id=article.id,
        text=text,
        spans=(Span(start, start + len(text)),),
        type="direct",
        speaker=QURESHI,
        statement_id=identity,
        model="rules",
        outlet=article.outlet,
        headline=article.headline,
        published=article.published,
        language=article.language,
    )
    return replace(made, **fields)


def a_stance(topic: str = "neutrality", side: Any = "favor", **fields: Any) -> Stance:
    """A stance that some rule decided."""
    return replace(Stance(topic, side, 0.8, Evidence(0, 4, "text", "rule")), **fields)


def a_change(name: str = "a", *texts: str, **fields: Any) -> Change:
    """An article with a quote for each of ``texts``; ``fields`` are the quotes'."""
    article = an_article(name)
    quotes = tuple(a_quote(article, text, start=100 * n, **fields) for n, text in enumerate(texts))
    return Change(article, quotes)


def a_corpus(articles: int, seed: int = 7) -> list[Change]:
    """As many articles with up to six quotes each, the same for the same seed."""
    chance = random.Random(seed)
    return [_random_change(chance, f"{seed}/{number}") for number in range(articles)]


def _random_change(chance: random.Random, name: str) -> Change:
    article = an_article(
        name,
        outlet=chance.choice(OUTLETS),
        published=chance.choice(DATES),
        authors=("Ann Author",) if chance.random() < 0.3 else (),
        ingested_at=dt.datetime(2026, 11, 25, 10, 30, tzinfo=dt.UTC),
    )
    quotes = [_random_quote(chance, article, place) for place in range(chance.randint(0, 6))]
    return Change(article, tuple(quotes))


def _random_quote(chance: random.Random, article: Article, place: int) -> Quote:
    quote = a_quote(
        article,
        " ".join(chance.choices(WORDS, k=chance.randint(3, 12))),
        start=100 * place,
        type=chance.choice(QUOTE_TYPES),
        attitude=chance.choice((*ATTITUDES, "assertion", "assertion", "assertion")),
        speaker=chance.choice(SPEAKERS),
        confidence=chance.choice((0.25, 0.5, 1.0)),
        stances=tuple(_random_stance(chance) for _ in range(chance.choice((0, 0, 1, 1, 2, 3)))),
        keys=tuple(chance.sample(("k1", "k2", "k3", "k4"), k=chance.randint(0, 2))),
        reported_by=chance.choice(((), ("state television",))),
    )
    return replace(quote, statement_id=chance.choice((quote.id, "0" * 31 + "1", "0" * 31 + "2")))


def _random_stance(chance: random.Random) -> Stance:
    return a_stance(
        chance.choice(TOPICS).id,
        chance.choice(SIDES),
        confidence=chance.choice((0.25, 0.5, 0.75)),
        holder=chance.choice(HOLDERS),
    )


OPINION = Opinion(
    quote_id="q",
    statement_id="s",
    article_id="a",
    outlet_id="dawn.com",
    outlet_name="Dawn",
    speaker_id="qureshi",
    speaker_name="Shah Mahmood Qureshi",
    affiliation="PTI",
    country="PK",
    represents_state=True,
    published=dt.date(2022, 3, 1),
    topic="neutrality",
    stance="favor",
    confidence=0.8,
    holder=None,
)
"""A row of a side on a topic, for the tests of what is made of many."""
