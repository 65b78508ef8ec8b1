"""Write a checkpoint as the ONNX model that the service runs: ``python -m training.attribution.export``.

Dynamic int8 quantisation of the matrix products and embeddings, per channel and with seven bits of range: on
processors without VNNI the products of full-range weights overflow 16 bits and cost accuracy. The last
product of the first layers stays in single precision: a few of its inputs are so large that the others fall
on zero.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.attribution.network import Attributor
from training.encoder import tokenizer
from training.loop import read_checkpoint

OPSET = 17
INPUTS = ("ids", "shapes", "quotes", "first", "heads")
PRECISE = tuple(f"/network/layers.{layer}/narrow/MatMul" for layer in range(3))
"""Kept as they are: quantised too, they more than double how far the tags diverge from the exact ones."""
SETTINGS = {
    "eager": 0.0,
    "link": 0.3,
    "source": 0.2,
    "confidence": [2.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0],
    "floor": 0.0,
}
"""Decoding settings until ``calibrate`` has chosen them."""


class OneWindow(nn.Module):
    """The network for a single window: (T) inputs and (W) heads to (W, outputs), without padding or mask."""

    def __init__(self, network: Attributor) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor, quotes: Tensor, first: Tensor, heads: Tensor) -> Tensor:
        """Run one window."""
        inputs = (x[None] for x in (ids, shapes, quotes, first, heads))
        return self.network(*inputs, mask=None, annotators=None)[0]


def load(checkpoint: Path) -> Attributor:
    """The network with a checkpoint's weights."""
    network = Attributor()
    network.load_state_dict(read_checkpoint(checkpoint))
    return network.eval()


def to_onnx(network: Attributor, path: Path) -> None:
    """Write the network in single precision."""
    length, words = 19, 11  # any numbers: both axes are dynamic
    zeros = torch.zeros(length, dtype=torch.int64)
    heads = torch.arange(1, words + 1)
    torch.onnx.export(
        OneWindow(network),
        (zeros + 100, zeros, zeros, zeros, heads),
        str(path),
        input_names=list(INPUTS),
        output_names=["outputs"],
        dynamic_axes={
            **{name: {0: "subwords"} for name in INPUTS[:4]},
            "heads": {0: "words"},
            "outputs": {0: "words"},
        },
        opset_version=OPSET,
        dynamo=False,
    )


def main() -> None:
    """Read the command line and write ``model.onnx``, ``tokenizer.json`` and ``config.json``."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, default=Path("training/runs/attribution/mean.pt"))
    parser.add_argument("--out", type=Path, default=Path("training/runs/attribution/model"))
    parser.add_argument(
        "--version", default="attribution", help="name that the service stores with every quote"
    )
    parser.add_argument("--keep-float", action="store_true", help="also write float.onnx, to compare")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    network = load(options.checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        single = (options.out if options.keep_float else Path(folder)) / "float.onnx"
        to_onnx(network, single)
        quantize_dynamic(
            single,
            options.out / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=list(PRECISE),
        )
    tokenizer().save(str(options.out / "tokenizer.json"), pretty=False)
    config = {
        "version": options.version,
        "transitions": network.transitions.detach().numpy().round(4).tolist(),
        "opening": network.opening.detach().numpy().round(4).tolist(),
        **SETTINGS,
    }
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(f"{options.out / 'model.onnx'}: {(options.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
