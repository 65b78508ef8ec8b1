"""The titles in front of a name: which words of a run they are, and the offices that stand between them.

"Deputy Prime Minister for Cohesion Maria Benn", "Deputy Commissioner (Revenue) Carla Benn", "the mayor of
Lipara Ramiro Benn": where an office ends and the name begins is known by the first name alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service import countries
from service.pipeline.resolution.lexicon import head_kind, is_first_name, lexicon
from service.pipeline.resolution.shapes import OF_OFFICE, RUN, Mention, is_body, owns, words_between
from service.words import CAPITALS

_TITLES_WITH_OFFICE = frozenset(("secretary", "minister", "speaker", "director", "undersecretary", "leader"))
_AND_TITLE = frozenset(
    ("in", "at", "ex", "co", "vice", "under", "charge", "arms", "large", "elect", "designate")
)
"""What a hyphen joins to a title: "Officer-in-Charge", "President-elect"."""
_OFFICE_LINK = re.compile(rf"[ \xa0]+(of|for|and)[ \xa0]+(?:the[ \xa0]+)?(?=[{CAPITALS}])")
_DIVISION = re.compile(rf"[ \xa0]+\([{CAPITALS}][\w&,’' -]{{1,40}}\)[ \xa0]+(?=[{CAPITALS}])")
"""What an officer is in charge of: "(Revenue)"."""
_HOLDS = re.compile(r"\b((?:[a-z-]+[ \xa0]+){0,3}([a-z]+))[ \xa0]+of[ \xa0]+(?:the[ \xa0]+)?$")
_LONGEST_OFFICE = 4  # links


def is_title(word: str) -> bool:
    """Whether a word is a title, alone or joined to another by hyphens: "Director-General"."""
    bare = word.lower().rstrip(".")
    titles = lexicon().titles
    if bare in titles or "-" not in bare:
        return bare in titles
    parts = bare.split("-")
    fitting = all(part in titles or part in _AND_TITLE or part in lexicon()["title_words"] for part in parts)
    return fitting and any(part in titles for part in parts)


def titles_end(words: Sequence[str], families: frozenset[str]) -> int:
    """How many words of a run are titles and what stands before them.

    ``families`` are the surnames of the article that are titles or trades as well: Baker, Bishop.
    """
    cut, named, titles = 0, False, lexicon().titles
    for index, word in enumerate(words):
        bare, last, left = word.lower().rstrip("."), index + 1 == len(words), len(words) - index - 1
        given = bare in titles and is_first_name(bare) and left == 1 and not is_first_name(words[-1])
        if given or (last and word in families):  # "Dean Fazzi", "Ms. Baker"
            break
        named = named or (index > 0 and is_first_name(words[index - 1]))
        trade = bare in lexicon()["persons"] and not named
        if is_title(word) or (trade and (not (last and index) or _one_office(words[index - 1], bare))):
            cut = index + 1
    alone = len(words) - cut == 1 and words[-1].lower() in lexicon()["name_endings"]
    return 0 if alone else cut  # "General Assembly" is no general


def without_letters(name: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the letters of honours and offices behind it: "Anna Gill QC"."""
    while (
        len(name) > 2
        and name[-1].lower().replace(".", "") in lexicon()["post_nominals"]
        and name[-1][1:2].isupper()
    ):
        name = name[:-1]
    return name


def after_office(text: str, end: int, words: Sequence[str], alone: frozenset[str]) -> Mention | None:
    """The name after a title that goes on in small letters: "Secretary of State John Kerry".

    ``alone`` are the article's names of one word: a surname behind a long office must be one of them.
    """
    if not is_title(words[-1]) and head_kind(words[-1]) != "person":
        return None
    division = _DIVISION.match(text, end)
    office = OF_OFFICE.match(text, end) if words[-1].lower() in _TITLES_WITH_OFFICE else None
    opening = division or office
    run = RUN.match(text, opening.end()) if opening else None
    if opening is None or run is None:
        return _after_long_office(text, end, words, alone)
    titles = (*words, "of", office.group(1)) if office and not division else tuple(words)
    return _titled(text, run.start(), run.end(), words_between(text, run.start(), run.end()), titles)


def _after_long_office(text: str, end: int, words: Sequence[str], alone: frozenset[str]) -> Mention | None:
    """The name behind any other office, where a first name says at which word it begins."""
    titles = list(words)
    for count in range(_LONGEST_OFFICE):
        link = _OFFICE_LINK.match(text, end)
        run = RUN.match(text, link.end()) if link else None
        if link is None or run is None or (link.group(1) == "and" and not count):
            return None  # "and" leads to another: "the Governor and Jane Roe"
        parts = words_between(text, run.start(), run.end())
        begin = name_begins(parts)
        titles += link.group().split()
        if begin and parts[-1] in alone and not is_body(parts):
            start = run.end() - len(" ".join(parts[begin:]))
            return _titled(text, start, run.end(), parts[begin:], (*titles, *parts[:begin]))
        titles += parts
        end = run.end()
    return None


def _titled(text: str, start: int, end: int, name: tuple[str, ...], titles: tuple[str, ...]) -> Mention:
    return Mention(start, end, without_letters(name), "person", titles, possessive=owns(text, end))


def office_before(
    text: str, start: int, words: Sequence[str], alone: frozenset[str]
) -> tuple[tuple[str, ...], int]:
    """An office in small letters before a run, and how many words of the run are its place.

    "the former mayor of Lipara Ramiro Benn": no words and 0 where the run is no such thing. Only titles
    are held so: a "lawyer of" and a "spokesman for" have people behind them. The article must speak of the
    person by the surname too: "director of the Wesling Anderson Forecast".
    """
    office = _HOLDS.search(text, max(0, start - 60), start)
    begin = name_begins(words) if office and words[-1] in alone and not is_body(words) else 0
    if office is None or not begin or not is_title(office.group(2)):
        return (), 0
    small = office.group().split()
    kept = [n for n, word in enumerate(small) if word in lexicon()["function_words"] and word != "former"]
    first = max((n + 1 for n in kept if n < len(office.group(1).split())), default=0)
    return tuple(small[first:]), begin


def name_begins(words: Sequence[str]) -> int:
    """At which word behind the first a name begins, by its first name; 0 where none does.

    What stands before it is a place or a thing, never somebody: "for Senator Ann Roe", "of Democrat Ann Roe".
    """
    first = 2 if words[0].lower().rstrip(".") in lexicon()["parts_of_places"] else 1
    lowered = [word.lower() for word in words]
    places = (n for n in range(first, len(words)) if " ".join(lowered[:n]) in lexicon()["places"])
    first = max(places, default=first)
    known = (n for n in range(first, len(words) - 1) if is_first_name(words[n]))
    begin = next(known, 0) if first > 1 or not is_first_name(words[0]) else 0
    return 0 if any(map(_says_who, words[:begin])) else begin


def _says_who(word: str) -> bool:
    """Whether a word before a name is said of the person: a title, a trade, a party or a people."""
    bare = word.rstrip(".")
    return is_title(word) or head_kind(bare) == "person" or countries.by_demonym(bare) is not None


def _one_office(before: str, noun: str) -> bool:
    """Whether two words are one office, and the second no surname: "General Manager"."""
    return f"{before.lower()} {noun}" in lexicon()["role_compounds"]
