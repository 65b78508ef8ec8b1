"""The attribution model at work: one onnxruntime session a process, articles read window by window."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from service.models import Attribution
from service.pipeline.attribution.confidence import chance
from service.pipeline.attribution.decode import Found, Loose, Settings, read_window
from service.pipeline.attribution.features import paragraphs, places
from service.pipeline.attribution.join import join, utterances, without_marks
from service.pipeline.attribution.trim import in_marks, in_one_sentence
from service.pipeline.attribution.windows import Window, windows
from service.pipeline.cues import attitude_of
from service.pipeline.onnx import once_a_process, open_session

FOLDER = Path(__file__).with_name("model")
"""Where the shipped model lies: ``model.onnx``, ``tokenizer.json``, ``config.json``."""


class Model:
    """The network with its tokenizer and settings. Open it after a fork, never before."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1, name: str = "model.onnx") -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.version: str = config["version"]
        self.settings = Settings(
            transitions=np.array(config["transitions"]),
            opening=np.array(config["opening"]),
            eager=config["eager"],
            link=config["link"],
            source=config["source"],
            confidence=tuple(config["confidence"]),
            floor=config["floor"],
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._session = open_session(folder / name, threads)

    def run(self, window: Window) -> np.ndarray:
        """The network's outputs (W, sum of ``decode.COLUMNS``) for one window."""
        inputs = {name: getattr(window, name) for name in ("ids", "shapes", "quotes", "first", "heads")}
        return np.asarray(self._session.run(None, inputs)[0], dtype=np.float64)

    def find(self, text: str, skip: tuple[tuple[int, int], ...] = ()) -> list[Found]:
        """Every attribution of a text outside the stretches in ``skip``, before marks are taken off."""
        spans = list(places(text, skip))
        return assemble(text, spans, self.read(text, spans), self.settings)

    def read(self, text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[Window, np.ndarray]]:
        """Every window of the paragraphs at ``spans`` with what the network says of it, one at a time."""
        for window in windows(paragraphs(text, self._tokenizer, spans), text):
            yield window, self.run(window)

    def attribute(self, text: str, skip: tuple[tuple[int, int], ...] = ()) -> tuple[Attribution, ...]:
        """The attributions of a text in the order of their contents."""
        results = []
        for found in self.find(text, skip):
            source = in_one_sentence(text, found.source, found.cue) if found.source else None
            confidence = chance(found, text, self.settings.confidence)
            if confidence < self.settings.floor:
                continue
            for whole in utterances(text, found.content):
                parts = in_marks(text, whole, found.cue)
                bare = [(part, without_marks(text, part)) for part in parts]
                content = tuple(span for _, span in bare if span.start < span.end)
                if content:
                    quoted = any(span.start > part.start for part, span in bare)
                    attitude = attitude_of(
                        found.cue.of(text), source.of(text) if source else None, quoted=quoted
                    )
                    results.append(Attribution(content, found.cue, source, attitude, confidence))
        return tuple(sorted(results, key=lambda a: (a.start, a.end)))


model = once_a_process(Model)
"""The shipped model of this process."""


def assemble(
    text: str,
    spans: list[tuple[int, int]],
    readings: Iterable[tuple[Window, np.ndarray]],
    settings: Settings,
) -> list[Found]:
    """The attributions that the network's outputs, window by window, amount to."""
    found: list[Found | Loose] = []
    for window, outputs in readings:
        found += read_window(outputs, window, settings)
    return join(text, spans, found)
