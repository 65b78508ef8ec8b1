"""Files, folders, globs and standard input -> raw articles, each with the metadata that came with it.

``.txt`` (UTF-8, kept to the last code point), ``.html``, ``.json`` (one object or a list) and ``.jsonl``.
What can't be read becomes a :class:`Rejection` and the rest goes on; a ``.jsonl`` is read line by line, so
its size does not matter. Metadata are those of the object, else of the ``articles.yaml`` beside the file (see
:mod:`service.pipeline.sidecar`), else those of the command line. What ``articles.yaml`` says of a ``.json``
or ``.jsonl`` holds for each article in it.
"""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from service.errors import BadArticle
from service.json_once import NotJson, read_once
from service.models import RawArticle
from service.pipeline.metadata import article_of
from service.pipeline.pages import decode_page
from service.pipeline.sidecar import SIDECAR, Sidecars
from service.words import no_text

TEXT, PAGE, OBJECT, LINES = (".txt",), (".html", ".htm"), (".json",), (".jsonl", ".ndjson")
SUFFIXES = TEXT + PAGE + OBJECT + LINES
MAX_FILE = 64 * 2**20  # bytes of one .txt, .html or .json, which are held in memory whole
NO_FILE = "Not a file that can be read: a named pipe, a socket or a device. Its content may come by `-`."
MAX_LINE = 16 * 2**20  # bytes of one line of a .jsonl: an article, whatever the file's size


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that could not be read, why, and the line itself where it is one of many."""

    name: str
    reason: str
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the command line says of articles that do not say it themselves."""

    outlet: str | None = None
    published: str | None = None
    language: str | None = None


Read = RawArticle | Rejection


def read(paths: Sequence[str], defaults: Defaults | None = None) -> Iterator[Read]:
    """The articles at ``paths``, in the order given and sorted within a folder; ``-`` is standard input."""
    sidecars = Sidecars()
    for found in _files(paths):
        articles = [found] if isinstance(found, Rejection) else _articles(found, sidecars)
        for article in articles:
            yield article if isinstance(article, Rejection) else _filled(article, defaults or Defaults())


def _filled(article: RawArticle, defaults: Defaults) -> RawArticle:
    missing = {
        field: value
        for field in ("outlet", "published", "language")
        if getattr(article, field) is None and (value := getattr(defaults, field))
    }
    return replace(article, **missing, fallback=article.fallback | missing.keys()) if missing else article


def _files(paths: Sequence[str]) -> Iterator[str | Rejection]:
    for path in paths:
        if path == "-" or os.path.isfile(path):
            yield path
        elif os.path.isdir(path):
            yield from _files_below(path)
        elif os.path.exists(path):
            yield Rejection(path, NO_FILE)
        elif glob.has_magic(path):
            matches = sorted(match for match in glob.glob(path, recursive=True) if not os.path.isdir(match))
            yield from matches
            if not matches:
                yield Rejection(path, "No file matches.")
        else:
            yield Rejection(path, "No such file or folder.")


def _files_below(folder: str) -> Iterator[str | Rejection]:
    empty = True
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name != SIDECAR and Path(name).suffix.lower() in SUFFIXES:
                empty = False
                yield os.path.join(place, name)
    if empty:
        yield Rejection(folder, f"No {', '.join(SUFFIXES)} in this folder.")


