"""One quote and all propositions asked of it, as one input of the stance model.

    [CLS] speaker cue : quote [SEP]  [CLS] proposition [SEP]  [CLS] proposition [SEP] ...

The quote attends to itself alone; each proposition to itself and to the quote. So the quote is read once
however many propositions are asked, each gets the answer it would get alone, and its positions start where
the quote ends (the block-wise masks of "prefix" attention; compare DeFormer, Cao et al., ACL 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

LABELS = ("none", "favor", "against", "neutral")
CLS, SEP, COLON = 101, 102, 1024

SPEAKER_LIMIT, CUE_LIMIT, QUOTE_LIMIT, PROPOSITION_LIMIT = 16, 12, 120, 48
"""Subwords kept of each part. A quote's first words carry its stance more often than its last."""

ROLES = ("speaker", "cue", "quote", "proposition")
_SPEAKER, _CUE, _QUOTE, _PROPOSITION = range(4)

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Packed:
    """The input for one quote: four rows of T subwords, and where each proposition begins and ends."""

    ids: Integers
    positions: Integers
    roles: Integers
    segments: Integers  # 0 for the quote, 1, 2, ... for the propositions
    bounds: Integers  # (P, 2)

    @property
    def size(self) -> int:
        """How many subwords there are."""
        return len(self.ids)


def subwords(tokenizer: Tokenizer, text: str, limit: int) -> list[int]:
    """The first ``limit`` subwords of a text, without special ones."""
    return list(tokenizer.encode(text, add_special_tokens=False).ids[:limit])


def pack(quote: Sequence[Sequence[int]], propositions: Sequence[Sequence[int]]) -> Packed:
    """Lay out the subwords of (speaker, cue, text) and of each proposition."""
    speaker, cue, text = quote
    ids = [CLS, *speaker, *cue, COLON, *text, SEP]
    roles = [_SPEAKER] * (1 + len(speaker)) + [_CUE] * (len(cue) + 1) + [_QUOTE] * (len(text) + 1)
    positions = list(range(len(ids)))
    segments = [0] * len(ids)
    bounds = []
    read = len(ids)
    for number, proposition in enumerate(propositions, 1):
        size = len(proposition) + 2
        bounds.append((len(ids), len(ids) + size))
        ids += [CLS, *proposition, SEP]
        roles += [_PROPOSITION] * size
        positions += range(read, read + size)
        segments += [number] * size
    return Packed(
        ids=np.array(ids, dtype=np.int64),
        positions=np.array(positions, dtype=np.int64),
        roles=np.array(roles, dtype=np.int64),
        segments=np.array(segments, dtype=np.int64),
        bounds=np.array(bounds, dtype=np.int64).reshape(-1, 2),
    )
