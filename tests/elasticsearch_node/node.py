"""One Elasticsearch server of the tests' own, from its start to its last file."""

from __future__ import annotations

import base64
import random
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.elasticsearch_node.container import ServerContainer, engine_answers
from tests.elasticsearch_node.distribution import missing_tools
from tests.elasticsearch_node.process import ServerProcess
from tests.elasticsearch_node.server import Credentials, Server, ServerError

GUARD = Path(__file__).with_name("guard.py")

START_SECONDS = 240
POLL_SECONDS = 0.25

# Below the range that systems take ports of outgoing connections from: one found free stays free.
PORTS = range(20_000, 32_000)

SETTINGS = {
    "discovery.type": "single-node",
    "cluster.name": "onrecord-tests",
    # A nearly full disk of the machine that runs the tests must not turn indices read-only.
    "cluster.routing.allocation.disk.threshold_enabled": False,
}


def unavailable() -> str | None:
    """One line that says what to install where no server of our own can run here; None where one can."""
    if engine_answers():
        return None
    missing = missing_tools()
    if not missing:
        return None
    return (
        f"NO ELASTICSEARCH FOR THE TESTS: install {' and '.join(missing)}, or start a Docker engine, "
        "or name a server in ONRECORD_TEST_ELASTICSEARCH_URL"
    )


class Node:
    """A server with its own port, data and settings.

    Made to be started, stopped, killed and started again on the same address with the data that it had;
    `close()`, or leaving the `with` block, removes every trace. If the test run itself is killed, a guard
    process does the same.
    """

    def __init__(
        self, *, settings: Mapping[str, object] | None = None, secure: bool = False, heap: str = "512m"
    ) -> None:
        """Settings are Elasticsearch's, by their full names; `secure` gives https and a password."""
        self._port = _free_port()
        self._secure = secure
        self._settings = SETTINGS | dict(settings or {})
        self._heap = heap
        self._server: Server | None = None
        self._folder: Path | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address without credentials; it stays the same over restarts."""
        return f"https://localhost:{self._port}" if self._secure else f"http://127.0.0.1:{self._port}"

    @property
    def credentials(self) -> Credentials | None:
        """Name, password and CA file of a started secure node; None without security."""
        return self._server.credentials if self._server else None

    @property
    def folder(self) -> Path | None:
        """What is removed with the node; None before the first start."""
        return self._folder

    def start(self) -> None:
        """Start the server and return once it answers; a second start keeps the data."""
        if self._server is None:
            self._server = self._prepare()
        group = self._server.start()
        self._tell_guard(group)
        self._wait_until_ready(self._server)

    def stop(self) -> None:
        """Stop the server in good order; the data stays."""
        if self._server is not None:
            self._server.stop()
            self._tell_guard(0)

    def kill(self) -> None:
        """End the server with SIGKILL; the data stays as it was at that moment."""
        if self._server is not None:
            self._server.kill()
            self._tell_guard(0)

    def restart(self) -> None:
        """Stop the server if it runs, and start it."""
        if self._server is not None and self._server.alive():
            self.stop()
        self.start()

    def close(self) -> None:
        """End the server and remove all that it wrote."""
        if self._server is not None and self._server.alive():
            # What is about to be removed needs no orderly end.
            self.kill()
        self._server = None
        if self._guard is not None:
            # The guard takes the end of its input as the order to clear away.
            self._guard.communicate()
            self._guard = None

    def __enter__(self) -> Self:
        """Start the server; where that fails, nothing of it is left."""
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self) -> Server:
        if reason := unavailable():
            raise ServerError(reason)
        folder = self._folder = Path(tempfile.mkdtemp(prefix="onrecord-elasticsearch-"))
        server: Server
        if engine_answers():
            server = container = ServerContainer(folder, self._port, self._settings, self._heap, self._secure)
            self._start_guard(folder, container.removal())
        else:
            server = ServerProcess(folder, self._port, self._settings, self._heap, self._secure)
            self._start_guard(folder, [])
        server.prepare()
        return server

    def _start_guard(self, folder: Path, clearing_command: list[str]) -> None:
        self._guard = subprocess.Popen(
            [sys.executable, "-I", str(GUARD), str(folder), *clearing_command],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def _tell_guard(self, group: int) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.write(f"{group}\n".encode())
            self._guard.stdin.flush()

    def _wait_until_ready(self, server: Server) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if not server.alive():
                raise ServerError(f"Elasticsearch ended while starting:\n{server.log_tail()}")
            if time.monotonic() > deadline:
                raise ServerError(f"Elasticsearch did not answer in {START_SECONDS} s:\n{server.log_tail()}")
            time.sleep(POLL_SECONDS)

    def _is_ready(self) -> bool:
        """Whether the cluster says that every primary shard, those of an earlier start too, can be read."""
        request = urllib.request.Request(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=5s")
        context = None
        if self.credentials is not None:
            login = f"{self.credentials.username}:{self.credentials.password}"
            request.add_header("Authorization", f"Basic {base64.b64encode(login.encode()).decode()}")
            context = ssl.create_default_context(cafile=str(self.credentials.ca))
        try:
            with urllib.request.urlopen(request, timeout=10, context=context):
                return True
        except (urllib.error.URLError, OSError):
            return False


def _free_port() -> int:
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ServerError(f"no free port between {PORTS.start} and {PORTS.stop}")
