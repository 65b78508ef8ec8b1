"""``onrecord serve``: the API over HTTP."""

from __future__ import annotations

import click

from service.logs import set_up_logs
from service.server import Server
from service.settings import read_settings


@click.command()
def serve() -> None:
    """Serve the API with gunicorn, with production settings."""
    settings = read_settings()
    set_up_logs(settings)
    Server(settings).run()
