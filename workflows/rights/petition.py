"""Review and re-review of a petition (信访工作条例 art 35, 36: 三级终结)."""

from workflows.base import Workflow
from workflows.deadlines import Deadline

DEADLINES: tuple[Deadline, ...] = ()


class PetitionReview(Workflow):
    """Review and re-review of a petition (信访工作条例 art 35, 36: 三级终结)."""
