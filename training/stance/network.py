"""The network: MiniLM's encoder over a packed quote with its propositions, and a small head for each.

A proposition's first vector, the mean of its vectors, and how that mean differs from the quote's (product and
absolute difference, as in InferSent, Conneau et al., EMNLP 2017) go through a hidden layer to four scores:
not addressed, in favor, against, neutral.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, gelu

from service.pipeline.stance_model.encode import LABELS, ROLES
from training.attribution.network import WIDTH, Attributor
from training.stance.batches import IGNORED, Batch

HIDDEN = 192
ROLES_AT = 2
"""The layer before which speaker, cue, quote and proposition are marked. Those below it learn nothing: they
read words in context, which they know from pretraining, and their share of the work is better spent on more
examples.
"""
SMOOTHING = 0.05
"""Label smoothing: some labels are doubtful, missing ones most of all."""


class StanceNetwork(nn.Module):
    """Encoder and head. ``forward`` gives (B, P, 4) scores."""

    def __init__(self, encoder: Attributor | None = None) -> None:
        """Without weights, or with those of another network's ``encoder``."""
        super().__init__()
        encoder = encoder or Attributor()
        self.words = encoder.words
        self.positions = encoder.positions
        self.norm = encoder.norm
        self.layers = encoder.layers
        self.roles = nn.Embedding(len(ROLES), WIDTH)
        self.dropout = nn.Dropout(0.1)
        self.hidden = nn.Linear(4 * WIDTH, HIDDEN)
        self.scores = nn.Linear(HIDDEN, len(LABELS))
        nn.init.zeros_(self.roles.weight)

    def forward(  # noqa: PLR0917  one argument an input of the ONNX graph
        self, ids: Tensor, positions: Tensor, roles: Tensor, mask: Tensor, first: Tensor, mean: Tensor
    ) -> Tensor:
        """Inputs as in ``Batch`` -> (B, P, 4)."""
        x = self.norm(self.words(ids) + self.positions(positions))
        for number, layer in enumerate(self.layers):
            if number == ROLES_AT:
                x = x + self.roles(roles)
            x = layer(x, mask)
        inside = (roles < ROLES.index("proposition")).to(x.dtype) * mask[:, 0, 0].to(x.dtype)
        quote = (inside[:, None, :] @ x) / inside.sum(dim=-1)[:, None, None]
        asked = mean @ x
        asked = torch.cat([first @ x, asked, asked * quote, (asked - quote).abs()], dim=-1)
        return self.scores(self.dropout(gelu(self.hidden(asked))))

    def loss(self, batch: Batch) -> Tensor:
        """Mean cross-entropy over what is asked."""
        scores = self(batch.ids, batch.positions, batch.roles, batch.mask, batch.first, batch.mean)
        return cross_entropy(
            scores.flatten(0, 1), batch.labels.flatten(), ignore_index=IGNORED, label_smoothing=SMOOTHING
        )
