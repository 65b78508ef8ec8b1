"""YAML that people write by hand: how it is read, and how it is told that it can't be.

A mapping that has a key twice is no YAML by its own specification (1.2.2, 3.2.1.1), but PyYAML takes the last
value in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

# libyaml where PyYAML has it: several times as fast for hundreds of entries.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of a node. Raises NoValue where PyYAML would raise what Python says of it."""
        try:
            return super().construct_object(node, deep=deep)
        # Beside 2022-02-30, a tag may say that anything is a number: "!!int ''", "!!bool maybe".
        except (ValueError, LookupError, AttributeError, ArithmeticError) as error:
            raise NoValue(problem=str(error), problem_mark=node.start_mark) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node."""
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in seen:
                    raise yaml.constructor.ConstructorError(
                        problem=f"the key “{key.value}” is there twice", problem_mark=key.start_mark
                    )
                seen.add((key.tag, key.value))
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found
