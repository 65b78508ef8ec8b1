"""The base of every schema that reads input: nothing unknown passes, and the error names what is known."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema


class Strict(Schema):
    """Refuses unknown names and lists the valid ones."""

    class Meta:
        """marshmallow's options."""

        unknown = RAISE

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        valid = ", ".join(sorted(field.data_key or name for name, field in self.fields.items()))
        told = f"Unknown. Use one of: {valid}." if valid else "Unknown: nothing can be given here."
        self.error_messages = {**self.error_messages, "unknown": told}


class NoArguments(Strict):
    """For routes that take no parameters at all."""
