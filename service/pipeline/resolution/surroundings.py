"""What the words around one mention say of it: its roles, and whether it is a person at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.pipeline.resolution.lexicon import lexicon
from service.pipeline.resolution.roles import BREAK, Role, read_role
from service.pipeline.resolution.shapes import Mention

_APPOSITION = re.compile(
    r"\s*(?:\([^)]{1,20}\))?,\s+(?!and\b|but\b|or\b|who\b)"
    r"(?P<role>(?:[^,.;:“”\"()—–\n]|(?<=\b[A-Z])\.){3,110})(?=[,.;:“”\"]|\s[—–])"
)
_LEAD_BREAK = re.compile(r"(?<![A-Z])[.;:“”\"()\n]\s|\b(?:[Aa]nd|[Bb]ut|that|as|by|while|when|with)\b")
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
_AGE_OR_WHO = re.compile(r",\s+\d\d,|,\s+who\b|\s+\((?:[DR]|I)-")
_LONGEST_NAME = 4
_KEPT = frozenset(("former", "first", "second", "his", "her", "their"))  # small words that belong to a role


def is_person_here(text: str, mention: Mention) -> bool:
    """Whether the text around an unknown full name makes it a person's: a role, an age, a verb of saying."""
    after = _APPOSITION.match(text, mention.end)
    role = read_role(after.group("role")) if after else None
    speaks = _SPEAKS.match(text, mention.end) and len(mention.words) <= _LONGEST_NAME
    return bool(role or speaks or _AGE_OR_WHO.match(text, mention.end) or _role_before(text, mention))


def acts_like_a_person(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a single name is the subject of a verb somewhere and nowhere stands like a place or a thing."""
    if any(len(mention.words) > 1 for mention in mentions):
        return False
    like_a_thing = (m.modifier or _LIKE_A_THING.search(text[max(0, m.start - 9) : m.start]) for m in mentions)
    return not any(like_a_thing) and any(_SUBJECT.match(text, m.end) for m in mentions)


def roles_around(text: str, mention: Mention) -> list[Role]:
    """The roles that the text around one mention gives it."""
    found = []
    if mention.titles:
        found.append(read_role(" ".join((*mention.before, *mention.titles))))
    after = _APPOSITION.match(text, mention.end)
    if after and not mention.possessive:
        found.append(read_role(after.group("role")))
    before = _role_before(text, mention)
    found.append(before)
    return [role for role in found if role is not None]


def _role_before(text: str, mention: Mention) -> Role | None:
    """A role in small letters before a name ("campaign manager Robby Mook"), or before its comma."""
    lead = text[max(0, mention.opening - 90) : max(0, mention.opening)]
    lead_start = 0
    for match in _LEAD_BREAK.finditer(lead):
        lead_start = match.end()
    lead = lead[lead_start:]
    phrase = " ".join(lead.rstrip(", \xa0").rpartition(",")[2].split()[-8:])
    if not phrase:
        return None
    comma = lead.rstrip().endswith(",")
    if comma and not re.match(r"(?:\s*(?:the|a|an|his|her)\b|.*[’']s\b|\s*[A-Z])", phrase):
        return None
    if comma:
        return read_role(phrase)
    words = phrase.split()
    if not words[-1][:1].islower():
        return None
    stops = lexicon()["function_words"] - _KEPT
    stops |= lexicon()["days"]
    begin = max((n + 1 for n, word in enumerate(words) if word.lower() in stops), default=0)
    if 0 < begin < len(words) - 1 and words[begin].endswith(
        "ed"
    ):  # "on Monday accused opposition leader ..."
        begin += 1
    parts = (" ".join(words[first:]) for first in range(begin, len(words)))
    return next(filter(None, (read_role(part) for part in parts if not BREAK.search(part))), None)
