"""Nothing to show yet."""

from casework.panels import Panel
from casework.queries.ticket import Whole


def panel(whole: Whole) -> Panel | None:
    return None
