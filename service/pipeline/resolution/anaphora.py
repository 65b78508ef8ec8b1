"""Sources that are pronouns. He and she are settled by :mod:`pronouns`; here are I, who, they and it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from service.models import Passage
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.scene import Answer, Scene

_THIRD = frozenset(("he", "she", "him", "her", "his", "himself", "herself"))
_FIRST = frozenset(("i", "we", "my", "our", "me", "us"))
_RELATIVE = frozenset(("who", "which", "that", "whose", "whom"))
_OTHER = frozenset(("they", "it", "them", "its", "their", "all", "both"))
_TOGETHER = " and "
_NEAR = 5  # names in front of "who"
_REACH = 2  # sentences that they and it look back
_BEGINNING = 30  # characters of a sentence in which its subject stands
_LEADING = ' Tthe“"\xa0'  # marks and articles before it
_APPOSITION = re.compile(r",\s[^,.;“”]{1,90}")
_WORDS_BEFORE = re.compile(r"(?:[\w’'-]+\s){0,4}[\w’'-]+$")


def resolve_pronoun(scene: Scene, word: str, passage: Passage) -> Answer:
    """The speaker that a pronoun means, or nobody that could be named."""
    at = passage.start + max(0, passage.text.lower().find(word))
    if word in _THIRD:
        entity = scene.pronouns.at(at)
        if entity is not None:
            return scene.namer.person(entity, passage, "pronoun"), entity
    elif word in _FIRST:
        return _first_person(scene, word, passage)
    elif word in _RELATIVE:
        return _relative(scene, at, word, passage)
    elif word in _OTHER:
        return _they(scene, word, passage)
    return scene.unnamed(passage)


def _first_person(scene: Scene, word: str, passage: Passage) -> Answer:
    """I, in a quote, is who speaks there; outside it the author, unless others take turns without marks."""
    quotation = scene.layout.quotation(passage.start)
    if quotation is not None:
        for said in scene.lately():
            if any(quotation.outer.overlaps(span) for span in said.attribution.content):
                return replace(said.speaker, mention=passage, resolved_by="pronoun"), said.entity
    elif word in ("i", "my", "me") and len(scene.article.authors) == 1 and not scene.has_turns:
        author = Entity("person", scene.article.authors[0])
        return scene.namer.person(author, passage, "pronoun"), author
    return scene.namer.unnamed("anonymous", "", passage, None), None


def _relative(scene: Scene, at: int, word: str, passage: Passage) -> Answer:
    """Who and which: what stands right before them, past a comma or an apposition."""
    lead = scene.text[:at].rstrip(" ,\xa0")
    sentence = scene.layout.sentence(at)
    personal = word in ("who", "whose", "whom")
    wanted = ("person",) if personal else ("organisation", "country", "unknown")
    for mention in islice(scene.cast.before(at), _NEAR):
        if mention.sentence != sentence:
            break
        owner = scene.cast.owner[mention.start]
        between = scene.text[mention.end : len(lead)]
        direct = not between.strip(" ,)(")
        if mention.possessive or (mention.modifier and direct) or owner.kind not in wanted:
            continue
        if direct or _APPOSITION.fullmatch(between):
            return scene.name(owner, mention, passage), owner
    phrase = _WORDS_BEFORE.search(lead[-80:])
    return scene.unnamed(passage, phrase.group() if phrase else None)


def _they(scene: Scene, word: str, passage: Passage) -> Answer:
    """They and it go on with the last speaker that can be one, else with the body that is the subject."""
    here = scene.layout.sentence(passage.start)
    one = word in ("it", "its")
    subject = _subject_name(scene, passage.start, here, one=one)
    if subject is not None:
        return scene.pronoun_for(subject, passage), subject
    bodies = ("organisation", "country", "document") if one else ("organisation",)
    for said in scene.lately():
        if here - scene.layout.sentence(said.place) > _REACH:
            break
        speaker = said.speaker
        many = speaker.kind == "anonymous" or _TOGETHER in (speaker.name or "")
        if (speaker.kind in bodies and (speaker.name or speaker.stated)) or (many and not one):
            return replace(speaker, mention=passage, resolved_by="pronoun"), said.entity
    body = _subject_body(scene, passage.start, here)
    if body is not None and (one or body.kind == "organisation"):
        return scene.pronoun_for(body, passage), body
    return scene.unnamed(passage)


def _subject_name(scene: Scene, at: int, sentence: int, *, one: bool) -> Entity | None:
    """Who begins the sentence of a pronoun, where it is a body or has no more than one name, as bodies do."""
    start = scene.layout.sentences[sentence].start
    first = next(iter(scene.cast.between(start, min(start + _BEGINNING, at))), None)
    if first is None or first.possessive or first.modifier or scene.text[start : first.start].strip(_LEADING):
        return None
    owner = scene.cast.owner[first.start]
    alone = " " not in owner.name and not owner.gender and not owner.roles and owner.kind != "place"
    if owner.kind == "unknown" and one and scene.only_begins_sentences(owner):
        return None
    return owner if owner.kind == "organisation" or (alone and owner.kind in ("person", "unknown")) else None


def _subject_body(scene: Scene, at: int, sentence: int) -> Entity | None:
    """The body or country that begins this sentence or the one before."""
    for number in (sentence, sentence - 1):
        if not 0 <= number < len(scene.layout.sentences):
            continue
        start = scene.layout.sentences[number].start
        for mention in scene.cast.between(start, min(start + _BEGINNING, at)):
            owner = scene.cast.owner[mention.start]
            if not mention.possessive and not mention.modifier and owner.kind in ("organisation", "country"):
                return owner
    return None
