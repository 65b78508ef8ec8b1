"""Resolution: the attributions of one article become quotes with a speaker each.

``resolve`` types each content by its marks, names its speaker (see :mod:`service.pipeline.resolution`), and
lets the innermost of nested speakers speak, the others being kept as ``reported_by``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.models import Article, Attribution, Context, Passage, Quote, ResolvedBy, Span, Speaker, digest
from service.pipeline.quotation import quote_type
from service.pipeline.resolution.references import read, speakers_of
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolution.scene import Scene

_CONTEXT = 300  # characters on each side
_DEEPEST = 12  # attributions that may be nested in one another
_MOST_AROUND = 40
_SAME = 0.8  # overlap from which two contents are one quote
_TRUST: dict[ResolvedBy | None, float] = {
    "name": 1.0, "organisation": 1.0,
    "partial-name": 0.95, "apposition": 0.95, "registry": 0.95, "metonym": 0.95,
    None: 0.9, "role": 0.85, "pronoun": 0.85, "context": 0.7,
}  # fmt: skip
"""How far a way of resolving a speaker is trusted beside a full name; None: described and not named."""
_NOBODY = 0.7  # neither named nor described
_LEAD = 120  # characters before a source in which somebody may quote it
_RELAYED = re.compile(r"(?:^|[.;,“”\"\n]\s*)([^.;,“”\"\n]{2,60}?)\s+quot(?:ed|es)\s*$")
_QUOTING = re.compile(
    r"(?:^|[.;,“”\"\n]\s*)([^.;,“”\"\n]{2,40}?)\s+(?:told|said|added)\b[^.;“”\"\n]{0,40},?\s+quoting\s*$"
)


def resolve(
    article: Article, attributions: Sequence[Attribution], registry: Registry, *, model: str = ""
) -> tuple[Quote, ...]:
    """The quotes of an article, in order of place. ``model`` names what found the attributions."""
    ordered = sorted((a for a in attributions if a.content), key=lambda a: (a.start, a.end))
    scene = Scene(article, ordered, registry)
    speakers = speakers_of(scene, ordered)
    around = _around(ordered)
    quotes: dict[str, Quote] = {}
    for number, (attribution, speaker) in enumerate(zip(ordered, speakers, strict=True)):
        relays = _relays(number, around[number], ordered, speakers, scene)
        if relays is None:
            continue
        quote = _quote(scene, attribution, speaker, relays, model)
        quotes.setdefault(quote.id, quote)
    return tuple(quotes.values())


def _quote(
    scene: Scene, attribution: Attribution, speaker: Speaker, relays: tuple[str, ...], model: str
) -> Quote:
    article = scene.article
    text = " … ".join(span.of(article.text) for span in attribution.content)
    before, after = scene.layout.around(attribution.start, attribution.end, _CONTEXT)
    cue = attribution.cue
    identity = digest(article.id, attribution.start, attribution.end, text)
    return Quote(
        id=identity,
        article_id=article.id,
        text=text,
        spans=attribution.content,
        type=quote_type(
            article.text, attribution.content, scene.layout.quoted(attribution.start, attribution.end)
        ),
        speaker=speaker,
        attitude=attribution.attitude,
        cue=Passage(cue.start, cue.end, cue.of(article.text)) if cue else None,
        context=Context(before, after),
        reported_by=relays,
        statement_id=identity,
        confidence=round(attribution.confidence * _trust(speaker), 4),
        model=model,
        outlet=article.outlet,
        headline=article.headline,
        published=article.published,
        language=article.language,
        url=article.url,
    )


def _trust(speaker: Speaker) -> float:
    nobody = speaker.resolved_by is None and not speaker.description
    return _NOBODY if nobody else _TRUST[speaker.resolved_by]


def _around(ordered: Sequence[Attribution]) -> list[list[int]]:
    """For each attribution the others that overlap it, of those that are open at once the last few."""
    found: list[list[int]] = [[] for _ in ordered]
    still_open: list[int] = []
    for number, mine in enumerate(ordered):
        still_open = [other for other in still_open if ordered[other].end > mine.start][-_DEEPEST:]
        for other in reversed(still_open):
            found[number].append(other)
            found[other].append(number)
        still_open.append(number)
    return [numbers[:_MOST_AROUND] for numbers in found]


def _relays(
    number: int,
    around: Sequence[int],
    ordered: Sequence[Attribution],
    speakers: Sequence[Speaker],
    scene: Scene,
) -> tuple[str, ...] | None:
    """Who reports this quote, outermost first; None where it is another's quote over again, from outside."""
    mine = ordered[number]
    outer: list[tuple[int, str]] = []  # the longer the content around this one, the further out
    for other in around:
        attribution = ordered[other]
        who = speakers[other].name or speakers[other].description or ""
        if _same(mine, attribution):
            if (_depth(mine, attribution, scene), -number) < (_depth(attribution, mine, scene), -other):
                return None
            outer.append((mine.start - mine.end, who))
        elif mine.source and all(_inside(part, attribution.content) for part in (mine.source, *mine.content)):
            outer.append((attribution.start - attribution.end, who))
    outer += _quoting(mine, scene)
    names = [name for _, name in sorted(outer) if name and name != speakers[number].name]
    return tuple(dict.fromkeys(names))


def _quoting(mine: Attribution, scene: Scene) -> list[tuple[int, str]]:
    """Who is said to quote this source: "the report quoted her as saying", "he told him, quoting her"."""
    if mine.source is None:
        return []
    begin = max(0, mine.source.start - _LEAD)
    lead = scene.text[begin : mine.source.start]
    match = _RELAYED.search(lead) or _QUOTING.search(lead)
    if match is None:
        return []
    speaker, _ = read(scene, Span(begin + match.start(1), begin + match.end(1)))
    return [(0, speaker.name or speaker.description or match.group(1))]


def _same(one: Attribution, other: Attribution) -> bool:
    size = [sum(s.end - s.start for s in a.content) for a in (one, other)]
    both = sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in one.content for t in other.content)
    return both >= _SAME * max(1, size[0] + size[1] - both)


def _depth(one: Attribution, other: Attribution, scene: Scene) -> tuple[bool, bool, bool, int, int]:
    """How far inside one of two attributions of one content is: the greater one speaks.

    The innermost has a source, which stands in what the other reports, is said to be quoted, or is nearer.
    """
    if one.source is None:
        return False, False, False, 0, -one.start
    distance = min(abs(one.source.start - one.end), abs(one.start - one.source.end))
    within = _inside(one.source, other.content)
    return True, within, bool(_quoting(one, scene)), -distance, -one.source.start


def _inside(part: Span, spans: Sequence[Span]) -> bool:
    return any(span.start <= part.start and part.end <= span.end for span in spans)
