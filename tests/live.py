"""A served house and a real browser: fixtures for tests marked ``browser``.

The house holds the demonstration. It runs on SQLite: what a page shows does not hang on the engine,
and what an operation does on either is tested without a browser.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)
from werkzeug.serving import make_server

from app import create_app
from logistics.database import connect, database
from tests import databases
from tests.cast import PASSWORD

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Flask, str]]:
    """The application behind a port of this machine; which database it uses, a test says."""
    app = create_app(
        {"DATABASE_URL": "sqlite:///:memory:", "SECRET_KEY": "served", "TESTING": True}
    )
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, answered_whole(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def answered_whole(app: Flask) -> Callable[..., list[bytes]]:
    """``app`` with each answer in one piece, and closed before it is sent.

    Werkzeug's server closes no file whose reader hangs up while it is sent, as a browser does when
    it leaves a page; pytest then blames the next test for it.
    """

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        # Where there is no body to send there is nothing to close.
        with closing(app(environ, start_response) or BytesIO()) as pieces:
            return [b"".join(pieces)]

    return answer


@pytest.fixture
def house(served: tuple[Flask, str]) -> Iterator[str]:
    """The address of a house with the demonstration, to be changed at will."""
    with databases.own_copy("sqlite", "demonstration") as url:
        database.initialize(connect(url))
        with database.connection_context():
            yield served[1]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium without a window. In CI it may not be missing."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("no Chromium here (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, house: str) -> Iterator[Any]:
    """``open_page("keeper", locale="zh-CN", theme="dark", size=NARROW)``: a page, logged in.

    At the end of the test no page may have complained on its console (the content security policy
    does) or asked another host for anything. Chromium also notes there when a page itself answers,
    or what it sends is answered with a refusal (a wrong password, a stale form or cell); the test
    has that before it.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def watch(page: Page) -> None:
        pages = set()

        def note(line: ConsoleMessage) -> None:
            refused = line.text.startswith("Failed to load") and line.location["url"] in pages
            if line.type == "error" and not refused:
                complaints.append(line.text)

        def follow(request: Request) -> None:
            if request.is_navigation_request() or request.method == "POST":
                pages.add(request.url)
            if not request.url.startswith((house, "data:", "blob:")):
                complaints.append(f"asked for {request.url}")

        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", follow)

    def open_as(
        login: str | None = None,
        *,
        locale: str = "en-US",
        theme: str = "light",
        size: dict[str, int] = WIDE,
    ) -> Page:
        context = chromium.new_context(
            base_url=house, locale=locale, color_scheme=theme, viewport=size
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        watch(page)
        if login:
            page.goto("/login")
            page.fill("[name=username]", login)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []
