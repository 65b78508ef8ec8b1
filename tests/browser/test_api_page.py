"""The page of the API in a real browser: the system's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import Server, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("page")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "No Chromium here: install your distribution's package `chromium` to test the page."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def test_the_page_lists_the_routes_and_asks_nothing_of_other_hosts(page: Page, server: Server) -> None:
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{server.url}/docs")
    page.get_by_text("/v1/quotes/timeline").first.wait_for()
    assert page.get_by_text("/v1/stances").first.is_visible()
    assert broken == []
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []


def test_a_request_can_be_tried_on_the_page(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/docs")
    block = page.locator(".opblock", has_text="/v1/suggest").first
    block.click()
    block.get_by_role("button", name="Try it out").click()
    block.locator("tr", has_text="q").locator("input").first.fill("qur")
    block.get_by_role("button", name="Execute").click()
    block.get_by_text("Shah Mahmood Qureshi").first.wait_for()
