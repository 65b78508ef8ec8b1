"""The capitalised names of a text: where they stand, and the titles in front of them.

Patterns and lists, no model: news writes its names carefully, and what kind of thing a name is gets settled
by everything that the article says of it (see :mod:`service.pipeline.resolution.entities`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service import countries
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import head_kind, is_first_name, lexicon
from service.pipeline.resolution.shapes import (
    RUN,
    WORD,
    Mention,
    begins_sentence,
    body_length,
    country_of_two,
    end_of_run,
    extend,
    is_body,
    kind_of,
    nicknamed,
    owns,
    qualify,
)
from service.pipeline.resolution.titles import (
    after_office,
    is_title,
    office_before,
    titles_end,
    without_letters,
)

_TITLE_WORDS = 4
_SMALL_SHARE = 0.1  # of small words in a title, for slips
_CAPITALS_ONLY = 6  # letters from which a word in capitals is shouting, not an acronym
_SMALL_IN_TITLES = frozenset(
    ("the", "and", "but", "for", "nor", "from", "with", "into", "over", "than", "via", "per")
)
"""The words of three letters and more that a title leaves small; a headline seldom ends in a full stop."""
_FULL_STOP = re.compile(r"[A-Za-z]{2}[.!?][”\"’']*\s*$")
_THE = re.compile(r"\b[Tt]he[ \xa0]+$")
_SMALL_WORD = re.compile(r"[ \xa0]+([a-z]+)")


@dataclass(frozen=True, slots=True)
class _Spelled:
    """The words that a text has in small letters, its surnames that are trades too, its names of one word."""

    small: frozenset[str]
    families: frozenset[str]
    alone: frozenset[str]


def mentions(layout: Layout) -> list[Mention]:
    """Every name of the text in order; in a headline in title case only what the article names elsewhere."""
    text, found = layout.text, []
    spelled = _spelled(text)
    headlines = {n for n, sentence in enumerate(layout.sentences) if _in_title_case(sentence.of(text))}
    shouted = {n for n, sentence in enumerate(layout.sentences) if _in_capitals(sentence.of(text))}
    held: list[tuple[int, int]] = []
    place = 0
    for match in RUN.finditer(text):
        if match.end() <= place:
            continue
        sentence = layout.sentence(match.start()) if headlines or shouted else -1
        if sentence in shouted:
            continue
        if sentence in headlines:
            held.append(match.span())
            continue
        for start, end in _pieces(text, max(place, match.start()), end_of_run(text, match.end())):
            at: int | None = start
            while at is not None and at < end:  # a body with a name after it: "the Harbour Office Bell"
                mention = _mention(text, at, end, spelled)
                at = None
                if mention is not None:
                    found.append(mention)
                    place = at = max(place, mention.end)
    if held:
        found += _known_names(text, held, found)
        found.sort(key=lambda mention: mention.start)
    for mention in found:
        mention.sentence = layout.sentence(mention.start)
        mention.quoted = layout.quotation(mention.start) is not None
    return found


def _in_title_case(sentence: str) -> bool:
    """Whether the only small words of a sentence are those that a title leaves small."""
    words = re.findall(r"[A-Za-z][\w’'-]{2,}", sentence)
    lower = [word for word in words if word[0].islower()]
    left_small = _SMALL_IN_TITLES if _FULL_STOP.search(sentence) else lexicon()["function_words"]
    small = [word for word in lower if word not in left_small]
    few = len(small) <= _SMALL_SHARE * len(words) and 2 * len(lower) <= len(words)
    return len(words) >= _TITLE_WORDS and few


def _in_capitals(sentence: str) -> bool:
    words = re.findall(r"[A-Za-z][\w’'-]+", sentence)
    return len(words) >= _TITLE_WORDS and all(word.isupper() for word in words)


def _known_names(text: str, held: Sequence[tuple[int, int]], known: Sequence[Mention]) -> list[Mention]:
    """The names of ``known`` in runs of title case, and first names in front of a known surname."""
    wanted = {mention.words[-1:]: mention for mention in known if mention.kind == "person"}
    wanted |= {mention.words: mention for mention in known if mention.kind != "place"}
    found = []
    for start, end in held:
        parts = [(match.group(), match.start(), match.end()) for match in WORD.finditer(text, start, end)]
        index = 0
        while index < len(parts):
            for length in (4, 3, 2, 1):
                words = tuple(word for word, _, _ in parts[index : index + length])
                whole = wanted.get(words)
                full = len(words) == 2 and is_first_name(words[0]) and words[1:] in wanted
                if len(words) == length and (whole is not None or full):
                    first, last = parts[index][1], parts[index + length - 1][2]
                    kind = "person" if whole is None else whole.kind if whole.words == words else "unknown"
                    found.append(Mention(first, last, words, kind, possessive=owns(text, last)))
                    index += length - 1
                    break
            index += 1
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run cut at days and at function words that stand in it because a sentence begins."""
    pieces: list[tuple[int, int]] = []
    first: int | None = None
    last = start
    days, functions, endings = (lexicon()[key] for key in ("days", "function_words", "name_endings"))
    for match in WORD.finditer(text, start, end):
        word = match.group().lower().replace("’", "'").partition("'")[0] or match.group()
        if (
            word in days
            or "n't" in match.group().replace("’", "'")
            or (
                word in functions
                and match.group() not in ("Will", "US", "IT")
                and (first is None or word not in endings)  # "Harbour Watch"
            )
        ):
            if first is not None:
                pieces.append((first, last))
            first = None
            continue
        first = match.start() if first is None else first
        last = match.end()
    if first is not None:
        pieces.append((first, last))
    return pieces


