"""What the pipeline knows beside an article: outlets, speakers and topics; and which version that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from service.models import Topic, digest
from service.pipeline.clean import MOST_CHARACTERS
from service.pipeline.outlets import Outlets, load_outlets
from service.pipeline.resolution.registry import Registry, load_registry
from service.pipeline.topics import load_topics

RULES = "1"
"""Raised with every change of the pipeline that changes what it finds: articles are analysed again then."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that an analysis depends on beside the article. ``sources`` is a hash of the files it is from."""

    outlets: Outlets
    registry: Registry
    topics: tuple[Topic, ...]
    sources: str = ""
    most_characters: int = MOST_CHARACTERS

    @property
    def version(self) -> str:
        """What is kept with an article so that it is analysed again when rules or knowledge change."""
        return f"{RULES}-{digest(self.sources, self.topics)[:12]}"

    def with_topics(self, topics: Sequence[Topic]) -> Knowledge:
        """The same with other topics: those of the store, or of ``--topics``."""
        return replace(self, topics=tuple(sorted(topics, key=lambda topic: topic.id)))


def load_knowledge(seeds: Path, most_characters: int = MOST_CHARACTERS) -> Knowledge:
    """The knowledge in a folder of seeds. Raises BadRequest that names the file and the entry at fault."""
    files = [seeds / name for name in ("outlets.yaml", "speakers.yaml", "topics.yaml")]
    outlets, registry, topics = load_outlets(files[0]), load_registry(files[1]), load_topics(files[2])
    sources = blake2b(b"\0".join(file.read_bytes() for file in files[:2]), digest_size=16).hexdigest()
    return Knowledge(outlets, registry, (), sources, most_characters).with_topics(topics)
