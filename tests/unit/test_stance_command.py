"""``onrecord stance`` reads lines, names the one at fault, and answers in the same order."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from service.commands import stance as command
from service.errors import BadRequest
from service.pipeline.classify.pairs import Pair, PairAnswer, reading_of


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    sizes: list[int] = []

    def answer(pairs: tuple[Pair, ...]) -> list[PairAnswer]:
        sizes.append(len(pairs))
        return [PairAnswer(pair.id, "favor", 0.8, "model:x") for pair in pairs]

    monkeypatch.setattr(command, "answer_pairs", answer)
    return sizes


def line(identifier: str, text: str = "We agree.") -> str:
    return json.dumps(
        {"id": identifier, "speaker": "Ana", "cue": "said", "text": text, "proposition": "X is good."}
    )


def test_pairs_of_one_quote_are_asked_together_and_answered_in_order(without_model: list[int]) -> None:
    result = CliRunner().invoke(
        command.stance, ["-"], input="\n".join([line("1"), line("2"), line("3", "No.")])
    )
    rows = [json.loads(row) for row in result.output.splitlines()]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[0] == {"id": "1", "stance": "favor", "confidence": 0.8, "decided_by": "model:x"}
    assert without_model == [2, 1]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"id": "1"}',
        '{"id": "1", "text": 3, "proposition": "X is good."}',
        '{"id": "1", "text": "\\ud83d", "proposition": "X is good."}',
        '{"id": "1", "text": "We agree.", "proposition": "X is good.", "weight": NaN}',
    ],
)
def test_a_bad_line_is_named(bad: str) -> None:
    result = CliRunner().invoke(command.stance, ["-"], input=line("1") + "\n" + bad)
    assert isinstance(result.exception, BadRequest)
    assert "Line 2" in str(result.exception)


def test_a_line_that_has_a_key_twice_is_a_bad_one() -> None:
    result = CliRunner().invoke(command.stance, ["-"], input=line("1")[:-1] + ', "id": "2"}')
    assert str(result.exception) == "Line 1: The key “id” is there twice in one object."


def test_the_lines_before_a_bad_one_are_answered_first() -> None:
    result = CliRunner().invoke(
        command.stance, ["-"], input="\n".join([line("1"), line("2"), "{", line("3")])
    )
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["1", "2"]
    assert "Line 3: Not JSON" in str(result.exception)


def test_bytes_that_are_no_utf_8_are_a_bad_line() -> None:
    result = CliRunner().invoke(command.stance, ["-"], input=line("1").encode() + b'\n\xff\xfe{"a"')
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["1"]
    assert isinstance(result.exception, BadRequest)
    assert "Line 2 is not UTF-8" in str(result.exception)


def test_a_quote_alone_is_read_with_speaker_and_cue() -> None:
    reading = reading_of(Pair("1", "Ana", "said", "We agree.", "X is good.", None))
    assert reading is not None
    assert [token.word for token in reading.tokens] == ["ana", "said", "we", "agree"]
    assert reading_of(Pair("1", "", "", "…", "X is good.", None)) is None
