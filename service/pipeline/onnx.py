"""What the trained models share in being run: their sessions, and one of each a process."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

M = TypeVar("M")


def open_session(path: Path, threads: int = 1) -> InferenceSession:
    """The network in a file, to be run with ``threads``. Open it after a fork, never before."""
    # Here and not above: on being imported it starts threads and takes signals, which the server's master
    # can't have: it only forks. Nor is what is run here told to its makers.
    import onnxruntime  # noqa: PLC0415

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # every input has its own length
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def once_a_process(open_model: Callable[[], M]) -> Callable[[], M]:
    """A function that opens a model when it is first asked for it, and gives the same one from then on.

    A session does not survive a fork, so the key is who asks: a process that was forked opens its own. With
    one thread each, because the workers of an ingest and of the server are processes already.
    """

    @lru_cache(maxsize=1)
    def opened(process: int) -> M:
        return open_model()

    return lambda: opened(os.getpid())
