"""Ctrl-C on a real ingest, as a terminal gives it: to the command and its workers at once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.test_ingest_killed import ONRECORD, children, running, write_articles

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(autouse=True)
def hearing_ctrl_c() -> Iterator[None]:
    """As from a terminal: what a shell starts in the background would have its children ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def ingesting(folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """An ingest with two workers in a process group of its own; what it says is in ``log``."""
    path = write_articles(folder / "a.jsonl", "only")
    command = [ONRECORD, "ingest", str(path), "--workers", "2", "--rejects", str(folder / "rejects.ndjson")]
    environment = {**os.environ, "ONRECORD_STORE": f"sqlite:///{folder}/store.db"}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, env=environment, stderr=log, start_new_session=True) as process,
    ):
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def workers(process: "subprocess.Popen[bytes]") -> list[int]:
    """The spawned workers; the process that tracks multiprocessing's semaphores is none."""
    found = []
    for child in children(process.pid):
        with contextlib.suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
    return found


def wait_for_workers(process: "subprocess.Popen[bytes]", count: int) -> None:
    end = time.monotonic() + 90
    while len(workers(process)) < count:
        assert process.poll() is None, "the ingest was over before it could be interrupted"
        assert time.monotonic() < end, "no workers were started"
        time.sleep(0.01)


@pytest.mark.parametrize(("count", "later"), [(1, 0.0), (2, 0.0), (2, 1.5)])
def test_ctrl_c_while_workers_start_ends_the_ingest_and_leaves_nothing_behind(
    tmp_path: Path, count: int, later: float
) -> None:
    with ingesting(tmp_path) as process:
        wait_for_workers(process, count)
        time.sleep(later)
        started = workers(process)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
        told = (tmp_path / "log").read_text()
        assert process.returncode == 128 + signal.SIGINT, told
        assert "stopped; run the same command again to go on" in told
        assert "Traceback" not in told
        end = time.monotonic() + 20
        while any(map(running, started)) and time.monotonic() < end:
            time.sleep(0.05)
        assert not any(map(running, started)), "workers outlive the ingest that started them"
        assert list(tmp_path.glob("*.part")) == []


def test_ctrl_c_before_the_models_are_loaded_is_told_in_one_line(tmp_path: Path) -> None:
    with ingesting(tmp_path) as process:
        end = time.monotonic() + 90
        # Not the first import, and far from the last.
        while "numpy" not in Path(f"/proc/{process.pid}/maps").read_text():
            assert time.monotonic() < end
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
    assert (process.returncode, (tmp_path / "log").read_text()) == (128 + signal.SIGINT, "stopped\n")
