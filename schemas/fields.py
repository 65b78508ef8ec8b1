"""Fields of the query string and of its JSON twin, each loaded into a word of :mod:`service.query`.

In the query string a list takes commas and repetition; in a JSON body it is an array whose items are whole
values, so that a value may hold a comma there, or one string that is read like a parameter. Swagger and
schemathesis see which of the two a schema means through ``for_body``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from marshmallow import ValidationError
from marshmallow.fields import Field

from schemas.search_text import parse_text
from service.query import Choice, in_full
from service.words import TextQuery, has_word

MAX_VALUES = 100
MAX_LENGTH = 200
MAX_TOTAL = 8_000
"""Characters of all values of a parameter that is split at commas: about what an address may hold."""

T = TypeVar("T")


class Parameter(Field[T]):
    """A field with a description in the words of JSON Schema and a value where it is not given.

    ``shown`` is that value as a client would write it; without it the OpenAPI tells no default.
    """

    def __init__(
        self,
        about: str,
        schema: Mapping[str, Any],
        *,
        default: Any = None,
        shown: Any = None,
        key: str | None = None,
    ) -> None:
        described = {"description": about, **schema, **({} if shown is None else {"default": shown})}
        # A callable, which apispec does not print: the value is one of ours and not of JSON.
        super().__init__(load_default=lambda: default, data_key=key, metadata=described)


class ListField(Parameter[T]):
    """Several values of one parameter, each checked against ``values`` where that set is closed."""

    is_multiple = True  # webargs: hand over every repetition of the parameter, not only the first

    def __init__(
        self,
        about: str,
        *,
        values: Sequence[str] = (),
        excludable: bool = False,
        most: int = MAX_VALUES,
        default: Any = (),
        shown: Any = None,
        key: str | None = None,
        quotable: bool = False,
    ) -> None:
        self._values = tuple(values)
        self._quotable = quotable
        self._excludable = excludable
        self._most = most
        self._whole = False  # whether a string in a list is one value, commas and all
        super().__init__(about, self._described(), default=default, shown=shown, key=key)

    def for_body(self) -> None:
        """Read and describe the field as a member of a JSON object."""
        self._whole = True
        array = self._described()
        text = {"type": "string", "minLength": 1, **({"pattern": self._pattern(",")} if self._values else {})}
        kept = {name: self.metadata[name] for name in ("description", "default") if name in self.metadata}
        self.metadata = {**kept, "anyOf": [array, text]}

    def _described(self) -> dict[str, Any]:
        """The field in the words of JSON Schema."""
        items: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH}
        if self._values:
            items["pattern"] = self._pattern("," if not self._whole else "")
        return {"type": "array", "items": items, "minItems": 1, "maxItems": self._most}

    def _pattern(self, separator: str) -> str:
        one = f"{'!?' if self._excludable else ''}({'|'.join(map(re.escape, self._values))})"
        return f"^{one}({separator}{one})*$" if separator else f"^{one}$"

    def _items(self, value: Any) -> list[str]:
        """The single values, trimmed, in the order given."""
        if isinstance(value, str):
            found = self._split(value)
        elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            found = list(value) if self._whole else self._split(*value)
        else:
            raise ValidationError("Give a string or a list of strings.")
        found = [item.strip() for item in found]
        for item in found:
            self._check(item.removeprefix("!") if self._excludable else item)
        if len(found) > self._most:
            raise ValidationError(f"At most {self._most} values.")
        return found

    def _split(self, *values: str) -> list[str]:
        """The parts between commas; where quotation marks mean something, those within them don't split."""
        if sum(map(len, values)) > MAX_TOTAL:
            raise ValidationError(f"More than {MAX_TOTAL} characters.")
        return [
            part
            for value in values
            for part in (_outside_quotes(value) if self._quotable else value.split(","))
        ]

    def _check(self, item: str) -> None:
        if not item:
            raise ValidationError("An empty value: leave the parameter out, or give a value.")
        if len(item) > MAX_LENGTH:
            raise ValidationError(f"A value of more than {MAX_LENGTH} characters.")
        if self._quotable and in_full(item) is None and not has_word(item):
            raise ValidationError(f"There is no word in {item}: leave it out, or give a word.")
        if self._values and item not in self._values:
            raise ValidationError(f"Not a valid value: {item}. Use one of: {', '.join(self._values)}.")


def _outside_quotes(value: str) -> list[str]:
    """The parts between commas outside of quotation marks; a mark that nothing closes is a letter."""
    unclosed = value.rfind('"') if value.count('"') % 2 else None
    parts, begin, quoted = [], 0, False
    for place, character in enumerate(value):
        if character == '"' and place != unclosed:
            quoted = not quoted
        elif character == "," and not quoted:
            parts.append(value[begin:place])
            begin = place + 1
    return [*parts, value[begin:]]


