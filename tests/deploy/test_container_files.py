"""The Dockerfile and the compose file, checked and carried out where no engine runs.

Linter and Compose judge both files; then every command in them is run for real, outside of a container.
"""

import json
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deploy import compose_cli
from tests.deploy.image import IMAGE_USER, Image, as_unprivileged, carry_out
from tests.elasticsearch_node import Node, distribution
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "Dockerfile"

START_SECONDS = 90


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The image, built by the Dockerfile's own steps."""
    # Not pytest's folders, which only their owner may enter: the image's user is another.
    folder = Path(tempfile.mkdtemp(prefix="onrecord-image-"))
    folder.chmod(0o755)
    try:
        yield carry_out(DOCKERFILE, folder)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """The compose file as Compose reads it."""
    if reason := compose_cli.unavailable():
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return compose_cli.composed_project(ROOT / "docker-compose.yml", {})


@pytest.fixture
def secrets(project: dict[str, Any], tmp_path: Path) -> Path:
    """What the secrets job leaves in the volume that its readers share."""
    make_secrets(project, tmp_path)
    return tmp_path


def test_the_image_runs_as_a_number_that_is_not_root(image: Image) -> None:
    assert image.user == f"{IMAGE_USER}:{IMAGE_USER}"


def test_the_image_holds_the_command_and_the_seeds(image: Image) -> None:
    done = subprocess.run(
        [image.root / "opt/onrecord/bin/onrecord", "--version"], capture_output=True, text=True, check=True
    )
    assert "0." in done.stdout
    assert len(list((image.root / "app/seeds/articles").glob("*.txt"))) == 5


def test_the_image_ingests_serves_and_knows_its_health_while_its_root_cannot_be_written(
    image: Image, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    ingested = image.start([*image.entrypoint, "ingest", "seeds/articles"], {}, log)
    assert ingested.wait(START_SECONDS) == 0, log.read_text()

    port = str(free_port())
    server = image.start([*image.entrypoint, *image.command], {"PORT": port}, log)
    try:
        wait_until_healthy(image, port, server, log)
        assert total_quotes(port) > 0
    finally:
        server.send_signal(signal.SIGTERM)
        ended = server.wait(30)
    assert ended == 0, log.read_text()
    assert image.start(image.healthcheck, {"PORT": port}, log).wait(30) != 0
    assert_owned_by_root_alone(image)


def test_the_store_of_the_composed_project_is_the_one_that_the_tests_use(project: dict[str, Any]) -> None:
    elasticsearch = project["services"]["elasticsearch"]
    assert elasticsearch["image"].rpartition(":")[2] == distribution.VERSION


def test_the_heap_is_pinned_and_can_be_chosen(project: dict[str, Any]) -> None:
    pinned = project["services"]["elasticsearch"]["environment"]["ES_JAVA_OPTS"]
    assert pinned == "-Xms1g -Xmx1g"
    chosen = compose_cli.composed_project(ROOT / "docker-compose.yml", {"ELASTICSEARCH_HEAP": "3g"})
    assert chosen["services"]["elasticsearch"]["environment"]["ES_JAVA_OPTS"] == "-Xms3g -Xmx3g"


def test_everything_waits_for_what_it_needs(project: dict[str, Any]) -> None:
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in project["services"].items()
    }
    assert waits == {
        "secrets": {},
        "elasticsearch": {"secrets": "service_completed_successfully"},
        "onrecord": {"elasticsearch": "service_healthy"},
        "ingest": {"onrecord": "service_healthy"},
    }


def test_only_the_service_is_published_and_only_to_this_machine(project: dict[str, Any]) -> None:
    published = {
        name: [port["host_ip"] for port in service["ports"]]
        for name, service in project["services"].items()
        if "ports" in service
    }
    assert published == {"onrecord": ["127.0.0.1"]}
    assert project["networks"]["store"]["internal"] is True


def test_our_containers_have_a_read_only_root_and_no_rights_to_gain(project: dict[str, Any]) -> None:
    for name in ("secrets", "onrecord", "ingest"):
        service = project["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_first_start_makes_secrets_that_each_reader_alone_can_read(
    project: dict[str, Any], secrets: Path
) -> None:
    password, api_key = (
        (secrets / name).read_text().strip() for name in ("master_password", "master_api_key")
    )
    assert len(password) == len(api_key) == 32
    assert password != api_key
    readers = project["services"]["secrets"]["environment"]
    for name, reader, secret in (
        ("elasticsearch_password", "ELASTICSEARCH_USER", password),
        ("store_password", "ONRECORD_USER", password),
        ("api_key", "ONRECORD_USER", api_key),
    ):
        file = secrets / name
        assert file.read_text().strip() == secret
        # Elasticsearch refuses a password file of any other mode than 400 and 600.
        assert stat.S_IMODE(file.stat().st_mode) == 0o400
        assert file.stat().st_uid == (int(readers[reader]) if os.geteuid() == 0 else os.geteuid())
    assert readers["ONRECORD_USER"] == str(IMAGE_USER)


