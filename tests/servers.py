"""A service as a user runs it: the seeds ingested, gunicorn in a process of its own, on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ONRECORD = str(Path(sys.executable).parent / "onrecord")
SEEDS = Path(__file__).parents[1] / "seeds"


@dataclass(frozen=True)
class Server:
    """A running service. ``environment`` holds the settings it was started with."""

    port: int
    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Ingest the seeds into a store in ``folder`` (unless told another) and serve it until the block ends."""
    port = free_port()
    chosen = {"ONRECORD_STORE": f"sqlite:///{folder / 'onrecord.db'}", "PORT": str(port), **settings}
    environment = {**os.environ, **chosen}
    subprocess.run([ONRECORD, "ingest", str(SEEDS / "articles")], env=environment, cwd=folder, check=True)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([ONRECORD, "serve"], env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/readyz", process, folder / "server.log")
            yield Server(port, folder, chosen, process)
        finally:
            process.terminate()
            process.wait(30)


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 90) -> None:
    """Return once ``url`` answers 200; fail with the log where the process ended or the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not become ready:\n{log.read_text()}")
