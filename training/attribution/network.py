"""The network: a small BERT (MiniLM, Wang et al. 2020) with tag, transition and pointer heads.

Tags follow a linear-chain conditional random field (Lafferty et al. 2001; on top of a neural encoder as in
Lample et al. 2016). Two pointer heads (Vinyals et al. 2015) link content to cue and cue to source by scaled
dot products between words, so that reading a window once is enough.

Six people annotated PolNeAR, each with habits of their own. In training the network is told whose annotation
it is to give, so that their habits are learnt as theirs and not as the language's; the service asks for no
one's.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, gelu, scaled_dot_product_attention

from service.pipeline.attribution.decode import COLUMNS, POINTER
from service.pipeline.attribution.features import QUOTE_STATES, SHAPES
from service.pipeline.attribution.labels import FORBIDDEN, INSIDES, LABELS, forbidden
from training.attribution.encode import ANNOTATORS, NOBODY, Batch

WIDTH, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
POINTER_WEIGHT = 0.2
"""What each pointer's loss counts beside the tags'."""
OUTPUTS = tuple(zip(("tags", "content", "cue_key", "cue", "source_key", "none"), COLUMNS, strict=True))


class FeatureDropout(nn.Module):
    """Hides the same features of every subword of a window (Gal and Ghahramani 2016).

    A mask for each subword would halve the speed on a CPU; this one costs next to nothing.
    """

    def __init__(self, share: float = 0.1) -> None:
        super().__init__()
        self._kept = 1 - share

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, WIDTH) -> the same."""
        if not self.training:
            return x
        return x * (x.new_empty(x.shape[0], 1, x.shape[2]).bernoulli_(self._kept) / self._kept)


