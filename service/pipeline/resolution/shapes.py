"""What a run of capitals looks like: a person, a body, a country, a place; and what goes on after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from service import countries
from service.pipeline.resolution.lexicon import head_kind, is_first_name, lexicon, singular
from service.words import CAPITALS

NameKind = Literal["person", "organisation", "country", "place", "unknown"]

_PARTICLE = r"(?:bin|ibn|bint|de|del|della|der|di|da|dos|du|la|van|von|ter|den|el|al|ul|e|y)"
_CAPITAL = (
    r"(?:(?:Mr|Mrs|Ms|Smt|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|Rev|Prof|St|Jr|Sr|Hon)\."
    rf"|(?:[A-Z]\.)+(?:[A-Z]\b)?|[{CAPITALS}][\w&-]*(?:[’'](?!s\b)[A-Za-z][\w-]*)*)"
)
_GAP = r"[ \xa0]+"
RUN = re.compile(
    rf"(?<![\w@#/.])(?:(?:al|el)-)?{_CAPITAL}(?:{_GAP}(?:{_PARTICLE}{_GAP})*(?:(?:al|el)-)?{_CAPITAL})*"
)
WORD = re.compile(rf"(?:(?:al|el)-)?{_CAPITAL}(?:[’']s?(?=[ \xa0]))?|{_PARTICLE}\b")
OF_OFFICE = re.compile(
    rf"{_GAP}of{_GAP}(?:the{_GAP})?((?:State|Defense|Defence|Homeland Security|Energy|Education|Labor|"
    r"Opposition|Commerce|Agriculture|Interior|Transportation|Health and Human Services|Foreign Affairs|"
    rf"Treasury|War|Veterans Affairs|House|Representatives)\b){_GAP}(?={_CAPITAL})"
)
"""What continues a title before its name: "Secretary" + "of State John Kerry"."""

_JOINED = re.compile(
    rf"{_GAP}(?:(?:of|for|on|to|against|in){_GAP}(?:the{_GAP}|Our{_GAP})?|and{_GAP}|&{_GAP})(?=[{CAPITALS}])"
)
_OF_TWO = re.compile(rf"{_GAP}(?:and|&){_GAP}(?:the{_GAP})?(?=[{CAPITALS}])")
_POSSESSIVE = re.compile(r"[’']s\b|(?<=s)[’'](?=\s)")
_BLANKS = re.compile(_GAP)
_LOWER = re.compile(rf"{_GAP}([a-z][a-z-]+)")
_INDEFINITE = re.compile(r"\b(?:[Aa]n?|[Aa]nother|[Oo]ne|[Ss]ome)\s+$")
_OWNED = re.compile(r"[’']s?\s$")
_DETERMINER = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Tt]his|[Tt]hat)\s+$")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?|[A-Z]{2,6}(?:-[A-Z]{2,5})?|[A-Z]&[A-Z]")
_NO_INITIALS = frozenset(("U.N.", "U.S.", "U.K.", "E.U.", "D.C.", "L.A.", "N.", "S.", "N.Y.", "U.A.E."))
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_OF_MANY = re.compile(rf"[’']s?[ \xa0]+(?=[{CAPITALS}])")
_MANY = ("ers", "ors", "ists", "ians")
_LAST_WORDS = re.compile(rf"(?:\b([Tt]he|[{CAPITALS}][\w.-]*)[ \xa0]+)?([\w-]+)$")
_NICK = rf"[{CAPITALS}][\w-]*"
_NICKNAME = re.compile(rf"[ \xa0]+[“\"‘'(]{_NICK}(?:[ \xa0]{_NICK})?[”\"’')][ \xa0]+(?=[{CAPITALS}])")


@dataclass(slots=True)
class Mention:
    """A name in the text. ``titles`` and ``before`` are the words in front of it in the same run of capitals.

    ``modifier`` says that it only qualifies the noun after it ("the Clinton supporter"), ``possessive`` that
    it owns what follows; ``quoted`` that it stands in quotation marks.
    """

    start: int
    end: int
    words: tuple[str, ...]
    kind: NameKind
    titles: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    possessive: bool = False
    modifier: bool = False
    quoted: bool = False
    sentence: int = 0

    @property
    def name(self) -> str:
        """The name as it is written, without titles."""
        return " ".join(self.words)

    @property
    def opening(self) -> int:
        """Where the run begins, titles and all."""
        return self.start - sum(len(word) + 1 for word in (*self.before, *self.titles))


def begins_sentence(text: str, start: int) -> bool:
    """Whether a place is the beginning of a sentence, a quotation or a line."""
    before = text[max(0, start - 4) : start].rstrip(" \xa0")[-1:]
    return before in ("", "\n", ".", "!", "?", ":", "“", '"', "‘", "•", "—")


def end_of_run(text: str, end: int) -> int:
    """Where a run ends; a body of many people goes on past the apostrophe: "Workers’ Union"."""
    link, last = _OF_MANY.match(text, end), _LAST_WORDS.search(text, max(0, end - 40), end)
    run = RUN.match(text, link.end()) if link else None
    if link is None or run is None or last is None or not _is_many(*last.groups()):
        return end
    if "s" in link.group() and singular(last.group(2)) == last.group(2).lower() != "people":
        return end  # one body's other: "Morning Media’s Harbour Group"
    partisan = singular(last.group(2)) in lexicon()["partisans"]
    body = words_between(text, run.start(), run.end())[-1].lower() in lexicon()["name_endings"]
    return run.end() if body and not partisan else end


def _is_many(before: str | None, noun: str) -> bool:
    """Whether a word in the plural means many people; by its ending alone it may be a surname: "Sanders"."""
    if head_kind(noun) == "crowd" or before is None or not noun.endswith(_MANY):
        return head_kind(noun) == "crowd"
    return not is_first_name(before) and before.lower().rstrip(".") not in lexicon().titles


def nicknamed(text: str, mention: Mention) -> None:
    """Takes in the surname behind a nickname in marks: "Walt “Tape” Grabow"."""
    nickname = _NICKNAME.match(text, mention.end) if is_first_name(mention.words[-1]) else None
    run = RUN.match(text, nickname.end()) if nickname else None
    if run is None or mention.kind not in ("person", "unknown"):
        return
    mention.words = (*mention.words, *words_between(text, run.start(), run.end()))
    mention.end, mention.kind = run.end(), "person"
    mention.possessive = owns(text, mention.end)


def words_between(text: str, start: int, end: int) -> tuple[str, ...]:
    """The words of a run."""
    return tuple(match.group() for match in WORD.finditer(text, start, end))


def owns(text: str, end: int) -> bool:
    """Whether a possessive ending follows."""
    return _POSSESSIVE.match(text, end) is not None


def kind_of(words: Sequence[str]) -> NameKind:
    """The kind that a name without titles looks like."""
    name = " ".join(words)
    kind: NameKind = "unknown"
    if countries.by_name(name):
        kind = "country"
    elif is_body(words):
        kind = "organisation"
    elif name.lower() in lexicon()["places"]:
        kind = "place"
    elif countries.by_metonym(name):
        kind = "country"
    elif len(words) == 1:
        kind = "organisation" if _ACRONYM.fullmatch(name) else "unknown"
    elif is_first_name(words[0]) or (_INITIALS.fullmatch(words[0]) and words[0] not in _NO_INITIALS):
        kind = "person"
    return kind


def is_body(words: Sequence[str]) -> bool:
    """Whether words name a body: an ending like Committee, or a head followed by "of ..."."""
    lowered = [word.lower() for word in words]
    if lowered[-1] in lexicon()["name_endings"] and len(words) > 1:
        return True
    heads, with_of = lexicon()["of_heads"], lexicon()["heads_with_of"]
    return any(
        (word in heads and link in ("of", "for", "on", "to")) or (word in with_of and link == "of")
        for word, link in pairwise(lowered)
    )


def body_length(words: Sequence[str]) -> int:
    """How many words of a run are a body's name with another name after it; 0 for none."""
    endings = lexicon()["name_endings"]
    for index, word in enumerate(words[1:-1], 1):
        if word.lower() in endings and words[-1].lower() not in endings and not is_first_name(words[0]):
            return index + 1
    return 0


