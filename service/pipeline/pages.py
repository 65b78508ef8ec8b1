"""HTML -> the article's text, where its headings are, and what the page's metadata say (trafilatura)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from trafilatura.utils import decode_file

from service.errors import BadArticle
from service.models import Span

_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. ``text`` is its paragraphs, an empty line between; ``headings`` are spans of it."""

    text: str
    headings: tuple[Span, ...]
    headline: str | None
    authors: tuple[str, ...]
    site: str | None
    domain: str | None
    published: str | None  # YYYY-MM-DD
    url: str | None


def decode_page(data: bytes) -> str:
    """The bytes of a page as text: by its byte order mark, its own declaration, UTF-8, else the likeliest."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _DECLARED.search(data[:4096])
    if declared:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # pages lie about it; UTF-8 and then a guess are next
    return decode_file(data)


def parse_page(html: str, url: str | None = None) -> Page:
    """The article in a page. Raises BadArticle where there is none."""
    found = trafilatura.bare_extraction(
        html,
        url=url,
        include_comments=False,
        include_tables=False,
        include_formatting=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict) or found.body is None:
        raise BadArticle("No article in this page.")
    parts: list[str] = []
    headings: list[Span] = []
    length = 0
    for is_heading, block in _blocks(found.body):
        if parts:
            length += 2
        if is_heading:
            headings.append(Span(length, length + len(block)))
        parts.append(block)
        length += len(block)
    if not parts:
        raise BadArticle("No article in this page.")
    address = url or found.url
    return Page(
        text="\n\n".join(parts),
        headings=tuple(headings),
        headline=found.title or None,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        site=found.sitename or None,
        domain=(urlsplit(address).hostname if address else None) or found.hostname or None,
        published=found.date or None,
        url=address or None,
    )


def _blocks(body: Any) -> Iterator[tuple[bool, str]]:
    """Each paragraph, list item and heading of trafilatura's tree: (whether it is a heading, its text)."""
    for element in body:
        if any(child.tag in ("p", "item", "head", "list", "quote") for child in element):
            yield from _blocks(element)
            continue
        for line_break in element.iter("lb"):
            line_break.tail = "\n" + (line_break.tail or "")
        for line in "".join(element.itertext()).splitlines():
            text = " ".join(line.split())
            if text:
                yield element.tag == "head", text
