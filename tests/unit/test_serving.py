"""The command line around the server: what gunicorn is told, what check says, what logs hide."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner
from gunicorn.config import Config

from service.cli import main
from service.logs import set_up_logs
from service.server import gunicorn_options
from service.settings import Settings
from service.store import Store


def test_gunicorn_takes_every_option() -> None:
    config = Config()
    for name, value in gunicorn_options(Settings(port=9000, host="::1")).items():
        config.set(name, value)
    assert config.address == [("::1", 9000)]
    assert config.control_socket_disable
    assert not config.preload_app


def test_check_says_that_all_is_good(runner: CliRunner, store: Store) -> None:
    store.put_topics([])
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 0, result.output
    assert "store: good" in result.output


def test_check_says_what_is_wrong_in_one_line(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")
    monkeypatch.setenv("ONRECORD_THREADS", "0")
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 1
    assert "PORT" in result.output
    assert "ONRECORD_THREADS" in result.output


def test_check_tells_of_a_store_that_is_not_there(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_STORE", "sqlite:////no/such/folder/x.db")
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", [["check"], ["topics", "check"]])
def test_what_only_looks_makes_no_store(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    monkeypatch.setenv("ONRECORD_STORE", f"sqlite:///{tmp_path}/absent.db")
    result = runner.invoke(main, command)
    assert result.exit_code == 1
    assert "absent.db is not there" in result.output
    assert list(tmp_path.glob("absent.db*")) == []


@pytest.mark.parametrize("command", ["check", "extract", "ingest", "reindex", "serve", "topics"])
def test_help_lists_every_command(runner: CliRunner, command: str) -> None:
    listed = runner.invoke(main, ["--help"]).output.split("Commands:")[1]
    assert re.search(rf"^  {command} ", listed, re.MULTILINE)
    assert runner.invoke(main, [command, "--help"]).exit_code == 0


def test_topics_are_checked_by_a_command_of_theirs(runner: CliRunner) -> None:
    assert "check" in runner.invoke(main, ["topics", "--help"]).output.split("Commands:")[1]


def test_check_tells_of_misspelt_settings(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_STOER", "x")
    assert "ONRECORD_STOER" in runner.invoke(main, ["check"]).output


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, as it was afterwards."""
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    yield logger
    logger.handlers[:] = handlers
    logger.setLevel(level)
    structlog.reset_defaults()


def test_a_log_line_is_json_without_secrets(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_format="json"))
    structlog.get_logger("ours").warning("written", api_key="hush", path=str(Path("/x")))
    logging.getLogger("theirs").error("broken")
    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["level"], ours["api_key"], ours["path"]) == (
        "written",
        "warning",
        "***",
        "/x",
    )
    assert (theirs["event"], theirs["level"]) == ("broken", "error")


def test_gunicorn_writes_our_lines(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(log_format="json")
    set_up_logs(settings)
    config = Config()
    for name, value in gunicorn_options(settings).items():
        config.set(name, value)
    logger = config.logger_class(config)
    logger.info("Listening at: %s", "an address")
    logger.access_log.info('"%(r)s" %(s)s', {"r": "GET /v1/quotes", "s": 200})
    written = capsys.readouterr()
    listening, request = (json.loads(line) for line in written.err.splitlines())
    assert written.out == ""
    assert (listening["event"], listening["logger"]) == ("Listening at: an address", "gunicorn.error")
    assert (request["event"], request["logger"]) == ('"GET /v1/quotes" 200', "gunicorn.access")


def test_logs_under_the_level_are_dropped(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(replace(Settings(), log_level="error", log_format="console"))
    structlog.get_logger("ours").warning("written")
    assert capsys.readouterr().err == ""
