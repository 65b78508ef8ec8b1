"""Reading a corpus in PolNeAR's layout: ``SPLIT/text/*.txt`` and ``SPLIT/attributions/*.ann``.

An annotation file is brat standoff: T lines name spans (``T3<TAB>Content 10 20;25 30<TAB>text``, the parts
of a discontinuous one joined by ``;``) and E lines join them to an attribution (``E1<TAB>Attribution:T4
Content:T3 Cue:T2 Source:T1``). Lines broken by a raw newline inside a span's text carry no offsets and are
skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Place = tuple[int, int]


@dataclass(slots=True)
class GoldAttribution:
    """The spans of one attribution, as (start, end) code points in order."""

    source: list[Place] = field(default_factory=list)
    cue: list[Place] = field(default_factory=list)
    content: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article as one person annotated it."""

    name: str
    annotator: str
    text: str
    attributions: tuple[GoldAttribution, ...]


def folder_of(corpus: Path, split: str) -> Path:
    """Where a split lives: ``CORPUS/train``, or ``CORPUS/data/train`` in a clone of PolNeAR."""
    for folder in (corpus / split, corpus / "data" / split):
        if (folder / "text").is_dir():
            return folder
    raise FileNotFoundError(f"{corpus} has no {split}/text folder")


def read_text(path: Path) -> str:
    """The file as it is stored: offsets count every code point, carriage returns included."""
    with path.open(encoding="utf-8", newline="") as handle:
        return handle.read()


def read(corpus: Path, split: str, *, everyone: bool = False) -> Iterator[GoldArticle]:
    """Every annotated article of a split, in the order of names.

    Where several people annotated one, the first file in the order of names counts; with ``everyone`` all do,
    one after the other.
    """
    folder = folder_of(corpus, split)
    for path in sorted((folder / "text").glob("*.txt")):
        files = sorted((folder / "attributions").glob(path.stem + "_*.ann"))
        for file in files if everyone else files[:1]:
            annotator = file.stem.rpartition("_")[2]
            found = tuple(parse(file.read_text(encoding="utf-8")))
            yield GoldArticle(path.name, annotator, read_text(path), found)


def parse(annotation: str) -> Iterator[GoldAttribution]:
    """The attributions of one annotation file that have both a cue and a content."""
    spans: dict[str, list[Place]] = {}
    events: list[list[str]] = []
    for line in annotation.splitlines():
        cells = line.split("\t")
        if len(cells) < 2:
            continue
        if cells[0].startswith("T"):
            _, places = cells[1].split(" ", 1)
            spans[cells[0]] = [(int(a), int(b)) for a, b in (part.split() for part in places.split(";"))]
        elif cells[0].startswith("E"):
            events.append(cells[1].split())
    for event in events:
        found = GoldAttribution()
        for argument in event:
            role, _, target = argument.partition(":")
            places = getattr(found, re.sub(r"\d+$", "", role).lower(), None)
            if isinstance(places, list):
                places.extend(spans.get(target, ()))
        if found.cue and found.content:
            for role in (found.source, found.cue, found.content):
                role.sort()
            yield found
