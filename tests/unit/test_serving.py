"""The command line around the server: what gunicorn is told, what check says, what logs hide."""

from __future__ import annotations

import json
import logging
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner
from gunicorn.config import Config

from service.cli import main
from service.errors import SettingsError
from service.logs import set_up_logs
from service.pipeline.attribution import runtime
from service.server import gunicorn_options, require_free
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
    assert re.search(r"^models: good, attribution \S+, stance \S+$", result.output, re.MULTILINE)


def test_check_says_which_model_is_broken(
    runner: CliRunner, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((runtime.FOLDER / name).read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"cut off")
    # By its module's full name: in the package the function of that name stands before it.
    module = sys.modules["service.pipeline.attribute"]
    monkeypatch.setattr(module, "model", lambda: runtime.Model(tmp_path))
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 1
    assert "Error: The attribution model can't be opened: " in result.output
    assert "model.onnx" in result.output


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_serve_says_at_once_that_its_port_is_taken_and_what_to_do(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr("service.commands.serve.set_up_logs", lambda _: None)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.setenv("ONRECORD_HOST", host)
        result = runner.invoke(main, ["serve"])
    assert result.exit_code == 1
    assert f"Port {port} of {host} is taken" in result.output
    assert "set another PORT" in result.output
    require_free(host, port)


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(SettingsError, match=r"192\.0\.2\.1:8000 can't be listened on"):
        require_free("192.0.2.1", 8000)


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


@pytest.mark.parametrize(("given", "told"), [("foo", "it is no URL"), ("foo://hush/x", "foo:// is none")])
def test_check_calls_no_settings_good_whose_store_is_none(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, given: str, told: str
) -> None:
    monkeypatch.setenv("ONRECORD_STORE", given)
    result = runner.invoke(main, ["check"])
    assert result.exit_code == 1
    assert "settings: good" not in result.output
    assert f"{told}. Use sqlite:///PATH" in result.output
    assert "hush" not in result.output


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


def test_check_tells_of_misspelt_settings_and_that_all_is_not_good(
    runner: CliRunner, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put_topics([])
    monkeypatch.setenv("ONRECORD_STOER", "x")
    result = runner.invoke(main, ["check"])
    assert "ONRECORD_STOER" in result.output
    assert "settings: good" not in result.output
    assert "store: good" in result.output
    assert result.exit_code == 1


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