class Layer(nn.Module):
    """One transformer layer, normalised after each block as BERT is."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = FeatureDropout()

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(B, T, WIDTH) -> the same; ``mask`` (B, 1, 1, T) is true where a subword stands."""
        size = (x.shape[0], x.shape[1], ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        query, key, value = (
            part.reshape(size).transpose(1, 2) for part in self.attention(x).chunk(3, dim=-1)
        )
        mixed = scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.attention_norm(x + self.dropout(self.attended(mixed.transpose(1, 2).reshape(x.shape))))
        return self.norm(x + self.dropout(self.narrow(gelu(self.widen(x)))))


class Attributor(nn.Module):
    """Encoder and heads. ``forward`` gives (B, W, outputs): the columns of ``OUTPUTS`` side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.quotes = nn.Embedding(QUOTE_STATES, WIDTH)
        self.first = nn.Embedding(2, WIDTH)
        self.annotators = nn.Parameter(torch.zeros(ANNOTATORS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.Linear(WIDTH, sum(width for _, width in OUTPUTS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.opening = nn.Parameter(torch.zeros(len(LABELS)))
        self.register_buffer("forbidden", torch.from_numpy(forbidden()), persistent=False)
        for extra in (self.shapes, self.quotes, self.first):
            nn.init.normal_(extra.weight, std=0.02)

    def load_pretrained(self, folder: Path) -> None:
        """Take the encoder's weights from a BERT checkpoint; segment 0 is folded into the positions."""
        weights = load_file(str(folder / "model.safetensors"))
        weights = {name.removeprefix("bert."): value for name, value in weights.items()}

        def put(module: nn.Module, *names: str) -> None:
            for kind in ("weight", "bias"):
                parts = [weights[f"{name}.{kind}"] for name in names]
                getattr(module, kind).data.copy_(torch.cat(parts))

        self.words.weight.data.copy_(weights["embeddings.word_embeddings.weight"])
        positions = weights["embeddings.position_embeddings.weight"]
        self.positions.weight.data.copy_(positions + weights["embeddings.token_type_embeddings.weight"][0])
        put(self.norm, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            base = f"encoder.layer.{number}."
            attention = base + "attention.self."
            put(layer.attention, attention + "query", attention + "key", attention + "value")
            put(layer.attended, base + "attention.output.dense")
            put(layer.attention_norm, base + "attention.output.LayerNorm")
            put(layer.widen, base + "intermediate.dense")
            put(layer.narrow, base + "output.dense")
            put(layer.norm, base + "output.LayerNorm")

    def forward(  # noqa: PLR0917  one argument an input of the ONNX graph
        self,
        ids: Tensor,
        shapes: Tensor,
        quotes: Tensor,
        first: Tensor,
        heads: Tensor,
        mask: Tensor | None,
        annotators: Tensor | None,
    ) -> Tensor:
        """Inputs (B, T), word heads (B, W) and (B, ANNOTATORS) -> (B, W, outputs)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = (
            self.words(ids)
            + self.positions(places)
            + self.shapes(shapes)
            + self.quotes(quotes)
            + self.first(first)
        )
        if annotators is not None:
            x = x + (annotators @ self.annotators)[:, None, :]
        x = self.norm(x)
        spread = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, spread)
        x = torch.gather(x, 1, heads[:, :, None].expand(-1, -1, WIDTH))
        return self.heads(self.dropout(x))

    def read(self, batch: Batch) -> dict[str, Tensor]:
        """The outputs of a batch by name, each (B, W, width)."""
        out = self(
            batch.ids, batch.shapes, batch.quotes, batch.first, batch.heads, batch.mask, batch.annotators
        )
        names, widths = zip(*OUTPUTS, strict=True)
        return dict(zip(names, out.split(list(widths), dim=-1), strict=True))

    def losses(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Mean negative log-likelihoods: of tag sequences (a word), single tags, and both kinds of links."""
        out = self.read(batch)
        emissions = out["tags"]
        closed = torch.zeros(len(LABELS), dtype=torch.bool)
        closed[list(INSIDES)] = True
        emissions = emissions.masked_fill(batch.begins[:, :, None] & closed, FORBIDDEN)
        tags = chain_loss(emissions, batch.tags, batch.words, self.transitions + self.forbidden, self.opening)
        single = cross_entropy(emissions[batch.words], batch.tags[batch.words])
        none = out["none"]
        contents = pointer_loss(out["content"], out["cue_key"], none[..., 0], batch.contents, batch.words)
        cues = pointer_loss(out["cue"], out["source_key"], none[..., 1], batch.cues, batch.words)
        return tags, single, contents, cues

    def loss(self, batch: Batch) -> Tensor:
        """What training makes small. The chain alone says little about the middle of a long content."""
        tags, single, contents, cues = self.losses(batch)
        return tags + single + POINTER_WEIGHT * (contents + cues)


def chain_loss(
    emissions: Tensor, tags: Tensor, words: Tensor, transitions: Tensor, opening: Tensor
) -> Tensor:
    """Negative log-likelihood a word of tag sequences under a linear chain.

    ``emissions`` (B, W, L), ``tags`` (B, W), ``words`` (B, W) true where a word stands, ``transitions`` (L,
    L) from -> to, ``opening`` (L).
    """
    chosen = emissions.gather(2, tags[:, :, None]).squeeze(2)
    steps = transitions[tags[:, :-1], tags[:, 1:]]
    gold = (chosen * words).sum() + (steps * words[:, 1:]).sum() + opening[tags[:, 0]].sum()
    alpha = opening + emissions[:, 0]
    for place in range(1, emissions.shape[1]):
        following = torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + emissions[:, place]
        alpha = torch.where(words[:, place, None], following, alpha)
    return (torch.logsumexp(alpha, dim=1).sum() - gold) / words.sum()


def pointer_loss(queries: Tensor, keys: Tensor, none: Tensor, links: Tensor, words: Tensor) -> Tensor:
    """Cross-entropy of links over all words of the window and "none" (the first column).

    A span asks with the mean of its first and last word; what it seeks answers with its first word.
    """
    if not len(links):
        return queries.sum() * 0.0
    row, first, last, target = links.unbind(1)
    asked = (queries[row, first] + queries[row, last]) / 2
    nobody = (none[row, first] + none[row, last]) / 2
    scores = torch.einsum("nd,nwd->nw", asked, keys[row]) / POINTER**0.5
    scores = scores.masked_fill(~words[row], FORBIDDEN)
    return cross_entropy(torch.cat([nobody[:, None], scores], dim=1), target - NOBODY)
