"""Sources that are described and not named: "the senator", "his lawyer", "the agency", "the poll"."""

from __future__ import annotations

import re
from dataclasses import replace

from service.models import Passage, Speaker
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.lexicon import head_kind, lexicon, singular
from service.pipeline.resolution.names import words_of
from service.pipeline.resolution.roles import Role, country_in, matches, read_role
from service.pipeline.resolution.scene import Answer, Scene
from service.pipeline.resolution.sources import Source

_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_OWNED = re.compile(r"(?:his|her|their)\b", re.IGNORECASE)
_GOVERNMENT = re.compile(r"\b(?:government|administration|regime|authorities)\b")
_MINISTRY = re.compile(r"(?:[a-z]+ )?(?:ministry|department|office)\b")
_TEXTS_ALIKE = (
    frozenset(("article", "piece", "story", "feature", "report", "column", "editorial")),
    frozenset(("poll", "survey", "study")),
)
_KNOWN = 200  # people among whom a counterpart is looked for
_BODY_REACH = 6  # sentences in which "the agency" looks for a body that is not called so itself


def resolve_phrase(scene: Scene, source: Source, passage: Passage) -> Answer:
    """The speaker of a noun phrase without a name as its head."""
    phrase = source.phrase or passage.text
    if source.head == "organisation":
        return _body(scene, source, phrase, passage)
    if source.head == "document":
        return _document(scene, source, phrase, passage), None
    if source.head == "person" and source.role is not None:
        entity = _by_role(scene, source, source.role)
        if entity is not None:
            return scene.namer.person(entity, passage, "role"), entity
        known = scene.namer.holder(source.role) if source.definite else None
        if known is not None:
            return scene.namer.from_registry(known, source.role, passage), None
        if source.definite and source.owner is None:
            for said in scene.lately():  # "the official", after "a senior official"
                role = read_role(said.speaker.description or "") if said.speaker.kind == "anonymous" else None
                if role is not None and role.head == source.role.head and source.role.words <= role.words:
                    return replace(said.speaker, mention=passage, resolved_by="role"), None
    return scene.unnamed(passage, phrase)


def _by_role(scene: Scene, source: Source, role: Role) -> Entity | None:
    """The person of the article who holds a role; an indefinite phrase must be borne out word by word."""
    if role.head == "counterpart":
        return _counterpart(scene, role)
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
    return _speaking(scene, source, role) if source.owner is None and source.possessive is None else None


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
        _possessor(scene, source) if source.possessive in ("his", "her", "their") else None
    )
    if source.possessive is None and (owner is None or owner.kind != "person"):
        return entity.roles
    family = set(words_of(owner.name)[-1:]) if owner else set()
    return [role for role in entity.roles if not family.isdisjoint(role.words) or _OWNED.match(role.text)]


def _possessor(scene: Scene, source: Source) -> Entity | None:
    match = re.compile(r"\W*").match(scene.text, source.span.start)
    return scene.pronouns.at(match.end() if match else source.span.start)


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


def _body(scene: Scene, source: Source, phrase: str, passage: Passage) -> Answer:
    """A government, somebody's campaign, or the body that the article has named before."""
    core = re.split(r"\s(?:of|for|that|which|who)\b|,", phrase)[0]
    stated = _ARTICLE.sub("", phrase)
    country = country_in(core)
    ministry = _MINISTRY.search(core)
    if country is not None and ministry:
        name = f"{ministry.group().title()} of {country.name}"
        entity = Entity("organisation", name)
        return scene.namer.body(entity, passage, "organisation", nearby=country), entity
    if country is not None and _GOVERNMENT.search(core):
        return scene.namer.country(country, passage, "organisation", _ARTICLE.sub("", core)), None
    owner = source.owner or (_possessor(scene, source) if source.possessive in ("his", "her") else None)
    if owner is not None:
        whose = owner.name if source.possessive else owner.name.split()[-1]
        entity = Entity("organisation", f"{whose} {source.noun}")
        return scene.namer.body(entity, passage, "organisation", nearby=None), entity
    last = _last_body(scene, source.noun, source.span.start) if source.definite else None
    if last is not None:
        return scene.namer.body(last, passage, "role", nearby=None), last
    bare = source.definite and len(stated.split()) == 1  # "the agency": whichever it is
    return scene.namer.unnamed("organisation", phrase, passage, None, stated=None if bare else stated), None


def _last_body(scene: Scene, noun: str, before: int) -> Entity | None:
    """The last organisation that a noun fits: called so itself, else near and of that kind."""
    sentence = scene.layout.sentence(before)
    fitting = None
    for mention in scene.cast.before(before):
        entity = scene.cast.owner[mention.start]
        if entity.kind not in ("organisation", "unknown"):
            continue
        if noun.lower() in words_of(entity.name):
            return entity
        near = sentence - mention.sentence <= _BODY_REACH
        if near and not fitting and entity.kind == "organisation" and _fits(noun, entity):
            fitting = entity
    return fitting


def _fits(noun: str, entity: Entity) -> bool:
    called = lexicon().groups["bodies_called"].get(noun.lower(), frozenset())
    words = words_of(entity.name)
    return not called.isdisjoint(words) or (head_kind(noun) == "organisation" and noun.lower() in words)


def _document(scene: Scene, source: Source, phrase: str, passage: Passage) -> Speaker:
    """A text that speaks; "the poll" is the one that the article has called by a fuller name before."""
    stated = _ARTICLE.sub("", phrase)
    if len(stated.split()) > 1 or not source.definite:
        return scene.namer.unnamed("document", phrase, passage, None, stated=stated)
    tail = re.compile(rf"\s+(?:[a-z-]+\s+){{0,2}}{re.escape(source.noun)}\b")
    for mention in scene.cast.before(source.span.start):  # "a Quinnipiac University poll"
        match = tail.match(scene.text, mention.end) if mention.end < source.span.start else None
        if match and lexicon()["function_words"].isdisjoint(match.group().split()):
            fuller = scene.text[mention.start : match.end()]
            return scene.namer.unnamed("document", phrase, passage, "role", stated=fuller)
    for said in scene.lately():
        if (
            said.speaker.kind == "document"
            and said.speaker.stated
            and _same_text(said.speaker.stated, source.noun)
        ):
            return replace(said.speaker, mention=passage, resolved_by="role")
    return scene.namer.unnamed("document", phrase, passage, None)


def _same_text(stated: str, noun: str) -> bool:
    words = {singular(word) for word in words_of(stated)}
    return noun in words or any(noun in alike and not alike.isdisjoint(words) for alike in _TEXTS_ALIKE)
