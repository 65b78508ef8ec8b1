"""From what people call things to the ids that a store knows, and what each word stood for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from service import countries
from service.errors import BadRequest, UnknownTopic
from service.models import Topic
from service.query import Choice, EntityQuery, OutletEntry, Page, SpeakerEntry
from service.store import Store
from service.words import has_word

MOST = 500
"""How many things one name may stand for."""

Named = tuple[str, str]  # id, name
KnownTopics = Callable[[Collection[str]], Sequence[Topic]]
"""Gives the topics that there are, as fresh as it takes to tell that one of those asked for is not there."""


@dataclass(slots=True)
class Names:
    """Looks names up in a store and remembers whom they stood for."""

    store: Store
    speakers: dict[str, list[Named]] = field(default_factory=dict)
    outlets: dict[str, list[Named]] = field(default_factory=dict)

    def speaker_ids(self, choice: Choice) -> Choice:
        """Everybody whose id is given, or one of whose names holds all words of what is given."""
        return self._each("speaker", choice, self._speaker)

    def outlet_ids(self, choice: Choice) -> Choice:
        """Every outlet of that id, else of that very name, else whose name holds all the words."""
        return self._each("outlet", choice, self._outlet)

    def echo(self) -> dict[str, dict[str, list[dict[str, str]]]]:
        """What the names stood for, as an answer tells it."""
        told = {"speakers": self.speakers, "outlets": self.outlets}
        return {
            kind: {word: [{"id": id_, "name": name} for id_, name in found] for word, found in words.items()}
            for kind, words in told.items()
            if words
        }

    def _each(self, kind: str, choice: Choice, look_up: Callable[[str], list[Named]]) -> Choice:
        def ids(words: tuple[str, ...]) -> tuple[str, ...]:
            found = [id_ for word in words for id_ in _ids(word, look_up(word))]
            if len(found) > MOST:
                raise BadRequest(
                    f"More than {MOST} match: give more of the name.", {kind: [f"More than {MOST} match."]}
                )
            return tuple(dict.fromkeys(found))

        return Choice(any_of=ids(choice.any_of), none_of=ids(choice.none_of))

    def _speaker(self, word: str) -> list[Named]:
        if word not in self.speakers:
            known = self.store.speaker(word)
            found = [known] if known else list(_all(self.store.speakers, word))
            self.speakers[word] = [(entry.id, entry.name) for entry in found]
        return self.speakers[word]

    def _outlet(self, word: str) -> list[Named]:
        if word not in self.outlets:
            known = self.store.outlet(word)
            found = [known] if known else list(_all(self.store.outlets, word))
            same = [entry for entry in found if entry.name.casefold() == word.casefold()]
            self.outlets[word] = [(entry.id, entry.name) for entry in same or found]
        return self.outlets[word]


def _ids(word: str, found: list[Named]) -> list[str]:
    """The ids found. A word that stands for nobody stays itself, an id that nobody has: nothing matches."""
    return [id_ for id_, _ in found] or [word]


def _all(
    look_up: Callable[[EntityQuery], Page[SpeakerEntry] | Page[OutletEntry]], word: str
) -> Iterator[SpeakerEntry | OutletEntry]:
    """Every entry that the words name, up to one more than MOST."""
    words = name_words(word)
    if not words:
        return
    page = look_up(EntityQuery(words=words, limit=MOST + 1))
    yield from page.items


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name; what holds no letter and no digit is none."""
    return tuple(word for word in name.split() if has_word(word))


def country_codes(choice: Choice) -> Choice:
    """ISO 3166-1 codes. Raises BadRequest for what is no country: they are a closed set."""

    def codes(names: tuple[str, ...]) -> tuple[str, ...]:
        found = {name: countries.find(name) for name in names}
        unknown = [name for name, country in found.items() if country is None]
        if unknown:
            told = f"Not a country: {', '.join(unknown)}. Give an ISO 3166-1 code or a name."
            raise BadRequest(told, {"country": [told]})
        return tuple(sorted({country.code for country in found.values() if country is not None}))

    return Choice(any_of=codes(choice.any_of), none_of=codes(choice.none_of))


def check_topics(choice: Choice, topics: KnownTopics) -> Choice:
    """The same topics. Raises UnknownTopic for one that there is not: they are a closed set."""
    asked = [*choice.any_of, *choice.none_of]
    if asked:
        known = [topic.id for topic in topics(asked)]
        unknown = [topic for topic in asked if topic not in known]
        if unknown:
            told = f"Not a topic: {', '.join(unknown)}. Topics: {', '.join(known)}."
            raise UnknownTopic(told, {"topic": [told]})
    return choice
