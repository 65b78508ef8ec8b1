"""Files of the seeds as YAML lists: how they are read, and how their faults are told.

``outlets.yaml``, ``speakers.yaml`` and ``topics.yaml`` are lists of entries that people write by hand.
Whatever is wrong with one is told with its line, all at once: see :class:`Faults`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from service.errors import BadRequest
from service.pipeline.yaml_once import NotYaml, NoValue, reading


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: what it holds, and where in the file that stands."""

    value: object
    node: yaml.Node

    def line(self, part: str = "") -> int:
        """The line on which ``part`` ("cues.favor.2") stands, or the nearest thing around it."""
        return _line(self.node, part)


@dataclass(slots=True)
class Faults:
    """What is wrong with the file ``name``: messages by ``NAME:LINE``, or ``NAME:LINE FIELD``."""

    name: str
    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, entry: Entry, messages: Sequence[str], part: str = "") -> None:
        """Note what is wrong with an entry, or with ``part`` of it."""
        self.found.setdefault(f"{self.name}:{entry.line(part)} {part}".rstrip(), []).extend(messages)

    def check(self) -> None:
        """Raise BadRequest with all that was noted, if anything was."""
        if self.found:
            (where, messages), *others = self.found.items()
            more = f" (and {len(others)} more)" if others else ""
            raise BadRequest(f"{where}: {messages[0]}{more}", self.found)


def read_list(path: Path) -> list[Entry]:
    """The entries of a file. Raises BadRequest where it can't be read or is no list."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise _refused(path.name, f"{path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise _refused(path.name, f"{path} is not UTF-8: byte {error.start} is no character.") from error
    return parse_list(text, path.name)


def parse_list(text: str, name: str) -> list[Entry]:
    """The entries of a YAML text, which ``name`` stands for in what is said of it. Raises BadRequest."""
    faults = Faults(name)
    entries: list[Entry] = []
    try:
        with reading(text) as loader:
            root = loader.get_single_node()
            if root is None:
                return []
            if not isinstance(root, yaml.SequenceNode):
                raise _refused(name, f"{name} must be a list.")
            for node in root.value:
                try:
                    entries.append(Entry(loader.construct_object(node, deep=True), node))
                except NoValue as error:
                    faults.add(Entry(None, node), [f"{error.problem}."])
    except NotYaml as error:
        raise _refused(name, f"{name} is not YAML: {error}.") from error
    faults.check()
    return entries


def _refused(name: str, detail: str) -> BadRequest:
    return BadRequest(detail, {name: [detail]})


def _line(node: yaml.Node, part: str) -> int:
    line: int = node.start_mark.line + 1
    for step in re.findall(r"\w+", part):
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == step), None)
            line = next((key.start_mark.line + 1 for key, _ in node.value if key.value == step), line)
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            found = node.value[int(step)]
            line = found.start_mark.line + 1
        if found is None:
            return line
        node = found
    return line
