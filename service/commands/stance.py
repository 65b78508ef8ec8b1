"""``onrecord stance``: (quote, proposition) pairs in, sides out, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, TextIO

import click

from service.errors import BadRequest
from service.pipeline.classify.pairs import Pair, answer_pairs

FIELDS = ("id", "speaker", "cue", "text", "proposition", "negation")
NEEDED = ("id", "text", "proposition")


@click.command()
@click.argument("pairs", type=click.File("r", encoding="utf-8"), metavar="PAIRS.ndjson")
def stance(pairs: TextIO) -> None:
    """Say which side each quote takes on each proposition.

    A line of PAIRS (a file, or - for standard input) has "id", "text" and "proposition", and "speaker", "cue"
    and "negation" where they are known. Each answer has "id", "stance" (favor, against, neutral, unsure, or
    null where the proposition is not addressed), "confidence" and "decided_by". Pairs of one quote that
    follow each other are read once.
    """
    for _, group in groupby(_read(pairs), key=lambda pair: (pair.speaker, pair.cue, pair.text)):
        for answer in answer_pairs(tuple(group)):
            click.echo(
                json.dumps(
                    {
                        "id": answer.id,
                        "stance": answer.side,
                        "confidence": answer.confidence,
                        "decided_by": answer.decided_by,
                    },
                    ensure_ascii=False,
                )
            )


def _read(lines: Iterable[str]) -> Iterator[Pair]:
    """The pairs of a file. Raises BadRequest that names the line at fault."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _pair(line, number)


def _pair(line: str, number: int) -> Pair:
    try:
        given: Any = json.loads(line)
    except ValueError as error:
        raise BadRequest(f"Line {number} is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadRequest(f"Line {number} is not a JSON object.")
    for field in FIELDS:
        value = given.get(field)
        if value is None and field in NEEDED:
            raise BadRequest(f"Line {number} lacks “{field}”.")
        if value is not None and not isinstance(value, str):
            raise BadRequest(f"Line {number}: “{field}” is not a text.")
    return Pair(
        id=given["id"],
        speaker=given.get("speaker") or "",
        cue=given.get("cue") or "",
        text=given["text"],
        proposition=given["proposition"],
        negation=given.get("negation") or None,
    )
