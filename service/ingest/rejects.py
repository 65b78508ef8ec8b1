"""The rejects of a job: what was not taken and why, a line of JSON each.

A line holds the article's own fields beside ``name`` and ``reason`` where it could be read, so that a file of
rejects can be mended and ingested; else the ``line`` that was no article.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import TextIO

from service.errors import BadRequest
from service.models import RawArticle
from service.pipeline.metadata import given_of
from service.pipeline.read import Rejection


class Rejects:
    """A file of rejects, or none. It gets its name when the job ends, so that it may also be an input.

    A job that did not come to its ``finished`` end leaves what the file held before it, and adds to it: some
    of that may be articles that it was about to read.
    """

    def __init__(self, path: Path | None) -> None:
        self.finished = False
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Rejects:
        if self._path is not None:
            try:
                self._file = open(self._part(self._path), "w", encoding="utf-8", errors="surrogatepass")
            except OSError as error:
                raise BadRequest(f"{self._path} can't be written: {error.strerror}.") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None and self._path is not None:
            self._file.close()
            part = self._part(self._path)
            if self.finished or not self._path.exists():
                os.replace(part, self._path)
                return
            with part.open("rb") as new, self._path.open("ab") as held:
                shutil.copyfileobj(new, held)
            part.unlink()

    def add(self, rejected: RawArticle | Rejection, reason: str) -> None:
        """Note one; the line is on disk when this returns."""
        if self._file is None:
            return
        row: dict[str, object] = {"name": rejected.name, "reason": reason}
        if isinstance(rejected, RawArticle):
            row |= given_of(rejected)
        elif rejected.line is not None:
            row["line"] = rejected.line
        self._file.write(json.dumps(row, ensure_ascii=True) + "\n")
        self._file.flush()

    @staticmethod
    def _part(path: Path) -> Path:
        return path.with_name(path.name + ".part")
