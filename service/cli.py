"""The command line: ``onrecord COMMAND``.

Each command is a module of :mod:`service.commands`: it reads the settings, opens what it needs and says what
it did. It is imported when it is asked for, because that takes a while, in which Ctrl-C is heard too.
"""

from __future__ import annotations

import signal
from importlib import import_module

import click

from service.commands.lines import drop_unwritable
from service.errors import OnRecordError

COMMANDS = ("check", "export", "extract", "ingest", "reclassify", "reindex", "serve", "stance", "topics")


class Commands(click.Group):
    """The commands, which end with one line: exit code 1 where something is wrong, 130 after Ctrl-C."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"service.commands.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise  # nobody is left to be told: click ends quietly
        except OSError as error:
            drop_unwritable()
            raise click.ClickException(_told(error)) from error
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(128 + signal.SIGINT)


def _told(error: OSError) -> str:
    """What the system refused, and of which file where it says so."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}." if error.filename is not None else f"{reason}."


@click.group(cls=Commands)
@click.version_option(package_name="onrecord")
def main() -> None:
    """Who said what, where it was printed, and where they stand."""
