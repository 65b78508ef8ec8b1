"""Stretches of an article's text, and the identity of what is made of parts."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b


def digest(*parts: object) -> str:
    """The identity of something made of ``parts``: 32 hexadecimal digits of blake2b (RFC 7693)."""
    joined = "\x1f".join(str(part) for part in parts)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch ``text[start:end]`` of an article's text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What the span covers in ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article with its text: a cue, a mention, a piece of evidence."""

    start: int
    end: int
    text: str
