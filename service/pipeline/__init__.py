"""An article's way from what was read to quotes with speakers and stances. Pure: nothing is stored here.

::

    read -> clean -> attribute -> resolve -> classify -> group

:func:`analyse` is all of it for one article. :mod:`service.ingest` calls its two halves by themselves, to
leave out what the store already holds, and joins the quotes to those of other articles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.models import Article, Quote, RawArticle
from service.pipeline.attribute import attribute, attribution_version
from service.pipeline.classify import classify
from service.pipeline.clean import clean
from service.pipeline.group import keys_of, link, unite
from service.pipeline.knowledge import Knowledge, load_knowledge
from service.pipeline.resolve import resolve

__all__ = ["Analysis", "Knowledge", "analyse", "article_in", "load_knowledge", "quotes_in"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """An article and the quotes in it, in their order."""

    article: Article
    quotes: tuple[Quote, ...]


def analyse(raw: RawArticle, knowledge: Knowledge) -> Analysis:
    """The article in ``raw`` with its quotes, joined to statements among themselves.

    Raises BadArticle where it can't be taken.
    """
    article = article_in(raw, knowledge)
    return Analysis(article, unite(quotes_in(article, knowledge)).quotes)


def article_in(raw: RawArticle, knowledge: Knowledge) -> Article:
    """The article in ``raw``, cleaned. Raises BadArticle where it can't be taken."""
    article = clean(raw, knowledge.outlets, knowledge.most_characters, today=knowledge.today())
    return replace(article, analysis_version=knowledge.version)


def quotes_in(article: Article, knowledge: Knowledge) -> tuple[Quote, ...]:
    """The quotes of an article with speakers, stances, links among themselves, and the keys of variants."""
    quotes = resolve(article, attribute(article), knowledge.registry, model=attribution_version())
    quotes = classify(article, quotes, knowledge.topics)
    return link([replace(quote, keys=keys_of(quote)) for quote in quotes])
