"""YAML that people write by hand, in which a key must mean one thing.

A mapping that has a key twice is no YAML by its own specification (1.2.2, 3.2.1.1), but PyYAML takes the last
value in silence.
"""

from __future__ import annotations

from typing import Any

import yaml

# libyaml where PyYAML has it: several times as fast for hundreds of entries.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class OnceLoader(_Loader):  # type: ignore[misc]  # which of the two is known at run time
    """PyYAML's safe loader, which raises yaml.YAMLError at a key that is there twice, with its line."""

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
