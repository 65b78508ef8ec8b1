"""gunicorn as ``onrecord serve`` runs it: every setting with the reason beside it."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger as GunicornLogger

from service.app import create_app
from service.errors import SettingsError
from service.settings import Settings

SHARED_MEMORY = "/dev/shm"  # noqa: S108  only heartbeats are kept there


class Logger(GunicornLogger):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's records, those of requests too, as lines of :mod:`service.logs`."""

    def setup(self, cfg: Config) -> None:
        """Leave the writing to the root's handler: gunicorn's own have another format and another stream."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True


def gunicorn_options(settings: Settings) -> dict[str, Any]:
    """What gunicorn is told."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host  # IPv6
    options: dict[str, Any] = {
        "bind": f"{host}:{settings.port}",
        # Threads wait for the store side by side; processes are for the cores.
        "worker_class": "gthread",
        "workers": settings.workers,
        "threads": settings.threads,
        # Each worker makes its own app and so its own store: SQLite's connections and HTTP pools must not
        # cross a fork.
        "preload_app": False,
        # For a worker that hangs: a long upload keeps one thread busy, not the worker's heartbeat.
        "timeout": 120,
        # What is being answered when the server is told to stop may finish.
        "graceful_timeout": 30,
        # Longer than a proxy usually waits, so that it is the proxy that closes idle connections.
        "keepalive": 75,
        # Leaks of libraries never grow for ever; the jitter keeps workers from restarting together.
        "max_requests": 10_000,
        "max_requests_jitter": 1_000,
        # A runtime control socket is one more door, and two servers of one user would fight for it.
        "control_socket_disable": True,
        # POST /v1/quotes/search is there for queries longer than this line. Beyond it gunicorn itself answers
        # 414, and 400 to what is no HTTP: short HTML and no problem+json, for the app never sees those.
        "limit_request_line": 8190,
        # One line a request, among all the others: a format and a stream for the whole process.
        "logger_class": Logger,
        "accesslog": "-",
        "access_log_format": '%(h)s "%(r)s" %(s)s %(b)s %(M)sms',
        "errorlog": "-",
        "loglevel": settings.log_level,
        "proc_name": "onrecord",
    }
    if Path(SHARED_MEMORY).is_dir() and os.access(SHARED_MEMORY, os.W_OK):
        # The heartbeat is a file that is touched: on a slow disk touching it can block the worker.
        options["worker_tmp_dir"] = SHARED_MEMORY
    return options


def require_free(host: str, port: int) -> None:
    """Raise SettingsError where nothing can listen on an address: gunicorn would try for seconds and then say
    less.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            # As gunicorn does: a server that has just ended leaves the port to the next.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            tried.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            told = (
                f"Port {port} of {host} is taken, perhaps by another On Record: stop it or set another PORT."
            )
            raise SettingsError(told, {"PORT": [told]}) from error
        told = f"{host}:{port} can't be listened on ({error.strerror}): see ONRECORD_HOST and PORT."
        raise SettingsError(told, {"ONRECORD_HOST": [told]}) from error


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """A gunicorn that is configured here and not by files or arguments."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def run(self) -> None:
        """Serve until told to stop. Raises SettingsError where the address can't be listened on."""
        require_free(self._settings.host, self._settings.port)
        super().run()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in gunicorn_options(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """The app of one worker; called after the fork."""
        return create_app(self._settings)
