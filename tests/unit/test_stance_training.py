"""What training reads and how it scores, without a network."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from training.stance.corpus import OPPOSITE, OWN, Item, Question, divide, read, split
from training.stance.linear import LinearModel
from training.stance.restated import DENYING, negated, restated
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


def polnear(folder: Path, *names: str) -> Path:
    """A corpus of articles with one attribution each."""
    for kind in ("text", "attributions"):
        (folder / "train" / kind).mkdir(parents=True)
    for name in names:
        (folder / "train" / "text" / name).write_text("Ana said taxes must fall.", encoding="utf-8")
        spans = "T1\tSource 0 3\tAna\nT2\tCue 4 8\tsaid\nT3\tContent 9 24\ttaxes must fall\n"
        event = "E1\tAttribution:T2 Content:T3 Cue:T2 Source:T1\n"
        path = folder / "train" / "attributions" / f"{Path(name).stem}_x.ann"
        path.write_text(spans + event, encoding="utf-8")
    return folder


def test_labels_find_their_quotes_in_the_corpus_and_leave_out_what_is_kept_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"a{n:02}.txt" for n in range(14)]
    scenes = [SCENE | {"article": name} for name in names]
    (tmp_path / "news_train.jsonl").write_text("\n".join(map(json.dumps, scenes)), encoding="utf-8")
    (tmp_path / "written.jsonl").write_text("", encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    asked = [{"p": 1, "text": "Taxes are high.", "negation": "Taxes are low."}]
    labelled = [{"article": name, "propositions": asked, "labels": [[1, 1, "favor"]]} for name in names]
    (own / "news.jsonl").write_text("\n".join(map(json.dumps, labelled)), encoding="utf-8")
    (own / "written.jsonl").write_text(json.dumps(SCENE | {"article": "w1"}), encoding="utf-8")
    monkeypatch.setattr("training.stance.corpus.OWN", own)
    kept, held = split(tmp_path, polnear(tmp_path / "polnear", *names))
    assert {item.article for item in held} == {"a07.txt"}
    assert "a07.txt" not in {item.article for item in kept}
    added = [item for item in kept if item.questions[0].text == "Taxes are high."]
    assert len(added) == 13
    assert {(item.speaker, item.cue, item.text) for item in added} == {("Ana", "said", "taxes must fall")}
    assert "w1" in {item.article for item in kept}


@pytest.mark.parametrize(
    ("statement", "turned"),
    [
        ("The bridge should be closed.", "The bridge should not be closed."),
        ("Taxes are too high.", "Taxes are not too high."),
        ("Nobody is safe, and no one should doubt it.", None),
        ("The council failed.", None),
    ],
)
def test_a_statement_is_negated_at_its_first_auxiliary_or_not_at_all(
    statement: str, turned: str | None
) -> None:
    assert negated(statement) == turned


def test_a_quote_that_restates_a_proposition_is_for_it_or_against_it_and_its_negation_gets_the_opposite() -> (
    None
):
    question = Question(
        "q",
        "The city should ban trucks from the bridge.",
        "The city should open the bridge to trucks.",
        "none",
    )
    sides = {}
    for seed in range(400):
        item, asked = restated(question, "Ana", random.Random(seed))
        (text, side), (negation, other), *turned = asked
        assert (text, negation, other) == (question.text, question.negation, OPPOSITE[side])
        assert turned == [("The city should not ban trucks from the bridge.", other)]
        sides[item.cue in DENYING, item.text] = side
    assert sides[False, "I am against banning trucks from the bridge"] == "against"
    assert sides[False, "we oppose opening the bridge to trucks"] == "favor"
    assert sides[True, "that The city should ban trucks from the bridge"] == "against"


@pytest.mark.parametrize("name", ["news", "written"])
def test_the_labels_of_the_repository_are_whole(name: str) -> None:
    lines = (OWN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    scenes = [json.loads(line) for line in lines]
    assert len({scene["article"] for scene in scenes}) == len(scenes) > 400
    for scene in scenes:
        asked = {each["p"] for each in scene["propositions"]}
        assert all(each["text"] and each["negation"] for each in scene["propositions"])
        pairs = [(quote, p) for quote, p, side in scene["labels"] if side in OPPOSITE]
        assert len(set(pairs)) == len(scene["labels"])
        assert {p for _, p in pairs} <= asked


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
