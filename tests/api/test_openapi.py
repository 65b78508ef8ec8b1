"""The OpenAPI: complete, true of the app (schemathesis), and printed for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, Case, Config, GenerationMode

from service.api.openapi import init_openapi
from service.api.reference import reference
from service.app import create_app
from service.pipeline import Knowledge
from service.pipeline.topics import MOST_PHRASES
from service.settings import Settings
from service.store import open_store
from tests.api.conftest import Served
from tests.conftest import KEY
from tests.factories import TOPICS, a_corpus

CASES = [
    (path, method, mode)
    for path, methods in init_openapi(Flask(__name__)).spec.to_dict()["paths"].items()
    for method, operation in methods.items()
    if "operationId" in operation
    for mode in GenerationMode
    # Without parameters of its own and without a body there is nothing to make wrong.
    if mode is GenerationMode.POSITIVE or "requestBody" in operation or "parameters" in operation
]
DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def test_every_route_is_described_with_a_summary_and_its_problems(served: Served) -> None:
    described = served.get("/v1/openapi.json")
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in served.client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/v1/") and rule.rule != "/v1/openapi.json"
    }
    operations = {
        (path, method): operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict)
    }
    assert set(operations) == routes
    for operation in operations.values():
        assert operation["summary"]
        assert "application/problem+json" in operation["responses"]["422"]["content"]
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"]
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)


def test_every_kind_of_cue_says_how_many_phrases_it_takes(served: Served) -> None:
    cues = served.get("/v1/openapi.json")["components"]["schemas"]["CuesInput"]["properties"]
    assert set(cues) == {"favor", "against", "neutral", "exclude"}
    assert {cue["maxItems"] for cue in cues.values()} == {MOST_PHRASES}


def test_the_page_about_the_api_is_fresh() -> None:
    assert DOCS.read_text() == reference(), "run: python -m service.api.reference > docs/api.md"


def test_the_page_with_swagger_runs_one_script_by_its_hash_and_nothing_from_elsewhere(
    served: Served,
) -> None:
    page = served.client.get("/docs")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'sha256-" in policy
    assert "http" not in policy.replace("https", "http").split("'none'", 1)[1]
    assert "//" not in page.get_data(as_text=True)
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"):
        with served.client.get(f"/docs/{asset}") as response:
            assert response.status_code == 200
            assert len(response.get_data()) > 500


@pytest.fixture(scope="session")
def fuzzed(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Flask]:
    """An app that may be written to."""
    chosen = Settings(store=f"sqlite:///{tmp_path_factory.mktemp('fuzzed')}/store.db", api_key=KEY)
    store = open_store(chosen.store)
    store.put_topics(TOPICS)
    for change in a_corpus(articles=20):
        store.put(change)
    yield create_app(chosen, store, knowledge)
    store.close()


@pytest.fixture(scope="session")
def described(fuzzed: Flask) -> BaseSchema:
    # A date or a name may be well formed and still not exist: 422 is an answer to valid data too.
    config = Config.from_dict(
        {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "308", "404", "410", "422"]}}}
    )
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", fuzzed, config=config)


@pytest.mark.parametrize(("path", "method", "mode"), CASES)
def test_the_app_does_what_the_openapi_says(
    described: BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    # schemathesis' own parametrization from a fixture reads what pytest 9.2 no longer has.
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def answer(case: Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {KEY}"})

    answer()
