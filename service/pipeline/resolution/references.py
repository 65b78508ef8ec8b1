"""Whom each source of an article means.

Sources are taken in the order of the text, since "he", "they" and a quote without a source lean on what came
before. Where nothing is clear the answer is a speaker without a name, described by the mention: a wrong name
is the worst that this service can say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.models import Attribution, Passage, ResolvedBy, Span, Speaker
from service.pipeline.resolution.anaphora import resolve_pronoun
from service.pipeline.resolution.bodies import called_by_a_noun, named_in_full
from service.pipeline.resolution.descriptions import resolve_phrase
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.lexicon import head_kind, lexicon, singular
from service.pipeline.resolution.scene import Answer, Said, Scene
from service.pipeline.resolution.shapes import Mention
from service.pipeline.resolution.sources import Source, read_source

_CONTINUING = frozenset(("adding", "added", "continuing", "continued", ":"))  # cues that need no subject
_BY = re.compile(r"(?:\s+[a-z]+){0,2}?\s+by\s+(?:the\s+)?")
_BY_WHAT_THEY_DO = re.compile(r"[a-z](?:[eo]rs|ists|ians)$")
_TITLES = 60  # characters of titles that may stand before a name
_VERB = re.compile(r"\s+(?!(?:and|or|of|for|in|at|on|to|from|with|as|by|is|are|was|were)\b)[a-z]+")
_NO_VERB = re.compile(r"(?:the|an?|his|her|its|their)\b|[a-z]+(?:ly|s)\b", re.IGNORECASE)
"""A cue that is a noun, or a participle with its adverb ("the talk", "requests", "widely regarded")."""
_OTHER_CLAUSE = re.compile(r"[;:“”\"]|\b(?:that|who|which|when|while|because|if|whether|after|as|but)\b")
_MARKS = " \xa0“”\"„«»‘’'`"


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
    if len(first.name) == 1:  # "Q:" and "A:" of a transcript
        return scene.namer.unnamed("anonymous", "", passage, None), None
    last = first.name.split()[-1].lower()  # "the West", "House Republicans"
    alone = " " not in first.name or first.kind == "unknown"
    if head_kind(last) == "crowd" and (alone or singular(last) in lexicon()["partisans"]):
        return scene.unnamed(passage)
    if _is_common_plural(scene, first):
        return scene.unnamed(passage)
    if len(source.entities) == 1 and source.mention is not None:
        full = named_in_full(scene, first.name, passage.start) if called_by_a_noun(source.mention) else None
        if full is not None:
            return scene.namer.body(full, passage, "organisation", nearby=None), full
        return scene.name(first, source.mention, passage, apposed=source.apposed), first
    speakers = [scene.name(entity, entity.mentions[0], passage) for entity in source.entities]
    return scene.namer.together(speakers, passage), None


def _is_common_plural(scene: Scene, entity: Entity) -> bool:
    """Whether a word for people by what they do has its capital from the sentence: "Optimists say"."""
    plural = entity.kind == "unknown" and entity.name.isalpha() and _BY_WHAT_THEY_DO.search(entity.name)
    return bool(plural) and scene.only_begins_sentences(entity)


def _carried(scene: Scene, attribution: Attribution) -> Answer:
    """A quote without a source: a name right before its cue, else the speaker before, where they go on."""
    cue = attribution.cue
    named = (_by_whom(scene, cue) or _before_cue(scene, cue) or _subject(scene, cue)) if cue else None
    if named is not None:
        return named
    before = next((said for said in scene.lately() if said.attribution.start < attribution.start), None)
    if before is not None and _goes_on(scene, before, attribution):
        return replace(before.speaker, mention=None, resolved_by="context"), before.entity
    return scene.namer.unnamed("anonymous", "", None, None), None


def _by_whom(scene: Scene, cue: Span) -> Answer | None:
    """Whom "by" names behind a passive cue: "was turned down by the Harbour Board"."""
    by = _BY.match(scene.text, cue.end)
    mention = next(iter(scene.cast.between(by.end(), by.end() + _TITLES)), None) if by else None
    if by is None or mention is None or mention.opening > by.end() or mention.possessive or mention.modifier:
        return None
    return _by_name(scene, mention)


def _subject(scene: Scene, cue: Span) -> Answer | None:
    """The name that begins the sentence of a cue, where no other name in it may be the subject instead."""
    sentence = scene.layout.sentences[scene.layout.sentence(cue.start)]
    names = scene.cast.between(sentence.start, cue.start)
    if not names or scene.text[sentence.start : names[0].opening].strip(_MARKS):
        return None
    mention = names[0]
    if mention.possessive or mention.modifier or not _VERB.match(scene.text, mention.end):
        return None
    if _NO_VERB.match(scene.text, cue.start):
        return None
    between = scene.text[mention.end : cue.start]
    if _OTHER_CLAUSE.search(between) or any(_VERB.match(scene.text, other.end) for other in names[1:]):
        return None
    return _by_name(scene, mention, how="context")


def _before_cue(scene: Scene, cue: Span) -> Answer | None:
    """Whom a name stands for that is followed by nothing but a cue: "Carla Benedetti, said"."""
    mention = next(scene.cast.before(cue.start), None)
    if mention is None or mention.possessive or scene.text[mention.end : cue.start].strip(" ,\xa0"):
        return None
    if mention.sentence != scene.layout.sentence(cue.start) or mention.modifier or mention.end > cue.start:
        return None
    return _by_name(scene, mention)


def _by_name(scene: Scene, mention: Mention, *, how: ResolvedBy | None = None) -> Answer:
    passage = Passage(mention.start, mention.end, scene.text[mention.start : mention.end])
    entity = scene.cast.owner[mention.start]
    speaker = scene.name(entity, mention, passage)
    return replace(speaker, resolved_by=how or speaker.resolved_by), entity


def _goes_on(scene: Scene, before: Said, attribution: Attribution) -> bool:
    """Whether the speaker before still speaks.

    With a cue ("adding that"), only in the sentence that names them. Without one, a quotation goes on within
    its paragraph, or as the beginning of the next one; never where its own sentence has a source.
    """
    layout, at = scene.layout, attribution.start
    cue = attribution.cue
    if cue is not None and layout.sentence(cue.start) != layout.sentence(before.place):
        return cue.of(scene.text).lower() in _CONTINUING and _near(scene, before, attribution)
    if cue is not None:
        return not cue.of(scene.text).lower().startswith("ask")
    if layout.quotation(at) is None or not _near(scene, before, attribution):
        return False
    return layout.sentence(at) not in scene.sentences_with_source or layout.sentence(at) == layout.sentence(
        before.place
    )


def _near(scene: Scene, before: Said, attribution: Attribution) -> bool:
    """Whether a quote stands in the paragraph of the one before, or opens the next."""
    layout = scene.layout
    here, last = layout.paragraph(attribution.start), layout.paragraph(before.attribution.end - 1)
    opens = not scene.text[layout.paragraphs[here].start : attribution.start].strip(_MARKS)
    return here == last or (here == last + 1 and opens)
