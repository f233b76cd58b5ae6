"""A browser for each of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture
def desk(cast: Cast) -> Callable[..., Client]:
    """`desk("mei")` is a browser in which Mei has signed in."""

    def sign_in(who: str, **options: bool) -> Client:
        browser = Client(**options)
        browser.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in
