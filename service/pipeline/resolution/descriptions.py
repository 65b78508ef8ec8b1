"""Sources that are described and not named: people ("the senator", "his lawyer"), and what else there is."""

from __future__ import annotations

import re
from dataclasses import replace

from service.models import Passage
from service.pipeline.resolution.bodies import resolve_body
from service.pipeline.resolution.documents import resolve_document
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.lexicon import lexicon
from service.pipeline.resolution.names import plain_words
from service.pipeline.resolution.roles import Role, matches, read_role
from service.pipeline.resolution.scene import Answer, Scene
from service.pipeline.resolution.sources import Source

_OWNED = re.compile(r"(?:his|her|their)\b", re.IGNORECASE)
_KNOWN = 200  # people among whom a counterpart is looked for


def resolve_phrase(scene: Scene, source: Source, passage: Passage) -> Answer:
    """The speaker of a noun phrase without a name as its head."""
    phrase = source.phrase or passage.text
    if source.head == "organisation":
        return resolve_body(scene, source, phrase, passage)
    if source.head == "document":
        return resolve_document(scene, source, phrase, passage), None
    if source.head == "person" and source.role is not None:
        return _person(scene, source, source.role, phrase, passage)
    return scene.unnamed(passage, phrase)


def _person(scene: Scene, source: Source, role: Role, phrase: str, passage: Passage) -> Answer:
    """Whoever holds a role in the article, in the registry, or as described by an earlier source."""
    entity = _by_role(scene, source, role)
    if entity is not None:
        return scene.namer.person(entity, passage, "role"), entity
    known = scene.namer.holder(role) if source.definite else None
    if known is not None:
        return scene.namer.from_registry(known, role, passage), None
    if source.definite and source.owner is None:
        for said in scene.lately():  # "the official", after "a senior official"
            described = (
                read_role(said.speaker.description or "") if said.speaker.kind == "anonymous" else None
            )
            if described is not None and described.head == role.head and role.words <= described.words:
                return replace(said.speaker, mention=passage, resolved_by="role"), None
    return scene.unnamed(passage, phrase)


def _by_role(scene: Scene, source: Source, role: Role) -> Entity | None:
    """The person of the article who holds a role; an indefinite phrase must be borne out word by word."""
    if role.head == "counterpart":
        return _counterpart(scene, role)
    later = _introduced_later(scene, source, role)
    if later is not None:
        return later
    if not source.definite and (role.head in lexicon()["generic_roles"] or len(role.words) < 2):
        return None
    best: list[tuple[int, int, Entity]] = []
    for entity in scene.holding(role, source.span.start):
        if entity is source.owner:
            continue
        held = _held(scene, source, entity)
        fits = source.definite or any(role.words <= one.words | set(one.head.split()) for one in held)
        score = matches(role, held) if fits else 0
        if score > 0:
            best.append((score, scene.pronouns.last_seen(entity, source.span.start), entity))
    seen = [row for row in best if row[1] >= 0] or best
    if seen:
        return max(seen, key=lambda row: row[:2])[2]
    if source.owner is not None or source.possessive is not None:
        return None
    return _speaking(scene, source, role) or (scene.meant_at(source.span.start) if source.definite else None)


def _introduced_later(scene: Scene, source: Source, role: Role) -> Entity | None:
    """Whom an article opens with by a role alone ("A Leeds judge has ruled"), to name them further down.

    The only one of that role in it, whom it does not name before and gives no other country. Nobody who
    speaks for somebody: a lawyer named later may be the lawyer of another.
    """
    if source.definite or not scene.opens(source.span.start):
        return None
    if role.head in lexicon()["generic_roles"] or role.head in lexicon()["speaking_for_others"]:
        return None
    found = [
        entity
        for entity in scene.holding(role, source.span.start)
        if any(held.head == role.head and held.former == role.former for held in entity.roles)
    ]
    if len(found) != 1 or found[0].places[0] < source.span.end:
        return None
    countries = {held.country for held in found[0].roles if held.country}
    return found[0] if role.country is None or not countries or role.country in countries else None


def _speaking(scene: Scene, source: Source, role: Role) -> Entity | None:
    """The last speaker, by a role that the article has given them in other words: "the Congress leader".

    Only within the paragraph, with the same head, and where neither a country is asked for nor the article
    has given the speaker a country, a party or a place of their own.
    """
    last = next(scene.lately(), None)
    if last is None or last.entity is None or last.entity.kind != "person" or not source.definite:
        return None
    layout = scene.layout
    if layout.paragraph(last.place) != layout.paragraph(source.span.start):
        return None
    for held in last.entity.roles:
        others = held.proper - {"opposition", "leader"} if held.country is None else held.proper
        if held.head == role.head and held.former == role.former and not others and role.country is None:
            return last.entity
    return None


def _held(scene: Scene, source: Source, entity: Entity) -> list[Role]:
    """The roles of an entity that a phrase may mean: "his lawyer" is the lawyer of that one alone."""
    owner = source.owner or (
        scene.meant_at(source.span.start) if source.possessive in ("his", "her", "their") else None
    )
    if source.possessive is None and (owner is None or owner.kind != "person"):
        return entity.roles
    family = set(plain_words(owner.name)[-1:]) if owner else set()
    return [role for role in entity.roles if not family.isdisjoint(role.words) or _OWNED.match(role.text)]


def _counterpart(scene: Scene, role: Role) -> Entity | None:
    """ "His Russian counterpart": who holds, in that country, what the last speaker holds in theirs."""
    mine = {held.head for said in scene.said[-3:] if said.entity for held in said.entity.roles} | {
        "counterpart"
    }
    found = [
        entity
        for entity in scene.cast.entities[:_KNOWN]
        if entity.kind == "person"
        and role.country is not None
        and any(held.country == role.country and held.head in mine for held in entity.roles)
    ]
    return found[0] if len(found) == 1 else None
