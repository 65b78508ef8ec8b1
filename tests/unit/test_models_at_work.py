"""What the trained models share: one a process, and chances that add up as log odds."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pipeline.odds import LEAST, chance_of, log_odds
from service.pipeline.onnx import once_a_process


def test_a_model_is_opened_once_a_process_and_anew_where_that_was_forked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[int] = []
    model = once_a_process(lambda: opened.append(os.getpid()) or len(opened))
    assert opened == []
    assert (model(), model()) == (1, 1)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert (model(), model()) == (2, 2)
    assert opened[1] == -1


def test_two_models_are_two() -> None:
    first, second = once_a_process(object), once_a_process(object)
    assert first() is first()
    assert first() is not second()


@given(st.floats(0.001, 0.999))
def test_log_odds_are_a_chance_written_otherwise(chance: float) -> None:
    assert chance_of(log_odds(chance)) == pytest.approx(chance, abs=1e-4)


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_no_chance_is_so_sure_that_it_has_no_log_odds(chance: float) -> None:
    assert abs(log_odds(chance)) == pytest.approx(-log_odds(LEAST))
