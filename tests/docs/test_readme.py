"""The README's examples are run as a reader would type them, and must answer what the README shows."""

import json
import os
import re
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.servers import Server, serving

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(console|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    command: str
    shown: str | None


def examples() -> list[Example]:
    """Each ``$`` command of a console block, the last one with the json block that follows it."""
    found: list[Example] = []
    for kind, body in BLOCK.findall((ROOT / "README.md").read_text()):
        if kind == "console":
            commands = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
            found += [Example(command.strip(), None) for command in commands]
        else:
            found[-1] = found[-1]._replace(shown=body)
    return found


def holds(shown: object, real: object) -> bool:
    """Whether ``real`` has all that ``shown`` shows: fewer keys and rows may be shown, none that differ."""
    if isinstance(shown, dict):
        return isinstance(real, dict) and all(k in real and holds(v, real[k]) for k, v in shown.items())
    if isinstance(shown, list):
        return isinstance(real, list) and all(any(holds(item, other) for other in real) for item in shown)
    return shown == real


@pytest.fixture(scope="module", params=["sqlite", "elasticsearch"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    settings = {"ONRECORD_API_KEY": "choose-a-long-secret"}
    if request.param == "elasticsearch":
        node = request.getfixturevalue("elasticsearch_node")
        settings["ONRECORD_STORE"] = f"{node.url}/readme-{secrets.token_hex(4)}"
    with serving(folder, **settings) as running:
        yield running


def test_the_readme_has_examples() -> None:
    assert len(examples()) >= 5
    assert any(example.shown for example in examples())


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.command[:60])
def test_the_readme_shows_what_the_service_answers(example: Example, server: Server) -> None:
    command = example.command.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    with urllib.request.urlopen(f"{server.url}/v1/quotes?limit=1&fields=id") as answer:
        [quote] = json.load(answer)["data"]
    environment = {
        **os.environ,
        **server.environment,
        "ID": quote["id"],
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=server.folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if example.shown is not None:
        shown, real = json.loads(example.shown), json.loads(done.stdout)
        assert holds(shown, real), done.stdout
