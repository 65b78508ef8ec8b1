"""The chance that an attribution is right, as measured on articles that the network never saw.

A logistic regression on what the network says of it and on what it looks like; ``training`` fits its weights.
"""

from __future__ import annotations

import math

from service.pipeline.attribution.decode import Found
from service.pipeline.attribution.join import without_marks
from service.pipeline.cues import attitude_of
from service.pipeline.odds import chance_of, log_odds


def evidence(found: Found, text: str) -> tuple[float, ...]:
    """What the confidence in an attribution is made of.

    The log odds of the content's tags, of its link and of the cue's tags; whether a quotation mark opens the
    content; whether it is a belief; and the logarithm of its length in words.
    """
    quoted = any(without_marks(text, span).start > span.start for span in found.content)
    source = found.source.of(text) if found.source else None
    belief = attitude_of(found.cue.of(text), source, quoted=quoted) == "belief"
    words = sum(len(span.of(text).split()) for span in found.content)
    odds = (log_odds(p) for p in (found.certainty, found.link, found.cue_certainty))
    return (*odds, float(quoted), float(belief), math.log(words + 1))


def chance(found: Found, text: str, weights: tuple[float, ...]) -> float:
    """The chance that an attribution is right; ``weights`` are the intercept and one for each evidence."""
    base, *others = weights
    score = base + sum(w * x for w, x in zip(others, evidence(found, text), strict=True))
    return chance_of(score)
