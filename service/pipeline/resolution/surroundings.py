"""What the words around one mention say of it: its roles, and whether it is a person at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.pipeline.resolution.lexicon import head_kind, is_plural, lexicon
from service.pipeline.resolution.roles import BREAK, Role, read_role
from service.pipeline.resolution.shapes import Mention, begins_sentence, is_body

_APPOSITION = re.compile(
    r"\s*(?:\([^)]{1,20}\))?,\s+(?:\d\d,\s+)?(?!and\b|but\b|or\b|who\b)"
    r"(?P<role>(?:[^,.;:“”\"()—–\n]|(?<=\b[A-Z])\.){3,110})(?=[,.;:“”\"]|\s[—–])"
)
_LEAD_BREAK = re.compile(r"(?<![A-Z])(?:[.;:“”\"()\n]|'')\s|\b(?:[Aa]nd|[Bb]ut|that|as|by|while|when|with)\b")
_TO_NAME = re.compile(r",[ \xa0]+(?:the[ \xa0]+|an?[ \xa0]+)?((?:[a-z’'-]+[ \xa0]+){0,5})")
_CLAUSE = re.compile(r"[a-z]+ed\s+(?:the|an?|his|her|its|their)\b|told\b|said\b")
_NOUN_PHRASE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\b"
    r"|\b(?:[A-Z][\w-]*\s)*[A-Z][\w-]*[’']s?\s"
)
_ONE_OF = re.compile(r"one\s+of\s+", re.IGNORECASE)
_LINKED = re.compile(r"\b(?:of|to|for|in|at)\s+$|\b[Tt]he\s+(?:[a-z]+\s+)?$")
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that|where)\b")
_NAMED = re.compile(r"(?<!\b[Ii]n )(?<!\b[Aa]t )(?<!\b[Oo]n )\b[A-Z][\w.’'-]*$")
_LIKE_A_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|[Oo]n|[Tt]his)[ \xa0]+$")
_SUBJECT = re.compile(
    r"[ \xa0]+(?:also[ \xa0]+|then[ \xa0]+)?(?!as\b)"
    r"(?:[a-z]+(?:ed|[^sui]s)|had|did|could|will|would|can|may|might|said|told|"
    r"went|took|made|won|came|began|became|left|found|got|gave|wrote|thought|felt|knew|saw|met|lost|kept|"
    r"held|ran|led|fell|sat|stood|spoke|put|grew|drew|paid|sent|brought|built|bought|fought|sought)\b"
)
"""What a person is the subject of: a verb in the past or third person, not "presidential"."""
_SPEAKS = re.compile(
    r",?”?[ \xa0]+(?:also[ \xa0]+)?(?:said|says|told|tells|added|adds|wrote|writes|warned|argued)\b"
)
_THINKS = re.compile(r"[ \xa0]+(?:thinks|believes|believed|hopes|fears|feared|remembers|recalls|recalled)\b")
_OF_BODY = re.compile(
    r"[ \xa0]+of[ \xa0]+(?:the[ \xa0]+)?([A-Z][\w&’'-]*(?:[ \xa0](?:of|for|and|[A-Z][\w&’'-]*)){0,6})"
    r",?[ \xa0]+"
    r"(?:says?|said|tells|told|thinks|believes|reckons|argues|argued|wrote|writes|warned|warns|added|who)\b"
)
"""Somebody of a body who speaks: "Tamzin Achba of Broadgate Bank thinks"."""
_SAID_BY = re.compile(
    r"[”\"’'][ \xa0]+(?:said|says|wrote|writes|added|adds|remarked|explained|joked|quipped|recalled)[ \xa0]+$"
)
_IN_A_PLACE = re.compile(r"\b(?:in|near|outside)[ \xa0]+$")
_ANOTHER = re.compile(r",[ \xa0]+[A-Z][\w’'-]+(?:[ \xa0][A-Z][\w’'-]+)*(?:,|[ \xa0]+[a-z])")
_AGE_OR_WHO = re.compile(r",\s+\d\d,|,\s+who\b|\s+\((?:[DR]|I)-")
_NOUN_AND_COMMA = re.compile(r"\b([a-z-]+),\s$")
_LONGEST_NAME = 4
_DETERMINERS = frozenset(("the", "a", "an", "its", "our", "my", "one", "another", "then", "now", "once"))
_OF_PEOPLE = frozenset(("former", "late", "retired", "then"))  # what is said of people alone
_KEPT = frozenset(("former", "first", "second", "his", "her", "their"))  # small words that belong to a role


def is_person_here(text: str, mention: Mention) -> bool:
    """Whether the text around an unknown full name makes it a person's: a role, an age, a verb of saying."""
    after = _APPOSITION.match(text, mention.end)
    another = after is not None and _ANOTHER.match(text, after.end()) is not None  # whose role it may be
    role = _role_behind(after.group("role")) if after and not another else None
    short = len(mention.words) <= _LONGEST_NAME
    lead = text[max(0, mention.start - 40) : mention.start]
    speaks = (
        short
        and not _is_apposed_body(text, mention)
        and (_SPEAKS.match(text, mention.end) or _of_a_body(text, mention) or _SAID_BY.search(lead))
    )
    aged = _AGE_OR_WHO.match(text, mention.end) and not _IN_A_PLACE.search(lead)
    return bool(role or speaks or aged or _roles_before(text, mention, nearest=True))


