"""Lines on standard output, which may lead nowhere: the reader left, or the disk is full."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """End the block quietly where who read our lines has enough (``| head``): that is no error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        drop_unwritable()


def drop_unwritable() -> None:
    """Give up the lines that standard output does not take: the interpreter would try again, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
