"""Chromium for the walks: one server and one page for all of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import Cast
from tests.doors.screens import Screens
from tests.doors.served import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def desk(browser: Any) -> Iterator[Any]:
    """A page of Chromium, kept: style sheets and scripts are fetched once."""
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 860}, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def screens(desk: Any, server: Server, cast: Cast) -> Iterator[Screens]:
    """The cast before that page. At the end the console must be silent."""
    found = Screens(desk, server, cast.people)
    yield found
    found.leaves()
    assert found.complaints == []
