"""Reading ``seeds/speakers.yaml``, whose head says what an entry may hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from service import countries
from service.pipeline.resolution.registry import Known, Office, Registry
from service.pipeline.yaml_list import Faults, read_list


def load_registry(path: Path) -> Registry:
    """The registry in a YAML file. Raises BadRequest that names each entry at fault with its line."""
    faults = Faults(path.name)
    speakers: dict[str, Known] = {}
    for entry in read_list(path):
        try:
            known = _known(entry.value)
            if known.id in speakers:
                raise ValueError(f"the id {known.id!r} is there twice")
            speakers[known.id] = known
        except ValueError as error:
            faults.add(entry, [f"{error}."])
    faults.check()
    return Registry.of(speakers.values())


def _known(given: object) -> Known:
    """The speaker of an entry. Raises ValueError that says what is wrong with it."""
    row = _fields(given, ("id", "name", "also", "kind", "gender", "country", "state", "roles"))
    kind, gender = row.get("kind", "person"), row.get("gender")
    if kind not in ("person", "organisation"):
        raise ValueError(f"kind is person or organisation, not {kind!r}")
    if gender not in ("m", "f", None):
        raise ValueError(f"gender is m or f, not {gender!r}")
    name, country = _text(row, "name"), _country(row.get("country"))
    return Known(
        id=_text(row, "id"),
        name=name,
        names=(name, *(_text({"also": other}, "also") for other in _list(row, "also"))),
        kind="person" if kind == "person" else "organisation",
        gender="m" if gender == "m" else "f" if gender == "f" else None,
        country=country,
        of_state=_truth(row, "state", otherwise=False),
        offices=tuple(_office(role, country) for role in _list(row, "roles")),
    )


def _office(given: object, country: str | None) -> Office:
    row = _fields(given, ("role", "of", "country", "from", "to", "state"))
    role, since, until = _text(row, "role"), _day(row, "from"), _day(row, "to")
    if since is not None and until is not None and until < since:
        raise ValueError(f"{role}: it ends on {until}, before it begins on {since}")
    return Office(
        role=role,
        affiliation=_text(row, "of") if row.get("of") is not None else None,
        country=_country(row["country"]) if "country" in row else country,
        since=since,
        until=until,
        of_state=_truth(row, "state", otherwise=True),
    )


def _fields(given: object, known: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise ValueError(f"{given!r} is no mapping of {', '.join(known)}")
    unknown = sorted(str(name) for name in given if name not in known)
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
    return given


def _text(row: Mapping[str, object], field: str) -> str:
    value = row.get(field)
    if isinstance(value, str) and value.strip():
        return value
    raise ValueError(
        f"{field} is needed" if value is None else f"{field}: {value!r} is no text{_unquoted(value)}"
    )


def _list(row: Mapping[str, object], field: str) -> list[object]:
    value = row.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{field} is a list")
    return value


def _truth(row: Mapping[str, object], field: str, *, otherwise: bool) -> bool:
    value = row.get(field, otherwise)
    if not isinstance(value, bool):
        raise ValueError(f"{field} is true or false, not {value!r}")
    return value


def _country(value: object) -> str | None:
    """The code of a country that is given by its code or its name."""
    if value is None:
        return None
    found = countries.find(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"no country {value!r}{_unquoted(value)}")
    return found.code


def _unquoted(value: object) -> str:
    """What to do about a word that YAML takes for true or false: the NO of Norway."""
    return "; in YAML NO, ON and the like need quotes: 'NO'" if isinstance(value, bool) else ""


def _day(row: Mapping[str, object], field: str) -> dt.date | None:
    value = row.get(field)
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise ValueError(f"{field}: {value!r} is no date")
