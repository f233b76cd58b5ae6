"""Chromium for the walks: one server and one page for all of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import Cast
from tests.doors.rest import Rest
from tests.doors.screens import Screens
from tests.doors.served import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def page_kept(browser: Any) -> Iterator[Any]:
    """A page of Chromium, kept: style sheets and scripts are fetched once."""
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 860}, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def desk(request: pytest.FixtureRequest) -> tuple[Any, Server] | None:
    """What a walk over the screens needs. It begins before any test's database: the browser's event loop changes the connection."""
    return (
        None if request.param == "rest" else (request.getfixturevalue("page_kept"), request.getfixturevalue("server"))
    )


@pytest.fixture
def door(desk: tuple[Any, Server] | None, cast: Cast) -> Iterator[Rest | Screens]:
    """Everybody of the cast at the API, then before Chromium, whose console must be silent at the end."""
    if desk is None:
        yield Rest(cast.people)
        return
    screens = Screens(*desk, cast.people)
    yield screens
    screens.leaves()
    assert screens.complaints == []
