"""Who wrote an article and when it was printed, as the lines around it say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from service.models import PublicationDate
from service.pipeline.dates import Found, printed_dates

_NAME = (
    r"[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'.-]*|de|da|del|della|van|von|der|den|bin|ibn|al|el|ul|la|le|du)){0,4}"
)
_NAMES = rf"{_NAME}(?:(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*&\s*){_NAME})*"
_BY = re.compile(
    r"^\W?(?i:(?:(?:written|reported|words|text|story|report|analysis|review|posted|published|opinion|interview)"
    rf"\s+)?by:?\s+)(?P<names>{_NAMES})(?P<rest>.*)$"
)
_REPORTING = re.compile(
    r"^\W?(?i:(?:(?:additional )?reporting|written|reported|compiled)(?: and writing)? by:?)\s+"
    r"(?P<names>[A-Z][^;()]*?)(?:\s+in [A-Z][^;()]*)?(?:;|\)|\.?$)"
)
_NAMED = re.compile(_NAMES)
_PLACE = re.compile(r"(?P<name>[^,&\s]+(?:\s+(?!and\s)[^,&\s]+)+),\s+[^,&\s]+")
"""A full name and the place that its owner writes from: "Ada Finch, Lagos"."""
_LABELS = re.compile(
    r"\b(?:first|last|originally)?\s*"
    r"(?:published|updated?|posted|modified|issued|printed|created|date|released|on|at|by)\b:?"
    r"|\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:[A-Z]{2,4}T|GMT|UTC|IST|PKT|BST|EST|EDT|ET|hrs?|hours|[ap]\.?m\.?)(?:\s*[+-]\d+)?\b"
    r"|\b\d+\s+(?:min(?:ute)?s?|hours?|days?)\s+(?:read|ago)\b",
    re.IGNORECASE,
)
_BIO_NAME = re.compile(
    r"^(?:(?i:the|our|lead|chief|senior|managing|deputy|editor|reporter|writer|journalist|columnist|correspondent)"
    rf"\s+)*(?P<names>{_NAME})\s+(?:is|was|has|works|covers|writes|reports|tweets)\b"
)
_PUBLISHED = re.compile(r"\b(?:publish|post|print|issu|creat|releas)", re.IGNORECASE)
_NOBODY = frozenset({
    "staff", "reporter", "correspondent", "editor", "desk", "agencies", "news", "our", "web", "lead", "the",
    "team", "report", "writer",
})  # fmt: skip
_AROUND = " \t\u00a0,.;:|/·•()[]–—-"


def is_byline(text: str) -> bool:
    """Whether a line of the head gives an author or a date and hardly anything else."""
    if len(text) > 160:
        return False
    if _dated(text):
        return True
    by = _BY.match(text)
    return by is not None and not re.search(r"[.!?]$", by["rest"]) and len(by["rest"].split()) <= 12


def _dated(text: str) -> Found | None:
    """The date in a line that holds little beside it: a label, a time, a name of up to five words."""
    dates = printed_dates(text)
    if not dates or len(dates) > 2:
        return None
    rest = text
    for date in reversed(dates):
        rest = rest[: date.start] + " " + rest[date.end :]
    rest = _LABELS.sub(" ", rest).strip(_AROUND)
    named = not rest or bool(_NAMED.fullmatch(rest)) or bool(_BY.match(rest)) or "|" in text or "·" in text
    if not named or len(rest.split()) > 8 or re.search(r"[.!?][”\"’']?$", rest):
        return None
    return dates[0]


def authors_of(bylines: Iterable[str], bios: Iterable[str]) -> tuple[str, ...]:
    """The authors that bylines name, else those whose bio is printed."""
    found: list[str] = []
    for line in bylines:
        found += _names_of(line)
    if not found:
        for bio in bios:
            match = _BIO_NAME.match(bio)
            if match:
                found += _split(match["names"])
    return tuple(dict.fromkeys(found))


def _names_of(line: str) -> list[str]:
    reporting = _REPORTING.match(line)
    if reporting:
        return _split(reporting["names"])
    by = _BY.match(line)
    if by:
        place = _PLACE.fullmatch(by["names"])
        return _split(place["name"] if place else by["names"])
    dates = printed_dates(line)
    if dates and _dated(line):
        rest = _LABELS.sub(" ", line[: dates[0].start]).strip(_AROUND)
        if _NAMED.fullmatch(rest) and len(rest.split()) >= 2:
            return _split(rest)
    return []


def _split(names: str) -> list[str]:
    """Each of several names; desks and agencies are nobody's."""
    parts = [part.strip(" .,") for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", names)]
    return [
        part
        for part in parts
        if part[:1].isupper()
        and not {word.casefold() for word in part.split()} & _NOBODY
        and len(part.split()) <= 5
    ]


def stated_date(bylines: Iterable[str]) -> PublicationDate | None:
    """The date that the lines around an article give it: of publication where one says so, else the first."""
    lines = list(bylines)
    dated = [(line, dates) for line in lines if (dates := printed_dates(line))]
    for wanted in (_PUBLISHED, re.compile("")):
        for line, dates in dated:
            if wanted.search(line):
                return PublicationDate(dates[0].day, dates[0].precision, "stated")
    return None
