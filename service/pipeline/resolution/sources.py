"""What kind of thing the source of an attribution is: a pronoun, a name, or a noun phrase and its head."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from service.models import Span
from service.pipeline.resolution.cast import Cast
from service.pipeline.resolution.entities import Entity
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import Head, head_kind, is_plural, lexicon
from service.pipeline.resolution.roles import Role, read_role
from service.pipeline.resolution.shapes import Mention
from service.pipeline.resolution.surroundings import apposed

_RELATIVE_PHRASE = re.compile(
    r"(?:many|some|most|all|both|one|none|each|few|several) of (?:whom|which|them|us)", re.IGNORECASE
)
_INDEFINITE = re.compile(
    r"(?:an?|one|another|some|any|several|many|most|few|two|three|four|five|other|no|at least|more|"
    r"\d[\d,.]*)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    r"(?:the|this|that|these|those|his|her|their|its|our|my|both)\b|[A-Z][\w.-]*[’']s?\s", re.IGNORECASE
)
_PREPOSITION = re.compile(
    r"\s(?:of|for|at|in|from|on|with|to|by|about|like|including|who|which|that|whose|during|under|among|"
    r"representing|released|conducted|published|issued|obtained|filed|following|across|over|after|before|as|"
    r"against|between|into|speaking|quoted|close|familiar|said|has|is|was|were|had|based|led|headed|working|"
    r"present)\b|,(?!\d)|[(:;—–]|\s-\s|--|\sand\s(?:his|her|their|other|has)\b"
)
_TRAILING = re.compile(
    r",?\s+(?:who|which|that)$|,\s+(?:however|meanwhile|too|also|though|for (?:his|her|its|their) part)$"
)
_WHEN = re.compile(
    r"(?<!ed),?\s+(?:today|yesterday|tonight|(?:last|this)\s+(?:night|week|weekend|month|year|morning|afternoon|evening|"
    r"spring|summer|autumn|fall|winter))$"
)
QUANTITY = re.compile(
    r"(?:hundreds|thousands|dozens|scores|millions|an? (?:handful|number|series|couple|pair)) of\s+",
    re.IGNORECASE,
)
"""What stands before a number of things that are meant: "hundreds of leaked messages"."""
_BESIDE = re.compile(
    r"(?P<first>[\w’'-]+)\s+and\s+(?P<other>(?:an?|the|his|her|their|two|three|four|\d+)\s)?"
)
_ENUMERATED = re.compile(
    r"(?:the\s[^,]+(?:,\s+the\s[^,]{1,60})+,?\s+and\s+the|an?\s[^,]+(?:,\s+an?\s[^,]{1,60})+,?\s+and\s+an?)\s",
    re.IGNORECASE,
)
"""Several told apart: "a mayor, a minister and a man from Hull", not "the mayor, a lawyer and a father"."""
_KIND_OF_TEXT = re.compile(r"\sof\s(?!(?:the|an?|his|her|its|their)\s)[a-z]+\s(?P<text>[a-z-]+)$")
_STUDY = re.compile(
    r"\b(?:[Ss]tudy|[Ss]tudies|journal|[Rr]esearchers?|[Ss]cientists?|(?:co-)?authors?|preprint)\b"
)
_NEARBY = 800  # characters in which a study makes "the paper" one, and a newspaper does not
_TITLE = re.compile(r"[^“”\"\n]{1,60}[’']s\s+[“\"](?P<title>[^“”\"\n]{2,80}?)[,.]?[”\"],?")
"""A work by its maker and title: "Farrow’s “The Long Tide”"."""
_INCLUDING = re.compile(
    r"\b(?:including|like|such as|among them|notably)\s+(?:the\s+|former\s+)?(?:[a-z-]+\s+){0,2}$"
)
"""What leads from a crowd to those of it who are named: "Critics of the plan, like Sen. Roe"."""
_PARTICIPLE = re.compile(r"([A-Za-z-]+)(?=\s[a-z]{3,}(?:ing|ed)\b)")
_DATELINE = re.compile(
    r"[A-Z][^()\n]{1,50}?(?:,\s*(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}"
    r"\s*(?:\([A-Z][A-Za-z ]{1,20}\))?\s*[:—–-]*|\s\([A-Z]{2,10}\)\s*[:—–-]+)\s*(?=[A-Z])"
)
_LONGEST = 400  # characters of a source that are read
_LEAD = re.compile(
    r"(?:according to|by|in|from|at|but|and|while|as|for|even|only|at least|where|when)\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Source:
    """A source read: exactly one of ``pronoun``, ``entities`` and ``phrase`` says what it is.

    ``entities`` are the named heads (two or more when they speak together); ``phrase`` a noun phrase without
    a name as its head, with its ``head`` kind, its ``role`` where it is a person, and whether it is definite.
    """

    span: Span
    pronoun: str | None = None
    entities: tuple[Entity, ...] = ()
    mention: Mention | None = None
    apposed: bool = False
    phrase: str | None = None
    noun: str = ""
    head: Head | None = None
    role: Role | None = None
    definite: bool = False
    owner: Entity | None = None  # whose it is: "Trump's campaign"
    possessive: str | None = None  # the pronoun that owns it: "his campaign"


def read_source(layout: Layout, cast: Cast, span: Span) -> Source:
    """Reads the source at ``span``."""
    text = layout.text
    start, end = span.start, span.end
    lead = _LEAD.match(text, start, end)
    if lead and (text[start].islower() or lead.group().lower().startswith("according")):
        start = lead.end()
    end = min(end, start + _LONGEST)
    dateline = _DATELINE.match(text, start, end)
    start = dateline.end() if dateline else start
    stretch = text[start:end].strip(' ,.;:“”"‘\n—–-')
    start = text.find(stretch, start) if stretch else start
    cut = _within(cast.mentions, start + len(stretch), start + len(stretch) + 4)
    if cut and cut[0].titles and cut[0].opening == start:  # "Sen", of "Sen. Maria Delgado"
        stretch = text[start : cut[0].end]
    stretch = _WHEN.sub("", stretch)
    bare = re.sub(r"[’']s?$", "", stretch)
    first = re.match(r"[A-Za-z]+", bare)
    word = first.group().lower() if first else ""
    if bare.lower() in lexicon()["pronouns"]:
        return Source(span, pronoun=bare.lower())
    work = _TITLE.fullmatch(text, start, end)
    if work is not None:
        return Source(span, phrase=work.group("title"), head="document")
    if _RELATIVE_PHRASE.fullmatch(bare):
        return Source(span, pronoun="they")
    if word in ("he", "she", "they", "it", "i", "we", "who", "which") and not bare[len(word) :][:1].isalpha():
        return Source(span, pronoun=word)
    named = _within(cast.mentions, start, start + len(stretch))
    stop = start + len(stretch)
    core_end = _end_of_list(text, cast, named, stop) or _core_end(text, start, stop, named)
    inside = [m for m in named if m.start < core_end and m.end <= core_end + 2]
    last = inside[-1] if inside else None
    named_last = last is not None and not text[last.end : core_end].strip(" ’'s") and not last.modifier
    if last is not None and named_last and not _describes(cast, last):
        return _named(text, cast, span, inside, last)
    return _noun_phrase(text, cast, span, (start, core_end, stop), named)


def _named(text: str, cast: Cast, span: Span, inside: list[Mention], last: Mention) -> Source:
    together = [last]
    for mention in reversed(inside[:-1]):
        between = text[
            mention.end : together[0].start
            - sum(len(w) + 1 for w in (*together[0].before, *together[0].titles))
        ]
        if not re.fullmatch(r"\s*(?:,|and|&|, and)\s*(?:the\s*)?", between) or mention.possessive:
            break
        together.insert(0, mention)
    entities = tuple(dict.fromkeys(cast.owner[m.start] for m in together))
    return Source(span, entities=entities, mention=last)


def _describes(cast: Cast, mention: Mention) -> bool:
    """Whether capitals describe and do not name: "the Ohio Republican"."""
    return cast.owner[mention.start].kind == "unknown" and mention.words[-1].lower() in lexicon()["partisans"]


def _noun_phrase(
    text: str, cast: Cast, span: Span, places: tuple[int, int, int], named: list[Mention]
) -> Source:
    start, core_end, stop = places
    quantity = QUANTITY.match(text, start, stop)
    if quantity is not None:
        core_end = _core_end(text, quantity.end(), stop, named)
    core = text[start:core_end].strip(" ,.“”\"’'")
    words = re.findall(r"[^\W\d_][\w’'-]*", core)
    noun = re.sub(r"[’']s?$", "", words[-1]) if words else ""
    phrase = _WHEN.sub("", _TRAILING.sub("", text[start : min(span.end, start + _LONGEST)].strip(" ,.;:")))
    head = _head(text, cast, start, phrase, noun)
    if head in ("person", None):
        for mention in named:  # "Pakistan's ambassador to the UN, Munir Akram"
            entity = cast.owner[mention.start]
            comma = text.rfind(",", core_end, max(core_end, mention.opening))
            if entity.kind == "person" and comma >= 0 and apposed(text, comma, mention):
                return Source(span, entities=(entity,), mention=mention, apposed=True)
    body = _apposed_body(text, cast, (core_end, stop), named)
    if body is not None and (head == "organisation" or is_plural(noun)):
        return Source(span, entities=(cast.owner[body.start],), mention=body, apposed=True)
    if head == "crowd" or is_plural(noun):
        some = _named_of_a_crowd(text, cast, core_end, named)
        if some:
            entities = tuple(dict.fromkeys(cast.owner[mention.start] for mention in some))
            return Source(span, entities=entities, mention=some[0], apposed=True)
    if _are_several(text, places):
        return Source(span, phrase=phrase)
    owner = next((cast.owner[m.start] for m in named if m.possessive and m.end <= core_end), None)
    pronoun = re.match(r"(?:his|her|their|its|my|our)\b", core, re.IGNORECASE)
    definite = not _INDEFINITE.match(core) and (bool(_DEFINITE.match(core)) or not is_plural(noun))
    role = read_role(phrase) if head == "person" else None
    return Source(
        span, phrase=phrase, noun=noun, head=head, role=role, definite=definite, owner=owner,
        possessive=pronoun.group().lower() if pronoun else None,
    )  # fmt: skip


def _head(text: str, cast: Cast, start: int, phrase: str, noun: str) -> Head | None:
    """The kind of a noun phrase: of its noun, or of the text that it is ("a board of trade estimate")."""
    found = _KIND_OF_TEXT.search(phrase)
    if found and head_kind(noun) == "organisation" and head_kind(found.group("text")) == "document":
        return "document"
    if noun.lower() == "paper" and _STUDY.search(text, max(0, start - _NEARBY), start + len(phrase)):
        papers = lexicon().groups["bodies_called"]["paper"]
        near = cast.between(max(0, start - _NEARBY), start)
        if not any(one.words[-1].lower() in papers for one in near):
            return "document"
    if noun[:1].isupper() and noun.lower() in lexicon().groups["bodies_called"]["newspaper"]:
        return "organisation"  # "Elmbury Post" in a headline, unlike "a post"
    return head_kind(noun) if noun else None


def _are_several(text: str, places: tuple[int, int, int]) -> bool:
    """Whether a phrase is of several that are told apart by their nouns: "survivors and river police"."""
    start, core_end, stop = places
    if _ENUMERATED.match(text, start, stop):
        return True
    beside = _BESIDE.search(text, start, core_end)
    if beside is None:
        return False
    last = re.findall(r"[\w’'-]+", text[beside.end() : core_end])[-1:]
    kinds = {head_kind(beside.group("first")), *map(head_kind, last)}
    plural = is_plural(beside.group("first"))  # unlike "a policy and research group"
    return (plural or beside.group("other") is not None) and (
        None not in kinds and kinds not in ({"organisation"}, {"document"})
    )


def _end_of_list(text: str, cast: Cast, named: list[Mention], stop: int) -> int | None:
    """The end of a headline's list with a comma for "and": "Chad, Sudan", "China, ASEAN officials"."""
    if len(named) != 2 or text[named[0].end : named[1].opening] != ", " or named[0].modifier:
        return None
    rest = text[named[1].end : stop].split()
    countries = all(cast.owner[mention.start].kind == "country" for mention in named)
    small = bool(rest) and "and" not in rest and all(word.islower() for word in rest)
    crowd = small and head_kind(rest[-1]) == "crowd"
    return stop if crowd or (countries and not rest) else None


