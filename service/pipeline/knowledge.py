"""What the pipeline knows beside an article: outlets, speakers and topics; and which version that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

from service.models import Topic, digest
from service.pipeline.clean import MOST_CHARACTERS
from service.pipeline.outlets import Outlets, load_outlets
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolution.registry_file import load_registry
from service.pipeline.topics import load_topics

_PIPELINE = Path(__file__).parent
_SERVICE = _PIPELINE.parent
PROGRAM = (
    _PIPELINE,
    _SERVICE / "data",
    _SERVICE / "models",
    _SERVICE / "countries.py",
    _SERVICE / "words.py",
)
"""What the analysis is made of beside the seeds: modules, trained models and lists of words."""


def utc_today() -> dt.date:
    """The day that it is now in UTC."""
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that an analysis depends on beside the article.

    ``sources`` is a digest of the pipeline itself and of the seeds' outlets and speakers; ``today`` tells the
    day that it is, for dates that have not come yet.
    """

    outlets: Outlets
    registry: Registry
    topics: tuple[Topic, ...]
    sources: str = ""
    most_characters: int = MOST_CHARACTERS
    today: Callable[[], dt.date] = utc_today

    @property
    def version(self) -> str:
        """What is kept with an article so that it is analysed again when the pipeline or this changes.

        ``SOURCES-TOPICS``: by its first part one knows what was extracted, by the second the stances.
        """
        return f"{digest(self.sources)[:12]}-{_of_topics(self.topics)}"

    def reclassified(self, version: str | None) -> str:
        """What an article of ``version`` has once its stances alone were made anew on these topics.

        What was extracted by another release stays marked as such, for the next ingest to do anew.
        """
        return f"{(version or '').partition('-')[0]}-{_of_topics(self.topics)}"

    def with_topics(self, topics: Sequence[Topic]) -> Knowledge:
        """The same with other topics: those of the store, or of ``--topics``."""
        return replace(self, topics=tuple(sorted(topics, key=lambda topic: topic.id)))


def load_knowledge(seeds: Path, most_characters: int = MOST_CHARACTERS) -> Knowledge:
    """The knowledge in a folder of seeds. Raises BadRequest that names the file and the entry at fault."""
    files = [seeds / name for name in ("outlets.yaml", "speakers.yaml", "topics.yaml")]
    outlets, registry, topics = load_outlets(files[0]), load_registry(files[1]), load_topics(files[2])
    sources = digest(program_digest(), *(_of_file(file) for file in files[:2]))
    return Knowledge(outlets, registry, (), sources, most_characters).with_topics(topics)


@lru_cache(maxsize=1)
def program_digest() -> str:
    """A digest of every file of the pipeline, its data and its models, made once a process.

    So a change of any of them is another version, without anybody having to say so.
    """
    return digest_of(PROGRAM)


def digest_of(places: Sequence[Path]) -> str:
    """A digest of the names and contents of files and of all files in folders, less what Python compiles."""
    parts: list[str] = []
    for place in places:
        for file in [place] if place.is_file() else sorted(place.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                parts += [file.relative_to(place.parent).as_posix(), _of_file(file)]
    return digest(*parts)


def _of_file(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


@lru_cache(maxsize=16)
def _of_topics(topics: tuple[Topic, ...]) -> str:
    return digest(topics)[:12]