class ChoiceField(ListField[Choice]):
    """Values wanted and, after ``!``, not wanted."""

    def __init__(
        self,
        about: str,
        *,
        values: Sequence[str] = (),
        most: int = MAX_VALUES,
        default: tuple[str, ...] = (),
        quotable: bool = False,
    ) -> None:
        super().__init__(
            about,
            values=values,
            excludable=True,
            most=most,
            default=Choice(any_of=default),
            shown=list(default) or None,
            quotable=quotable,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Choice:
        items = self._items(value)
        wanted = {item for item in items if not item.startswith("!")}
        unwanted = {item.removeprefix("!") for item in items if item.startswith("!")}
        return Choice(any_of=tuple(sorted(wanted)), none_of=tuple(sorted(unwanted)))


class NamesField(ListField[tuple[str, ...]]):
    """Names of a closed set, once each, in the order given."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._items(value)))


class TextField(Parameter[TextQuery]):
    """Words, "a phrase", -word and -"a phrase"."""

    def __init__(self, about: str, *, most: int = 1000) -> None:
        self._most = most
        super().__init__(about, {"type": "string", "minLength": 1, "maxLength": most})

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> TextQuery:
        if not isinstance(value, str) or len(value) > self._most:
            raise ValidationError(f"Give a string of at most {self._most} characters.")
        if not (text := parse_text(value)):
            raise ValidationError("There is no word in it: leave q out, or give a word.")
        return text


class DateField(Parameter[dt.date]):
    """``YYYY[-MM[-DD]]``: the first day of that period, or with ``end`` its last."""

    _FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
    PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

    def __init__(self, about: str, *, data_key: str, end: bool = False) -> None:
        self._end = end
        schema = {"type": "string", "pattern": self.PATTERN, "example": "2022-03"}
        super().__init__(about, schema, key=data_key)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> dt.date:
        match = self._FORM.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise ValidationError("Give a date as YYYY, YYYY-MM or YYYY-MM-DD.")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            return self._day(year or 0, month, day)
        except ValueError as error:  # IllegalMonthError of calendar is one too
            raise ValidationError("There is no such day in the calendar.") from error

    def _day(self, year: int, month: int | None, day: int | None) -> dt.date:
        if month is None:
            month = 12 if self._end else 1
        if day is None:
            day = calendar.monthrange(year, month)[1] if self._end else 1
        return dt.date(year, month, day)


class FlagField(Parameter[bool]):
    """``true`` or ``false``; None where it is not given."""

    def __init__(self, about: str) -> None:
        super().__init__(about, {"type": "boolean"})

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value not in ("true", "false"):
            raise ValidationError("Give true or false.")
        return bool(value == "true")


class WholeField(Parameter[int]):
    """A whole number within bounds."""

    def __init__(self, about: str, *, low: int, high: int, default: int) -> None:
        self._low, self._high = low, high
        schema = {"type": "integer", "minimum": low, "maximum": high}
        super().__init__(about, schema, default=default, shown=default)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> int:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON does not tell 1.0 from 1
        if not isinstance(value, int) or isinstance(value, bool) or not self._low <= value <= self._high:
            raise ValidationError(f"Give a whole number from {self._low} to {self._high}.")
        return value


class ShareField(Parameter[float]):
    """A number from 0 to 1."""

    def __init__(self, about: str) -> None:
        super().__init__(about, {"type": "number", "minimum": 0, "maximum": 1})

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> float:
        if isinstance(value, str) and re.fullmatch(r"[0-9.]{1,30}([eE][-+]?[0-9]{1,3})?", value):
            try:
                value = float(value)
            except ValueError:
                value = None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ValidationError("Give a number from 0 to 1.")
        return float(value)


class OneField(Parameter[str]):
    """One value of a closed set."""

    def __init__(self, about: str, *, values: Sequence[str], default: str | None) -> None:
        self._values = tuple(values)
        super().__init__(about, {"type": "string", "enum": list(values)}, default=default, shown=default)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        if value not in self._values:
            raise ValidationError(f"Not a valid value. Use one of: {', '.join(self._values)}.")
        return str(value)


class WordField(Parameter[str]):
    """A short text as it is, such as a cursor or the beginning of a name."""

    def __init__(self, about: str, *, most: int, required: bool = False) -> None:
        self._most = most
        super().__init__(about, {"type": "string", "minLength": 1, "maxLength": most})
        self.required = required

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        if not isinstance(value, str) or not 1 <= len(value) <= self._most:
            raise ValidationError(f"Give a string of 1 to {self._most} characters.")
        return value
