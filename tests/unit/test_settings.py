"""Settings from the environment, and the page that documents them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from service.errors import SettingsError
from service.settings import Settings, read_settings, reference, unknown_variables

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in fields(Settings):
        monkeypatch.delenv(setting.metadata["variable"], raising=False)


def test_nothing_needs_to_be_set() -> None:
    assert read_settings() == Settings()


def test_variables_are_read_with_their_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("ONRECORD_SEEDS", "/srv/seeds")
    found = read_settings()
    assert (found.port, found.seeds) == (9000, Path("/srv/seeds"))


def test_every_wrong_variable_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "70000")
    monkeypatch.setenv("ONRECORD_THREADS", "many")
    monkeypatch.setenv("ONRECORD_API_KEY", "")
    monkeypatch.setenv("ONRECORD_STORE_PASSWORD_FILE", "/nowhere")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert set(caught.value.errors) == {
        "PORT", "ONRECORD_THREADS", "ONRECORD_API_KEY", "ONRECORD_STORE_PASSWORD",
    }  # fmt: skip


def test_a_secret_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("a-key-of-sixteen-or-more\n")
    monkeypatch.setenv("ONRECORD_API_KEY_FILE", str(path))
    assert read_settings().api_key == "a-key-of-sixteen-or-more"


@pytest.mark.parametrize("key", ["pass=word", "=word", "schlüssel", "two words", 'a"b', "a,b"])
def test_a_key_that_no_header_could_carry_is_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("ONRECORD_API_KEY", key)
    with pytest.raises(SettingsError, match="A header can't carry it"):
        read_settings()


@pytest.mark.parametrize("key", ["x", "fifteen-letters"])
def test_a_key_that_could_be_guessed_is_refused_and_a_good_one_is_named(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("ONRECORD_API_KEY", key)
    with pytest.raises(SettingsError, match=r"ONRECORD_API_KEY: Too short .* 16 characters or more"):
        read_settings()


def test_a_variable_that_is_set_to_nothing_is_refused_and_not_taken_for_its_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for setting in fields(Settings):
        monkeypatch.setenv(setting.metadata["variable"], "")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert set(caught.value.errors) == {setting.metadata["variable"] for setting in fields(Settings)}


def test_no_secret_is_in_the_repr() -> None:
    shown = repr(
        Settings(
            store="https://user:hush@host/x", api_key="hush", store_password="hush", store_api_key="hush"
        )
    )
    assert "hush" not in shown


def test_typing_errors_in_names_are_found() -> None:
    environ = {"ONRECORD_STOER": "x", "ONRECORD_STORE": "x", "ONRECORD_API_KEY_FILE": "x", "HOME": "x"}
    assert unknown_variables(environ) == ["ONRECORD_STOER"]


def test_the_page_about_settings_is_fresh() -> None:
    assert DOCS.read_text() == reference(), "run: python -m service.settings > docs/settings.md"
