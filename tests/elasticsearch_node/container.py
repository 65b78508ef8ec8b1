"""The server as a container of the official image, where a Docker engine answers."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.elasticsearch_node.distribution import VERSION
from tests.elasticsearch_node.server import Credentials, ServerError

IMAGE = f"docker.elastic.co/elasticsearch/elasticsearch:{VERSION}"

# The user that the image makes for itself when it is given ELASTIC_PASSWORD.
USERNAME = "elastic"

CERTIFICATES = "/usr/share/elasticsearch/config/certificates"


@cache
def engine_answers() -> bool:
    """Whether `docker` is here and has an engine to talk to; the client alone is not enough."""
    if shutil.which("docker") is None:
        return False
    try:
        asked = subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


class ServerContainer:
    """One container; `folder` holds only the certificates that are shared with it."""

    def __init__(
        self, folder: Path, port: int, settings: Mapping[str, object], heap: str, secure: bool
    ) -> None:
        self.credentials: Credentials | None = None
        self.name = f"onrecord-test-{secrets.token_hex(6)}"
        self._folder = folder
        self._port = port
        self._settings = dict(settings)
        self._heap = heap
        self._secure = secure

    def prepare(self) -> None:
        """Create the container, so that every start finds the data of the one before."""
        options = []
        security: dict[str, object] = {"xpack.security.enabled": self._secure}
        if self._secure:
            self.credentials = self._make_credentials()
            options += ["--volume", f"{self._folder}:{CERTIFICATES}:ro"]
            options += ["--env", f"ELASTIC_PASSWORD={self.credentials.password}"]
            security |= {
                "xpack.security.http.ssl.enabled": True,
                "xpack.security.http.ssl.key": f"{CERTIFICATES}/node/node.key",
                "xpack.security.http.ssl.certificate": f"{CERTIFICATES}/node/node.crt",
                "xpack.security.transport.ssl.enabled": False,
            }
        for name, value in {"path.repo": "/tmp/snapshots", **security, **self._settings}.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            options += ["--env", f"{name}={text}"]
        _docker(
            *("create", "--name", self.name, "--publish", f"127.0.0.1:{self._port}:9200"),
            *("--env", f"ES_JAVA_OPTS=-Xms{self._heap} -Xmx{self._heap}"),
            *options,
            IMAGE,
        )

    def start(self) -> int:
        """Start the container; its processes are the engine's, so there is no group to guard."""
        _docker("start", self.name)
        return 0

    def stop(self) -> None:
        """Stop the container in good order."""
        _docker("stop", "--time", "30", self.name)

    def kill(self) -> None:
        """Kill the container's processes."""
        _docker("kill", "--signal", "KILL", self.name)
        _docker("wait", self.name)

    def removal(self) -> list[str]:
        """The command that leaves nothing of the container."""
        return ["docker", "rm", "--force", "--volumes", self.name]

    def alive(self) -> bool:
        """Whether the engine says that the container runs."""
        return _docker("inspect", "--format", "{{.State.Running}}", self.name).strip() == "true"

    def log_tail(self) -> str:
        """The last lines that the container printed."""
        return _docker("logs", "--tail", "40", self.name)

    def _make_credentials(self) -> Credentials:
        # Written as the user who will remove the folder, read as the image's user.
        self._folder.chmod(0o755)
        make = (
            "elasticsearch-certutil ca --silent --pem --out /out/ca.zip && unzip -q /out/ca.zip -d /out && "
            "elasticsearch-certutil cert --silent --pem --name node --out /out/node.zip "
            "--ca-cert /out/ca/ca.crt --ca-key /out/ca/ca.key --dns localhost --ip 127.0.0.1 && "
            "unzip -q /out/node.zip -d /out && chmod -R a+rX /out/ca /out/node"
        )
        _docker(
            *("run", "--rm", "--user", f"{os.getuid()}:0", "--volume", f"{self._folder}:/out"),
            *(IMAGE, "bash", "-c", make),
        )
        return Credentials.with_new_password(USERNAME, self._folder / "ca" / "ca.crt")


def _docker(*arguments: str) -> str:
    done = subprocess.run(
        ["docker", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        raise ServerError(f"docker {arguments[0]} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout
