"""Pure steps of the pipeline over a stream of articles, in this process or in several.

Results come in the order of the articles and only a few articles are under way at a time, so that memory does
not grow with the stream. Workers are spawned, each loads its own models, and each ends by itself when the
process that started it is gone, killed or not. A signal to the whole group, such as a terminal's Ctrl-C or a
supervisor's SIGTERM, is for the parent alone.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Generic, TypeVar

from service.errors import BadArticle, OnRecordError, StoreError
from service.pipeline import Knowledge

T = TypeVar("T")
R = TypeVar("R")
Step = Callable[[T, Knowledge], R]

AHEAD = 3
"""Articles under way for each worker: enough that none waits for the writer."""

_STOPPING = (signal.SIGINT, signal.SIGTERM)

_log = logging.getLogger(__name__)
_knowledge: Knowledge | None = None


@dataclass(frozen=True, slots=True)
class Failed(Generic[T]):
    """Something that a step could not take, and why."""

    item: T
    reason: str


@dataclass(frozen=True, slots=True)
class Settled(Generic[R]):
    """Something that needs no step any more: it passes through, in its place."""

    result: R


class Workers:
    """``count`` processes that run steps with ``knowledge``; with one, the steps run in this process."""

    def __init__(self, count: int, knowledge: Knowledge) -> None:
        self._count = count
        self._knowledge = knowledge
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        if self._count > 1:
            self._pool = ProcessPoolExecutor(
                self._count, multiprocessing.get_context("spawn"), _begin, (self._knowledge,)
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(
        self, step: Step[T, R], items: Iterable[T | Settled[object]]
    ) -> Iterator[R | Failed[T] | Settled[object]]:
        """``step`` of each item, in their order; what is settled passes, what fails comes as Failed."""
        if self._pool is None:
            for item in items:
                yield item if isinstance(item, Settled) else attempt(step, item, self._knowledge)
            return
        under_way: deque[Future[R | Failed[T]] | Settled[object]] = deque()
        for item in items:
            if isinstance(item, Settled):
                under_way.append(item)
            else:
                with _held_back(), _deaths_told():
                    under_way.append(self._pool.submit(_work, step, item))
            if len(under_way) >= self._count * AHEAD:
                yield _result(under_way.popleft())
        while under_way:
            yield _result(under_way.popleft())


@contextmanager
def _held_back() -> Iterator[None]:
    """Keep SIGINT and SIGTERM until the block ends, and from the workers that it starts until they began.

    A worker that one kills before it has read what it is given leaves the parent writing to nobody for good.
    Any submission may be the one that starts a worker.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(done: Future[Any] | Settled[object]) -> Any:
    if isinstance(done, Settled):
        return done
    with _deaths_told():
        return done.result()


@contextmanager
def _deaths_told() -> Iterator[None]:
    """Say what to do where a worker died, which shows as the next article is handed over or comes back."""
    try:
        yield
    except BrokenProcessPool as error:
        raise OnRecordError(
            "A worker process died, perhaps for want of memory: try fewer with --workers. What is stored is"
            " whole; run the same command again to go on."
        ) from error


def attempt(step: Step[T, R], item: T, knowledge: Knowledge) -> R | Failed[T]:
    """One step of one article, whose faults must not stop the others: they are logged and come as Failed."""
    try:
        return step(item, knowledge)
    except Exception as error:  # a fault of ours in one article: it goes to the rejects and the job goes on
        return Failed(item, reason_of(error))


def reason_of(error: Exception) -> str:
    """Why an article is rejected: in the words of what refused it, or a fault of ours, which is logged."""
    if isinstance(error, BadArticle | StoreError):
        return error.detail
    _log.error("an article met a fault of ours", exc_info=error)
    return f"Internal error: {type(error).__name__}: {error}"


def _work(step: Step[T, R], item: T) -> R | Failed[T]:
    if _knowledge is None:
        raise RuntimeError("a worker that was not begun")
    return attempt(step, item, _knowledge)


def _begin(knowledge: Knowledge) -> None:
    """Set a worker up: signals are the parent's to handle, and without a parent there is nothing to do."""
    global _knowledge  # noqa: PLW0603  a spawned process has no other place for it
    _knowledge = knowledge
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
    if sys.platform == "darwin":  # which does not say who sent a signal
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
    else:
        threading.Thread(target=_end_when_told, daemon=True).start()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_when_told() -> None:
    """End at a SIGTERM of the parent's, which clears away a broken pool so; others' are for the parent.

    SIGTERM stays blocked, as it was when the worker was started, so that one from then is found here too.
    """
    while signal.sigwaitinfo((signal.SIGTERM,)).si_pid != os.getppid():
        pass
    os._exit(1)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