def _articles(path: str, sidecars: Sidecars) -> Iterator[Read]:
    try:
        if path == "-":
            yield from _stdin(sys.stdin.buffer)
            return
        suffix = Path(path).suffix.lower()
        if os.path.exists(path) and not os.path.isfile(path):
            # To open a pipe is to wait until somebody writes to it, which may be never.
            raise BadArticle(NO_FILE)
        if suffix in LINES:
            with open(path, "rb") as stream:
                for read_line in _lines(path, stream):
                    yield sidecars.fill(read_line, path) if isinstance(read_line, RawArticle) else read_line
            return
        if os.path.getsize(path) > MAX_FILE:
            raise BadArticle(f"Larger than {MAX_FILE >> 20} MiB; give many articles as .jsonl.")
        data = Path(path).read_bytes()
        if suffix in OBJECT:
            for article in _objects(path, data):
                yield sidecars.fill(article, path) if isinstance(article, RawArticle) else article
        elif suffix in PAGE:
            yield sidecars.fill(RawArticle(path, html=decode_page(data)), path)
        elif suffix in TEXT:
            yield sidecars.fill(RawArticle(path, text=decode_text(data)), path)
        else:
            raise BadArticle(f"Not a kind of file that can be read: {', '.join(SUFFIXES)}.")
    except BadArticle as error:
        yield Rejection(path, error.detail)
    except OSError as error:
        yield Rejection(path, f"Can't be read: {error.strerror or error}.")


def decode_text(data: bytes) -> str:
    """``data`` as UTF-8, line ends and byte order mark kept, so that offsets are into what is stored.

    Raises BadArticle where it is not UTF-8 or not text.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        likely = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "WINDOWS-1252"
        raise BadArticle(
            f"Not UTF-8: byte {error.start} is 0x{data[error.start]:02x}. Convert it first, such as with "
            f"`iconv -f {likely} -t UTF-8`."
        ) from error
    if told := no_text(text):
        raise BadArticle(told)
    return text


def _objects(name: str, data: bytes) -> Iterator[Read]:
    """The article of a JSON document, or each of its list."""
    try:
        document = read_once(decode_text(data).lstrip("\ufeff"))
    except NotJson as error:
        raise BadArticle(str(error)) from error
    if not isinstance(document, list):
        yield article_of(name, document)
        return
    for number, fields in enumerate(document, start=1):
        try:
            yield article_of(f"{name}:{number}", fields)
        except BadArticle as error:
            yield Rejection(f"{name}:{number}", error.detail, json.dumps(fields, ensure_ascii=False))


def _lines(name: str, stream: BinaryIO) -> Iterator[Read]:
    """The article of each line of JSON; empty lines are passed over."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        place = f"{name}:{number}"
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield Rejection(place, f"A line longer than {MAX_LINE >> 20} MiB.")
        elif line.strip():
            yield _line(place, line)


def _line(place: str, line: bytes) -> Read:
    try:
        return article_of(place, read_once(decode_text(line).lstrip("\ufeff")))
    except BadArticle as error:
        reason = error.detail
    except NotJson as error:
        reason = str(error)
    return Rejection(place, reason, line.decode("utf-8", "backslashreplace").rstrip("\r\n"))


class _Peeked:
    """A stream whose first bytes were looked at already: enough of one for :func:`_lines`."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def readline(self, limit: int) -> bytes:
        first, self._first = self._first, b""
        if not first or first.endswith(b"\n"):
            return first or self._rest.readline(limit)
        return first + self._rest.readline(max(limit - len(first), 1))


def _stdin(stream: BinaryIO) -> Iterator[Read]:
    """Standard input: lines of JSON, one JSON document, a page, or one text, told apart by how it begins."""
    first = stream.readline(MAX_LINE + 1)
    if first.lstrip(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and _whole(first):
        yield from _lines("-", _Peeked(first, stream))  # type: ignore[arg-type]
        return
    data = first + stream.read(MAX_FILE + 1 - len(first))
    if len(data) > MAX_FILE:
        raise BadArticle(f"Larger than {MAX_FILE >> 20} MiB; give many articles as lines of JSON.")
    beginning = data.lstrip(b"\xef\xbb\xbf").lstrip()[:1]
    if beginning in (b"{", b"["):
        yield from _objects("-", data)
    elif beginning == b"<":
        yield RawArticle("-", html=decode_page(data))
    else:
        yield RawArticle("-", text=decode_text(data))


def _whole(line: bytes) -> bool:
    """Whether a line is a JSON value by itself, as the first of NDJSON is."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
