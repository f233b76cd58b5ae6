"""Tickets that the tests of several files begin with."""

import pytest

from casework.models import Ticket
from tests.cast import Cast
from tests.workflows.rights.protected import child


@pytest.fixture
def order(cast: Cast) -> Ticket:
    """A protection order to be offered, under a case of domestic violence."""
    return child(cast, "protection_order")
