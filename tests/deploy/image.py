"""A Dockerfile carried out without an engine: every step runs for real, in a folder that stands for the root.

It is not the whole truth: the base image is the Python that runs the tests, and a read-only root is one that
the image's user may not write to.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# The folders that the Dockerfile makes or fills; everything else it names is the base image's.
IMAGE_FOLDERS = re.compile(r"(?<![\w.-])/(?=(?:app|data|opt|src)\b)")

IMAGE_USER = 10001


@dataclass
class Image:
    """One stage of a Dockerfile as its instructions left it."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    workdir: Path = Path("/")
    user: str = "root"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)

    def placed(self, text: str) -> str:
        """The text with the image's absolute paths led into the folder that stands for its root."""
        return IMAGE_FOLDERS.sub(f"{self.root}/", text)

    def folder(self, path: str) -> Path:
        """A path as the image names it, relative to its working directory, in the folder of this machine."""
        return self.root / str(self.workdir / path).lstrip("/")

    def start(
        self, arguments: Sequence[str], settings: Mapping[str, str], output: Path
    ) -> "subprocess.Popen[bytes]":
        """Run a command as a container would: as the image's user, in its environment with these settings."""
        environment = self._full_environment() | {
            name: self.placed(value) for name, value in settings.items()
        }
        with output.open("ab") as log:
            return subprocess.Popen(
                [*as_unprivileged(IMAGE_USER), *arguments],
                cwd=self.folder("."),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def run_step(self, command: str) -> None:
        """A RUN instruction."""
        if os.geteuid() != 0:
            # Nobody but root can give files away.
            command = command.replace(f"-o {IMAGE_USER} -g {IMAGE_USER}", "")
        done = subprocess.run(
            ["/bin/sh", "-c", self.placed(command)],
            cwd=self.folder("."),
            env=self._full_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"RUN {command}\n{done.stdout}"

    def _full_environment(self) -> dict[str, str]:
        base_path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        certificates_and_mirrors = {
            name: value
            for name, value in os.environ.items()
            if name.startswith(("PIP_", "SSL_", "REQUESTS_"))
        }
        chosen = {name: self.placed(value) for name, value in self.environment.items()}
        path = chosen.pop("PATH", "$PATH").replace("$PATH", base_path)
        return (
            certificates_and_mirrors | {"HOME": str(self.root), "LANG": "C.UTF-8"} | chosen | {"PATH": path}
        )


def as_unprivileged(user: int) -> list[str]:
    """What makes root's command that of a user who can read what root reads and write nothing of it.

    Reading stays allowed because a test machine may keep its Python below root's closed home.
    """
    if os.geteuid() != 0:
        return []
    kept = "-all,+dac_read_search"
    return [
        *("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs"),
        *(f"--inh-caps={kept}", f"--ambient-caps={kept}", f"--bounding-set={kept}"),
    ]


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Instruction and argument, comments and line ends taken out."""
    lines = [line for line in dockerfile.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        name, _, argument = line.strip().partition(" ")
        yield name.upper(), argument.strip()


def build_context(folder: Path) -> list[Path]:
    """What `.dockerignore` lets through, as paths relative to the folder; the last pattern that fits wins."""
    patterns = [
        (not line.startswith("!"), _ignore_pattern(line.removeprefix("!")))
        for line in (folder / ".dockerignore").read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    top = [path for path in folder.iterdir() if not _ignored(path.name, patterns)]
    files = [file for path in top for file in ([path] if path.is_file() else path.rglob("*"))]
    relative = [file.relative_to(folder) for file in files if file.is_file()]
    return [file for file in relative if not _ignored(file.as_posix(), patterns)]


def carry_out(dockerfile: Path, folder: Path) -> Image:
    """Build every stage and return the last.

    Each stage is built at the same path and then moved aside, so that paths written into its files stay true
    where a later stage copies them.
    """
    context = build_context(dockerfile.parent)
    root = folder / "root"
    stages: dict[str, Path] = {}
    image, name = Image(root), ""
    for instruction, argument in instructions(dockerfile.read_text()):
        match instruction:
            case "FROM":
                if name:
                    stages[name] = root.rename(folder / f"stage-{name}")
                root.mkdir(mode=0o755)
                image, name = Image(root), argument.partition(" AS ")[2]
            case "COPY":
                _copy(image, argument, dockerfile.parent, context, stages)
            case "RUN":
                image.run_step(argument)
            case _:
                _configure(image, instruction, argument)
    return image


def _configure(image: Image, instruction: str, argument: str) -> None:
    match instruction:
        case "WORKDIR":
            image.workdir = Path(argument)
            image.folder(".").mkdir(parents=True, exist_ok=True)
        case "ENV":
            image.environment |= dict(pair.split("=", 1) for pair in shlex.split(argument))
        case "USER":
            image.user = argument
        case "ENTRYPOINT":
            image.entrypoint = json.loads(argument)
        case "CMD":
            image.command = json.loads(argument)
        case "HEALTHCHECK":
            image.healthcheck = json.loads(argument[argument.index("CMD ") + 4 :])
        case "VOLUME" | "EXPOSE":
            pass
        case _:
            raise AssertionError(f"{instruction} is not carried out by the tests")


def _copy(
    image: Image, argument: str, folder: Path, context: Sequence[Path], stages: Mapping[str, Path]
) -> None:
    *sources, target = argument.split()
    into = image.folder(target)
    if sources[0].startswith("--from="):
        stage = stages[sources.pop(0).removeprefix("--from=")]
        for source in sources:
            shutil.copytree(stage / source.lstrip("/"), into, symlinks=True)
        return
    for source in sources:
        found = [file for file in context if file == Path(source) or Path(source) in file.parents]
        assert found, f"COPY {source}: nothing of that name is in the build context"
        for file in found:
            # A folder gives its content, a file keeps its name.
            place = into / (file.relative_to(source) if (folder / source).is_dir() else file.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / file, place)


def _ignore_pattern(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*)", pattern.strip("/"))
    meaning = {"**/": "(?:.*/)?", "*": "[^/]*"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts) + "(?:/.*)?")


def _ignored(path: str, patterns: Sequence[tuple[bool, re.Pattern[str]]]) -> bool:
    ignored = False
    for ignores, pattern in patterns:
        if pattern.fullmatch(path):
            ignored = ignores
    return ignored