def _spelled(text: str) -> _Spelled:
    """How a text spells its words. A trade that it has in small letters too is none: "Virginia Governor"."""
    small = frozenset(re.findall(r"\b[a-z]{3,}\b", text))
    families, alone = set(), set()
    for match in RUN.finditer(text):
        *before, last = [word.group() for word in WORD.finditer(text, *match.span())]
        if not before or (len(before) == 1 and _titled(before[0])):
            alone.add(last)
        elif last.lower() not in small and is_first_name(before[-1]) and _may_be_family(last):
            families.add(last)
    return _Spelled(small, frozenset(families), frozenset(alone))


def _may_be_family(word: str) -> bool:
    """Whether a word is a title or a speaker's noun, and no party and no newspaper's: "Lipara Observer"."""
    lowered = word.lower()
    body = lowered in lexicon()["name_endings"] or lowered in lexicon()["partisans"]
    return not body and (is_title(word) or head_kind(word) is not None)


def _mention(text: str, start: int, end: int, spelled: _Spelled) -> Mention | None:
    """One name with its titles; None for a word that is no name."""
    country = country_of_two(text, start, end)
    if country is not None:
        country.possessive = owns(text, country.end)
        qualify(text, country)
        return country
    parts = list(WORD.finditer(text, start, end))
    the = _THE.search(text, max(0, start - 5), start)
    family = len(parts) == 1 and parts[0].group() in spelled.families and not the
    if len(parts) == 1 and not family and _is_common(text, start, parts[0].group(), spelled.small):
        return after_office(text, end, [parts[0].group()], spelled.alone)
    if len(parts) > 1 and (
        (
            begins_sentence(text, start)
            and _is_lead(parts[0].group(), spelled.small)
            and not _titled(parts[0].group())
        )
        or (parts[0].group().endswith("ing") and is_first_name(parts[1].group()))
    ):
        del parts[0]
    based = len(parts) > 1 and parts[0].group().endswith("-based")
    if len(parts) > 1 and parts[0].group().endswith(("-based", "-born", "-area")):
        del parts[0]
    words = [part.group() for part in parts]
    office, place = office_before(text, parts[0].start(), words, spelled.alone)
    cut = place or titles_end(words, spelled.families if family or len(parts) > 1 else frozenset())
    if cut == len(words) - 1 and "-" in words[cut - 1] and words[cut] not in spelled.alone:
        cut = 0  # "Commander-in-Chief Forum"
    if cut == len(words):
        return after_office(text, end, words, spelled.alone)
    if not cut and (length := body_length(words)):
        words, end = words[:length], parts[length - 1].end()
    first = cut
    while first > 0 and not place and _in_titles(words[first - 1]):
        first -= 1
    name = without_letters(tuple(words[cut:]))
    if cut and not is_body(name):
        mention = Mention(
            parts[cut].start(), end, name, "person", tuple(words[first:cut]), (*office, *words[:first])
        )
    else:
        mention = Mention(parts[0].start(), end, without_letters(tuple(words)), "unknown")
        extend(text, mention)
        mention.kind = kind_of(mention.words)
        if based and mention.kind == "unknown":  # a person would have a trade first: "Oslo-based analyst"
            mention.kind = "organisation"
    nicknamed(text, mention)
    mention.possessive = owns(text, mention.end)
    qualify(text, mention)
    return mention


def _titled(word: str) -> bool:
    return _in_titles(word) or word.lower().rstrip(".") in lexicon()["persons"]


def _in_titles(word: str) -> bool:
    return is_title(word) or word.lower().rstrip(".") in lexicon()["title_words"]


def _is_common(text: str, start: int, word: str, lower_words: frozenset[str]) -> bool:
    """Whether one capitalised word only begins a sentence, or is an adjective of a people."""
    if word.isupper() and len(word) > 1:
        speaks = text.startswith(":", start + len(word))  # "LINDQVIST: Will you?"
        return len(word) > _CAPITALS_ONLY and "." not in word and not speaks
    begins = begins_sentence(text, start) and (
        _is_lead(word, lower_words) or _qualifies_crowd(text, start + len(word))
    )
    return begins or (countries.by_demonym(word) is not None and countries.by_name(word) is None)


def _qualifies_crowd(text: str, end: int) -> bool:
    """Whether a word for many people follows in small letters: "Almond growers", "Dock workers"."""
    following = _SMALL_WORD.match(text, end)
    return following is not None and head_kind(following.group(1)) == "crowd"


def _is_lead(word: str, lower_words: frozenset[str]) -> bool:
    """Whether a word that begins a sentence is no part of a name: known in small letters, or a participle."""
    participle = word.endswith("ing") and len(word) > 5
    return (word.lower() in lower_words or head_kind(word) is not None or participle) and not is_first_name(
        word
    )
