"""The test server itself: what the store's tests take for granted."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import elasticsearch
import pytest

from tests.built_once import cache_folder
from tests.elasticsearch_node import Node, distribution
from tests.elasticsearch_node import node as node_module
from tests.elasticsearch_node.plugin import RunningNode, StartElasticsearch

ROOT = Path(__file__).resolve().parents[2]

ANALYSIS = {
    "analyzer": {
        "words": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "porter_stem"],
        }
    }
}


@pytest.fixture
def connect() -> Iterator[Callable[..., elasticsearch.Elasticsearch]]:
    clients = []

    def open_client(url: str, **options: object) -> elasticsearch.Elasticsearch:
        client = elasticsearch.Elasticsearch(url, **options)  # type: ignore[arg-type]
        clients.append(client)
        return client

    yield open_client
    for client in clients:
        client.close()


def test_the_shared_node_folds_and_stems_words_in_an_analyzer_of_an_index(
    elasticsearch_node: RunningNode, connect: Callable[..., elasticsearch.Elasticsearch]
) -> None:
    client = connect(elasticsearch_node.url)
    index = "node-analysis"
    client.indices.delete(index=index, ignore_unavailable=True)
    client.indices.create(
        index=index,
        settings={"analysis": ANALYSIS, "number_of_replicas": 0},
        mappings={"properties": {"text": {"type": "text", "analyzer": "words"}}},
    )
    try:
        answer = client.indices.analyze(index=index, analyzer="words", text="Élections were condemned")
        assert [token["token"] for token in answer["tokens"]] == ["elect", "were", "condemn"]

        client.index(index=index, id="1", document={"text": "The élections were condemned."}, refresh=True)
        found = client.search(index=index, query={"match_phrase": {"text": "election were condemning"}})
        assert found["hits"]["total"]["value"] == 1
    finally:
        client.indices.delete(index=index)


def test_a_killed_node_has_its_data_at_the_same_address_when_it_is_started_again(
    start_elasticsearch: StartElasticsearch, connect: Callable[..., elasticsearch.Elasticsearch]
) -> None:
    node = start_elasticsearch(settings={"indices.breaker.total.limit": "60%"})
    client = connect(node.url, max_retries=0)
    client.index(index="kept", id="1", document={"word": "kept"})

    node.kill()
    with pytest.raises(elasticsearch.ConnectionError):
        client.get(index="kept", id="1")
    node.start()

    assert client.get(index="kept", id="1")["_source"] == {"word": "kept"}
    set_by_test = client.cluster.get_settings(include_defaults=True, flat_settings=True)
    assert set_by_test["defaults"]["indices.breaker.total.limit"] == "60%"


def test_a_secure_node_answers_over_https_and_only_to_its_password(
    secure_elasticsearch_node: Node, connect: Callable[..., elasticsearch.Elasticsearch]
) -> None:
    node = secure_elasticsearch_node
    known = node.credentials
    assert known is not None
    assert node.url.startswith("https://")

    trusted = connect(node.url, ca_certs=str(known.ca), basic_auth=(known.username, known.password))
    assert trusted.cluster.health()["status"] == "green"

    stranger = connect(node.url, ca_certs=str(known.ca), basic_auth=(known.username, "wrong"))
    with pytest.raises(elasticsearch.AuthenticationException):
        stranger.cluster.health()

    distrusting = connect(node.url, basic_auth=(known.username, known.password))
    with pytest.raises(elasticsearch.ConnectionError):
        distrusting.cluster.health()


def test_a_server_ends_and_leaves_nothing_when_the_run_that_started_it_is_killed(
    start_elasticsearch: StartElasticsearch,
) -> None:
    run = (
        "import json, time; from tests.elasticsearch_node import Node; node = Node(); node.start(); "
        "print(json.dumps([node.url, str(node.folder)]), flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", run], cwd=ROOT, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        url, folder = json.loads(started.stdout.readline())
        os.kill(started.pid, signal.SIGKILL)

    deadline = time.monotonic() + 30
    while Path(folder).exists() or _answers(url):
        assert time.monotonic() < deadline, "the server outlived its run"
        time.sleep(0.2)


def test_a_build_that_was_interrupted_is_not_taken_for_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(artifact: distribution.MavenArtifact, folder: Path) -> Path:
        (folder / "half").write_text("of it")
        raise distribution.BuildError("no network")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(distribution, "_maven_file", fails)

    for _ in range(2):
        with pytest.raises(distribution.BuildError, match="no network"):
            distribution.built_home()
    assert [path.suffix for path in cache_folder().iterdir()] == [".lock"]


def test_a_machine_without_maven_and_docker_is_told_in_one_line_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(node_module, "engine_answers", lambda: False)
    monkeypatch.setattr(node_module, "missing_tools", lambda: ["Maven (`mvn`)"])

    reason = node_module.unavailable()

    assert reason is not None
    assert "\n" not in reason
    assert "install Maven" in reason
    assert "ONRECORD_TEST_ELASTICSEARCH_URL" in reason
    with pytest.raises(Exception, match="install Maven"):
        Node().start()


@pytest.mark.parametrize(
    ("environment", "outcome"),
    [
        ({}, "1 skipped"),
        ({"CI": "true"}, "1 error"),
        ({"ONRECORD_TEST_ELASTICSEARCH_URL": "http://given:9200/"}, "1 passed"),
    ],
    ids=["skipped loudly", "a failure in CI", "given a server"],
)
def test_without_a_server_of_its_own_a_run_is(
    environment: dict[str, str], outcome: str, tmp_path: Path
) -> None:
    (tmp_path / "test_inner.py").write_text(
        "def test_inner(elasticsearch_node):\n    assert elasticsearch_node.url == 'http://given:9200'\n"
    )
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.elasticsearch_node.plugin",
            "--rootdir",
            tmp_path,
            tmp_path / "test_inner.py",
        ],
        env={"PATH": str(tmp_path), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in run.stdout
    assert ("NO ELASTICSEARCH FOR THE TESTS: install" in run.stdout) == (outcome != "1 passed")


def _answers(url: str) -> bool:
    with elasticsearch.Elasticsearch(url, max_retries=0, request_timeout=1) as client:
        try:
            client.cluster.health()
        except (elasticsearch.ApiError, elasticsearch.ConnectionError):
            return False
        return True
