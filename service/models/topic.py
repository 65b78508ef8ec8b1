"""Topics: the propositions that quotes take sides on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Side = Literal["favor", "against", "neutral", "unsure"]

SIDES: tuple[Side, ...] = ("favor", "against", "neutral", "unsure")


@dataclass(frozen=True, slots=True)
class Cues:
    """Explicit phrases of a topic, in the language of :mod:`service.pipeline.phrases`."""

    favor: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A quote that a user labelled for a topic. ``stance`` None says that it is not addressed."""

    text: str
    stance: Side | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A proposition that quotes take sides on."""

    id: str
    proposition: str
    negation: str | None = None
    description: str | None = None
    targets: tuple[str, ...] = ()
    cues: Cues = field(default_factory=Cues)
    examples: tuple[Example, ...] = ()
