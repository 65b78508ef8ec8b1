"""Reading the articles that were written for training: plain text with tags around the spans.

``<s3>Ana Ruiz</s3> <c3>said</c3> <q3>that it rained</q3>`` is attribution 3 of its article: source, cue and
content. A span in several pieces has its tag several times; tags nest, or share an edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from training.attribution.corpus import GoldArticle, GoldAttribution, Place, read_text

FOLDER = Path(__file__).with_name("written")
ANNOTATOR = "written"
_TAG = re.compile(r"<(/?)([scq])(\d+)>")
_ROLES = {"s": "source", "c": "cue", "q": "content"}


def read(folder: Path = FOLDER) -> Iterator[GoldArticle]:
    """Every article of a folder, in the order of names.

    Raises:
        ValueError: where a tag is not closed or opens twice, or an attribution lacks its cue or its content.
    """
    for path in sorted(folder.glob("*.txt")):
        text, attributions = untagged(read_text(path))
        for attribution in attributions:
            if not attribution.cue or not attribution.content:
                raise ValueError(f"{path.name}: an attribution without cue or content near {attribution}")
        yield GoldArticle(path.name, ANNOTATOR, text, tuple(attributions))


def untagged(tagged: str) -> tuple[str, list[GoldAttribution]]:
    """The text without its tags, and what they say in the order of their numbers."""
    found: dict[int, GoldAttribution] = {}
    opened: dict[tuple[str, str], int] = {}
    parts: list[str] = []
    length = last = 0
    for tag in _TAG.finditer(tagged):
        parts.append(tagged[last : tag.start()])
        length, last = length + len(parts[-1]), tag.end()
        closes, role, number = tag.groups()
        if not closes:
            if (role, number) in opened:
                raise ValueError(f"{tag.group()} opens what is open")
            opened[role, number] = length
            continue
        if (role, number) not in opened:
            raise ValueError(f"{tag.group()} closes what is not open")
        place: Place = (opened.pop((role, number)), length)
        getattr(found.setdefault(int(number), GoldAttribution()), _ROLES[role]).append(place)
    if opened:
        raise ValueError(f"not closed: {', '.join(role + number for role, number in opened)}")
    return "".join((*parts, tagged[last:])), [found[number] for number in sorted(found)]
