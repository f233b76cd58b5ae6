"""Reminding, pressing with a paper and a new term, leader-owned cases (domain.md §2.4)."""

from workflows.base import Workflow
from workflows.deadlines import Deadline

DEADLINES: tuple[Deadline, ...] = ()


class Supervision(Workflow):
    """Reminding, pressing with a paper and a new term, leader-owned cases (domain.md §2.4)."""
