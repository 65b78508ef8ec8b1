"""A real Elasticsearch for the tests: found, built where there is none, started, killed and cleaned away.

`Node` is one server of our own (a container where a Docker engine answers, else a process);
`unavailable()` says in one line why this machine cannot run one. The fixtures stand in `plugin`.
"""

from tests.elasticsearch_node.node import Node, unavailable

__all__ = ["Node", "unavailable"]
