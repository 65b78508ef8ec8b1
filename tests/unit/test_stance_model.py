"""The stance model's input, its confidence, and how its answer is put beside the rules'."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from service.models import Cues, Topic
from service.pipeline.classify.judge import BESIDE_CUES, combine
from service.pipeline.classify.rules import Finding
from service.pipeline.stance_model.encode import CLS, COLON, SEP, pack
from service.pipeline.stance_model.runtime import Answer, Judgment, Model, features, softmax

QUOTE = ([11], [12, 13], [14, 15, 16])
BARE = Topic("t", "Taxes should fall.", "Taxes should rise.")
SHARPENED = Topic("t", "Taxes should fall.", cues=Cues(favor=("cut taxes",)))
MODEL = SimpleNamespace(version="m", threshold=0.3, publish=0.6)


def test_a_quote_and_its_propositions_are_one_input() -> None:
    packed = pack(QUOTE, [[21, 22], [23]])
    assert packed.ids.tolist() == [
        *[CLS, 11, 12, 13, COLON, 14, 15, 16, SEP],
        *[CLS, 21, 22, SEP],
        *[CLS, 23, SEP],
    ]
    assert packed.roles.tolist() == [0, 0, 1, 1, 1, 2, 2, 2, 2, *[3] * 7]
    assert packed.segments.tolist() == [*[0] * 9, 1, 1, 1, 1, 2, 2, 2]
    assert packed.bounds.tolist() == [[9, 13], [13, 16]]


def test_every_proposition_begins_where_the_quote_ends() -> None:
    packed = pack(QUOTE, [[21, 22], [23]])
    assert packed.positions.tolist() == [*range(9), 9, 10, 11, 12, 9, 10, 11]


def test_scores_become_probabilities_however_large() -> None:
    found = softmax(np.array([[1e4, 0.0], [0.0, 0.0]]))
    assert found.tolist() == [[1.0, 0.0], [0.5, 0.5]]


def judged(*probabilities: float) -> Judgment:
    return Judgment(np.array(probabilities), 0.9, 2)


def test_features_grow_with_being_addressed_and_with_one_side() -> None:
    weak, sure = features(judged(0.9, 0.05, 0.05, 0.0)), features(judged(0.1, 0.85, 0.05, 0.0))
    assert sure[0] > weak[0]
    assert sure[1] > weak[1]
    assert sure[2:] == (0.9, 2)
    assert all(np.isfinite(features(judged(1.0, 0.0, 0.0, 0.0))))


def test_an_answer_is_the_likeliest_side_with_a_chance() -> None:
    settings = SimpleNamespace(confidence=(0.0, 1.0, 1.0, 0.0, 0.0))
    answer = Model.answer(settings, judged(0.2, 0.1, 0.6, 0.1))  # type: ignore[arg-type]
    assert answer.side == "against"
    assert 0 < answer.confidence < 1


def found(side: str) -> Finding:
    return Finding(side, "cue-favor", 0.9, (3,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("finding", "answer", "topic", "side"),
    [
        (found("favor"), Answer("favor", 0.9), SHARPENED, "favor"),
        (found("favor"), Answer("against", 0.4), SHARPENED, "favor"),
        (found("favor"), Answer("against", 0.6 + BESIDE_CUES / 2), SHARPENED, "favor"),
        (found("favor"), Answer("against", 0.9), SHARPENED, "unsure"),
        (found("unsure"), Answer("against", 0.9), SHARPENED, "unsure"),
        (Finding("unsure", "targets-disagree", 0.4, (3,)), Answer("favor", 0.1), SHARPENED, "unsure"),
        (None, Answer("against", 0.7), BARE, "against"),
        (None, Answer("against", 0.5), BARE, "unsure"),
        (None, Answer("against", 0.2), BARE, None),
    ],
)
def test_rules_and_model_are_put_together(
    finding: Finding | None, answer: Answer, topic: Topic, side: str | None
) -> None:
    together = combine(finding, answer, MODEL, topic)  # type: ignore[arg-type]
    assert (together.side if together else None) == side


def test_a_guess_from_a_bare_proposition_only_seconds_the_model() -> None:
    guess = Finding("favor", "proposition-praised", 0.45, (3,))
    seconded = combine(guess, Answer("favor", 0.4), MODEL, BARE)  # type: ignore[arg-type]
    assert seconded is not None
    assert (seconded.side, seconded.rule) == ("favor", "proposition-praised, model:m")
    assert combine(guess, Answer("favor", 0.2), MODEL, BARE) is None  # type: ignore[arg-type]
    against = combine(guess, Answer("against", 0.7), MODEL, BARE)  # type: ignore[arg-type]
    assert against is not None
    assert against.side == "against"


def test_what_decided_is_named() -> None:
    alone = combine(None, Answer("favor", 0.7), MODEL, BARE)  # type: ignore[arg-type]
    assert alone is not None
    assert alone.rule == "model:m"
    torn = combine(found("favor"), Answer("against", 0.9), MODEL, SHARPENED)  # type: ignore[arg-type]
    assert torn is not None
    assert torn.rule == "cue-favor, model:m disagrees"
