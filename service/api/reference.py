"""``docs/api.md``: the OpenAPI printed for people, by ``python -m service.api.reference``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask

from service.api.openapi import init_openapi

Described = Mapping[str, Any]


def reference() -> str:
    """The page."""
    api = init_openapi(Flask(__name__, static_folder=None)).spec.to_dict()
    schemas: Described = api["components"]["schemas"]
    parts = [
        "# HTTP API",
        "*Printed by `python -m service.api.reference`; a test fails when this page is stale.*",
        api["info"]["description"].strip(),
    ]
    for tag in api["tags"]:
        parts += [f"## {tag['name'].capitalize()}", tag["description"]]
        for path, methods in api["paths"].items():
            for method, operation in methods.items():
                if isinstance(operation, Mapping) and tag["name"] in operation.get("tags", ()):
                    parts += _operation(f"{method.upper()} {path}", operation)
    parts.append("## Schemas")
    for name, schema in sorted(schemas.items()):
        parts += [f"### {name}", _table(("field", "type", "what it is"), _fields(schema))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _operation(title: str, operation: Described) -> Iterator[str]:
    yield f"### `{title}`"
    yield operation["summary"]
    yield operation.get("description", "")
    if "security" in operation:
        yield "Needs the key."
    parameters = [item for item in operation.get("parameters", ()) if item["in"] == "query"]
    if parameters:
        rows = [(f"`{p['name']}`", _type(p["schema"]), _told(p)) for p in parameters]
        yield _table(("parameter", "type", "what it is"), rows)
    for content_type, body in operation.get("requestBody", {}).get("content", {}).items():
        yield f"Body: `{content_type}`, {_type(body['schema'])}."
    yield "Answers: " + "; ".join(_answer(*item) for item in sorted(operation["responses"].items())) + "."


def _answer(status: str, response: Described) -> str:
    if status >= "400":
        return status
    bodies = sorted({_type(content["schema"]) for content in response.get("content", {}).values()})
    return f"{status} {' or '.join(bodies)}".strip()


def _told(parameter: Described) -> str:
    default = parameter["schema"].get("default")
    shown = ",".join(default) if isinstance(default, list) else default
    return str(parameter["description"]) + ("" if default is None else f" Default `{shown}`.")


def _fields(schema: Described) -> Iterator[tuple[str, str, str]]:
    for name, described in schema.get("properties", {}).items():
        about = described.get("description", "").replace("\n", " ")
        yield f"`{name}`", _type(described), about


def _type(schema: Described) -> str:
    """A JSON Schema in a word or two."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(item) for item in schema["anyOf"])
    types = schema.get("type", "any")
    names: list[str] = [types] if isinstance(types, str) else list(types)
    if "array" in names and "items" in schema:
        names[names.index("array")] = f"list of {_type(schema['items'])}"
    if "object" in names and isinstance(schema.get("additionalProperties"), Mapping):
        values = schema["additionalProperties"]
        names[names.index("object")] = f"map to {_type(values)}" if values else "object"
    if "enum" in schema:
        names = [f"`{value}`" if value is not None else "null" for value in schema["enum"]]
    return " or ".join(names)


def _table(head: tuple[str, str, str], rows: Any) -> str:
    lines = [f"| {' | '.join(head)} |", "|---|---|---|"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    print(reference(), end="")
