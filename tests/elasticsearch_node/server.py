"""What `Node` needs of a server, however it runs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class ServerError(Exception):
    """The server did not start or a tool of its distribution failed; the message holds what was printed."""


@dataclass(frozen=True)
class Credentials:
    """Who may ask a server with security on, and the authority that signed its certificate."""

    username: str
    password: str
    ca: Path

    @classmethod
    def with_new_password(cls, username: str, ca: Path) -> Credentials:
        """Credentials whose password no earlier server had."""
        return cls(username, secrets.token_urlsafe(18), ca)


class Server(Protocol):
    """A server that can be started again after a stop or a kill, with the data it had."""

    credentials: Credentials | None

    def prepare(self) -> None:
        """Do once what the first start needs."""

    def start(self) -> int:
        """Start, without waiting for answers; gives the process group to guard, 0 where there is none."""

    def stop(self) -> None:
        """End in good order."""

    def kill(self) -> None:
        """End at once, as a power cut would."""

    def alive(self) -> bool:
        """Whether there is still something to wait for."""

    def log_tail(self) -> str:
        """The last of what the server printed."""
