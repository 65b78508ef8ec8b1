"""YAML that people write by hand: how it is read, and how it is told that it can't be.

A mapping that has a key twice is no YAML by its own specification (1.2.2, 3.2.1.1), but PyYAML takes the last
value in silence.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml

# libyaml where PyYAML has it: several times as fast for hundreds of entries.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_VALUES = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")


class NotYaml(ValueError):
    """A text is no YAML that can be read; ``str(error)`` says why, in one line and without a full stop."""


class NoValue(yaml.constructor.ConstructorError):
    """A scalar looks like a kind of value and is none, as 2022-02-30 is no date; ``problem`` says why."""


@contextmanager
def reading(text: str) -> Iterator[OnceLoader]:
    """A loader of ``text``. Raises NotYaml for whatever in the text keeps it from being read."""
    loader: OnceLoader | None = None
    try:
        loader = OnceLoader(text)
        yield loader
    except RecursionError as error:
        raise NotYaml("it is nested too deeply") from error
    except UnicodeEncodeError as error:
        raise NotYaml("it holds half a surrogate pair, which is no character") from error
    except yaml.YAMLError as error:
        raise NotYaml(" ".join(str(error).split())) from error
    finally:
        if loader is not None:
            loader.dispose()


class OnceLoader(_Loader):  # type: ignore[misc]  # which of the two is known at run time
    """PyYAML's safe loader, which raises yaml.YAMLError at a key that is there twice, with its line."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._seen: set[yaml.MappingNode] = set()  # those whose keys were compared

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of a node. Raises NoValue where PyYAML would raise what Python says of it."""
        try:
            return super().construct_object(node, deep=deep)
        # Beside 2022-02-30, a tag may say that anything is a number: "!!int ''", "!!bool maybe".
        except (ValueError, LookupError, AttributeError, ArithmeticError) as error:
            raise NoValue(problem=str(error), problem_mark=node.start_mark) from error

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge into a mapping what its ``<<`` names, which may hold the same keys again; see to its own
        before.
        """
        if node not in self._seen:
            self._seen.add(node)
            self._check_keys(node)
        super().flatten_mapping(node)

    def _check_keys(self, node: yaml.MappingNode) -> None:
        """Keys are compared as what they mean: ``yes`` and ``true``, 1 and 0x1 are one key."""
        met: dict[Any, str] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # no list and no mapping can be a key, and PyYAML says so
            # "<<" and "=" have kinds of their own, of which there are no values.
            meant = key.value if key.tag in _NO_VALUES else self.construct_object(key)
            if not isinstance(meant, Hashable):
                continue
            if meant in met:
                other = "" if met[meant] == key.value else f", first as “{met[meant]}”"
                raise yaml.constructor.ConstructorError(
                    problem=f"the key “{key.value}” is there twice{other}", problem_mark=key.start_mark
                )
            met[meant] = key.value