def test_a_later_start_keeps_the_secrets_and_mends_what_is_missing(
    project: dict[str, Any], secrets: Path
) -> None:
    first = {file.name: file.read_text() for file in secrets.iterdir()}
    (secrets / "api_key").unlink()
    (secrets / "api_key.new").write_text("half")

    make_secrets(project, secrets)

    assert {file.name: file.read_text() for file in secrets.iterdir()} == first


def test_elasticsearch_is_healthy_only_to_its_password(
    project: dict[str, Any], secure_elasticsearch_node: Node, tmp_path: Path
) -> None:
    node = secure_elasticsearch_node
    assert node.credentials is not None
    kind, check = project["services"]["elasticsearch"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    command = unescaped(check)
    for in_container, here in (
        ("http://localhost:9200", node.url),
        ('"elastic:', f'"{node.credentials.username}:'),
        ("/run/onrecord", str(tmp_path)),
    ):
        assert in_container in command
        command = command.replace(in_container, here)

    def health(password: str) -> int:
        assert node.credentials is not None
        (tmp_path / "elasticsearch_password").write_text(f"{password}\n")
        trusting = os.environ | {"CURL_CA_BUNDLE": str(node.credentials.ca)}
        return subprocess.run(
            ["/bin/sh", "-c", command], env=trusting, capture_output=True, check=False
        ).returncode

    assert health(node.credentials.password) == 0
    assert health("wrong") != 0


def test_the_composed_settings_ingest_the_seeds_into_elasticsearch_and_serve_them(
    project: dict[str, Any], image: Image, secure_elasticsearch_node: Node, tmp_path: Path
) -> None:
    node = secure_elasticsearch_node
    assert node.credentials is not None
    # Not pytest's folder: the image's user could not enter it.
    shared = Path(tempfile.mkdtemp(prefix="secrets-", dir=image.root))
    shared.chmod(0o755)
    for name, secret in (("store_password", node.credentials.password), ("api_key", "a-key-of-16-or-more")):
        (shared / name).write_text(f"{secret}\n")
    log = tmp_path / "log"
    port = str(free_port())
    address = node.url.replace("https://", f"https://{node.credentials.username}@")

    def settings(service: str) -> dict[str, str]:
        said: dict[str, str] = project["services"][service]["environment"]
        assert said["ONRECORD_STORE"].startswith("http://elastic@elasticsearch:9200/")
        here = {name: value.replace("/run/onrecord", str(shared)) for name, value in said.items()}
        here["ONRECORD_STORE"] = said["ONRECORD_STORE"].replace("http://elastic@elasticsearch:9200", address)
        return here | {"ONRECORD_STORE_CA": str(node.credentials and node.credentials.ca), "PORT": port}

    service = project["services"]["onrecord"]
    server = image.start(
        [*image.entrypoint, *(service.get("command") or image.command)], settings("onrecord"), log
    )
    try:
        wait_until_healthy(image, port, server, log)
        ingest = project["services"]["ingest"]["command"]
        ingested = image.start([*image.entrypoint, *ingest], settings("ingest"), log)
        assert ingested.wait(START_SECONDS) == 0, log.read_text()
        assert total_quotes(port) > 0
    finally:
        server.terminate()
        server.wait(30)


def make_secrets(project: dict[str, Any], volume: Path) -> None:
    """Run the secrets job with the rights that it has in its container and no others."""
    job = project["services"]["secrets"]
    assert job["user"] == "0:0"
    script = unescaped(job["command"][0]).replace("/run/onrecord", str(volume))
    readers = dict(job["environment"])
    prefix: list[str] = []
    if os.geteuid() == 0:
        kept = ",".join(["-all", *(f"+{name.lower()}" for name in job["cap_add"])])
        prefix = ["setpriv", f"--bounding-set={kept}", f"--inh-caps={kept}", "--no-new-privs"]
        # Without the right to pass over modes, root too can only enter what is its own.
        assert volume.stat().st_uid == 0
    else:
        # Nobody but root can give files away.
        readers = dict.fromkeys(readers, str(os.geteuid()))
    done = subprocess.run(
        [*prefix, *job["entrypoint"], script],
        env={"PATH": os.environ["PATH"], **readers},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def unescaped(composed: str) -> str:
    """Compose prints the dollar signs that it must not fill in as it wants to read them: twice."""
    return composed.replace("$$", "$")


def wait_until_healthy(image: Image, port: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while image.start(image.healthcheck, {"PORT": port}, log).wait(30) != 0:
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.5)


def total_quotes(port: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/quotes", timeout=30) as answer:
        total: int = json.load(answer)["page"]["total"]
    return total


def assert_owned_by_root_alone(image: Image) -> None:
    """What ran as the image's user has written to the data folder and nowhere else."""
    if not as_unprivileged(IMAGE_USER):
        return
    data = image.root / "data"
    written = [path for path in image.root.rglob("*") if path.lstat().st_uid == IMAGE_USER]
    assert written
    assert all(path == data or data in path.parents for path in written)
