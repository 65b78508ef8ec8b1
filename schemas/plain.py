"""Schemas of data classes, dumped by attribute: what is of the right type already is given as it is.

marshmallow looks up and converts value by value. A page of 25 quotes has some 1200, and that was half of the
time of its answer. Here only what is not plain goes that way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from marshmallow import Schema, fields, missing

Form = Callable[[Any], Any]
AS_IT_IS = (fields.String, fields.Integer, fields.Boolean)
"""Fields whose values our data classes hold as JSON has them."""


class PlainSchema(Schema):
    """A schema whose objects are data classes of ours."""

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """The same as marshmallow's own, which a mapping still goes through."""
        if self.many if many is None else many:
            return [self.dump(item, many=False) for item in obj]
        if isinstance(obj, Mapping):
            return super().dump(obj, many=False)
        dumped: dict[str, Any] = {}
        for key, name, form, field in self._plan:
            if field is not None:
                value = field.serialize(name, obj, accessor=self.get_attribute)
            else:
                value = getattr(obj, name, missing)
                if form is not None and value is not None and value is not missing:
                    value = form(value)
            if value is not missing:
                dumped[key] = value
        return dumped

    @cached_property
    def _plan(self) -> tuple[tuple[str, str, Form | None, fields.Field[Any] | None], ...]:
        """For each field its key, the attribute, what forms the value, and itself where it does so alone."""
        plan = []
        for name, field in self.dump_fields.items():
            plain, form = _form(field)
            # A path, a default or a field of another kind: marshmallow knows how.
            alone = not plain or field.attribute is not None or field.dump_default is not missing
            plan.append((field.data_key or name, name, form, field if alone else None))
        return tuple(plan)


def _form(field: fields.Field[Any]) -> tuple[bool, Form | None]:
    """Whether the field is one that we know, and what forms a value of it; None for nothing at all."""
    if type(field) in AS_IT_IS:
        return True, None
    if type(field) is fields.Float:
        return True, float
    if type(field) is fields.Nested:
        return True, _of_nested(field)
    if type(field) is fields.List:
        plain, inner = _form(field.inner)
        return plain, list if inner is None else lambda values: [inner(value) for value in values]
    return False, None


def _of_nested(field: fields.Nested) -> Form:
    schema, many = field.schema, field.many
    return lambda value: schema.dump(value, many=many)
