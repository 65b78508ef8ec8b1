"""Everything that can be set from outside, read once from the environment into frozen data.

Every variable may also be given as ``NAME_FILE``, the path of a file that holds the value, which is how
container platforms hand over secrets. ``read_settings`` reports every bad variable in one SettingsError.
``docs/settings.md`` is printed from the metadata of the fields here by ``python -m service.settings``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypedDict, cast

from environs import EnvValidationError, FileAwareEnv, validate

from service.errors import SettingsError

LEAST_KEY = 16
"""Characters of the key that writes carry: fewer could be found by trying, which nothing here slows down."""

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("auto", "json", "console")
CHECKOUT_SEEDS = Path(__file__).resolve().parent.parent / "seeds"


class StoreAccess(TypedDict):
    """How to get into a store that wants more than its URL."""

    ca: str | None
    api_key: str | None
    password: str | None
    shards: int
    replicas: int | None


def _setting(
    variable: str, about: str, *, default: Any, secret: bool = False, shown: str | None = None
) -> Any:
    """A field of Settings: ``shown`` is the default in the documents where the value itself would mislead."""
    metadata = {"variable": variable, "about": about, "shown": shown}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """What one process runs with. Secrets, and the store's URL that may hold one, are not in the repr."""

    store: str = _setting(
        "ONRECORD_STORE",
        "Where articles and quotes are kept: `sqlite:///relative.db`, `sqlite:////absolute.db` or "
        "`http[s]://[user:pass@]host:9200/prefix`.",
        default="sqlite:///onrecord.db",
        secret=True,
    )
    store_ca: str | None = _setting(
        "ONRECORD_STORE_CA",
        "Path of the certificate authority that signed the store's certificate.",
        default=None,
    )
    store_api_key: str | None = _setting(
        "ONRECORD_STORE_API_KEY", "API key for the store, where it wants one.", default=None, secret=True
    )
    store_password: str | None = _setting(
        "ONRECORD_STORE_PASSWORD",
        "Password for the store, for URLs that name a user without one.",
        default=None,
        secret=True,
    )
    store_shards: int = _setting(
        "ONRECORD_STORE_SHARDS",
        "Elasticsearch: shards of an index of quotes or articles. For a store that is there already it "
        "counts from the next `onrecord reindex` on.",
        default=1,
    )
    store_replicas: int | None = _setting(
        "ONRECORD_STORE_REPLICAS",
        "Elasticsearch: copies of each shard beside the first, likewise.",
        default=None,
        shown="one where there is a second node",
    )
    api_key: str | None = _setting(
        "ONRECORD_API_KEY",
        "The key that writes must carry as `Authorization: Bearer KEY`; make it long and random, of letters, "
        f"digits and `-._~+/`, {LEAST_KEY} or more of them. Without it every write is refused with 403.",
        default=None,
        secret=True,
    )
    seeds: Path = _setting(  # noqa: RUF009  a field, like every other line here
        "ONRECORD_SEEDS",
        "Folder of `topics.yaml`, `speakers.yaml`, `outlets.yaml` and the seed articles.",
        default=CHECKOUT_SEEDS,
        shown="the checkout's `seeds/`",
    )
    max_body: int = _setting(
        "ONRECORD_MAX_BODY",
        "Largest request body in bytes; a larger one is refused with 413.",
        default=16 * 1024 * 1024,
    )
    max_article_chars: int = _setting(
        "ONRECORD_MAX_ARTICLE_CHARS",
        "Longest article in characters; a longer one is rejected with that reason.",
        default=500_000,
    )
    host: str = _setting("ONRECORD_HOST", "Address that `onrecord serve` listens on.", default="127.0.0.1")
    port: int = _setting("PORT", "Port that `onrecord serve` listens on.", default=8000)
    workers: int = _setting(
        "ONRECORD_WORKERS",
        "Server processes. The default is one a core, four at most.",
        default=max(1, min(4, os.cpu_count() or 1)),
        shown="cores, at most 4",
    )
    threads: int = _setting("ONRECORD_THREADS", "Threads in each server process.", default=4)
    log_level: str = _setting(
        "ONRECORD_LOG_LEVEL", "Least level that is logged: debug, info, warning or error.", default="info"
    )
    log_format: str = _setting(
        "ONRECORD_LOG_FORMAT",
        "`json` for machines, `console` for people; `auto` is console on a terminal and json elsewhere.",
        default="auto",
    )

    @property
    def store_access(self) -> StoreAccess:
        """What ``open_store`` wants to know beside the URL."""
        return {
            "ca": self.store_ca,
            "api_key": self.store_api_key,
            "password": self.store_password,
            "shards": self.store_shards,
            "replicas": self.store_replicas,
        }


