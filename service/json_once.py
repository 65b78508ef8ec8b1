"""JSON from outside: strictly what RFC 8259 calls so, in which a key must mean one thing.

The RFC leaves open what an object means that has a key twice. ``json`` takes the last value in silence: who
wrote both would never learn which one counts. It also takes NaN and infinity, which are no JSON, and half a
surrogate pair, which is no character and can be neither stored nor answered.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
"""What may be half a surrogate pair; escapes spell whole ones too."""


class NotJson(ValueError):
    """A text is no JSON that can be taken; ``str(error)`` is a sentence that says why."""


def read_once(text: str) -> Any:
    """The value in ``text``. Raises NotJson where it holds none."""
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_number)
        if _HALF.search(text):
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except NotJson:
        raise
    except RecursionError as error:
        raise NotJson("The JSON is nested too deeply.") from error
    except UnicodeEncodeError as error:
        raise NotJson("The JSON holds half a surrogate pair, which is no character.") from error
    except ValueError as error:  # not JSON, or a number of thousands of digits
        raise NotJson(f"Not JSON: {error}.") from error
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                # Escapes can spell half a surrogate pair, which no message could carry.
                shown = key.encode("utf-8", "backslashreplace").decode("utf-8")
                raise NotJson(f"The key “{shown}” is there twice in one object.")
            seen.add(key)
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotJson(f"Not JSON: {name} is no number there.")


def _number(digits: str) -> float:
    found = float(digits)
    if math.isinf(found):
        raise NotJson("The JSON holds a number that is too large.")
    return found
