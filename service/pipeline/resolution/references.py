"""Whom each source of an article means.

Sources are taken in the order of the text, since "he", "they" and a quote without a source lean on what came
before. Where nothing is clear the answer is a speaker without a name, described by the mention: a wrong name
is the worst that this service can say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.models import Attribution, Passage, Span, Speaker
from service.pipeline.resolution.anaphora import resolve_pronoun
from service.pipeline.resolution.descriptions import resolve_phrase
from service.pipeline.resolution.lexicon import head_kind, lexicon, singular
from service.pipeline.resolution.scene import Answer, Said, Scene
from service.pipeline.resolution.sources import Source, read_source


def speakers_of(scene: Scene, attributions: Sequence[Attribution]) -> list[Speaker]:
    """One speaker for each attribution, in the order given."""
    found: dict[int, Speaker] = {}
    for number in sorted(range(len(attributions)), key=lambda n: _place(attributions[n])):
        attribution = attributions[number]
        if attribution.source is None:
            speaker, entity = _carried(scene, attribution)
        else:
            speaker, entity = read(scene, attribution.source)
        found[number] = speaker
        scene.said.append(Said(_place(attribution), attribution, speaker, entity))
    return [found[number] for number in range(len(attributions))]


def read(scene: Scene, span: Span) -> Answer:
    """The speaker that the words of a source mean."""
    passage = Passage(span.start, span.end, span.of(scene.text))
    source = read_source(scene.layout, scene.cast, span)
    if source.pronoun is not None:
        return resolve_pronoun(scene, source.pronoun, passage)
    if source.entities and source.mention is not None:
        return _named(scene, source, passage)
    return resolve_phrase(scene, source, passage)


def _place(attribution: Attribution) -> int:
    return attribution.source.start if attribution.source else attribution.start


def _named(scene: Scene, source: Source, passage: Passage) -> Answer:
    first = source.entities[0]
    last = first.name.split()[-1].lower()  # "the West", "House Republicans"
    if head_kind(last) == "crowd" and (" " not in first.name or singular(last) in lexicon()["partisans"]):
        return scene.unnamed(passage)
    if len(source.entities) == 1 and source.mention is not None:
        return scene.name(first, source.mention, passage, apposed=source.apposed), first
    speakers = [scene.name(entity, entity.mentions[0], passage) for entity in source.entities]
    return scene.namer.together(speakers, passage), None


def _carried(scene: Scene, attribution: Attribution) -> Answer:
    """A quote without a source: the speaker before goes on, in the same paragraph or the next."""
    here = scene.layout.paragraph(attribution.start)
    quoted = scene.layout.quotation(attribution.start) is not None
    for said in reversed(scene.said):
        if said.attribution.start >= attribution.start:
            continue
        near = here - scene.layout.paragraph(said.attribution.end - 1) <= 1
        if near and (attribution.cue is not None or quoted):
            return replace(said.speaker, mention=None, resolved_by="context"), said.entity
        break
    return scene.namer.unnamed("anonymous", "", None, None), None
