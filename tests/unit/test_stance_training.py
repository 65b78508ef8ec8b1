"""What training reads and how it scores, without a network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.stance.corpus import Item, Question, divide, read
from training.stance.linear import LinearModel
from training.stance.scoring import Row, best_threshold, calibration_error, figures, threshold_for

SCENE = {
    "article": "a1",
    "quotes": [{"id": 1, "source": "Ana", "cue": "said", "content": "Taxes must fall."}],
    "propositions": [
        {"p": 1, "text": "Taxes should fall.", "negation": "Taxes should rise."},
        {"p": 2, "text": "Schools should open.", "negation": "Schools should stay shut."},
    ],
    "labels": [[1, 1, "favor", "explicit"]],
}


def written(folder: Path, *scenes: object) -> Path:
    path = folder / "scenes.jsonl"
    path.write_text("\n".join(json.dumps(scene) for scene in scenes) + "\n", encoding="utf-8")
    return path


def test_a_pair_without_a_label_is_not_addressed(tmp_path: Path) -> None:
    ((item,),) = read(written(tmp_path, SCENE))
    assert [question.side for question in item.questions] == ["favor", "none"]
    assert [question.id for question in item.questions] == ["a1#1#1", "a1#1#2"]
    assert item.addressed


def test_a_strange_label_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a1"):
        list(read(written(tmp_path, SCENE | {"labels": [[1, 1, "pro", ""]]})))


def test_whole_articles_are_kept_aside() -> None:
    articles = [[Item(str(n), "", "", "", ())] for n in range(28)]
    kept, held = divide(articles, 14)
    assert [article[0].article for article in held] == ["7", "21"]
    assert len(kept) == 26


ROWS = [
    Row("favor", "favor", 0.9),
    Row("none", "favor", 0.6),
    Row("against", "against", 0.5),
    Row("favor", "against", 0.2),
]


def test_figures_count_a_wrong_side_twice() -> None:
    every = figures(ROWS)
    assert (every.answered, every.precision, every.recall) == (4, 0.5, pytest.approx(2 / 3))
    assert figures(ROWS, 0.3).f1 == pytest.approx(2 * 2 / (3 + 3))


def test_the_best_threshold_leaves_out_what_is_wrong() -> None:
    assert 0.2 < best_threshold(ROWS) <= 0.5


def test_the_publishing_threshold_reaches_its_precision() -> None:
    rows = [Row("favor", "favor" if n >= 50 else "against", n / 100) for n in range(100)]
    threshold = threshold_for(rows, 0.75)
    assert figures(rows, threshold).precision >= 0.75
    assert figures(rows, threshold - 0.05).precision < figures(rows, threshold).precision


def test_the_calibration_error_of_honest_confidence_is_nothing() -> None:
    rows = [Row("favor", "favor" if n < 7 else "against", 0.7) for n in range(10)]
    assert calibration_error(rows) == pytest.approx(0)
    assert calibration_error([Row("none", "favor", 0.9)]) == pytest.approx(0.9)


def test_the_linear_control_learns_a_word() -> None:
    def item(text: str, side: str) -> Item:
        return Item(
            "a", "Ana", "said", text, (Question("a#1#1", "Taxes should fall.", "Taxes should rise.", side),)
        )

    items = [item("we love lower taxes", "favor"), item("we hate lower taxes", "against")] * 30
    model = LinearModel.train(items)
    assert model.answer("we love lower taxes", "said", "Taxes should fall.")[0] == "favor"
    assert model.answer("we hate lower taxes", "said", "Taxes should fall.")[0] == "against"
