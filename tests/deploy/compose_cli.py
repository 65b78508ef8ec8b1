"""Docker Compose's own reading of a compose file, which needs no engine."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.built_once import built_once

VERSION = "v2.40.3"
MODULE = "github.com/docker/compose/v2"


def composed_project(file: Path, settings: Mapping[str, str]) -> dict[str, Any]:
    """The project as Compose would start it: checked, its variables filled in from `settings` alone."""
    done = subprocess.run(
        [*compose_command(), "--file", str(file), "config", "--format", "json"],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr.lower(), done.stderr
    project: dict[str, Any] = json.loads(done.stdout)
    return project


def compose_command() -> list[str]:
    """Compose as this machine has it: Docker's plug-in, or the program built from its Go module, once."""
    if shutil.which("docker") is not None:
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if plugin.returncode == 0:
            return ["docker", "compose"]
    return [str(built_once(f"docker-compose-{VERSION}", _build))]


def unavailable() -> str | None:
    """What to install where Compose is neither here nor can be built."""
    if shutil.which("go") is None and shutil.which("docker") is None:
        return (
            "NO DOCKER COMPOSE FOR THE TESTS: install Docker with its Compose plug-in, or Go to build Compose"
        )
    return None


def _build(folder: Path) -> Path:
    # As a module of its own that requires Compose: `go install` refuses a module with `exclude` lines.
    # Sources and objects are kept in the folder, which is removed: a gigabyte that nothing else needs.
    environment = os.environ | {
        "GOFLAGS": "-modcacherw",
        "GOMODCACHE": str(folder / "modules"),
        "GOCACHE": str(folder / "objects"),
        "CGO_ENABLED": "0",
    }
    program = folder / "docker-compose"
    for command in (
        ["go", "mod", "init", "onrecord.invalid/compose"],
        ["go", "get", f"{MODULE}/cmd@{VERSION}"],
        ["go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", str(program), f"{MODULE}/cmd"],
    ):
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr}"
    return program
