"""From an engine's marks around the words it found to HTML that is safe to show.

An engine marks matches in the bare text with two sentinels. Only then is the text escaped and are the
sentinels made ``<mark>``, so that nothing in a quote can pose as markup. The sentinels are new in every
process: no stored text can hold them.
"""

from __future__ import annotations

import html
import re
import secrets

_token = secrets.token_hex(8)
OPENING = f"\ue000{_token}\ue001"
CLOSING = f"\ue001{_token}\ue000"

# One engine marks a phrase as one, the other each of its words: marks side by side become one.
_SIDE_BY_SIDE = re.compile(f"{CLOSING}(\\W{{1,2}}){OPENING}")


def marked_html(text: str) -> str:
    """A quote's text with sentinels as HTML with ``<mark>``; one without sentinels is merely escaped."""
    joined = _SIDE_BY_SIDE.sub(r"\1", text)
    return html.escape(joined).replace(OPENING, "<mark>").replace(CLOSING, "</mark>")