def _apposed_body(text: str, cast: Cast, places: tuple[int, int], named: list[Mention]) -> Mention | None:
    """The body that stands behind a noun phrase and its comma, to the end: "The insurer, Marden Mutual,"."""
    core_end, stop = places
    mention = next((one for one in named if one.start >= core_end), None)
    if mention is None or mention.possessive or mention.modifier or mention.titles:
        return None
    entity = cast.owner[mention.start]
    lead, rest = text[core_end : mention.start], text[mention.end : stop]
    body = entity.kind == "organisation" or (entity.kind == "unknown" and not entity.personal)
    apposed = re.fullmatch(r",\s+(?:the\s+)?", lead) and re.fullmatch(
        r"(?:\s+(?:of|in|at)\s+\S+)?|,.*", rest, re.DOTALL
    )
    return mention if body and apposed else None


def _named_of_a_crowd(text: str, cast: Cast, core_end: int, named: list[Mention]) -> list[Mention]:
    """The people or bodies that a crowd is said to include, who speak for the rest of it."""
    for first, mention in enumerate(named):
        opening = mention.opening
        if mention.start < core_end or not _INCLUDING.search(text[max(0, opening - 60) : opening]):
            continue
        kind = cast.owner[mention.start].kind
        if kind not in ("person", "organisation") or mention.modifier or mention.possessive:
            return []
        return [
            one
            for one in named[first:]
            if cast.owner[one.start].kind == kind and not one.modifier and not one.possessive
        ]
    return []


def _within(mentions: list[Mention], start: int, end: int) -> list[Mention]:
    index = bisect_left(mentions, start, key=lambda m: m.start)
    if index and mentions[index - 1].end > start:  # a source that cuts into a name
        index -= 1
    found = []
    while index < len(mentions) and mentions[index].start < end:
        found.append(mentions[index])
        index += 1
    return found


def _core_end(text: str, start: int, end: int, named: list[Mention]) -> int:
    """Where the words before the first comma, preposition or verb outside a name end."""
    place = start
    while match := _PREPOSITION.search(text, place, end):
        inside = next((m for m in named if m.opening < match.start() < m.end), None)
        if inside is None and match.start() > start:
            end = match.start()
            break
        place = inside.end if inside else match.end()
    for match in _PARTICIPLE.finditer(text, start, end):  # "judges handling ..."
        if head_kind(match.group(1)) is not None:
            return match.end(1)
    return end
