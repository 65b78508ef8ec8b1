"""What a change does to Elasticsearch, written down before it is done: every document to write, and to undo.

A journal is plain JSON, so that whoever finishes it, or takes it back, needs to know nothing else::

    {"quotes": [document, ...],       written
     "stale": [quote id, ...],        removed
     "moved": {quote id: successor},  remembered
     "restated": {quote id: statement id},
     "articles": [document, ...],     written last
     "gone": [article id, ...],       removed last
     "corrections": [document, ...],  written with the quotes
     "uncorrected": [quote id, ...],  whose corrections are removed with the stale quotes
     "before": {"quotes": [document, ...], "articles": [document, ...], "restated": {quote id: statement id},
                "corrections": [document, ...]}}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from service.models import Corrected
from service.store.base import Change
from service.store.document import Document, article_from, corrected_document, corrected_from, quote_from
from service.store.elastic_document import indexed_article, indexed_quote
from service.store.elastic_index import Names
from service.store.elastic_search import all_hits_with

Action = dict[str, Any]


def journal_of_changes(client: Elasticsearch, names: Names, changes: Sequence[Change]) -> Document:
    """What storing articles does, given what is there of them now."""
    articles = [indexed_article(change.article) for change in changes]
    wanted = {quote.id: indexed_quote(quote) for change in changes for quote in change.quotes}
    successors = {key: successor for change in changes for key, successor in change.successors.items()}
    restated = {key: statement for change in changes for key, statement in change.restated.items()}
    corrections = [made for change in changes for made in change.corrections]
    uncorrected = [key for change in changes for key in change.uncorrected]
    corrected = [*(made.quote_id for made in corrections), *uncorrected]
    before = _before(client, names, [article["id"] for article in articles], restated, corrected)
    stored = {quote["id"]: quote for quote in before["quotes"]}
    stale = sorted(stored.keys() - wanted.keys())
    return {
        "quotes": [quote for key, quote in wanted.items() if stored.get(key) != quote],
        "stale": stale,
        "moved": {key: successors.get(key) for key in {*stale, *(successors.keys() - wanted.keys())}},
        "restated": restated,
        "articles": articles,
        "gone": [],
        "corrections": [corrected_document(made) for made in corrections],
        "uncorrected": uncorrected,
        "before": before,
    }


def journal_of_deletion(
    client: Elasticsearch,
    names: Names,
    article_id: str,
    restated: Mapping[str, str],
    corrections: Sequence[Corrected],
) -> Document:
    """What removing an article does, given what is there of it now."""
    before = _before(client, names, [article_id], restated, [made.quote_id for made in corrections])
    stale = [quote["id"] for quote in before["quotes"]]
    return {
        "quotes": [],
        "stale": stale,
        "moved": dict.fromkeys(stale),
        "restated": dict(restated),
        "articles": [],
        "gone": [article_id],
        "corrections": [corrected_document(made) for made in corrections],
        "uncorrected": [],
        "before": before,
    }


def in_this_release(journal: Document) -> Document:
    """A journal of another release's writer: what its documents are found by is made anew."""
    none: Document = {"corrections": [], "uncorrected": []}
    before = {**none, **journal["before"], **_renewed(journal["before"])}
    return {**none, **journal, **_renewed(journal), "before": before}


def forward(names: Names, journal: Document) -> tuple[list[Action], list[Action], list[Action]]:
    """The writes of a journal in three steps: each is whole before the next begins, the articles come last.

    An ingest knows by the article what is done. Every step may be done twice.
    """
    return (
        [
            *(index(names.quotes, quote) for quote in journal["quotes"]),
            *(moved(names, key, successor) for key, successor in journal["moved"].items()),
            *restatements(names, journal["restated"]),
            *(correction(names, made) for made in journal["corrections"]),
        ],
        [
            *(delete(names.quotes, key) for key in journal["stale"]),
            *(delete(names.state, f"correction:{key}") for key in journal["uncorrected"]),
        ],
        [
            *(index(names.articles, article) for article in journal["articles"]),
            *(delete(names.articles, key) for key in journal["gone"]),
        ],
    )