def read_settings() -> Settings:
    """The settings of this process's environment.

    Raises SettingsError whose ``errors`` name every variable that is wrong and say how.
    """
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for setting in fields(Settings):
        try:
            found[setting.name] = _read(env, setting)
        except ValueError as error:  # a NAME_FILE that can't be read: environs does not collect these
            errors[setting.metadata["variable"]] = [str(error)]
    try:
        env.seal()
    except EnvValidationError as error:
        errors.update(cast("dict[str, list[str]]", error.error_messages))
    if errors:
        told = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in sorted(errors.items()))
        raise SettingsError(f"Settings are wrong. {told}", errors)
    return Settings(**found)


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Variables that look like ours and are not: most likely typing errors."""
    known = {setting.metadata["variable"] for setting in fields(Settings)}
    ours = (name for name in environ if name.startswith("ONRECORD_"))
    return sorted(name for name in ours if name.removesuffix("_FILE") not in known)


def _read(env: FileAwareEnv, setting: Field[Any]) -> Any:
    """One variable, with the type and the bounds that its field wants."""
    name: str = setting.metadata["variable"]
    default: Any = setting.default
    if setting.name in _BOUNDS:
        low, high = _BOUNDS[setting.name]
        return env.int(name, default, validate=validate.Range(low, high))
    if setting.name in _CHOICES:
        return env.str(name, default, validate=validate.OneOf(_CHOICES[setting.name]))
    if isinstance(default, Path):
        given = env.str(name, None, validate=validate.Length(min=1))
        return default if given is None else Path(given)
    if setting.name == "api_key":
        return env.str(name, default, validate=[_LONG, _TOKEN])
    return env.str(name, default, validate=validate.Length(min=1))


_LONG = validate.Length(
    min=LEAST_KEY,
    error="Too short to be safe: give {min} characters or more, such as `openssl rand -hex 16` prints.",
)
# The only form in which a key can be sent as it is (RFC 6750, 2.1): what else stands behind Bearer is read as
# parameters, or as other letters.
_TOKEN = validate.Regexp(
    r"[A-Za-z0-9._~+/-]+=*\Z",
    error="A header can't carry it: use letters, digits and -._~+/ (and = at the end alone).",
)
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "store_shards": (1, 1024),
    "store_replicas": (0, 16),
    "max_body": (1024, 1024**3),
    "max_article_chars": (1000, 10_000_000),
    "port": (0, 65535),
    "workers": (1, 256),
    "threads": (1, 256),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"log_level": LOG_LEVELS, "log_format": LOG_FORMATS}


def reference() -> str:
    """``docs/settings.md``."""
    rows = [
        f"| `{setting.metadata['variable']}` | {_shown(setting)} | {setting.metadata['about']} |"
        for setting in fields(Settings)
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "*Printed by `python -m service.settings`; a test fails when this page is stale.*",
            "",
            "Read once from the environment when a process starts. Each may also be given as `NAME_FILE`,",
            "the path of a file that holds the value. `onrecord check` says what is wrong with them.",
            "",
            "| variable | default | what it is |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _shown(setting: Field[Any]) -> str:
    shown = cast("str | None", setting.metadata["shown"])
    if shown is not None:
        return shown
    return "not set" if setting.default in (None, MISSING) else f"`{setting.default}`"


if __name__ == "__main__":
    print(reference(), end="")
