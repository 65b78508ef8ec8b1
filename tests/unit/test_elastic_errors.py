"""What the answers of an Elasticsearch, or of something else in its place, mean to those who ask."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from service.errors import SettingsError, StoreError, StoreMismatch, StoreUnavailable
from service.query import QuoteQuery
from service.store import elastic_connection, elastic_lock, open_store
from service.store.elastic_connection import address_of, api_error

PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


def error(kind: str, **more: object) -> dict[str, object]:
    return {"error": {"type": kind, "reason": "secret document", **more}}


@pytest.mark.parametrize(
    ("status", "body", "expected", "words"),
    [
        (429, error("es_rejected_execution_exception"), StoreUnavailable, "too much to do"),
        (429, error("cluster_block_exception"), StoreUnavailable, "disk is nearly full"),
        (403, error("cluster_block_exception"), StoreUnavailable, "read-only"),
        (403, error("security_exception"), StoreUnavailable, "rights"),
        (401, error("security_exception"), StoreUnavailable, "password"),
        (404, error("index_not_found_exception"), StoreMismatch, "lost an index"),
        (400, error("media_type_header_exception"), StoreMismatch, "another major version"),
        (400, error("strict_dynamic_mapping_exception"), StoreMismatch, "reindex"),
        (503, error("search_phase_execution_exception"), StoreUnavailable, "shards"),
        (503, "<html>", StoreUnavailable, "shards"),
        (400, error("parsing_exception"), StoreError, "parsing_exception"),
        (
            500,
            error("search_phase_execution_exception", root_cause=[{"type": "too_many_buckets"}]),
            StoreError,
            "too_many_buckets",
        ),
    ],
)
def test_an_answer_means_one_of_our_errors_and_tells_no_secrets(
    status: int, body: object, expected: type[StoreError], words: str
) -> None:
    found = api_error("Elasticsearch at host:9200", status, body)
    assert type(found) is expected
    assert words in str(found)
    assert "secret document" not in str(found)


class Answering(BaseHTTPRequestHandler):
    """Answers every request alike."""

    status, headers_sent, body, delay = 200, PRODUCT, b"{}", 0.0

    def do_GET(self) -> None:
        time.sleep(self.delay)
        self.send_response(self.status)
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def answering() -> Iterator[tuple[str, type[Answering]]]:
    """A server's address and the class that says what it answers."""
    handler = type("Handler", (Answering,), {})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://name:secret@127.0.0.1:{server.server_port}/prefix", handler
        server.shutdown()
        thread.join()


def complaint(url: str) -> StoreError:
    """What a search there raises; never with a secret in it."""
    store = open_store(url)
    with pytest.raises(StoreError) as caught:
        store.search(QuoteQuery())
    store.close()
    assert "secret" not in str(caught.value)
    return caught.value


def test_another_product_is_refused(answering: tuple[str, type[Answering]]) -> None:
    url, handler = answering
    handler.headers_sent = {"Content-Type": "application/json"}
    found = complaint(url)
    assert isinstance(found, StoreMismatch)
    assert "not Elasticsearch 9" in str(found)


def test_another_major_version_is_refused(answering: tuple[str, type[Answering]]) -> None:
    url, handler = answering
    handler.status = 400
    handler.body = b'{"error": {"type": "media_type_header_exception", "reason": "..."}, "status": 400}'
    assert "another major version" in str(complaint(url))


def test_an_answer_that_is_no_json_is_said_to_be_unreadable(answering: tuple[str, type[Answering]]) -> None:
    url, handler = answering
    handler.body = b"{nonsense"
    assert isinstance(complaint(url), StoreUnavailable)


def test_an_answer_that_is_late_is_not_waited_for(
    answering: tuple[str, type[Answering]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_connection, "REQUEST_SECONDS", 0.2)
    monkeypatch.setattr(elastic_lock, "REQUEST_SECONDS", 0.2)
    url, handler = answering
    handler.delay = 1.0
    began = time.monotonic()
    assert "too long" in str(complaint(url))
    assert time.monotonic() - began < 3


def test_a_server_that_is_not_there_is_said_so_at_once() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = complaint(f"http://name:secret@127.0.0.1:{port}/prefix")
    assert isinstance(found, StoreUnavailable)
    assert f"127.0.0.1:{port}" in str(found)


@pytest.mark.parametrize(
    "url",
    ["http://host:9200", "http://host:9200/", "http://host:9200/Upper", "http://host:9200/_x", "http:///x",
     "http://host:99999/x", "http://host:9200/a/b", "https://user:hush@host:9200/*"],
)  # fmt: skip
def test_an_address_that_can_not_be_is_a_matter_of_settings(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_store(url)
    assert "hush" not in str(caught.value) + str(caught.value.errors)


def test_an_address_says_who_asks_and_tells_no_secrets() -> None:
    found = address_of("https://us%40er:p%2Fw@es.example/on-record", ca=None, api_key=None, password="x")
    assert (found.host, found.port, found.prefix) == ("es.example", 9200, "on-record")
    assert (found.user, found.password) == ("us@er", "p/w")
    assert "p/w" not in repr(found)
    assert address_of("http://h/p", ca=None, api_key=None, password="x").user == "elastic"
    assert address_of("http://u@h/p", ca=None, api_key=None, password="x").password == "x"


def test_a_certificate_authority_that_is_not_there_is_a_matter_of_settings() -> None:
    with pytest.raises(SettingsError) as caught:
        open_store("https://h/p", ca="/no/such/file")
    assert caught.value.errors == {"ONRECORD_STORE_CA": ["No such file."]}
