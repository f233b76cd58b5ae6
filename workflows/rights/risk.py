"""Risk assessment in full: scored items, automatic upgrades, downgrades by a named assessor (domain.md §4.5)."""

from workflows.base import Workflow
from workflows.deadlines import Deadline

DEADLINES: tuple[Deadline, ...] = ()


class Risk(Workflow):
    """Risk assessment in full: scored items, automatic upgrades, downgrades by a named assessor (domain.md §4.5)."""
