"""``onrecord stance``: (quote, proposition) pairs in, sides out, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

import click

from service.commands.lines import reader_may_leave
from service.errors import BadRequest
from service.json_once import NotJson, read_once
from service.pipeline.classify.pairs import Pair, PairAnswer, answer_pairs

FIELDS = ("id", "speaker", "cue", "text", "proposition", "negation")
NEEDED = ("id", "text", "proposition")


@click.command()
@click.argument("pairs", type=click.File("rb"), metavar="PAIRS.ndjson")
def stance(pairs: BinaryIO) -> None:
    """Say which side each quote takes on each proposition.

    A line of PAIRS (a file, or - for standard input) has "id", "text" and "proposition", and "speaker", "cue"
    and "negation" where they are known. Each answer has "id", "stance" (favor, against, neutral, unsure, or
    null where the proposition is not addressed), "confidence" and "decided_by". Pairs of one quote that
    follow each other are read once.
    """
    with reader_may_leave():
        for answer in _answers(_read(pairs)):
            row = {
                "id": answer.id,
                "stance": answer.side,
                "confidence": answer.confidence,
                "decided_by": answer.decided_by,
            }
            click.echo(json.dumps(row, ensure_ascii=False))


def _answers(read: Iterator[Pair | BadRequest]) -> Iterator[PairAnswer]:
    """The answer to each pair, those of one quote found together. Raises the fault where one was read."""
    for _, group in groupby(read, key=_quote):
        pairs: list[Pair] = []
        for pair in group:
            if isinstance(pair, BadRequest):
                raise pair
            pairs.append(pair)
        yield from answer_pairs(tuple(pairs))


def _quote(pair: Pair | BadRequest) -> tuple[str, str, str] | None:
    """What pairs of one quote share; a fault is of none."""
    return None if isinstance(pair, BadRequest) else (pair.speaker, pair.cue, pair.text)


def _read(lines: BinaryIO) -> Iterator[Pair | BadRequest]:
    """The pairs of a file up to the first fault, which names its line and comes last.

    It comes as an item because the pairs before it, which wait for others of their quote, are answered first.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _pair(line, number)
            except BadRequest as fault:
                yield fault
                return


def _pair(line: bytes, number: int) -> Pair:
    try:
        given = read_once(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise BadRequest(f"Line {number} is not UTF-8: {error}") from error
    except NotJson as error:
        raise BadRequest(f"Line {number}: {error}") from error
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
