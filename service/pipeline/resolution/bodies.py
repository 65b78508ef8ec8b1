"""Sources that are bodies without a name: "the agency", "his campaign", "a House panel"."""

from __future__ import annotations

import re
from dataclasses import replace

from service import countries
from service.countries import Country
from service.models import Passage
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.lexicon import head_kind, lexicon, singular
from service.pipeline.resolution.names import plain_words
from service.pipeline.resolution.roles import country_in
from service.pipeline.resolution.scene import Answer, Scene
from service.pipeline.resolution.shapes import Mention
from service.pipeline.resolution.sources import Source

_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:the|this|that|its|their|whose)\b", re.IGNORECASE)
_CLAUSE = re.compile(r",\s|\s(?:which|who|that)\b")
_GOVERNMENT = re.compile(r"\b(?:government|administration|regime|authorities)\b")
_COUNTRY_WORDS = 3  # of "the South Korean navy"
_REACH = 6  # sentences in which "the agency" looks for a body that is not called so itself
_BODIES = 200  # that are looked through for a full name


def resolve_body(scene: Scene, source: Source, phrase: str, passage: Passage) -> Answer:
    """A government, somebody's campaign, or the body that the article has named before."""
    core = re.split(r"\s(?:of|for|that|which|who)\b|,", phrase)[0]
    stated = _CLAUSE.split(_ARTICLE.sub("", phrase))[0]
    country = country_in(core)
    organ = _organ_of_state(_ARTICLE.sub("", core.partition(" in ")[0])) if source.definite else None
    if organ is not None:
        name, state = organ
        entity = Entity("organisation", name)
        speaker = scene.namer.body(entity, passage, "organisation", nearby=state)
        return replace(speaker, country=state.code), entity
    if country is not None and _GOVERNMENT.search(core):
        return scene.namer.country(country, passage, "organisation", _ARTICLE.sub("", core)), None
    owner = source.owner
    if source.possessive in ("his", "her"):
        owner = owner or scene.meant_at(source.span.start)
    if (
        owner is not None
        and owner.kind == "person"
        and source.noun.lower() not in lexicon()["bodies_with_names"]
    ):
        whose = owner.name if source.possessive else owner.name.split()[-1]
        entity = Entity("organisation", f"{whose} {source.noun}")
        return scene.namer.body(entity, passage, "organisation", nearby=None), entity
    last = _by_its_name(scene, phrase)
    if last is None and owner is None and _is_meant(scene, source):
        last = _last_body(scene, source, _ARTICLE.sub("", core))
    if last is not None:
        return scene.namer.body(last, passage, "role", nearby=None), last
    full = named_in_full(scene, stated, source.span.start) if scene.opens(source.span.start) else None
    if full is not None:
        return scene.namer.body(full, passage, "role", nearby=None), full
    bare = source.definite and len(stated.split()) == 1  # "the agency": whichever it is
    return scene.namer.unnamed("organisation", phrase, passage, None, stated=None if bare else stated), None


def _by_its_name(scene: Scene, phrase: str) -> Entity | None:
    """The body that is called by the noun itself, which here begins a sentence: "Congress"."""
    called = (entity for entity in scene.cast.entities[:_BODIES] if entity.name == phrase)
    return next((entity for entity in called if entity.kind in ("organisation", "unknown")), None)


def _is_meant(scene: Scene, source: Source) -> bool:
    """Whether a noun means a body that is known: not "police" without an article, outside of a headline."""
    phrase, at = source.phrase or "", source.span.start
    named = phrase[:1].isupper() and scene.layout.sentences[scene.layout.sentence(at)].start < at
    return source.definite and (named or scene.opens(at) or _DETERMINED.match(phrase) is not None)


def _organ_of_state(core: str) -> tuple[str, Country] | None:
    """The name and country of "Norway’s fisheries directorate" or "the Iranian embassy", else None."""
    words, kinds = core.split(), lexicon().groups["organs_of_state"]
    for length in range(1, min(len(words), _COUNTRY_WORDS + 1)):
        said = " ".join(words[:length])
        whose = re.sub(r"[’']s?$", "", said)
        rest = words[length:]
        capital = countries.by_metonym(whose) if rest[-1] in kinds["national"] else None
        country = countries.by_demonym(whose) or countries.by_name(whose) or capital
        plain = all(word.replace("-", "").isalpha() and word.islower() for word in rest)
        if country is None or not plain or not lexicon()["function_words"].isdisjoint(rest):
            continue
        owned = whose != said and rest[-1] in kinds["owned"]
        qualified = len(rest) > 1 and (rest[-1] in kinds["qualified"] or owned)
        if qualified or " ".join(rest) in kinds["alone"]:
            return f"{' '.join(rest).title()} of {country.name}", country
    return None


def _last_body(scene: Scene, source: Source, core: str) -> Entity | None:
    """The last organisation that a noun fits: called so itself, else near and of that kind.

    What the phrase says beside its noun must be in the name: "the central bank" is not the Hill Bank.
    """
    before, noun = source.span.start, source.noun
    qualifiers = set(core.lower().partition(noun.lower())[0].split()) - lexicon()["function_words"]
    sentence = scene.layout.sentence(before)
    fitting = None
    for mention in scene.cast.before(before):
        entity = scene.cast.owner[mention.start]
        words = plain_words(entity.name)
        if entity.kind not in ("organisation", "unknown") or not qualifiers.issubset(words):
            continue
        if noun.lower() in words:
            return entity
        near = sentence - mention.sentence <= _REACH
        if near and not fitting and entity.kind == "organisation" and _fits(noun, entity):
            fitting = entity
    return fitting


def called_by_a_noun(mention: Mention) -> bool:
    """Whether a name ends in a common noun, and so may be short for another: "Harbour panel"."""
    return len(mention.words) > 1 and mention.words[-1].islower() and mention.kind == "organisation"


def named_in_full(scene: Scene, phrase: str, position: int) -> Entity | None:
    """The body whose name says a phrase more fully: of the noun's kind, and with one of the qualifiers.

    The only one of the article, or, where the phrase opens it, the first that is named after it.
    """
    *qualifiers, noun = re.split(r"[\s,]+", re.split(r"\s(?:of|for|in|on|which|that|who)\b", phrase)[0])
    representing = re.match(r"(\w+) representing (.+)", phrase)
    if representing:
        noun, qualifiers = representing.group(1), representing.group(2).split()
    said = {singular(word.strip("’'").removesuffix("’s").removesuffix("'s").lower()) for word in qualifiers}
    said -= lexicon()["function_words"]
    found = [
        entity
        for entity in scene.cast.entities[:_BODIES]
        if entity.kind == "organisation"
        and entity.name != phrase
        and entity.name.split()[-1] != noun
        and _fits(noun, entity)
        and said & {singular(word) for word in plain_words(entity.name)}
    ]
    behind = [entity for entity in found if entity.places[0] > position]
    if scene.opens(position) and behind:
        return min(behind, key=lambda entity: entity.places[0])
    return found[0] if len(found) == 1 else None


def _fits(noun: str, entity: Entity) -> bool:
    called = lexicon().groups["bodies_called"].get(noun.lower(), frozenset())
    words = plain_words(entity.name)
    return not called.isdisjoint(words) or (head_kind(noun) == "organisation" and noun.lower() in words)
