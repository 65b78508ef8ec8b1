"""Where corrections meet the analysis: how they are applied, carried over to a new one, and taken off again.

Pure. A quote is stored as it is to be served, that is corrected; beside it stands what the analysis said. So
every reader sees one and the same, and undoing needs no analysis. See docs/decisions/0005-corrections.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.models import Corrected, Correction, Evidence, Quote, Stance

DECIDED_BY = "correction"
"""What a stance says that a person decided."""


@dataclass(frozen=True, slots=True)
class CorrectionsDiff:
    """What of an article's corrections is to be written: those that are new or other, and whose go."""

    corrections: tuple[Corrected, ...]
    uncorrected: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.corrections or self.uncorrected)


def corrected(quote: Quote, correction: Correction) -> Quote:
    """A quote of the analysis with what a person changed of it."""
    speaker = correction.speaker or quote.speaker
    judged = {stance.topic for stance in correction.stances}
    return replace(
        quote,
        speaker=speaker,
        stances=(*(s for s in quote.stances if s.topic not in judged), *_stances(quote, correction)),
        correction=correction,
    )


def continued(earlier: Correction, later: Correction) -> Correction:
    """A correction after another of the same quote: what the later one does not name stays corrected.

    A withdrawal stands alone: it leaves nothing to correct, and to correct the quote after it is to bring
    the quote back.
    """
    if earlier.withdrawn or later.withdrawn:
        return later
    stances = {judged.topic: judged for judged in (*earlier.stances, *later.stances)}
    return replace(later, speaker=later.speaker or earlier.speaker, stances=tuple(stances.values()))


def served(quotes: Iterable[Quote], corrections: Iterable[Corrected]) -> tuple[Quote, ...]:
    """An article's quotes as they are to be stored: corrected, and less those that were withdrawn."""
    by_quote = {made.quote_id: made.correction for made in corrections}
    found = ((quote, by_quote.get(quote.id)) for quote in quotes)
    return tuple(
        quote if correction is None else corrected(quote, correction)
        for quote, correction in found
        if correction is None or not correction.withdrawn
    )


def analysed(quotes: Iterable[Quote], corrections: Iterable[Corrected]) -> tuple[Quote, ...]:
    """An article's quotes as the analysis has them, from those that are stored; :func:`served` undone.

    Their statements and links are today's, but for those of a withdrawn quote, which is in none.
    """
    own = {made.quote_id: made.analysis for made in corrections if made.analysis is not None}
    found = [_uncorrected(quote, own.pop(quote.id, None)) for quote in quotes]
    return tuple(sorted((*found, *own.values()), key=lambda quote: (quote.start, quote.id)))


def carried(
    corrections: Iterable[Corrected], quotes: Iterable[Quote], successors: Mapping[str, str | None]
) -> tuple[Corrected, ...]:
    """Corrections after a new analysis: each with its quote, or its quote's successor, else orphaned.

    Where several come to one quote its own stays with it, else the newest; the others are orphaned. One that
    was orphaned has its quote again when an analysis finds it.
    """
    by_id = {quote.id: quote for quote in quotes}
    after: dict[str, Corrected] = {}
    orphans: list[Corrected] = []
    newest = sorted(corrections, key=lambda made: (made.correction.at, made.quote_id), reverse=True)
    for made in sorted(newest, key=lambda made: made.quote_id not in by_id):
        target = made.quote_id if made.quote_id in by_id else successors.get(made.quote_id)
        if target is None or target not in by_id or target in after:
            orphans.append(replace(made, analysis=None))
        else:
            after[target] = replace(made, quote_id=target, analysis=alone(by_id[target]))
    return (*after.values(), *orphans)


def alone(quote: Quote) -> Quote:
    """A quote of the analysis as it is kept beside its correction: in no statement, which others change."""
    return replace(quote, statement_id=quote.id)


def reclassified(
    quotes: Sequence[Quote], made: Sequence[Corrected]
) -> tuple[tuple[Quote, ...], CorrectionsDiff]:
    """An article's own quotes, their stances decided anew, as they are to be served; with the difference that
    this makes to its corrections.
    """
    after = carried(made, quotes, {})
    return served(quotes, after), difference(made, after)


def orphaned(corrections: Iterable[Corrected]) -> tuple[Corrected, ...]:
    """The corrections of an article that is removed."""
    return tuple(replace(made, analysis=None) for made in corrections)


def difference(before: Iterable[Corrected], after: Sequence[Corrected]) -> CorrectionsDiff:
    """What to write so that ``after`` stands where ``before`` stood."""
    stored = {made.quote_id: made for made in before}
    kept = {made.quote_id for made in after}
    return CorrectionsDiff(
        corrections=tuple(made for made in after if stored.get(made.quote_id) != made),
        uncorrected=tuple(sorted(stored.keys() - kept)),
    )


def _stances(quote: Quote, correction: Correction) -> Iterable[Stance]:
    evidence = Evidence(quote.start, quote.end, quote.text, DECIDED_BY)
    for judged in correction.stances:
        if judged.stance is not None:
            yield Stance(judged.topic, judged.stance, 1.0, evidence)


def _uncorrected(quote: Quote, own: Quote | None) -> Quote:
    if own is None:
        return quote
    return replace(quote, speaker=own.speaker, stances=own.stances, correction=None)
