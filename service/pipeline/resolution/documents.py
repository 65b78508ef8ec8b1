"""Sources that are texts: "the poll", "a Harbour Office report", "the film", "video"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from service.models import Passage, Speaker
from service.pipeline.resolution.lexicon import lexicon, singular
from service.pipeline.resolution.names import plain_words
from service.pipeline.resolution.scene import Scene
from service.pipeline.resolution.shapes import Mention
from service.pipeline.resolution.sources import QUANTITY, Source
from service.words import CAPITALS

_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[–—―](?=\s*[a-z])|\s-\s|--")  # "the transcript–published on Monday–"
_ALIKE = (
    frozenset(("article", "piece", "story", "feature", "report", "column", "editorial")),
    frozenset(("poll", "survey", "study")),
    frozenset(("film", "documentary", "movie")),
    frozenset(("book", "memoir", "novel", "biography")),
)
_UNOWNED = re.compile(r"[Aa]n?(?:\s+[a-z-]+)+")
_ISSUED = r"issued|released|published|printed|ran|posted|sent|wrote|filed"
_AFTER = 100  # names behind the opening of an article
_REACH = 6000  # characters in which a text is looked for that was called more fully


def resolve_document(scene: Scene, source: Source, phrase: str, passage: Passage) -> Speaker:
    """A text that speaks, by the fullest form that the article has for it.

    "The poll" is one that was called by a fuller name before, and "a new poll" in the lead one that is called
    so after it. A text that has no title goes by its noun.
    """
    if QUANTITY.match(phrase):  # no one text, and so without a name
        return scene.namer.unnamed("document", phrase, passage, None)
    stated = _ASIDE.split(_ARTICLE.sub("", phrase))[0]
    bare = len(stated.split()) == 1 and source.definite
    opens = scene.opens(source.span.start)
    if not bare and not (opens and _UNOWNED.fullmatch(phrase)):
        return scene.namer.unnamed("document", phrase, passage, None, stated=stated)
    fuller = _before(scene, source) or (_owned(scene, source.noun, _behind(scene, source)) if opens else None)
    if fuller is not None:
        return scene.namer.unnamed("document", phrase, passage, "role", stated=fuller)
    for said in scene.lately() if bare else ():
        speaker = said.speaker
        if speaker.kind == "document" and speaker.stated and _same_text(speaker.stated, source.noun):
            return replace(speaker, mention=passage, resolved_by="role")
    titled = singular(source.noun) in lexicon()["titled_texts"]
    return scene.namer.unnamed("document", phrase, passage, None, stated=None if bare and titled else stated)


def _before(scene: Scene, source: Source) -> str | None:
    """What a text was called before: by its owner, its issuer, its title, or what it is about."""
    if not source.definite:
        return None
    at, noun = source.span.start, source.noun
    owned = _owned(scene, noun, (m for m in scene.cast.before(at) if m.end < at))
    if owned is not None:
        return owned
    nouns = "|".join(sorted(map(re.escape, _alike(noun))))
    issued = re.compile(rf"(?:\s+[a-z]+){{0,2}}\s+(?:{_ISSUED})\s+an?\s+(?:[a-z-]+\s+){{0,2}}({nouns})\b")
    for mention in scene.cast.before(at):  # "The Harbour Office issued a statement"
        match = issued.match(scene.text, mention.end, at)
        if match:
            return f"{mention.name} {match.group(1)}"
    earlier = scene.text[max(0, at - _REACH) : at]
    titles: list[str] = re.findall(
        rf"\b(?:{nouns}),?\s+[“\"]([{CAPITALS}\d][^“”\"\n]{{1,59}}?)[,.]?[”\"]", earlier
    )
    if titles:
        return titles[-1]
    about: list[str] = re.findall(
        rf"\b[Aa]n?\s+((?:[a-z-]+\s+){{0,2}}{re.escape(noun)}\s+(?:of|to|from|by|on)\s+(?:the\s+)?[A-Z][^,.;:“”\n]{{2,50}}?)"
        r"(?=[,.;:“”\n]|\s+(?:that|which|who|was|is|were|has|had|saying|calling|released|dated)\b)",
        earlier,
    )
    about = [phrase for phrase in about if lexicon()["days"].isdisjoint(phrase.lower().split())]
    return about[-1] if about else None


def _behind(scene: Scene, source: Source) -> Iterable[Mention]:
    return scene.cast.between(source.span.end, len(scene.text))[:_AFTER]


def _owned(scene: Scene, noun: str, mentions: Iterable[Mention]) -> str | None:
    """The first of some names that a noun follows: "Quinn University poll", "Wire/Datum opinion poll"."""
    tail = re.compile(rf"(?:/[A-Z]\w+)?\s+(?:[a-z-]+\s+){{0,2}}{re.escape(noun.lower())}\b")
    for mention in mentions:
        match = tail.match(scene.text, mention.end)
        if match and lexicon()["function_words"].isdisjoint(match.group().split()):
            return scene.text[mention.start : match.end()]
    return None


def _alike(noun: str) -> set[str]:
    """A noun with those that one text may be called by as well."""
    return {noun, *(word for alike in _ALIKE if noun in alike for word in alike)}


def _same_text(stated: str, noun: str) -> bool:
    return not _alike(noun).isdisjoint(singular(word) for word in plain_words(stated))
