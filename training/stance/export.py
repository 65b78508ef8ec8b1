"""Write a checkpoint as the ONNX model that the service runs: ``python -m training.stance.export``.

Dynamic int8 quantisation of the matrix products and embeddings, per channel and with seven bits of range: on
processors without VNNI the products of full-range weights overflow 16 bits and cost accuracy.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from service.pipeline.stance_model.encode import pack
from training.encoder import tokenizer
from training.loop import read_checkpoint
from training.stance.network import StanceNetwork

OPSET = 17
INPUTS = ("ids", "positions", "roles", "segments", "first", "mean")
SETTINGS = {"threshold": 0.35, "publish": 0.6, "confidence": [0.0, 1.0, 1.0, 0.0, 0.0]}
"""Settings until ``calibrate`` has chosen them."""


class OneQuote(nn.Module):
    """The network for a single quote: (T) inputs and (P, T) pools to (P, 4), without padding."""

    def __init__(self, network: StanceNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(  # noqa: PLR0917  one argument an input of the ONNX graph
        self, ids: Tensor, positions: Tensor, roles: Tensor, segments: Tensor, first: Tensor, mean: Tensor
    ) -> Tensor:
        """Run one quote."""
        mask = (segments[None, :] == 0) | (segments[None, :] == segments[:, None])
        inputs = (x[None] for x in (ids, positions, roles, mask[None], first, mean))
        return self.network(*inputs)[0]


def load(checkpoint: Path) -> StanceNetwork:
    """The network with a checkpoint's weights."""
    network = StanceNetwork()
    network.load_state_dict(read_checkpoint(checkpoint))
    return network.eval()


def to_onnx(network: StanceNetwork, path: Path) -> None:
    """Write the network in single precision."""
    packed = pack(([2000], [2001], [2002, 2003]), [[2004, 2005], [2006]])
    rows = [torch.from_numpy(x) for x in (packed.ids, packed.positions, packed.roles, packed.segments)]
    pool = torch.full((2, packed.size), 0.1)
    torch.onnx.export(
        OneQuote(network),
        (*rows, pool, pool.clone()),
        str(path),
        input_names=list(INPUTS),
        output_names=["scores"],
        dynamic_axes={
            **{name: {0: "subwords"} for name in INPUTS[:4]},
            "first": {0: "asked", 1: "subwords"},
            "mean": {0: "asked", 1: "subwords"},
            "scores": {0: "asked"},
        },
        opset_version=OPSET,
        dynamo=False,
    )


def main() -> None:
    """Read the command line and write ``model.onnx``, ``tokenizer.json`` and ``config.json``."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, default=Path("training/runs/stance/mean.pt"))
    parser.add_argument("--out", type=Path, default=Path("training/runs/stance/model"))
    parser.add_argument("--version", default="stance", help="name that the service stores with every stance")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        single = Path(folder) / "float.onnx"
        to_onnx(load(options.checkpoint), single)
        quantize_dynamic(
            single,
            options.out / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    tokenizer().save(str(options.out / "tokenizer.json"), pretty=False)
    config = {"version": options.version, **SETTINGS}
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(f"{options.out / 'model.onnx'}: {(options.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
