"""An analysis whose result is told and not kept."""

from __future__ import annotations

from typing import Any

from schemas.article import AnalysisSchema, ArticleInputSchema
from service.api.endpoint import Resource
from service.api.marking import marked_text
from service.api.parts import ingester
from service.models import RawArticle
from service.pipeline import analyse

extract = Resource("extract", __name__, "Analyse a text and keep nothing.")


@extract.takes("/extract", AnalysisSchema, body=ArticleInputSchema, problems=(400, 413, 415))
def extract_quotes(raw: RawArticle) -> dict[str, Any]:
    """Every attribution in an article, with its speaker and stances. Nothing is stored."""
    found = analyse(raw, ingester().knowledge())
    return {
        "article": found.article,
        "quotes": found.quotes,
        "marked": marked_text(found.article.text, found.quotes),
    }
