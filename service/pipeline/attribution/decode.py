"""From the network's numbers to attributions: the best tag sequence, its certainty and the links.

All numpy. W words, L labels (see ``labels``), K = 64 the width of a pointer's vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.models import Span
from service.pipeline.attribution.features import Ints
from service.pipeline.attribution.labels import (
    FORBIDDEN,
    INSIDES,
    LABELS,
    OUT,
    ROLES,
    begin,
    forbidden,
    inside,
)
from service.pipeline.attribution.windows import Window

Floats = NDArray[np.float64]

POINTER = 64
"""Width of the vectors whose dot products are links."""
COLUMNS = (len(LABELS), POINTER, POINTER, POINTER, POINTER, 2)
"""Widths of the model's outputs side by side: tags, content -> cue queries, cue keys, cue -> source queries,
source keys, and the two scores of pointing to nothing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was learned or chosen beside the network; ``config.json`` carries it.

    ``transitions`` (L, L, from -> to) and ``opening`` (L) belong to the tag chain; ``eager`` is added
    wherever a cue may begin, since the likeliest path of a window leaves out more attributions than it
    should. A content whose link to a cue is less likely than ``link`` is dropped, a cue whose link to a
    source is less likely than ``source`` has none. ``confidence`` holds the intercept and the weights of
    a logistic regression on what ``confidence.evidence`` gives; what is less likely than ``floor`` to be
    right is dropped.
    """

    transitions: Floats
    opening: Floats
    eager: float
    link: float
    source: float
    confidence: tuple[float, ...]
    floor: float

    def chain(self) -> tuple[Floats, Floats]:
        """The scores of a window's first label (L) and of every step (L, L), all told."""
        opening, steps = self.opening.copy(), self.transitions + forbidden()
        opening[begin("cue")] += self.eager
        steps[:, begin("cue")] += self.eager
        return opening, steps


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first`` to ``last`` of a window under one role, and the mean probability of their tags."""

    role: str
    first: int
    last: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution before it becomes one of ``service.models``: its spans and three probabilities."""

    content: tuple[Span, ...]
    cue: Span
    source: Span | None
    certainty: float
    link: float
    cue_certainty: float


@dataclass(frozen=True, slots=True)
class Loose:
    """A content without a cue in its window; it may continue a quotation of the paragraph before."""

    content: Span


def masked(emissions: Floats, begins: Ints) -> Floats:
    """Emissions with every I- label closed where a paragraph begins."""
    closed = emissions.copy()
    closed[np.ix_(begins.astype(bool), np.array(INSIDES))] = FORBIDDEN
    return closed


def best_path(emissions: Floats, settings: Settings) -> Ints:
    """The most likely labels (W) of a chain: Viterbi's algorithm."""
    count = len(emissions)
    opening, steps = settings.chain()
    back = np.zeros((count, len(LABELS)), dtype=np.int64)
    score = opening + emissions[0]
    for place in range(1, count):
        options = score[:, None] + steps
        back[place] = options.argmax(axis=0)
        score = options.max(axis=0) + emissions[place]
    path = np.empty(count, dtype=np.int64)
    path[-1] = score.argmax()
    for place in range(count - 1, 0, -1):
        path[place - 1] = back[place, path[place]]
    return path


def marginals(emissions: Floats, settings: Settings) -> Floats:
    """The probability of every label at every word (W, L): the forward-backward algorithm, scaled by word."""
    opening, steps = settings.chain()
    steps = np.exp(steps)
    local = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    local[0] *= np.exp(opening - opening.max())
    forward, backward = local.copy(), np.ones_like(local)
    forward[0] /= forward[0].sum()
    for place in range(1, len(local)):
        row = (forward[place - 1] @ steps) * local[place]
        forward[place] = row / row.sum()
    for place in range(len(local) - 2, -1, -1):
        row = steps @ (backward[place + 1] * local[place + 1])
        backward[place] = row / row.sum()
    both: Floats = forward * backward
    both /= both.sum(axis=1, keepdims=True)
    return both


def runs(path: Ints, likely: Floats) -> list[Run]:
    """The spans of a label sequence, in order; ``likely`` (W) is each word's probability of its label."""
    found = []
    place = 0
    while place < len(path):
        if path[place] == OUT:
            place += 1
            continue
        role = next(role for role in ROLES if path[place] in (begin(role), inside(role)))
        last = place
        while last + 1 < len(path) and path[last + 1] == inside(role):
            last += 1
        found.append(Run(role, place, last, float(likely[place : last + 1].mean())))
        place = last + 1
    return found


def point(queries: Floats, keys: Floats, none: Floats, asker: Run, answers: list[Run]) -> Floats:
    """The probabilities that ``asker`` belongs to nobody (first) and to each of ``answers``."""
    asked = (queries[asker.first] + queries[asker.last]) / 2
    nobody = (none[asker.first] + none[asker.last]) / 2
    scores = keys[[answer.first for answer in answers]] @ asked / POINTER**0.5
    scores = np.append(nobody, scores)
    odds: Floats = np.exp(scores - scores.max())
    odds /= odds.sum()
    return odds


def read_window(outputs: Floats, window: Window, settings: Settings) -> list[Found | Loose]:
    """The attributions of one window, in the order of their contents, and contents without a cue."""
    tags, asks_cue, is_cue, asks_source, is_source, none = np.split(outputs, np.cumsum(COLUMNS)[:-1], axis=1)
    tags = masked(tags, window.begins)
    path = best_path(tags, settings)
    likely = marginals(tags, settings)[np.arange(len(path)), path]
    by_role: dict[str, list[Run]] = {role: [] for role in ROLES}
    for run in runs(path, likely):
        by_role[run.role].append(run)

    def span(run: Run) -> Span:
        return Span(int(window.starts[run.first]), int(window.ends[run.last]))

    parts: dict[int, list[tuple[Run, float]]] = {}
    found: list[Found | Loose] = []
    for content in by_role["content"]:
        odds = point(asks_cue, is_cue, none[:, 0], content, by_role["cue"])
        best = int(odds[1:].argmax()) if len(odds) > 1 else -1
        if best >= 0 and odds[best + 1] >= settings.link:
            parts.setdefault(best, []).append((content, float(odds[best + 1])))
        else:
            found.append(Loose(span(content)))
    for number, group in parts.items():
        cue = by_role["cue"][number]
        odds = point(asks_source, is_source, none[:, 1], cue, by_role["source"])
        best = int(odds[1:].argmax()) if len(odds) > 1 else -1
        source = by_role["source"][best] if best >= 0 and odds[best + 1] >= settings.source else None
        sizes = np.array([run.last - run.first + 1 for run, _ in group])
        found.append(
            Found(
                content=tuple(span(run) for run, _ in group),
                cue=span(cue),
                source=span(source) if source else None,
                certainty=float(np.average([run.certainty for run, _ in group], weights=sizes)),
                link=float(np.average([odds for _, odds in group], weights=sizes)),
                cue_certainty=cue.certainty,
            )
        )
    return sorted(found, key=lambda x: x.content[0].start if isinstance(x, Found) else x.content.start)
