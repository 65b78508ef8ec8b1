"""The command line: ``onrecord COMMAND``.

Each command reads the settings, opens what it needs and says what it did.
"""

from __future__ import annotations

import os

import click

from service.commands.export import export
from service.commands.extract import extract
from service.commands.ingest import ingest
from service.commands.reclassify import reclassify
from service.commands.reindex import reindex
from service.commands.stance import stance
from service.commands.topics import topics
from service.errors import OnRecordError
from service.logs import set_up_logs
from service.pipeline import load_knowledge
from service.pipeline.shipped import model_versions
from service.server import Server
from service.settings import read_settings, unknown_variables
from service.store import open_store


class OneLineErrors(click.Group):
    """A group whose commands end with one line and exit code 1 where one of our errors is raised."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=OneLineErrors)
@click.version_option(package_name="onrecord")
def main() -> None:
    """Who said what, where it was printed, and where they stand."""


for command in (ingest, extract, export, reindex, reclassify, topics, stance):
    main.add_command(command)


@main.command()
def serve() -> None:
    """Serve the API with gunicorn, with production settings."""
    settings = read_settings()
    set_up_logs(settings)
    Server(settings).run()


@main.command()
def check() -> None:
    """Check the settings, the seeds, the models and the store, and say what is wrong."""
    settings = read_settings()
    for name in unknown_variables(os.environ):
        click.echo(f"{name} is not a setting of On Record (see docs/settings.md)", err=True)
    click.echo("settings: good")
    knowledge = load_knowledge(settings.seeds, settings.max_article_chars)
    click.echo(f"seeds: good, {len(knowledge.topics)} topics")
    told = ", ".join(f"{name} {version}" for name, version in model_versions().items())
    click.echo(f"models: good, {told}")
    store = open_store(settings.store, **settings.store_access)
    try:
        store.check()
    finally:
        store.close()
    click.echo("store: good")