def backward(names: Names, journal: Document) -> list[Action]:
    """The writes that bring back what was there before a journal, however much of it was done."""
    before = journal["before"]
    quotes = {quote["id"] for quote in before["quotes"]}
    articles = {article["id"] for article in before["articles"]}
    new = [quote["id"] for quote in journal["quotes"] if quote["id"] not in quotes]
    return [
        *(delete(names.articles, a["id"]) for a in journal["articles"] if a["id"] not in articles),
        *(delete(names.quotes, key) for key in new),
        *(index(names.quotes, quote) for quote in before["quotes"]),
        *restatements(names, before["restated"]),
        *(delete(names.state, f"moved:{key}") for key in journal["moved"] if key in quotes),
        *(delete(names.state, f"correction:{made['quote_id']}") for made in journal["corrections"]),
        *(correction(names, made) for made in before["corrections"]),
        *(index(names.articles, article) for article in before["articles"]),
    ]


def index(alias: str, document: Document) -> Action:
    """Write a document under its own id."""
    return {"_index": alias, "_id": document["id"], "_source": document}


def delete(alias: str, key: str) -> Action:
    """Remove a document."""
    return {"_op_type": "delete", "_index": alias, "_id": key}


def to_state(names: Names, key: str, kind: str, document: Document) -> Action:
    """Write a document among what is small."""
    return {"_index": names.state, "_id": key, "_source": {"kind": kind, "document": document}}


def correction(names: Names, made: Document) -> Action:
    """Write a correction, with what it is looked for by."""
    action = to_state(names, f"correction:{made['quote_id']}", "correction", made)
    at = corrected_from(made).correction.at.isoformat()
    found_by = {"id": made["quote_id"], "article_id": made["article_id"], "at": at}
    return {**action, "_source": {**action["_source"], **found_by}}


def moved(names: Names, key: str, successor: str | None) -> Action:
    """Remember where a quote went."""
    return to_state(names, f"moved:{key}", "moved", {"successor": successor})


def restatements(names: Names, restated: Mapping[str, str]) -> Iterable[Action]:
    """Give quotes their statement ids."""
    for key, statement in restated.items():
        doc = {"statement_id": statement}
        yield {"_op_type": "update", "_index": names.quotes, "_id": key, "doc": doc}


def _before(
    client: Elasticsearch,
    names: Names,
    article_ids: list[str],
    restated: Mapping[str, str],
    corrected: Sequence[str],
) -> Document:
    """What is there of articles, their quotes, the statements of other articles' quotes, and corrections."""
    found = client.mget(index=names.articles, ids=article_ids)["docs"]
    articles = [doc["_source"] for doc in found if doc.get("found")]
    known = [article["id"] for article in articles]
    quotes = [hit["_source"] for hit in all_hits_with(client, names.quotes, "article_id", known)]
    statements: dict[str, str] = {}
    if restated:
        others = client.mget(index=names.quotes, ids=list(restated), source_includes=["statement_id"])["docs"]
        statements = {doc["_id"]: doc["_source"]["statement_id"] for doc in others if doc.get("found")}
    corrections: list[Document] = []
    if corrected:
        made = client.mget(index=names.state, ids=[f"correction:{key}" for key in corrected])["docs"]
        corrections = [doc["_source"]["document"] for doc in made if doc.get("found")]
    return {"quotes": quotes, "articles": articles, "restated": statements, "corrections": corrections}


def _renewed(documents: Mapping[str, Any]) -> Document:
    return {
        "quotes": [indexed_quote(quote_from(quote)) for quote in documents["quotes"]],
        "articles": [indexed_article(article_from(article)) for article in documents["articles"]],
    }
