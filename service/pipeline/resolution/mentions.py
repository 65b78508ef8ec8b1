"""The capitalised names of a text: where they stand, and the titles in front of them.

Patterns and lists, no model: news writes its names carefully, and what kind of thing a name is gets settled
by everything that the article says of it (see :mod:`service.pipeline.resolution.entities`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service import countries
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import head_kind, is_first_name, lexicon
from service.pipeline.resolution.shapes import (
    OF_OFFICE,
    RUN,
    WORD,
    Mention,
    body_length,
    extend,
    is_body,
    kind_of,
    owns,
    qualify,
    words_between,
)

_TITLES_WITH_OFFICE = frozenset(("secretary", "minister", "speaker", "director", "undersecretary", "leader"))
_TITLE_WORDS = 4
_SMALL_SHARE = 0.1  # of small words in a title, for slips
_CAPITALS_ONLY = 6  # letters from which a word in capitals is shouting, not an acronym
_SMALL_WORD = re.compile(r"[ \xa0]+([a-z]+)")


def mentions(layout: Layout) -> list[Mention]:
    """Every name of the text in order; in a headline in title case only what the article names elsewhere."""
    text, found = layout.text, []
    lower_words = set(re.findall(r"\b[a-z]{3,}\b", text))
    headlines = {n for n, sentence in enumerate(layout.sentences) if _in_title_case(sentence.of(text))}
    shouted = {n for n, sentence in enumerate(layout.sentences) if _in_capitals(sentence.of(text))}
    held: list[tuple[int, int]] = []
    place = 0
    for match in RUN.finditer(text):
        if match.start() < place:
            continue
        sentence = layout.sentence(match.start()) if headlines or shouted else -1
        if sentence in shouted:
            continue
        if sentence in headlines:
            held.append(match.span())
            continue
        for start, end in _pieces(text, match.start(), match.end()):
            at: int | None = start
            while at is not None and at < end:  # a body with a name after it: "the Harbour Office Bell"
                mention = _mention(text, at, end, lower_words)
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
    small = [word for word in lower if word not in lexicon()["function_words"]]
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
    days, functions = lexicon()["days"], lexicon()["function_words"]
    for match in WORD.finditer(text, start, end):
        word = match.group().lower().replace("’", "'").partition("'")[0] or match.group()
        if (
            word in days
            or "n't" in match.group().replace("’", "'")
            or (word in functions and match.group() not in ("Will", "US", "IT"))
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


def _mention(text: str, start: int, end: int, lower_words: set[str]) -> Mention | None:
    """One name with its titles; None for a word that is no name."""
    parts = list(WORD.finditer(text, start, end))
    if len(parts) == 1 and _is_common(text, start, parts[0].group(), lower_words):
        return _after_office(text, end, [parts[0].group()])
    if len(parts) > 1 and (
        (
            _starts_sentence(text, start)
            and _is_lead(parts[0].group(), lower_words)
            and not _titled(parts[0].group())
        )
        or (parts[0].group().endswith("ing") and is_first_name(parts[1].group()))
    ):
        del parts[0]
    if len(parts) > 1 and parts[0].group().endswith(("-based", "-born", "-area")):
        del parts[0]
    words = [part.group() for part in parts]
    cut = _titles_end(words)
    if cut == len(words):
        return _after_office(text, end, words)
    if not cut and (length := body_length(words)):
        words, end = words[:length], parts[length - 1].end()
    first = cut
    while first > 0 and words[first - 1].lower().rstrip(".") in lexicon().titles | lexicon()["title_words"]:
        first -= 1
    name = tuple(words[cut:])
    if cut and not is_body(name):
        mention = Mention(
            parts[cut].start(), end, name, "person", tuple(words[first:cut]), tuple(words[:first])
        )
    else:
        mention = Mention(parts[0].start(), end, tuple(words), "unknown")
        extend(text, mention)
        mention.kind = kind_of(mention.words)
    mention.possessive = owns(text, mention.end)
    qualify(text, mention)
    return mention


def _titled(word: str) -> bool:
    bare = word.lower().rstrip(".")
    return bare in lexicon().titles or bare in lexicon()["title_words"] or bare in lexicon()["persons"]


def _titles_end(words: Sequence[str]) -> int:
    """How many words of a run are titles and what stands before them."""
    cut, named = 0, False
    for index, word in enumerate(words):
        bare, last = word.lower().rstrip("."), index + 1 == len(words)
        named = named or (index > 0 and is_first_name(words[index - 1]))
        if bare in lexicon().titles or (bare in lexicon()["persons"] and not named and not (last and index)):
            cut = index + 1
    alone = len(words) - cut == 1 and words[-1].lower() in lexicon()["name_endings"]
    return 0 if alone else cut  # "General Assembly" is no general


def _after_office(text: str, end: int, words: Sequence[str]) -> Mention | None:
    """The name after a title that goes on in small letters: "Secretary of State John Kerry"."""
    office = OF_OFFICE.match(text, end) if words[-1].lower() in _TITLES_WITH_OFFICE else None
    run = RUN.match(text, office.end()) if office else None
    if office is None or run is None:
        return None
    name = words_between(text, run.start(), run.end())
    titles = (*words, "of", office.group(1))
    return Mention(run.start(), run.end(), name, "person", titles, possessive=owns(text, run.end()))


def _is_common(text: str, start: int, word: str, lower_words: set[str]) -> bool:
    """Whether one capitalised word only begins a sentence, or is an adjective of a people."""
    if word.isupper() and len(word) > 1:
        speaks = text.startswith(":", start + len(word))  # "LINDQVIST: Will you?"
        return len(word) > _CAPITALS_ONLY and "." not in word and not speaks
    begins = _starts_sentence(text, start) and (
        _is_lead(word, lower_words) or _qualifies_crowd(text, start + len(word))
    )
    return begins or (countries.by_demonym(word) is not None and countries.by_name(word) is None)


def _qualifies_crowd(text: str, end: int) -> bool:
    """Whether a word for many people follows in small letters: "Almond growers", "Dock workers"."""
    following = _SMALL_WORD.match(text, end)
    return following is not None and head_kind(following.group(1)) == "crowd"


def _is_lead(word: str, lower_words: set[str]) -> bool:
    """Whether a word that begins a sentence is no part of a name: known in small letters, or a participle."""
    participle = word.endswith("ing") and len(word) > 5
    return (word.lower() in lower_words or head_kind(word) is not None or participle) and not is_first_name(
        word
    )


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \xa0")[-1:]
    return before in ("", "\n", ".", "!", "?", ":", "“", '"', "‘", "•", "—")
