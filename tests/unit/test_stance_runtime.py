"""The shipped stance model runs: probabilities, negation, many propositions, one quote."""

from __future__ import annotations

import numpy as np
import pytest

from service.pipeline.classify.pairs import Pair, answer_pairs
from service.pipeline.stance_model.runtime import MOST_ASKED, Asked, Model, model

QUOTE = Asked("the minister", "said", "We will never sign this treaty.")
TREATY = ("The treaty should be signed.", "The treaty should be rejected.")


@pytest.fixture(scope="module")
def shipped() -> Model:
    return model()


def test_each_judgment_is_a_distribution(shipped: Model) -> None:
    for judgment in shipped.ask(QUOTE, [TREATY, ("Taxes should fall.", None)]):
        assert judgment.probabilities.sum() == pytest.approx(1)
        assert 0 <= judgment.agreement <= 1


def test_a_proposition_turned_around_gets_the_other_side(shipped: Model) -> None:
    there, back = shipped.ask(QUOTE, [TREATY, TREATY[::-1]])
    assert np.allclose(there.probabilities, back.probabilities[[0, 2, 1, 3]], atol=0.05)


def test_more_propositions_than_one_run_takes_are_all_answered(shipped: Model) -> None:
    assert len(shipped.ask(QUOTE, [TREATY] * MOST_ASKED)) == MOST_ASKED
    assert shipped.ask(QUOTE, []) == []


def test_the_thresholds_are_in_order(shipped: Model) -> None:
    assert 0 < shipped.threshold <= shipped.publish <= 1


def test_pairs_are_answered_one_by_one(shipped: Model) -> None:
    pairs = [Pair(str(n), QUOTE.speaker, QUOTE.cue, QUOTE.text, *TREATY) for n in range(3)]
    answers = answer_pairs(pairs, shipped)
    assert [answer.id for answer in answers] == ["0", "1", "2"]
    assert all(0 <= answer.confidence <= 1 for answer in answers)
