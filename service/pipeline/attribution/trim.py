"""What the network's spans hold too much: the narrator's own sentences.

Where somebody's words stand in marks, a sentence without marks before or behind them is the article's. Who
says them is named in one sentence.
"""

from __future__ import annotations

import re

from service.models import Span
from service.pipeline.attribution.features import left_open, quotation_marks
from service.pipeline.sentences import sentences

_END = re.compile(r"[.!?…][\"”’')\]]*$")


def in_marks(text: str, parts: tuple[Span, ...], cue: Span) -> tuple[Span, ...]:
    """The parts of one utterance without the sentences around a quotation that are the article's own.

    What goes on in the sentence of the cue stays, with or without marks ("and that it would rain"), and so
    does what a quotation that was left open goes on with.
    """
    if not any(_quoted(text, part) for part in parts):
        return parts
    kept = []
    closed = True
    for part in parts:
        if _quoted(text, part):
            kept.append(_without_lead(text, part))
            closed = not left_open(part.of(text))
        elif not closed or _same_sentence(text, part, cue):
            kept.append(part)
    return tuple(kept)


def in_one_sentence(text: str, source: Span, cue: Span) -> Span:
    """The part of a source that is in the sentence next to the cue: "said Berg" of "said Berg. Lie left"."""
    parts = sentences(text, source)
    if len(parts) < 2:
        return source
    nearest = parts[0] if cue.start < source.start else parts[-1]
    return Span(nearest.start, nearest.start + len(nearest.of(text).rstrip(".!?…")))


def _quoted(text: str, part: Span) -> bool:
    return bool(quotation_marks(part.of(text))) or text[max(0, part.start - 1) : part.start] in ("“", '"')


def _without_lead(text: str, part: Span) -> Span:
    """The part from its quotation on, where a whole sentence without marks stands before that."""
    words = part.of(text)
    first, opens = next(iter(quotation_marks(words)), (0, False))
    if opens and first and _END.search(words[:first].rstrip()):
        return Span(part.start + first, part.end)
    return part


def _same_sentence(text: str, part: Span, cue: Span) -> bool:
    """Whether no sentence ends between a part and the cue."""
    between = text[min(part.end, cue.end) : max(part.start, cue.start) + 1]
    return re.search(r"[.!?…][\"”’')\]]*\s+[“\"]?[A-Z]|\n", between) is None
