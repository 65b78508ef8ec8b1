"""The server as processes of this machine, from the distribution that `distribution` builds."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.elasticsearch_node.distribution import built_home
from tests.elasticsearch_node.server import Credentials, ServerError

USERNAME = "onrecord"

# The server refuses to run as root. It needs no account for that, only a number that is not root's.
UNPRIVILEGED_ID = 9200

STOP_SECONDS = 30
GROUP_END_SECONDS = 10


class ServerProcess:
    """One server under `folder`: its settings, data and logs; nothing is written elsewhere."""

    def __init__(
        self, folder: Path, port: int, settings: Mapping[str, object], heap: str, secure: bool
    ) -> None:
        self.credentials: Credentials | None = None
        self._home = built_home()
        self._folder = folder
        self._config = folder / "config"
        self._port = port
        self._settings = dict(settings)
        self._heap = heap
        self._secure = secure
        self._running: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Lay out the folder; with security, make the certificate and the user as well."""
        shutil.copytree(self._home / "config", self._config)
        for name in ("data", "logs", "snapshots", "tmp"):
            (self._folder / name).mkdir()
        (self._config / "jvm.options.d" / "heap.options").write_text(f"-Xms{self._heap}\n-Xmx{self._heap}\n")
        security: dict[str, object] = {"xpack.security.enabled": self._secure}
        if self._secure:
            self.credentials = self._make_credentials()
            security |= {
                "xpack.security.http.ssl.enabled": True,
                "xpack.security.http.ssl.key": "certificates/node/node.key",
                "xpack.security.http.ssl.certificate": "certificates/node/node.crt",
                "xpack.security.transport.ssl.enabled": False,
            }
        settings = {
            "http.port": self._port,
            "network.host": "127.0.0.1",
            "path.data": str(self._folder / "data"),
            "path.logs": str(self._folder / "logs"),
            "path.repo": str(self._folder / "snapshots"),
            **security,
            **self._settings,
        }
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings.items()]
        (self._config / "elasticsearch.yml").write_text("".join(lines))
        if _user() is not None:
            for path in [self._folder, *self._folder.rglob("*")]:
                os.chown(path, UNPRIVILEGED_ID, UNPRIVILEGED_ID, follow_symlinks=False)

    def start(self) -> int:
        """Start the server and give the number of its process group."""
        with (self._folder / "logs" / "console.log").open("ab") as console:
            self._running = subprocess.Popen(
                [str(self._home / "bin" / "elasticsearch")],
                cwd=self._folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                user=_user(),
                group=_user(),
                extra_groups=None if _user() is None else [],
                # A group of its own: Ctrl-C in the terminal is for the test run, which then stops the server.
                process_group=0,
            )
        return self._running.pid

    def stop(self) -> None:
        """End the server as an operator would, and by force if it takes too long."""
        if self._running is not None:
            self._running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._running.wait(STOP_SECONDS)
            self.kill()

    def kill(self) -> None:
        """End the server without a warning: SIGKILL for the launcher and for the server below it."""
        if self._running is None:
            return
        group = self._running.pid
        deadline = time.monotonic() + GROUP_END_SECONDS
        with suppress(ProcessLookupError):
            while time.monotonic() < deadline:
                os.killpg(group, signal.SIGKILL)
                self._running.poll()
                time.sleep(0.05)
        self._running.wait()
        self._running = None

    def alive(self) -> bool:
        """Whether the server's launcher still runs; it ends when the server does."""
        return self._running is not None and self._running.poll() is None

    def log_tail(self) -> str:
        """The last lines that the server printed."""
        return (self._folder / "logs" / "console.log").read_text(errors="replace")[-4000:]

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self._folder),
            "ES_PATH_CONF": str(self._config),
            "ES_TMPDIR": str(self._folder / "tmp"),
        }

    def _make_credentials(self) -> Credentials:
        certificates = self._config / "certificates"
        certificates.mkdir()
        authority, node = certificates / "ca.zip", certificates / "node.zip"
        self._tool("elasticsearch-certutil", "ca", "--silent", "--pem", "--out", str(authority))
        shutil.unpack_archive(authority, certificates)
        ca, key = certificates / "ca" / "ca.crt", certificates / "ca" / "ca.key"
        self._tool(
            *("elasticsearch-certutil", "cert", "--silent", "--pem", "--name", "node", "--out", str(node)),
            *("--ca-cert", str(ca), "--ca-key", str(key), "--dns", "localhost", "--ip", "127.0.0.1"),
        )
        shutil.unpack_archive(node, certificates)
        credentials = Credentials.with_new_password(USERNAME, ca)
        self._tool("elasticsearch-users", "useradd", USERNAME, "-p", credentials.password, "-r", "superuser")
        return credentials

    def _tool(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._home / "bin" / name), *arguments],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ServerError(f"{name} {arguments[0]} ended with {done.returncode}:\n{done.stdout}")


def _user() -> int | None:
    return UNPRIVILEGED_ID if os.geteuid() == 0 else None
