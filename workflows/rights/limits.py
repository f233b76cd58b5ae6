"""The person's own limits shown on the case, so that mediation never eats them (人民调解法 art 3; domain.md §1.11)."""

from workflows.base import Workflow
from workflows.deadlines import Deadline

DEADLINES: tuple[Deadline, ...] = ()


class Limits(Workflow):
    """The person's own limits shown on the case, so that mediation never eats them (人民调解法 art 3; domain.md §1.11)."""
