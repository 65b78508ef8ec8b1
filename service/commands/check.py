"""``onrecord check``: what is wrong with the settings, the seeds, the models and the store."""

from __future__ import annotations

import os

import click

from service.pipeline import load_knowledge
from service.pipeline.shipped import model_versions
from service.settings import read_settings, unknown_variables
from service.store import open_store


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Check the settings, the seeds, the models and the store, and say what is wrong.

    Ends with exit code 1 where something is.
    """
    settings = read_settings()
    store = open_store(settings.store, **settings.store_access)  # opens nothing yet: it reads the setting
    unknown = unknown_variables(os.environ)
    for name in unknown:
        click.echo(f"{name} is not a setting of On Record (see docs/settings.md)", err=True)
    if not unknown:
        click.echo("settings: good")
    knowledge = load_knowledge(settings.seeds, settings.max_article_chars)
    click.echo(f"seeds: good, {len(knowledge.topics)} topics")
    told = ", ".join(f"{name} {version}" for name, version in model_versions().items())
    click.echo(f"models: good, {told}")
    try:
        store.check()
    finally:
        store.close()
    click.echo("store: good")
    ctx.exit(1 if unknown else 0)
