"""The speaker whom a person names: by an id, or by a name, as they were on an article's date."""

from __future__ import annotations

from dataclasses import replace

from service.errors import BadRequest
from service.models import PublicationDate, Speaker
from service.pipeline.resolution.names import id_of, identity_key, words_of
from service.pipeline.resolution.registry import Known, Registry
from service.query import EntityQuery, SpeakerEntry
from service.store import Store

MOST_TOLD = 8
"""How many speakers a name may stand for are told to who named them."""


def speaker_named(named: str, on: PublicationDate | None, registry: Registry, store: Store) -> Speaker:
    """The speaker of an id, else of a name: the registry's, else one who is quoted, else a new person.

    Raises BadRequest where a name is several quoted speakers', or where nobody has it and it is not full.
    """
    named = " ".join(named.split())
    known = next((k for k in registry.speakers if k.id == named), None) or registry.find(named)
    if known is not None:
        return _listed(known, on)
    entry = store.speaker(named)
    if entry is None:
        found = store.speakers(EntityQuery(words=tuple(named.split()), limit=MOST_TOLD)).items
        same = [each for each in found if named.casefold() in (name.casefold() for name in each.names)]
        if len(same) != 1 and (found or len(words_of(named)) < 2):
            raise _unclear(named, same or list(found))
        entry = store.speaker(same[0].id) if same else None
    return _quoted(entry, on) if entry else _new(named)


def _listed(known: Known, on: PublicationDate | None) -> Speaker:
    office = next((o for o in known.offices if on is not None and o.held_on(on.day, on.last_day)), None)
    return Speaker(
        kind=known.kind,
        id=known.id,
        name=known.name,
        role=office.role if office else None,
        affiliation=office.affiliation if office else None,
        country=office.country if office else known.country,
        represents_state=office.of_state if office else known.of_state,
        resolved_by="correction",
        names=known.names,
    )


def _quoted(entry: SpeakerEntry, on: PublicationDate | None) -> Speaker:
    """A speaker who is quoted elsewhere: in the role of other articles of that time, if there are any."""
    held = next(
        (r for r in entry.roles if on and r.first and r.last and r.first <= on.last_day and on.day <= r.last),
        None,
    )
    countries = {role.country for role in entry.roles}
    speaker = Speaker(
        kind=entry.kind,
        id=entry.id,
        name=entry.name,
        country=countries.pop() if len(countries) == 1 else None,
        resolved_by="correction",
        names=entry.names,
    )
    if held is None:
        return speaker
    return replace(speaker, role=held.role, affiliation=held.affiliation, country=held.country)


def _new(name: str) -> Speaker:
    """A person who was never quoted, with the id that an analysis would give to the name."""
    key = identity_key(" ".join(word for word in words_of(name) if len(word) > 1))
    return Speaker(kind="person", id=id_of(key, name), name=name, resolved_by="correction", names=(name,))


def _unclear(named: str, found: list[SpeakerEntry]) -> BadRequest:
    told = (
        f"“{named}” may be {', '.join(f'{entry.id} ({entry.name})' for entry in found)}: give the id."
        if found
        else f"Nobody is known as “{named}”: give an id of /v1/speakers, or a full name."
    )
    return BadRequest(f"The speaker is not clear: {told}", {"speaker": [told]})