def extend(text: str, mention: Mention) -> None:
    """Takes in what goes on after a run: "Department" + "of Justice"."""
    for _ in range(3):
        joined = _JOINED.match(text, mention.end)
        run = RUN.match(text, joined.end()) if joined else None
        if joined is None or run is None:
            return
        follow = words_between(text, run.start(), run.end())
        if not _continues(mention.words, joined.group().split()[0], follow):
            return
        mention.words = (*mention.words, *joined.group().split(), *follow)
        mention.end = run.end()


def country_of_two(text: str, start: int, end: int) -> Mention | None:
    """The country that a run begins whose name goes on behind "and": "Trinidad and Tobago"."""
    link = _OF_TWO.match(text, end)
    run = RUN.match(text, link.end()) if link else None
    last = WORD.match(text, run.start(), run.end()) if run else None  # of "Tobago Finance Minister"
    if last is None:
        return None
    words = tuple(text[start : last.end()].replace("&", "and").split())
    return Mention(start, last.end(), words, "country") if countries.by_name(" ".join(words)) else None


def _continues(words: tuple[str, ...], link: str, follow: tuple[str, ...]) -> bool:
    if follow[0].lower() in lexicon()["days"]:
        return False
    last = words[-1].lower()
    if link == "of" and last in lexicon()["heads_with_of"]:
        return True
    if link not in ("and", "&"):
        return last in lexicon()["of_heads"] or last.rstrip("s") in lexicon()["of_heads"]
    return len(words) <= 2 and kind_of(words) == "unknown" and is_body(follow)


