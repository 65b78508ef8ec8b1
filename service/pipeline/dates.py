"""Dates of publication: as they are supplied (ISO 8601, whole or cut) and as pages print them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from service.errors import BadArticle
from service.models import Precision, Provenance, PublicationDate

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = {name[:n]: i for i, name in enumerate(MONTHS, start=1) for n in range(3, len(name) + 1)}
_MONTH = "(?P<month>" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in MONTHS if m[3:]) + r"|may|sept)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SUPPLIED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_HOUR_MINUTE = r"(?:[01]\d|2[0-3]):?[0-5]\d"
_MOMENT = re.compile(
    rf"(\d{{4}}-\d\d-\d\d)[Tt ](?=\d\d:){_HOUR_MINUTE}"
    rf"(?::(?:[0-5]\d|60)(?:\.\d+)?)?(?:[Zz]|[+-]{_HOUR_MINUTE})?",
    re.ASCII,
)
"""An RFC 3339 time, and what pages and exports print for one: without seconds or offset."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date that a text prints, and where."""

    start: int
    end: int
    day: dt.date
    precision: Precision


def _named(match: re.Match[str]) -> dt.date:
    month = _NUMBERS[match["month"].lower()]
    return dt.date(int(match["year"]), month, int(match.groupdict().get("day") or 1))


def _iso(match: re.Match[str]) -> dt.date:
    return dt.date.fromisoformat(match[0][:10])


def _slashed(match: re.Match[str]) -> dt.date:
    """03/04/2022 is April in London, March in New York: only a day beyond 12, or twice the same, decides."""
    first, second = int(match["first"]), int(match["second"])
    if first <= 12 and second <= 12 and first != second:
        raise ValueError("ambiguous")
    month, day = (second, first) if first > 12 else (first, second)
    return dt.date(int(match["year"]), month, day)


_FORMS: tuple[tuple[str, Precision, Callable[[re.Match[str]], dt.date]], ...] = (
    (rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH}[,\s-]+{_YEAR}", "day", _named),
    (rf"{_MONTH}\s+{_DAY}[,\s]+{_YEAR}", "day", _named),
    (r"(?:19|20)\d\d-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?", "day", _iso),
    (rf"(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.]{_YEAR}", "day", _slashed),
    (rf"{_MONTH},?\s+{_YEAR}", "month", _named),
)
_PATTERNS = tuple(
    (re.compile(rf"(?<![\w/.-]){form}(?![\w/]|-\d)", re.IGNORECASE), precision, make)
    for form, precision, make in _FORMS
)


def printed_dates(text: str) -> tuple[Found, ...]:
    """The dates in ``text``, in their order, less those that no calendar has or that read two ways."""
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    for pattern, precision, make in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            try:
                found.append(Found(match.start(), match.end(), make(match), precision))
            except ValueError:
                continue
    return tuple(sorted(found, key=lambda date: date.start))


def supplied_date(value: str, source: Provenance = "supplied") -> PublicationDate:
    """The date of ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or an RFC 3339 time (the day where it was printed).

    The seconds and the offset of a time may be missing. Raises BadArticle where it is none of these.
    """
    value = value.strip()
    try:
        match = _SUPPLIED.fullmatch(value)
        if match is None and (moment := _MOMENT.fullmatch(value)):
            match = _SUPPLIED.fullmatch(moment[1])
        if match is None:
            raise ValueError("neither a date nor a time")
        year, month, day = match.groups()
        precision: Precision = "day" if day else "month" if month else "year"
        return PublicationDate(dt.date(int(year), int(month or 1), int(day or 1)), precision, source)
    except ValueError as error:
        raise BadArticle(
            f"published: {value!r} is not YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 time."
        ) from error