def _of_a_body(text: str, mention: Mention) -> bool:
    """Whether a name is somebody's of a body, who speaks; what is of a place may be a body itself."""
    body = _OF_BODY.match(text, mention.end)
    return body is not None and is_body(body.group(1).split())


def _is_apposed_body(text: str, mention: Mention) -> bool:
    """Whether a name between commas says which body or who several are: "The owners, Larkin Leisure,".

    Not one with the letters of an honour: "Counsel to the inquiry, Jane Roe KC,".
    """
    noun = _NOUN_AND_COMMA.search(text, max(0, mention.opening - 30), mention.opening)
    honoured = not text.endswith(mention.words[-1], mention.start, mention.end)
    if noun is None or honoured or not text.startswith(",", mention.end):
        return False
    return head_kind(noun.group(1)) == "organisation" or is_plural(noun.group(1))


def acts_like_a_person(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a single name is the subject of a verb somewhere and nowhere stands like a place or a thing.

    A word that stands only once and begins a sentence may be any word, unless it speaks or thinks: "Suspicion
    has fallen on ...".
    """
    if any(len(mention.words) > 1 for mention in mentions):
        return False
    if len(mentions) == 1 and begins_sentence(text, mentions[0].start) and not mentions[0].titles:
        return (_SPEAKS.match(text, mentions[0].end) or _THINKS.match(text, mentions[0].end)) is not None
    like_a_thing = (m.modifier or _LIKE_A_THING.search(text[max(0, m.start - 9) : m.start]) for m in mentions)
    return not any(like_a_thing) and any(_SUBJECT.match(text, m.end) for m in mentions)


def roles_around(text: str, mention: Mention) -> list[Role]:
    """The roles that the text around one mention gives it."""
    found = []
    if mention.titles or mention.before:
        found.append(read_role(" ".join((*mention.before, *mention.titles))))
    after = _APPOSITION.match(text, mention.end)
    if after and not mention.possessive:
        found.append(_role_behind(after.group("role")))
    found += _roles_before(text, mention)
    return [role for role in found if role is not None]


def apposed(text: str, start: int, mention: Mention) -> bool:
    """Whether what stands from a place to a name is a comma and no more than the name's own small words.

    "the board’s chairwoman" + ", retired judge " + "Ilse Marten"; never ", like " or ", called Mrs. ".
    """
    between = _TO_NAME.fullmatch(text, start, max(start, mention.opening))
    if between is None:
        return False
    small = [word for word in between.group(1).split() if word not in _OF_PEOPLE]
    known = all(word in lexicon()["title_words"] or head_kind(word) for word in small)
    return known and (not small or bool(mention.titles) or head_kind(small[-1]) == "person")


def _role_behind(phrase: str) -> Role | None:
    """The role in an apposition behind a name; None for a clause, and for a crowd, which nobody is alone."""
    first = phrase.split(maxsplit=1)[0].lower() if phrase.split() else ""
    if first in lexicon()["function_words"] - _KEPT - _DETERMINERS or _CLAUSE.match(phrase):
        return None
    return _of_one(phrase)


def _of_one(phrase: str) -> Role | None:
    """The role in a phrase for one person; None for several, a share or part of them."""
    role = read_role(phrase)
    group = _ONE_OF.match(phrase)
    if role is not None and group is not None:
        several = read_role(phrase[group.end() :])
        return role if several is not None and head_kind(several.head) == "person" else None
    words = BREAK.split(role.text, maxsplit=1)[0].split() if role else []
    if role is None or not words or is_plural(words[-1]) or head_kind(words[-1]) == "crowd":
        return None
    return role


def _roles_before(text: str, mention: Mention, *, nearest: bool = False) -> list[Role]:
    """The role in small letters before a name ("campaign manager Jane Roe"), and the one before its comma.

    ``nearest`` where the name may be a thing's: "A spokeswoman for the insurer, Marden Mutual, said".
    """
    opening = max(0, mention.opening)
    lead = text[max(0, opening - 90) : opening]
    start, said, inside = 0, False, False
    for match in _LEAD_BREAK.finditer(lead):
        start, said, inside = match.end(), match.group()[0] in "“”\"’'", match.group().isalpha()
    lead = lead[start:]
    before, comma, small = lead.rpartition(",")
    found = []
    if small.strip():
        found.append(_role_in_front(" ".join(small.split()[-8:]), said and not comma))
    if comma and apposed(text, opening - len(comma) - len(small), mention):
        closed = re.match(r"[’'”\"]?[,.;:)]|\s[—–]", text[mention.end : mention.end + 3]) is not None
        earlier, _, phrase = before.rpartition(",")
        of_another = _NAMED.search(earlier) and phrase.lstrip().startswith(("a ", "an "))
        if (closed or not inside) and not of_another:  # "Jane Roe, a clerk in Lower Cape, Wesling, ..."
            found.append(_role_before_comma(" ".join(phrase.split()[-8:]), closed, nearest))
    return [role for role in found if role is not None]


def _role_in_front(phrase: str, said: bool) -> Role | None:
    """The role in the last words before a name; ``said`` that they stand right behind a quotation."""
    words = phrase.split()
    if not words[-1][:1].islower():
        return None
    stops = lexicon()["function_words"] - _KEPT
    stops |= lexicon()["days"]
    begin = max((n + 1 for n, word in enumerate(words) if word.lower() in stops), default=0)
    verb = (begin > 0 or said) and begin < len(words) - 1 and words[begin].endswith("ed")
    if verb and words[begin] != "retired":  # "on Monday accused opposition leader ...", "“No,” sniffed ..."
        begin += 1
    parts = (" ".join(words[first:]) for first in range(begin, len(words)))
    return next(filter(None, (_of_one(part) for part in parts if not BREAK.search(part))), None)


def _role_before_comma(phrase: str, closed: bool, nearest: bool) -> Role | None:
    """The role that a phrase before a comma ends in: "He told the chairman, Jane Roe, ...".

    The last noun phrase with its determiner or owner, or the one that it is "of": "the envoy to the UN".
    Where no comma closes the apposition the phrase must be all of it: "In a note to the mayor, Jane Roe".
    """
    starts = [match.start() for match in _NOUN_PHRASE.finditer(phrase) if closed or not match.start()]
    if phrase[:1].isupper() and 0 not in starts and _is_role_throughout(phrase):
        starts.insert(0, 0)
    starts = starts[-1:] if nearest else starts
    found: Role | None = None
    inner = len(phrase)
    for start in reversed(starts):
        if found is not None and not _LINKED.search(phrase[:inner]):
            break
        role = _of_one(phrase[start:])
        if role is not None and not _RELATIVE.search(role.text):
            found, inner = role, start
    return found


def _is_role_throughout(phrase: str) -> bool:
    """Whether every word up to the noun is a name or one that roles have: never "Roe became secretary"."""
    words = BREAK.split(phrase, maxsplit=1)[0].split()
    known = lexicon()["title_words"] | _DETERMINERS | _KEPT | _OF_PEOPLE
    return all(word[0].isupper() or word in known or head_kind(word) is not None for word in words[1:]) and (
        words[0].lower() not in lexicon()["function_words"] - known
    )
