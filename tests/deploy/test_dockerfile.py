"""The Dockerfile and what is sent with it, read and not carried out."""

import subprocess
import sys
from pathlib import Path

from tests.deploy.image import build_context, instructions

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "Dockerfile"


def test_the_dockerfile_has_nothing_that_a_linter_objects_to() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, str(DOCKERFILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_build_context_is_what_is_copied_and_nothing_else() -> None:
    copied = {
        source.removeprefix("./").rstrip("/")
        for name, argument in instructions(DOCKERFILE.read_text())
        if name == "COPY" and not argument.startswith("--from")
        for source in argument.split()[:-1]
    }
    sent = build_context(ROOT)
    assert {file.parts[0] for file in sent} == copied
    assert not [file for file in sent if "__pycache__" in file.parts]
