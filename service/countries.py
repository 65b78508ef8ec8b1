"""Countries: ISO 3166-1 codes, and the names, peoples and seats of government by which news speaks of them.

``data/countries.yaml`` holds what English newspapers write (all members of the United Nations, a few more and
the European Union); the ``pycountry`` tables add every other code and official name of ISO 3166-1.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import pycountry
import yaml


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its ISO 3166-1 alpha-2 code (``EU`` and ``XK`` included) and its short English name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class _Tables:
    by_code: dict[str, Country]
    by_name: dict[str, Country]
    by_people: dict[str, Country]
    by_seat: dict[str, Country]
    by_house: dict[str, Country]
    by_doubtful_seat: dict[str, Country]


def find(name_or_code: str) -> Country | None:
    """The country of an alpha-2 or alpha-3 code or a name, in any case and with or without accents."""
    tables, key = _tables(), _key(name_or_code)
    return tables.by_name.get(key) or tables.by_code.get(key.upper()) or _iso(key)


def by_name(name: str) -> Country | None:
    """The country that a running text calls ``name``: unlike :func:`find`, capitals count."""
    return _tables().by_name.get(_key(name)) if name[:1].isupper() or name.startswith("the ") else None


def by_demonym(word: str) -> Country | None:
    """The country of an adjective or of its people: "Pakistani", "Pakistanis", "Briton"."""
    tables, key = _tables(), _key(word)
    return tables.by_people.get(key) or tables.by_people.get(key.removesuffix("s"))


def by_metonym(name: str, *, speaking: bool = False) -> Country | None:
    """The country whose government is meant by a capital or a house: "Islamabad", "the Kremlin".

    A name that is common for something else too (Washington, Wellington) counts only where it is known to be
    ``speaking``.
    """
    tables, key = _tables(), _key(name)
    sure = tables.by_seat.get(key) or tables.by_house.get(key)
    return sure or (tables.by_doubtful_seat.get(key) if speaking else None)


def by_house(name: str) -> Country | None:
    """The country of a house ("the Kremlin", "Downing Street"), which is a body with a name of its own."""
    return _tables().by_house.get(_key(name))


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    plain = name.replace("’", "'")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split()).removeprefix("the ").replace(".", "")


@cache
def _rows() -> dict[str, dict[str, str | list[str]]]:
    text = files("service").joinpath("data/countries.yaml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, str | list[str]]] = yaml.safe_load(text)
    return rows


@cache
def _tables() -> _Tables:
    tables = _Tables({}, {}, {}, {}, {}, {})
    for code, row in _rows().items():
        country = Country(code, str(row["name"]))
        tables.by_code[code] = country
        for name in (country.name, *row.get("also", ())):
            tables.by_name[_key(name)] = country
        for word in row.get("people", ()):
            tables.by_people[_key(word)] = country
        for house in row.get("houses", ()):
            tables.by_house[_key(house)] = country
        for seat in row.get("seats", ()):
            doubtful = seat.startswith("~")
            (tables.by_doubtful_seat if doubtful else tables.by_seat)[_key(seat.removeprefix("~"))] = country
    return tables


@lru_cache(maxsize=1024)
def _iso(key: str) -> Country | None:
    """What ``pycountry`` knows of an exact code or name; never its fuzzy search."""
    try:
        found = pycountry.countries.lookup(key)
    except LookupError:
        return None
    return _tables().by_code.get(found.alpha_2) or Country(
        found.alpha_2, getattr(found, "common_name", found.name)
    )
