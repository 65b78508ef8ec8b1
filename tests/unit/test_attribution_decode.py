from itertools import pairwise, product

import numpy as np
import pytest

from service.models import Span
from service.pipeline.attribution.decode import (
    COLUMNS,
    Floats,
    Found,
    Loose,
    Settings,
    best_path,
    marginals,
    masked,
    read_window,
)
from service.pipeline.attribution.labels import INSIDES, LABELS
from service.pipeline.attribution.windows import Window

PLAIN = Settings(
    transitions=np.zeros((len(LABELS), len(LABELS))),
    opening=np.zeros(len(LABELS)),
    eager=0.0,
    link=0.3,
    source=0.2,
    confidence=(),
    floor=0.0,
)
TAGS = {letter: LABELS.index(label) for letter, label in zip("oSsCcTt", LABELS, strict=True)}
"""One letter a tag: o out, S/s source, C/c cue, T/t content, capitals begin."""


def random_chain(seed: int, words: int) -> tuple[Floats, Settings]:
    rng = np.random.default_rng(seed)
    emissions = masked(rng.normal(size=(words, len(LABELS))), np.eye(1, words, dtype=np.int64)[0])
    settings = Settings(
        transitions=rng.normal(size=(len(LABELS), len(LABELS))),
        opening=rng.normal(size=len(LABELS)),
        eager=float(rng.normal()),
        link=0.3,
        source=0.2,
        confidence=(),
        floor=0.0,
    )
    return emissions, settings


def every_path(emissions: Floats, settings: Settings) -> dict[tuple[int, ...], float]:
    opening, steps = settings.chain()
    return {
        path: opening[path[0]]
        + sum(emissions[n, label] for n, label in enumerate(path))
        + sum(steps[a, b] for a, b in pairwise(path))
        for path in product(range(len(LABELS)), repeat=len(emissions))
    }


@pytest.mark.parametrize("seed", range(5))
def test_the_best_path_is_the_best_of_all_paths(seed: int) -> None:
    emissions, settings = random_chain(seed, 4)
    scores = every_path(emissions, settings)
    assert tuple(best_path(emissions, settings)) == max(scores, key=lambda path: scores[path])


@pytest.mark.parametrize("seed", range(5))
def test_marginals_are_the_sums_over_all_paths(seed: int) -> None:
    emissions, settings = random_chain(seed, 4)
    scores = every_path(emissions, settings)
    total = sum(np.exp(score) for score in scores.values())
    expected = np.zeros(emissions.shape)
    for path, score in scores.items():
        expected[np.arange(len(path)), path] += np.exp(score) / total
    assert np.allclose(marginals(emissions, settings), expected, atol=1e-9)


def test_no_span_opens_with_an_inside_tag() -> None:
    emissions = np.zeros((6, len(LABELS)))
    emissions[:, list(INSIDES)] = 50.0
    path = best_path(masked(emissions, np.array([1, 0, 0, 1, 0, 0])), PLAIN)
    assert path[0] not in INSIDES
    assert path[3] not in INSIDES


def test_long_windows_neither_overflow_nor_underflow() -> None:
    emissions = np.random.default_rng(0).normal(scale=80.0, size=(2000, len(LABELS)))
    found = marginals(emissions, PLAIN)
    assert np.isfinite(found).all()
    assert np.allclose(found.sum(axis=1), 1)


def window(tags: str) -> Window:
    count = len(tags)
    places = np.arange(count) * 2
    zeros = np.zeros(count + 2, dtype=np.int64)
    begins = np.eye(1, count, dtype=np.int64)[0]
    return Window(zeros, zeros, zeros, zeros, np.arange(1, count + 1), places, places + 1, begins)


def outputs(tags: str, contents: dict[int, int], cues: dict[int, int], certain: float = 40.0) -> Floats:
    """What a sure network says: a tag a word, links between first words; without a link, nobody."""
    blocks = [np.zeros((len(tags), width)) for width in COLUMNS]
    blocks[0][np.arange(len(tags)), [TAGS[letter] for letter in tags]] = 30.0
    for block, links in ((1, contents), (3, cues)):
        none = blocks[5][:, 0 if block == 1 else 1]
        none[:] = certain
        for asker, target in links.items():
            blocks[block + 1][target, target] = 8.0
            blocks[block][asker, target] = certain * 2
            none[asker] = 0.0
    return np.concatenate(blocks, axis=1)


def test_an_utterance_split_by_its_cue_is_one_attribution_with_two_spans() -> None:
    tags = "TSCT"
    (found,) = read_window(outputs(tags, {0: 2, 3: 2}, {2: 1}), window(tags), PLAIN)
    assert isinstance(found, Found)
    assert found.content == (Span(0, 1), Span(6, 7))
    assert (found.cue, found.source) == (Span(4, 5), Span(2, 3))
    assert found.certainty > 0.99
    assert found.link > 0.99


def test_two_cues_can_share_a_source() -> None:
    tags = "SCTCT"
    first, second = read_window(outputs(tags, {2: 1, 4: 3}, {1: 0, 3: 0}), window(tags), PLAIN)
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert first.source == second.source == Span(0, 1)


def test_a_content_that_points_to_nobody_is_loose() -> None:
    tags = "CoT"
    assert read_window(outputs(tags, {}, {}), window(tags), PLAIN) == [Loose(Span(4, 5))]


def test_a_cue_that_points_to_nobody_has_no_source() -> None:
    tags = "SCT"
    (found,) = read_window(outputs(tags, {2: 1}, {}), window(tags), PLAIN)
    assert isinstance(found, Found)
    assert found.source is None


def test_a_cue_without_content_is_no_attribution() -> None:
    tags = "SCo"
    assert read_window(outputs(tags, {}, {1: 0}), window(tags), PLAIN) == []
