"""``onrecord reindex``: the store's indices built anew, with no moment without answers."""

from __future__ import annotations

import time
from contextlib import closing

import click

from service.logs import set_up_logs
from service.settings import read_settings
from service.store import open_store


@click.command()
def reindex() -> None:
    """Build the store's indices anew, in this release's form.

    Reads go on meanwhile; ingests wait and say so. Where it fails, everything stays as it was.
    """
    settings = read_settings()
    set_up_logs(settings)
    started = time.monotonic()
    with closing(open_store(settings.store, **settings.store_access)) as store:
        store.reindex()
    click.echo(f"reindexed in {time.monotonic() - started:.1f} s", err=True)
