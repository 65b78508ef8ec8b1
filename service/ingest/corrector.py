"""A person's word on a quote: put in place of the analysis', and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.errors import BadRequest, Gone, NotFound
from service.ingest import corrections
from service.ingest.ingester import Ingester
from service.ingest.named import speaker_named
from service.models import Article, Corrected, CorrectedStance, Correction, Quote
from service.store import Change, Store

Requirement = Callable[[Corrected | None], None]
"""Raises where the correction that is there now is not the one that the writer knows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as it was sent in: the speaker by an id or a name."""

    by: str
    reason: str
    speaker: str | None = None
    stances: tuple[CorrectedStance, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """All there is of an article: its quotes as they are served and as the analysis has them."""

    article: Article
    served: tuple[Quote, ...]
    analysed: tuple[Quote, ...]
    corrections: tuple[Corrected, ...]


class Corrector:
    """Corrects quotes in ``store``, which ``ingester`` writes to."""

    def __init__(self, store: Store, ingester: Ingester) -> None:
        self._store = store
        self._ingester = ingester

    def correct(self, quote_id: str, asked: Asked, require: Requirement) -> tuple[Corrected, bool]:
        """Make a correction, or go on with the one that is there; with it, whether it is new.

        What was corrected and is not named now stays so, and the same again changes nothing. Raises NotFound
        or Gone where there is no such quote, BadRequest where the speaker or a topic is not known, and what
        ``require`` raises.
        """
        with self._store.writing():
            before = self._store.correction(quote_id)
            require(before)
            state = self._state(quote_id, before)
            own = next((quote for quote in state.analysed if quote.id == quote_id), None)
            if own is None:
                raise Gone("The last analysis does not find this quote: its correction is orphaned.")
            correction = self._correction(asked, own)
            if before is not None:
                correction = corrections.continued(before.correction, correction)
                if _same(before.correction, correction):
                    return before, False
            made = Corrected(quote_id, state.article.id, correction, corrections.alone(own))
            others = [other for other in state.corrections if other.quote_id != quote_id]
            self._write(state, [*others, made])
        return made, before is None

    def undo(self, quote_id: str, require: Requirement) -> None:
        """Take a correction away: the quote is again what the analysis says.

        Raises NotFound where there is none, and what ``require`` raises.
        """
        with self._store.writing():
            before = self._store.correction(quote_id)
            require(before)
            if before is None:
                raise NotFound("This quote is not corrected.")
            if before.analysis is None:
                self._store.delete_correction(quote_id)
                return
            state = self._state(quote_id, before)
            self._write(state, [other for other in state.corrections if other.quote_id != quote_id])

    def _state(self, quote_id: str, made: Corrected | None) -> _State:
        found = self._store.quote(quote_id)
        article_id = found.article_id if isinstance(found, Quote) else made.article_id if made else None
        if article_id is None:
            raise NotFound("There is no such quote.")
        article = self._store.article(article_id)
        if article is None:
            raise Gone("The article of this quote was removed: its correction is orphaned.")
        quotes, others = self._store.quotes_of(article_id), self._store.corrections_of([article_id])
        return _State(article, quotes, corrections.analysed(quotes, others), others)

    def _correction(self, asked: Asked, quote: Quote) -> Correction:
        known = [topic.id for topic in self._store.topics()]
        faults = {
            f"stances.{number}.topic": [f"Not a topic. Topics: {', '.join(known)}."]
            for number, stance in enumerate(asked.stances)
            if stance.topic not in known
        }
        if faults:
            raise BadRequest("A topic is not known.", faults)
        registry = self._ingester.knowledge().registry
        return Correction(
            by=asked.by,
            reason=asked.reason,
            at=dt.datetime.now(dt.UTC),
            speaker=speaker_named(asked.speaker, quote.published, registry, self._store)
            if asked.speaker is not None
            else None,
            stances=asked.stances,
            withdrawn=asked.withdrawn,
        )

    def _write(self, state: _State, after: Sequence[Corrected]) -> None:
        quotes = corrections.served(state.analysed, after)
        restated: dict[str, str] = {}
        if {quote.id for quote in quotes} != {quote.id for quote in state.served}:
            # One leaves its statement, or comes back to it; a correction of anything else moves none.
            quotes, restated = self._ingester.group({state.article.id: quotes}, state.served)
        differing = corrections.difference(state.corrections, after)
        self._store.put(
            Change(
                state.article,
                quotes,
                restated=restated,
                corrections=differing.corrections,
                uncorrected=differing.uncorrected,
            )
        )


def _same(one: Correction, other: Correction) -> bool:
    return replace(one, at=other.at) == other