def qualify(text: str, mention: Mention) -> None:
    """Looks at the noun after a name: "Trump campaign" is a body, in "Trump supporters" it qualifies."""
    follower = _LOWER.match(text, mention.end)
    if follower is None or mention.possessive:
        return
    noun, head = follower.group(1), head_kind(follower.group(1))
    determined = _DETERMINER.search(text[max(0, mention.start - 6) : mention.start])
    verb_like = noun.endswith("s") or noun in lexicon()["also_verbs"] or head == "document"
    named_body = mention.kind == "organisation"  # "the Tax Policy Center estimates"
    if (
        head is None
        or (verb_like and (named_body or (not determined and head != "crowd")))
        or noun in lexicon()["function_words"]
    ):
        return
    if (
        head == "organisation"
        and mention.kind != "organisation"
        and not _only_describes(text, mention, follower)
    ):
        mention.end = follower.end()
        mention.words = (*mention.words, noun)
        mention.kind = "organisation"
        mention.possessive = owns(text, mention.end)
    else:
        mention.modifier = True


def _only_describes(text: str, mention: Mention, follower: re.Match[str]) -> bool:
    """Whether a name and the noun for a body after it are no name of a body.

    "A Telegram channel", "the firm’s UK arm", "Elmbury company" before its name, "Hill Road police station".
    """
    before = text[max(0, mention.start - 8) : mention.start]
    noun = _LOWER.match(text, follower.end())
    whose = noun is not None and head_kind(noun.group(1)) in ("person", "crowd")  # "a Finch campaign aide"
    national = countries.by_name(mention.name) or countries.by_demonym(mention.name)
    if (_INDEFINITE.search(before) and not whose) or (national and _OWNED.search(before)):
        return True
    gap = _BLANKS.match(text, follower.end())
    named = RUN.match(text, gap.end()) if gap else None
    if named is not None and named.group().split()[0].lower() not in lexicon()["days"] | lexicon().titles:
        return True
    verb_like = noun is None or noun.group(1).endswith("s") or noun.group(1) in lexicon()["also_verbs"]
    return noun is not None and not verb_like and head_kind(noun.group(1)) == "organisation"
