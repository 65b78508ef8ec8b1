"""The speaker whom a person names: by an id, or by a name, as they were on an article's date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from service.errors import BadRequest
from service.models import PublicationDate, Speaker
from service.pipeline.resolution.names import id_of_speaker, identity_key, plain_words
from service.pipeline.resolution.registry import Registry
from service.query import Choice, EntityQuery, QuoteQuery, RoleHeld, SpeakerEntry
from service.store import Store

MOST_TOLD = 8
"""How many speakers a name may stand for are told to who named them."""

PAGE = 200


def speaker_named(named: str, on: PublicationDate | None, registry: Registry, store: Store) -> Speaker:
    """The speaker of an id, else of a name: the registry's, else one who is quoted, else a new person.

    A full name is its bearer's alone: "John Smith" is nobody who is only known as "John Paul Smith". Raises
    BadRequest where a name is several quoted speakers', or where nobody has it and it is not full.
    """
    named = " ".join(named.split())
    known = next((k for k in registry.speakers if k.id == named), None) or registry.find(named)
    if known is not None:
        offices = known.held_on(on.day, on.last_day) if on else ()
        return known.in_office(offices[0] if offices else None, "correction")
    entry = store.speaker(named)
    if entry is None:
        alike = list(_alike(named, store))
        same = [each for each in alike if named.casefold() in (name.casefold() for name in each.names)]
        if len(same) > 1 or (not same and len(plain_words(named)) < 2):
            raise _unclear(named, (same or alike)[:MOST_TOLD])
        entry = store.speaker(same[0].id if same else _id_of(named))
    return _quoted(entry, on, store) if entry else _new(named)


def _alike(named: str, store: Store) -> Iterator[SpeakerEntry]:
    """Every speaker one of whose names holds all words of this one, the most quoted first."""
    if not any(letter.isalnum() for letter in named):
        return  # Of no word at all everybody's name holds all.
    query = EntityQuery(words=tuple(named.split()), limit=PAGE)
    while True:
        page = store.speakers(query)
        yield from page.items
        if page.next is None:
            return
        query = replace(query, after=page.next)


def _quoted(entry: SpeakerEntry, on: PublicationDate | None, store: Store) -> Speaker:
    """A speaker who is quoted elsewhere: in the role of other articles of that time, if there are any."""
    held = next(
        (r for r in entry.roles if on and r.first and r.last and r.first <= on.last_day and on.day <= r.last),
        # People's roles come and go; bodies and countries are at any time what they are.
        entry.roles[0] if entry.roles and entry.kind != "person" else None,
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
    return replace(
        speaker,
        role=held.role,
        affiliation=held.affiliation,
        country=held.country,
        represents_state=_represents_state(entry, held, store),
    )


def _represents_state(entry: SpeakerEntry, held: RoleHeld, store: Store) -> bool:
    """Whether a speaker spoke for their state in a role, on the first day of it."""
    query = QuoteQuery(
        speaker=Choice((entry.id,)),
        attitude=Choice(),
        since=held.first,
        until=held.first,
        undated=held.first is None,
    )
    with closing(store.scan(query)) as quotes:  # type: ignore[type-var]  # a generator
        return any(
            quote.speaker.represents_state
            for quote in quotes
            if (quote.speaker.role, quote.speaker.affiliation, quote.speaker.country)
            == (held.role, held.affiliation, held.country)
        )


def _new(name: str) -> Speaker:
    """A person who was never quoted."""
    return Speaker(kind="person", id=_id_of(name), name=name, resolved_by="correction", names=(name,))


def _id_of(name: str) -> str:
    """The id that an analysis would give to a full name."""
    return id_of_speaker(identity_key(" ".join(word for word in plain_words(name) if len(word) > 1)), name)


def _unclear(named: str, found: Sequence[SpeakerEntry]) -> BadRequest:
    told = (
        f"“{named}” may be {', '.join(f'{entry.id} ({entry.name})' for entry in found)}: give the id."
        if found
        else f"Nobody is known as “{named}”: give an id of /v1/speakers, or a full name."
    )
    return BadRequest(f"The speaker is not clear: {told}", {"speaker": [told]})
